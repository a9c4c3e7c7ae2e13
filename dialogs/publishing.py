"""Publishing: texts become the flows in use, all of them or none, once nothing is wrong with the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from dialogs import check, flow_store
from dialogs.errors import FlowProblem, FlowProblems
from dialogs.flow import Flow, Upgrade
from dialogs.flow_files import load


@dataclass(frozen=True, kw_only=True)
class Release:
    """Who publishes, when (ISO 8601, UTC), why, and what becomes of conversations in older versions."""

    at: str
    author: str
    note: str = ""
    upgrade: Upgrade = "keep"


def read(texts: Mapping[str, str]) -> list[Flow]:
    """Flows of texts by their names. Raises FlowProblems."""
    flows: list[Flow] = []
    problems: list[FlowProblem] = []
    for name, text in texts.items():
        try:
            loaded = load(text, name)
        except FlowProblem as problem:
            problems.append(problem)
            continue
        if loaded.name != name:
            problems.append(FlowProblem(name, 1, f'calls itself "{loaded.name}"; a flow keeps its name'))
        flows.append(loaded)
    if problems:
        raise FlowProblems(problems)
    return flows


def examine(connection: Connection, texts: Mapping[str, str], languages: Sequence[str]) -> list[FlowProblem]:
    """The problems that these texts would bring, among the flows now in use."""
    try:
        fresh = read(texts)
    except FlowProblems as found:
        return list(found.problems)
    held = flow_store.catalog(connection).flows
    together = {**held, **{flow.name: flow for flow in fresh}}
    ours = {flow.source for flow in fresh}
    found_in_all = check.check(list(together.values()), languages)
    return [problem for problem in found_in_all if problem.source in ours]


def publish(
    connection: Connection, texts: Mapping[str, str], languages: Sequence[str], release: Release
) -> list[Flow]:  # fmt: skip
    """All that differs from what is in use. Raises FlowProblems, and then nothing has changed."""
    problems = examine(connection, texts, languages)
    if problems:
        raise FlowProblems(problems)
    held = flow_store.current(connection)
    return [
        flow_store.publish(
            connection, texts[flow.name], at=release.at, author=release.author, note=release.note,
            upgrade=release.upgrade,
        )
        for flow in read(texts)
        if held.get(flow.name) != flow.version
    ]  # fmt: skip


def roll_back(connection: Connection, name: str, version: str, languages: Sequence[str], release: Release) -> Flow:
    """Put an older version in use again. Raises KeyError where there is none; FlowProblems where it no longer fits."""
    text = flow_store.version_text(connection, name, version)
    if text is None:
        raise KeyError(version)
    problems = examine(connection, {name: text}, languages)
    if problems:
        raise FlowProblems(problems)
    return flow_store.publish(
        connection, text, at=release.at, author=release.author, note=release.note, upgrade=release.upgrade
    )
