"""What the Studio's doors do in one transaction, and how they show it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from dialogs import diff as differ
from dialogs import draft_store, flow_edit, flow_store, layout, publishing
from dialogs.draft_store import Stale
from dialogs.errors import FlowProblem
from dialogs.facts import ACTIONS
from dialogs.flow import Flow
from dialogs.flow_files import load
from dialogs.flow_model import FlowModel, model
from dialogs.publishing import Release
from gateway.api.problem import Problem
from gateway.api.studio import shapes
from gateway.journey.rehearsing import simulation
from gateway.journey.rehearsing.trial import Verdict
from gateway.journey.world import World


def listing(connection: Connection, languages: Sequence[str]) -> shapes.Flows:
    """Every flow in use, and every draft with how many problems it has, by name."""
    texts, releases = flow_store.current_texts(connection), flow_store.last_releases(connection)
    drafts = draft_store.listing(connection)
    held = {name: _kept(connection, row, languages) for name, row in drafts.items()}
    return shapes.Flows([
        _summary(name, texts[name] if name in texts else drafts[name].yaml, releases.get(name), held.get(name))
        for name in sorted({*texts, *held})
    ])  # fmt: skip


def _kept(connection: Connection, row: Any, languages: Sequence[str]) -> shapes.KeptShape:
    found = publishing.examine(connection, {row.name: row.yaml}, languages)
    return shapes.KeptShape(
        revision=row.revision, author=row.author, at=row.at, base=row.base, problems=len(found)
    )  # fmt: skip


def _summary(name: str, text: str, last: Any, kept: shapes.KeptShape | None) -> shapes.FlowSummary:
    flow = _readable(text)
    title = dict(flow.title.plain()) if flow else {}
    return shapes.FlowSummary(
        name=name, title=title, steps=len(flow.steps) if flow else 0, version=last.version if last else None,
        release=release(last) if last else None, draft=kept,
    )  # fmt: skip


def detail(
    connection: Connection, name: str, languages: Sequence[str], left_out: shapes.LeftOut
) -> shapes.FlowDetail:  # fmt: skip
    text = flow_store.current_texts(connection).get(name)
    row = draft_store.get(connection, name)
    newest_text = row.yaml if row else text
    if newest_text is None:
        raise Problem(404, "there is no such flow", hint="Save a draft of that name to begin one")
    beside = draft_store.beside(connection, name)
    placed = layout.read(beside.get("layout", ""))
    found = publishing.examine(connection, {name: newest_text}, languages)
    return shapes.FlowDetail(
        name=name, version=flow_store.current(connection).get(name), yaml=text, draft=draft(row) if row else None,
        model=model_of(newest_text), problems=[problem(one) for one in found], tests=beside.get("tests", ""),
        layout=placed.boxes, notes=list(placed.notes), actions=sorted(ACTIONS), left_out=left_out,
    )  # fmt: skip


def left_out(world: World) -> shapes.LeftOut:
    brains: dict[str, list[str]] = {}
    for name in world.accounts:
        account = world.accounts[name].account
        if account.brain is not None:
            brains.setdefault(account.channel, []).append(name)
    return shapes.LeftOut(brains=brains, model=world.opinion is not None)


def newest(connection: Connection, name: str) -> str | None:
    """The draft, else what is in use."""
    row = draft_store.get(connection, name)
    return row.yaml if row else flow_store.current_texts(connection).get(name)


def save(
    connection: Connection, name: str, asked: shapes.Save, languages: Sequence[str], by: Release
) -> shapes.Saved:  # fmt: skip
    """Keep a draft, whatever its text. Raises Stale."""
    base = flow_store.current(connection).get(name)
    revision = draft_store.save(connection, name, asked.yaml, seen=asked.seen, base=base, author=by.author, at=by.at)
    found = publishing.examine(connection, {name: asked.yaml}, languages)
    return shapes.Saved(revision=revision, problems=[problem(one) for one in found], model=model_of(asked.yaml))


def publish(
    connection: Connection, name: str, seen: int, languages: Sequence[str], by: Release
) -> shapes.ReleaseShape:  # fmt: skip
    """The draft of that revision, which then is none any more. Raises Stale or FlowProblems."""
    row = draft_store.get(connection, name)
    if row is None or row.revision != seen:
        raise Stale(row)
    publishing.publish(connection, {name: row.yaml}, languages, by)
    draft_store.discard(connection, name, seen=seen)
    return release(flow_store.last_releases(connection)[name])


class Overwrites(Exception):
    """Others are kept than those that were changed."""


def keep_tests(connection: Connection, name: str, asked: shapes.Tests, by: Release) -> None:
    """Raises Overwrites."""
    held = draft_store.hold_beside(connection, name, "tests")
    if asked.seen is not None and asked.seen != held:
        raise Overwrites
    draft_store.put_beside(connection, name, "tests", asked.yaml, author=by.author, at=by.at)


def verdicts(found: Sequence[Verdict]) -> list[shapes.VerdictShape]:
    return [
        shapes.VerdictShape(test=one.test, channel=one.channel, faults=one.faults, line=one.line, problem=one.problem)
        for one in found
    ]


def roll_back(
    connection: Connection, name: str, version: str, languages: Sequence[str], by: Release
) -> shapes.ReleaseShape:  # fmt: skip
    try:
        publishing.roll_back(connection, name, version, languages, by)
    except KeyError:
        raise Problem(404, "this flow has no such version", hint="Its versions are in its history") from None
    return release(flow_store.last_releases(connection)[name])


def diff(connection: Connection, name: str, asked: shapes.DiffQuery) -> shapes.Diff:
    """Raises FlowProblem where one of them is no YAML."""
    before, after = (_named(connection, name, one) for one in (asked.before, asked.after))
    found = [
        shapes.DifferenceShape(what=one.what, step=one.step, key=one.key, before=one.before, after=one.after)
        for one in differ.differences(before, after)
    ]
    return shapes.Diff(found, differ.lines(before, after, names=(asked.before, asked.after)))


def _named(connection: Connection, name: str, which: str) -> str:
    if which == "draft":
        return newest(connection, name) or ""
    if which == "current":
        return flow_store.current_texts(connection).get(name) or ""
    return flow_store.version_text(connection, name, which) or ""


def checked(text: str, problems: Sequence[FlowProblem], world: World) -> shapes.Checked:
    """With what each channel cannot show, where the text can be read."""
    flow = _readable(text)
    lost = simulation.lost(flow, world.library.catalog.flows, world.languages) if flow is not None else []
    return shapes.Checked(
        problems=[problem(one) for one in problems],
        degradations=[shapes.DegradedShape(**one._asdict()) for one in lost],
        model=model_of(text),
    )


def edited(text: str, edits: Sequence[shapes.Edit]) -> str:
    """Raises EditRefused or FlowProblem."""
    for one in edits:
        match one.op:
            case "set":
                text = flow_edit.edit(text, one.step, one.values)
            case "add":
                text = flow_edit.add(text, one.values, one.after)
            case "remove":
                text = flow_edit.remove(text, one.step)
            case "move":
                text = flow_edit.move(text, one.step, one.after)
    return text


@lru_cache(maxsize=64)  # the same text is opened, checked and saved one after another
def model_of(text: str) -> FlowModel | None:
    """None where the text is no flow yet."""
    flow = _readable(text)
    return model(flow, text) if flow is not None else None


def _readable(text: str) -> Flow | None:
    try:
        return load(text, "draft")
    except FlowProblem:
        return None


def problem(one: FlowProblem) -> shapes.ProblemShape:
    return shapes.ProblemShape(line=one.line, step=one.step, text=one.text)


def release(row: Any) -> shapes.ReleaseShape:
    return shapes.ReleaseShape(version=row.version, at=row.at, author=row.author, note=row.note, upgrade=row.upgrade)


def draft(row: Any) -> shapes.DraftShape:
    return shapes.DraftShape(revision=row.revision, base=row.base, author=row.author, at=row.at, yaml=row.yaml)
