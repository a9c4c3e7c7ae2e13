"""The Studio's doors: flows listed, changed as drafts, checked, tried, published, compared and put back.

Programs find them under /api/v1/studio with a key, the console under /desk/api/studio with an admin's session.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from dialogs import draft_store, flow_store, publishing
from dialogs import layout as layouts
from dialogs.draft_store import Stale
from dialogs.entry import is_name
from dialogs.errors import FlowProblem, FlowProblems
from dialogs.flow_edit import EditRefused
from dialogs.flow_test import load_tests
from dialogs.layout import CanvasNote, Layout
from dialogs.publishing import Release
from gateway.api.auth import Agent
from gateway.api.doors import Doors
from gateway.api.operation import Call, Guard, Operation
from gateway.api.problem import Problem
from gateway.api.studio import drafts, shapes, traffic
from gateway.api.studio.preview import skins
from gateway.ground.clock import to_iso
from gateway.journey.rehearsing import simulation, trial
from gateway.journey.rehearsing.trial import Scratch
from gateway.journey.world import World

MOST_RELEASES = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Workshop:
    """What the Studio tries flows with: the world they live in, and databases in memory."""

    world: World
    scratch: Scratch


def operations(doors: Doors, workshop: Workshop, *, base: str, guard: Guard) -> list[Operation]:
    studio = _Studio(doors, workshop)

    def door(method: Any, path: str, summary: str, run: Any, *errors: int, **more: Any) -> Operation:
        return Operation(method=method, path=path, summary=summary, run=run, guard=guard, errors=errors, **more)

    return [*_changing(studio, base, door), *_trying(studio, base, door)]


def _changing(studio: _Studio, base: str, door: Callable[..., Operation]) -> list[Operation]:
    flow = base + "/flows/{name}"
    return [
        door("GET", base + "/flows", "Flows in use and drafts", studio.listing, returns=shapes.Flows),
        door("GET", flow, "One flow", studio.one, returns=shapes.FlowDetail),
        door("PUT", flow + "/draft", "Save the draft", studio.save, 409, body=shapes.Save, returns=shapes.Saved),
        door("POST", flow + "/draft/discard", "Throw the draft away", studio.discard, 409, body=shapes.Discard),
        door("POST", flow + "/edit", "Edit a text, to the step", studio.edit, body=shapes.Edits,
             returns=shapes.Edited),
        door("POST", flow + "/publish", "Publish the draft", studio.publish, 409, body=shapes.Publish,
             returns=shapes.ReleaseShape),
        door("POST", flow + "/roll-back", "Use a version again", studio.roll_back, body=shapes.RollBack,
             returns=shapes.ReleaseShape),
        door("GET", flow + "/history", "Releases, newest first", studio.history, returns=shapes.History),
        door("GET", flow + "/versions/{version}", "One version", studio.version, returns=shapes.VersionText),
        door("GET", flow + "/traffic", "Real conversations", studio.traffic, query=traffic.TrafficQuery,
             returns=traffic.TrafficShape),
        door("GET", flow + "/diff", "What differs between two", studio.diff, query=shapes.DiffQuery,
             returns=shapes.Diff),
    ]  # fmt: skip


def _trying(studio: _Studio, base: str, door: Callable[..., Operation]) -> list[Operation]:
    flow = base + "/flows/{name}"
    return [
        door("POST", flow + "/check", "Problems and degradations", studio.check, body=shapes.Check,
             returns=shapes.Checked),
        door("POST", flow + "/preview", "A step on every channel", studio.preview, body=shapes.Preview,
             returns=shapes.Skins),
        door("PUT", flow + "/tests", "Keep its tests", studio.keep_tests, 409, body=shapes.Tests),
        door("PUT", flow + "/layout", "Keep where its boxes are", studio.keep_layout, body=shapes.Layout),
        door("PUT", flow + "/notes/{id}", "Put a note beside its steps", studio.put_note, body=shapes.NoteBody),
        door("DELETE", flow + "/notes/{id}", "Take a note away", studio.remove_note),
        door("POST", flow + "/test", "Play its tests", studio.test, body=shapes.Check, returns=shapes.Tried),
        door("POST", base + "/simulate", "Play a conversation", studio.simulate, body=shapes.Simulate,
             returns=shapes.Simulated),
    ]  # fmt: skip


class _Studio:
    def __init__(self, doors: Doors, workshop: Workshop) -> None:
        self._doors, self._world, self._scratch = doors, workshop.world, workshop.scratch

    async def listing(self, _call: Call) -> shapes.Flows:
        return await self._doors.database.read(drafts.listing, self._languages)

    async def one(self, call: Call) -> shapes.FlowDetail:
        left_out = drafts.left_out(self._world)
        return await self._doors.database.read(drafts.detail, call.path["name"], self._languages, left_out)

    async def save(self, call: Call) -> shapes.Saved:
        name = call.path["name"]
        if not is_name(name):
            raise Problem(422, f"{name!r} is no name of a flow", hint="Write one such as shop.size")
        asked: shapes.Save = call.body
        return await self._change(drafts.save, name, asked, self._languages, self._release(call, "", "keep"))

    async def discard(self, call: Call) -> None:
        await self._change(lambda connection: draft_store.discard(connection, call.path["name"], seen=call.body.seen))

    async def check(self, call: Call) -> shapes.Checked:
        name, given = call.path["name"], call.body.yaml
        text = await self._text(name, given)
        problems = await self._doors.database.read(publishing.examine, {name: text}, self._languages)
        return await asyncio.to_thread(drafts.checked, text, problems, self._world)

    async def edit(self, call: Call) -> shapes.Edited:
        asked: shapes.Edits = call.body
        try:
            text = await asyncio.to_thread(drafts.edited, asked.yaml, asked.edits)
        except (EditRefused, FlowProblem) as refused:
            raise Problem(422, str(refused), code="edit_refused") from None
        name = call.path["name"]
        problems = await self._doors.database.read(publishing.examine, {name: text}, self._languages)
        shown = [drafts.problem(one) for one in problems]
        return shapes.Edited(yaml=text, problems=shown, model=drafts.model_of(text))

    async def preview(self, call: Call) -> shapes.Skins:
        asked: shapes.Preview = call.body
        try:
            return shapes.Skins(await asyncio.to_thread(skins, asked.yaml, asked, self._world))
        except FlowProblem as problem:
            raise Problem(422, str(problem), code="unreadable") from None

    async def publish(self, call: Call) -> shapes.ReleaseShape:
        asked: shapes.Publish = call.body
        release = self._release(call, asked.note, asked.upgrade)
        text = await self._text(call.path["name"], None)
        if not asked.despite_tests and drafts.model_of(text) is not None:  # what cannot be read is refused below
            await self._tested(call.path["name"], text)
        made = await self._change(drafts.publish, call.path["name"], asked.seen, self._languages, release)
        await self._renew()
        return made

    async def roll_back(self, call: Call) -> shapes.ReleaseShape:
        asked: shapes.RollBack = call.body
        release = self._release(call, asked.note, asked.upgrade)
        made = await self._change(drafts.roll_back, call.path["name"], asked.version, self._languages, release)
        await self._renew()
        return made

    async def history(self, call: Call) -> shapes.History:
        rows = await self._doors.database.read(flow_store.history, call.path["name"], MOST_RELEASES)
        return shapes.History([drafts.release(row) for row in rows])

    async def version(self, call: Call) -> shapes.VersionText:
        name, version = call.path["name"], call.path["version"]
        text = await self._doors.database.read(flow_store.version_text, name, version)
        if text is None:
            raise Problem(404, "this flow has no such version", hint="Its versions are in its history")
        return shapes.VersionText(version, text)

    async def diff(self, call: Call) -> shapes.Diff:
        try:
            return await self._doors.database.read(drafts.diff, call.path["name"], call.query)
        except FlowProblem as problem:
            raise Problem(422, str(problem), code="unreadable") from None

    async def traffic(self, call: Call) -> traffic.TrafficShape:
        read = self._doors.database.read
        return await read(traffic.told, call.path["name"], call.query.version, self._doors.clock())

    async def keep_tests(self, call: Call) -> None:
        if call.body.yaml:
            self._tests(call.body.yaml)
        release, name = self._release(call, "", "keep"), call.path["name"]
        await self._text(name, None)
        try:
            await self._doors.write(drafts.keep_tests, name, call.body, release)
        except drafts.Overwrites:
            told = "others changed these tests meanwhile"
            raise Problem(409, told, code="stale", hint="Look at them, then keep yours") from None

    async def keep_layout(self, call: Call) -> None:
        await self._lay_out(call, lambda layout: layout._replace(boxes=call.body.boxes))

    async def put_note(self, call: Call) -> None:
        note = CanvasNote(id=call.path["id"], at=call.body.at, text=call.body.text)
        try:
            await self._lay_out(call, lambda layout: layouts.with_note(layout, note))
        except layouts.TooManyNotes:
            raise Problem(422, f"{layouts.MOST_NOTES} notes are there already", hint="Take one away") from None

    async def remove_note(self, call: Call) -> None:
        await self._lay_out(call, lambda layout: layouts.without_note(layout, call.path["id"]))

    async def test(self, call: Call) -> shapes.Tried:
        name = call.path["name"]
        text = await self._text(name, call.body.yaml)
        tests = self._tests((await self._doors.database.read(draft_store.beside, name)).get("tests", ""))
        world = self._overlaid({name: text})
        verdicts = await asyncio.to_thread(trial.run, tests, world, self._scratch) if tests else []
        return shapes.Tried(drafts.verdicts(verdicts))

    async def _tested(self, name: str, text: str) -> None:
        """Refuse what its own tests do not hold for."""
        tests = self._tests((await self._doors.database.read(draft_store.beside, name)).get("tests", ""))
        if not tests:
            return
        verdicts = await asyncio.to_thread(trial.run, tests, self._overlaid({name: text}), self._scratch)
        failed = drafts.verdicts([one for one in verdicts if one.problem is not None])
        if failed:
            told = f"{len({one.test for one in failed})} of its tests fail"
            hint = "Mend the flow or its tests, or publish with despite_tests"
            raise Problem(422, told, code="tests_failed", hint=hint, verdicts=failed)

    async def simulate(self, call: Call) -> shapes.Simulated:
        asked: shapes.Simulate = call.body
        self._overlaid(asked.drafts)
        turns = await asyncio.to_thread(
            lambda: simulation.simulate(
                self._world, self._scratch, asked.drafts, asked.moves, channel=asked.channel,
                language=asked.language, actions=asked.actions,
            )
        )  # fmt: skip
        return shapes.Simulated(turns)

    # ---- what several doors need

    @property
    def _languages(self) -> tuple[str, ...]:
        return self._doors.languages

    def _release(self, call: Call, note: str, upgrade: Any) -> Release:
        author = call.who.name if isinstance(call.who, Agent) else "api"
        return Release(at=to_iso(self._doors.clock()) or "", author=author, note=note, upgrade=upgrade)

    async def _change(self, work: Callable[..., T], *args: Any) -> T:
        """Write, and say as problems what was refused."""
        try:
            return await self._doors.write(work, *args)
        except Stale as stale:
            saved = drafts.draft(stale.row) if stale.row else None
            raise Problem(409, str(stale), code="stale", hint="Look at it, then save yours", draft=saved) from None
        except FlowProblems as found:
            told = [drafts.problem(one) for one in found.problems]
            raise Problem(422, f"{len(told)} problems stand in the way", code="problems", problems=told) from None

    async def _renew(self) -> None:
        """The next customer gets it: here now, elsewhere within a second."""
        await self._doors.database.read(self._world.library.renew)

    async def _text(self, name: str, given: str | None) -> str:
        text = given if given is not None else await self._doors.database.read(drafts.newest, name)
        if text is None:
            raise Problem(404, "there is no such flow")
        return text

    def _overlaid(self, texts: Mapping[str, str]) -> World:
        try:
            return simulation.overlaid(self._world, texts)
        except FlowProblem as problem:
            raise Problem(422, str(problem), code="unreadable") from None

    def _tests(self, text: str) -> Any:
        try:
            return load_tests(text, "tests") if text else None
        except FlowProblem as problem:
            raise Problem(422, str(problem), code="unreadable") from None

    async def _lay_out(self, call: Call, change: Callable[[Layout], Layout]) -> None:
        """Of two who change it at once neither loses what the other did not touch."""

        def kept(connection: Connection) -> None:
            held = layouts.read(draft_store.hold_beside(connection, name, "layout"))
            text = layouts.written(change(held))
            draft_store.put_beside(connection, name, "layout", text, author=release.author, at=release.at)

        release, name = self._release(call, "", "keep"), call.path["name"]
        await self._text(name, None)
        await self._doors.write(kept)
