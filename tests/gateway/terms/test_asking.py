"""Asking changes nothing: what a scanner, a preview or a prefetch may call must never touch anybody's terms."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest

from gateway.api.doors import Doors
from gateway.api.operation import Call
from gateway.api.programs import asking, complaints, customers, erase, export, messages, silences

DOORS = (messages, customers, asking, complaints, export)


class Kept:
    """A database that can only be read."""

    def __init__(self, town) -> None:
        self.town = town

    async def read(self, work, *asked):
        return self.town.read(work, *asked)

    async def write(self, work, *_asked):
        pytest.fail(f"{work.__name__} would write")


def asked(doors) -> list:
    silencing = silences.operations(doors, base="/api/v1/silences", guard="key")
    every = [*(one for door in DOORS for one in door.operations(doors)), *erase.operations(doors, None), *silencing]
    return [one for one in every if one.method == "GET"]


@pytest.mark.parametrize("path", [one.path for one in asked(None)])
async def test_no_get_writes(sqlite_town, path):
    with sqlite_town() as town:
        customer = town.meet("telegram", "1")
        town.act(customer, "terms.follow", topic="offers")
        silence, posted = town.silence(), town.post(customer)
        doors = Doors(
            database=Kept(town), clock=lambda: town.now, accounts=town.accounts, rulebook=town.rulebook, live=None,
            accept=None, ring_senders=None, ring_turns=None, changed=None, brand="B", zone="Europe/Paris",
            languages=("fr", "en"),
        )  # fmt: skip
        operation = next(one for one in asked(doors) if one.path == path)
        ids = {"customers": customer, "messages": posted.message_id, "silences": silence}
        about = {"account": "telegram", "address": "1"} if path.endswith("/customers") else {}
        query = msgspec.convert(about, operation.query) if operation.query else None
        call = Call(SimpleNamespace(query={}), {"id": ids[path.split("/")[3]]}, query, None, SimpleNamespace(id="k"))
        await operation.run(call)
