"""Messages that a provider has approved, for agents whose customer's window is closed: listed, and kept for a while."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import msgspec

from connectors.approved import Approved
from connectors.contract import Approving
from connectors.errors import Failure
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso

LAST = 15 * 60_000  # milliseconds: a brand's templates change by the week
AT_MOST = 10_000  # milliseconds between two questions to a provider, also where agents ask for a fresh list


class TemplateQuery(msgspec.Struct, kw_only=True):
    """`fresh`: ask the provider again."""

    fresh: bool = False


class Templates(msgspec.Struct, kw_only=True):
    """`at`: when the provider was asked. `error`: why a fresher list could not be had, as a class of failures."""

    items: list[Approved]
    at: str
    error: str | None = None


class _Kept(msgspec.Struct, frozen=True):
    items: tuple[Approved, ...] | None
    at: int  # when the list is from
    asked_at: int
    failure: Failure | None = None


def operations(doors: Doors) -> list[Operation]:
    templates = _Templates(doors)
    return [
        Operation(method="GET", path="/desk/api/accounts/{account}/templates", summary="What the provider approved",
                  run=templates.listing, query=TemplateQuery, returns=Templates, guard="agent"),
    ]  # fmt: skip


class _Templates:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._kept: dict[str, _Kept] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def listing(self, call: Call) -> Templates:
        name = call.path["account"]
        connector: object = self._doors.accounts.get(name)
        if not isinstance(connector, Approving):
            raise Problem(404, "this account has no approved messages")
        async with self._asking[name]:  # whoever comes meanwhile takes what the first is told
            kept, now = self._kept.get(name), self._doors.clock()
            if kept is None or now - kept.asked_at >= (AT_MOST if call.query.fresh or kept.failure else LAST):
                kept = self._kept[name] = _heard(await connector.approved(), kept, now)
        return _shown(kept)


def _heard(told: tuple[Approved, ...] | Failure, before: _Kept | None, now: int) -> _Kept:
    """What is known after an answer: an old list is better than none."""
    if isinstance(told, Failure):
        return _Kept(before.items if before else None, before.at if before else now, now, told)
    ordered = sorted(told, key=lambda one: (one.name, one.locale))
    return _Kept(tuple(ordered), now, now)


def _shown(kept: _Kept) -> Templates:
    failure = kept.failure
    if kept.items is not None:
        return Templates(items=list(kept.items), at=to_iso(kept.at) or "", error=failure.kind if failure else None)
    assert failure is not None  # either a list, or why there is none
    if failure.code == "no_waba_id":
        hint = "Add waba_id to the account"
        raise Problem(409, "the account does not say whose templates it uses", code="no_waba_id", hint=hint)
    raise Problem(502, f"the provider did not list them: {failure.kind}", code="templates_unavailable")
