"""Whom a program means: customers turn out to be one person, and programs go on with the ids that they know."""

from __future__ import annotations

from sqlalchemy import Connection

from gateway.api.problem import Problem
from gateway.people import customer_store, link_store


def whose(connection: Connection, customer_id: str) -> str:
    """The customer who has this id by now: themselves, or who they became a part of. Problem 404 if there is none."""
    if customer_store.get(connection, customer_id) is None:
        raise Problem(404, "there is no such customer")
    return link_store.home(connection, customer_id)
