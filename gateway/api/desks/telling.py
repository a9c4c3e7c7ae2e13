"""What another desk tells, once its door has read it: the same for each kind of desk."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.desks import entrusted_store, errand_store
from gateway.desks.correspondence import Answered, Heard
from gateway.journey.holding import corresponding
from gateway.journey.posting import Refused

log = structlog.get_logger()


async def heed(doors: Doors, heard: Heard) -> None:
    """Say what they answered, or let the case move. Why something does not leave goes back to them."""
    if isinstance(heard, Answered):
        await _answered(doors, heard)
        return
    changed = await doors.write(corresponding.moved, heard, doors.clock())
    if changed is not None:
        doors.changed([changed], "owner", "case")
        doors.ring_turns()


async def _answered(doors: Doors, heard: Answered) -> None:
    try:
        account = await doors.write(corresponding.answer, doors.rulebook, doors.accounts, heard, doors.clock())
    except Refused as refused:
        log.warning("not_said_for_another_desk", reason=type(refused).__name__)
        await doors.write(_tell_why, heard, str(refused), doors.clock())
        return
    if account is None:
        log.info("not_theirs", conversation=heard.conversation)
        return
    doors.ring_senders({account})


def _tell_why(connection: Connection, heard: Answered, why: str, now: int) -> None:
    """On what they wrote: it did not leave."""
    row = entrusted_store.named(connection, heard.conversation)
    if row is not None:
        errand_store.add(
            connection, row.case_id, row.conversation_id, row.customer_id, "mark", now, why, about=heard.message
        )
