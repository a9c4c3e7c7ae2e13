"""Actions written with rasa_sdk, run here, without Rasa and without a server: `pip install causerie[rasa]`.

rasa_sdk is imported at the first such action: it costs more than a second and 40 MB.
"""

from __future__ import annotations

import importlib
from typing import Any

import structlog

from gateway.actions import rasa
from gateway.actions.task import Answer, Failed, Outside, Task

log = structlog.get_logger()


class InProcess:
    """One executor for all, with each class registered once."""

    def __init__(self) -> None:
        self._executor: Any = None
        self._names: dict[str, str] = {}  # what each class calls its action

    async def do(self, task: Task, outside: Outside) -> Answer:
        try:
            name = self._registered(outside.address)
        except (ImportError, AttributeError, ValueError) as error:
            log.error("action_not_importable", action=task.action, error=type(error).__name__, place=outside.address)
            return Failed("not_importable")
        try:
            ended = await self._executor.run({**rasa.call_of(task), "next_action": name})
        except Exception as error:  # noqa: BLE001 - somebody else's code: what it raises is its failure, not ours
            log.warning("action_raised", action=task.action, error=type(error).__name__)
            return Failed("raised")
        told = ended.model_dump() if hasattr(ended, "model_dump") else ended
        if not isinstance(told, dict):
            return Failed("not_run")
        return rasa.outcome(told.get("events") or (), told.get("responses") or ())

    def _registered(self, place: str) -> str:
        """Import the class of `package.module:Class`. Raises ImportError, AttributeError or ValueError."""
        if place in self._names:
            return self._names[place]
        module, _, name = place.partition(":")
        if self._executor is None:
            self._executor = importlib.import_module("rasa_sdk.executor").ActionExecutor()
        action = getattr(importlib.import_module(module), name)
        self._executor.register_action(action)
        self._names[place] = str(action().name())
        return self._names[place]
