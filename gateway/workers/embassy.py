"""An embassy: what one kind of desk does with an errand. Envoys bring errands and see to it that none is lost."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection

from gateway.actions.line import Line
from gateway.actions.task import Failed
from gateway.desks import entrusted_store
from gateway.ground.database import Database


class NotTold(Exception):
    """The call did not do what it should: a short code, and whether another try may."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code, self.again = code, again


class NotYet(Exception):
    """It cannot be told now, and that is nobody's fault: a moment later. No try is lost."""


class Embassy(Protocol):
    async def run(self, row: Any, given: Any) -> str | None:
        """Do this errand of this entrusted case: the conversation that changed. Raises NotTold, or NotYet."""

    async def close(self) -> None: ...


async def called(
    line: Line, url: str, body: bytes, headers: dict[str, str], *, method: str = "POST", timeout: float, private: bool
) -> Any:
    """What a desk answered, read from JSON; None: nothing. Raises NotTold."""
    reached = await line.reach(url, body, method=method, headers=headers, timeout=timeout, private=private)
    if isinstance(reached, Failed):
        raise NotTold(reached.code, again=reached.again)
    if reached.status >= 300:
        again = reached.status in (408, 429) or reached.status >= 500
        raise NotTold(f"http_{reached.status}", again=again)
    try:
        return msgspec.json.decode(reached.body) if reached.body.strip() else None
    except msgspec.DecodeError as error:
        raise NotTold("bad_answer", again=False) from error


async def keep(database: Database, case_id: str, **values: object) -> None:
    """What is known of an entrusted case from now on."""
    await database.write(_change, case_id, values)


def _change(connection: Connection, case_id: str, values: dict[str, object]) -> None:
    entrusted_store.change(connection, case_id, **values)
