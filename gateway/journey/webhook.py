"""Webhook: is it really the provider, and what does it say?

Before:  api/hooks hands over the raw call.      After:  inbox stores what it says; only then 2xx.
Order:   entries stay in the order of the call.
Never:   answers 2xx before the commit; touches a conversation; lets one odd entry spoil the others.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec
import structlog

from connectors.contract import Request, Response
from connectors.message import Event, Unreadable
from gateway.journey.accounts import Accounts

log = structlog.get_logger()


class Arrival(msgspec.Struct, frozen=True):
    """One thing a provider said, and on which account."""

    account: str
    channel: str
    event: Event


class Overloaded(Exception):
    """It cannot be stored now: the provider is asked to come back."""


Accept = Callable[[Sequence[Arrival]], Awaitable[None]]

NOT_FOUND = Response(404, "no such account")
FORBIDDEN = Response(403, "the signature does not fit")


async def receive(accounts: Accounts, account: str, request: Request, accept: Accept) -> Response:
    """The answer to one webhook call. Returns after its events are stored."""
    connector = accounts.get(account)
    if connector is None:
        return NOT_FOUND
    greeting = connector.handshake(request)
    if greeting is not None:
        return greeting
    if not connector.verify(request):
        log.warning("webhook_forged", account=account, method=request.method, size=len(request.body))
        return FORBIDDEN
    arrivals = [_addressed(accounts, account, event, request) for event in connector.parse(request)]
    if arrivals:
        await accept(arrivals)
    return connector.ACK


def _addressed(accounts: Accounts, account: str, event: Event, request: Request) -> Arrival:
    arrived = accounts[account]
    owner = accounts.addressed(arrived, event.recipient, request)
    if owner is None:
        stray = Unreadable(reason="unknown_account", raw=msgspec.to_builtins(event), recipient=event.recipient)
        return Arrival(account, arrived.account.channel, stray)
    return Arrival(owner.account.id, owner.account.channel, event)
