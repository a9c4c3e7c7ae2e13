"""Doing a task: by whoever the configuration names for its action."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from gateway.actions import rasa, webhook
from gateway.actions.in_process import InProcess
from gateway.actions.line import Line
from gateway.actions.model import ACTION, ask
from gateway.actions.task import LONGEST_PAUSE, Answer, Failed, Kind, Model, Outside, Task

PAUSES = (2, 10, 60, LONGEST_PAUSE)  # seconds before the next try
SLACK = 5.0  # seconds: whatever keeps no time of its own is stopped after its time and this

_Do = Callable[[Task, Outside, Line, int], Awaitable[Answer]]
_BY_KIND: Mapping[Kind, _Do] = {
    "webhook": webhook.do,
    "rasa": rasa.do,
    "assistant": rasa.talk,
    "nlu": rasa.understand,
}


class Outsiders:
    """All who do actions outside, by the name of the action. `shop.*` is whoever does all of the shop's."""

    def __init__(
        self, configured: Mapping[str, Outside], line: Line | None = None, model: Model | None = None
    ) -> None:  # fmt: skip
        self._configured, self._line, self._local = dict(configured), line or Line(), InProcess()
        self.model = model

    def asks_model(self, action: str) -> bool:
        return action == ACTION and self.model is not None

    def find(self, action: str) -> Outside | None:
        if action == ACTION:
            return Outside(timeout=self.model.timeout, tries=1) if self.model is not None else None
        if action in self._configured:
            return self._configured[action]
        family, dot, _ = action.rpartition(".")
        return self._configured.get(f"{family}.*") if dot else None

    async def do(self, task: Task, now: int) -> Answer:
        """One try."""
        outside = self.find(task.action)
        if self.model is not None and self.asks_model(task.action):
            return await ask(task, self.model, self._line)
        if outside is None or outside.kind is None:
            return Failed("unknown_action")
        try:
            async with asyncio.timeout(outside.timeout + SLACK):
                if outside.kind == "python":
                    return await self._local.do(task, outside)
                return await _BY_KIND[outside.kind](task, outside, self._line, now)
        except TimeoutError:
            return Failed("timeout", again=outside.kind != "python")

    def again_in(self, task: Task, failed: Failed, tries: int) -> int | None:
        """Milliseconds until the next try after so many; None: there is none."""
        outside = self.find(task.action)
        if outside is None or not failed.again or tries >= outside.tries:
            return None
        return PAUSES[min(tries, len(PAUSES)) - 1] * 1000

    def may_call_again(self, task: Task, tries: int) -> bool:
        """After so many tries, of the last of which nobody knows whether it was heard. An assistant may have gone on:
        it is not told the same twice."""
        outside = self.find(task.action)
        return outside is None or (outside.kind != "assistant" and tries < outside.tries)

    async def close(self) -> None:
        await self._line.close()
