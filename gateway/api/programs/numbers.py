"""`PUT /api/v1/customers/{id}/number`: what the brand knows somebody by."""

from __future__ import annotations

from typing import Annotated

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.programs import customers
from gateway.api.programs.customers import Customer
from gateway.api.programs.person import whose
from gateway.people import customer_store
from gateway.people.number import normal


class CustomerNumber(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """null takes it away. Kept as capital letters and digits."""

    number: Annotated[str, msgspec.Meta(max_length=60)] | None


def operations(doors: Doors) -> list[Operation]:
    async def number(call: Call) -> Customer:
        await doors.database.write(give, call.path["id"], call.body.number)
        return await doors.database.read(customers.show, doors, call.path["id"])

    return [
        Operation(method="PUT", path="/api/v1/customers/{id}/number", summary="Their customer number", run=number,
                  body=CustomerNumber, returns=Customer, errors=(409,)),
    ]  # fmt: skip


def give(connection: Connection, customer_id: str, told: str | None) -> None:
    """Problem 404, 409 where it is another's, or 422 where it is none."""
    kept = normal(told) if told is not None else None
    if told is not None and kept is None:
        raise Problem(422, "body.number: this is no number", hint="Three to forty letters and digits")
    if not customer_store.give_number(connection, whose(connection, customer_id), kept):
        raise Problem(409, "this number is another customer's", code="number_taken")
