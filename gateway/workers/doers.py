"""Doers: actions outside are done beside the journey, and what comes of them goes back into the line as an event."""

from __future__ import annotations

import asyncio

import msgspec
import structlog

from gateway.actions import action_store, spending_store
from gateway.actions.action_store import Waiting
from gateway.actions.doing import Outsiders
from gateway.actions.task import LOST, Answer, Done, Failed, Task
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.journey import acting
from gateway.workers.relay import Relay
from gateway.workers.wake import Wake

log = structlog.get_logger()
_task = msgspec.json.Decoder(Task).decode


class Doers:
    """Does what is due, a few at once: an action that hangs holds up no other, and no conversation but its own."""

    AT_ONCE = 20
    LEASE = 60_000  # milliseconds beyond an action's own time

    def __init__(self, database: Database, outsiders: Outsiders, clock: Clock, relay: Relay) -> None:
        self._database, self._outsiders, self._clock, self._relay = database, outsiders, clock, relay
        self._wake = Wake()
        self.ring = self._wake.ring
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while True:
            room = self.AT_ONCE - len(self._tasks)
            due = await self._database.read(action_store.due, self._clock(), room) if room else []
            for one in due:
                await self._start(one)
            if not due:
                await self._wake.sleep(self._relay.pause())

    async def _start(self, row: Waiting) -> None:
        task = _task(row.task)
        outside = self._outsiders.find(task.action)
        until = self._clock() + self.LEASE + int((outside.timeout if outside else 0) * 1000)
        if await self._database.write(action_store.claim, row, until):
            is_lost = bool(row.is_begun) and not self._outsiders.may_call_again(task, row.attempts)
            doing = asyncio.create_task(self._do(row, task, is_lost=is_lost))
            self._tasks.add(doing)
            doing.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Let the calls under way end; for a graceful stop. Of those that do not, nobody knows how they went."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _do(self, row: Waiting, task: Task, *, is_lost: bool) -> None:
        tries = row.attempts if is_lost else row.attempts + 1
        try:
            answer = Failed(LOST) if is_lost else await self._outcome(task)
            pause = self._outsiders.again_in(task, answer, tries) if isinstance(answer, Failed) else None
            _tell(task, answer, tries)
            if pause is not None:
                await self._database.write(action_store.postpone, row.id, self._clock() + pause)
            elif await self._database.write(acting.settle, row, answer, self._clock()):
                self._relay.ring_turns()
        except Exception as error:
            log.error("action_not_settled", action=task.action, exc_info=error)  # it is due again after its lease
        finally:
            self._wake.ring()

    async def _outcome(self, task: Task) -> Answer:
        """Of one try; a model is only asked while the day's budget lasts."""
        model = self._outsiders.model
        if model is None or not self._outsiders.asks_model(task.action):
            return await self._outsiders.do(task, self._clock())
        began, write = self._clock(), self._database.write
        if not await write(spending_store.spend, began, model.calls_a_day, model.tokens_a_day):
            return Failed("budget_spent")
        answer = await self._outsiders.do(task, began)
        if isinstance(answer, Done) and answer.result["tokens"]:
            await write(spending_store.add, began, answer.result["tokens"])
        return answer


def _tell(task: Task, answer: Answer, tries: int) -> None:
    """Never what was sent or answered."""
    if isinstance(answer, Failed):
        log.warning("action_failed", action=task.action, code=answer.code, tries=tries, flow=task.flow, step=task.step)
