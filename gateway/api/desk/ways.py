"""Ways to answer: every address of a customer, with its window and what the app still lets pass once it is over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from connectors.content import Content, Template
from gateway.api.auth import Agent
from gateway.api.doors import Doors
from gateway.ground.clock import to_datetime, to_iso, to_millis
from gateway.people import address_store, thread_store


def window(doors: Doors, account: str | None, last_inbound_at: int | None) -> dict[str, Any]:
    """Until when free words may be sent there (null: no limit, or nothing is known), and what passes after."""
    connector = doors.accounts.get(account or "")
    if connector is None:
        return {"open_until": None, "after": []}
    found = connector.window(to_datetime(last_inbound_at) if last_inbound_at else None)
    until = to_iso(to_millis(found.open_until)) if found.open_until else None
    return {"open_until": until, "after": sorted(found.after)}


def ways(connection: Connection, doors: Doors, held: Any, agent: Agent, now: int) -> list[dict[str, Any]]:
    """Where this customer is reached: first where they wrote last."""
    rows: Any = address_store.of_customer(connection, held.customer_id)
    ordered = sorted(rows, key=lambda row: row.id != held.address_id)
    return [_way(connection, doors, row, held, agent, now) for row in ordered if row.account in doors.accounts]


def elsewhere(doors: Doors, known: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The brand's accounts on which this customer is not known yet: a code takes them there."""
    here = {way["account"] for way in known}
    return [
        {"account": name, "channel": doors.accounts[name].account.channel}
        for name in doors.accounts if name not in here
    ]  # fmt: skip


def deeds(doors: Doors, account: str | None) -> list[str]:
    """What may be done with a thread there, where the provider lends it to one app at a time."""
    return sorted(getattr(doors.accounts.get(account or ""), "DEEDS", ()))


def why_not(held: Any, where: Any, open_now: dict[str, Any], agent: Agent, now: int) -> str | None:
    """Why this agent cannot write there now: a code the page knows."""
    if where is None:
        return "no_address"
    if held.owner_kind != "agent" or held.owner_id != agent.id:
        return "not_owner"
    if where.status != "live":
        return f"address_{where.status}"
    closed = open_now["open_until"] is not None and open_now["open_until"] < (to_iso(now) or "")
    return "window_closed" if closed and "human" not in open_now["after"] else None


def lets_pass(way: dict[str, Any], content: Content) -> bool:
    """Once the window is closed some apps still take a message that they have approved before."""
    if way["why_not"] is None:
        return True
    return way["why_not"] == "window_closed" and isinstance(content, Template) and "template" in way["window"]["after"]


def _way(connection: Connection, doors: Doors, row: Any, held: Any, agent: Agent, now: int) -> dict[str, Any]:
    heard: Any = thread_store.get(connection, row.id)
    open_now = window(doors, row.account, heard.last_inbound_at if heard else None)
    return {
        "account": row.account,
        "channel": row.channel,
        "address": row.value,
        "window": open_now,
        "why_not": why_not(held, row, open_now, agent, now),
    }
