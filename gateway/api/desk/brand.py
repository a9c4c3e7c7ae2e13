"""The brand as its supervisors choose from it: accounts, topics, languages, and the zone of its clock."""

from __future__ import annotations

import msgspec

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation


class OwnAccount(msgspec.Struct):
    id: str
    channel: str


class OwnTopic(msgspec.Struct):
    """`label`: its name, by language."""

    id: str
    label: dict[str, str]


class BrandShape(msgspec.Struct, kw_only=True):
    name: str
    zone: str
    languages: list[str]
    accounts: list[OwnAccount]
    topics: list[OwnTopic]


def operations(doors: Doors) -> list[Operation]:
    async def show(_call: Call) -> BrandShape:
        accounts = [OwnAccount(one, doors.accounts[one].account.channel) for one in sorted(doors.accounts)]
        topics = [OwnTopic(one.id, one.label) for one in doors.topics]
        return BrandShape(
            name=doors.brand, zone=doors.zone, languages=list(doors.languages), accounts=accounts, topics=topics
        )

    return [
        Operation(method="GET", path="/desk/api/brand", summary="The brand's accounts and topics", run=show,
                  returns=BrandShape, guard="supervisor"),
    ]  # fmt: skip
