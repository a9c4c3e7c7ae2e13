"""`/api/v1/customers`: who somebody is, where they are reached and what they decided."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.people import address_store, conversation_store, customer_store
from gateway.people.address import normal
from gateway.terms import decision_store, terms_store
from gateway.terms.change_request import ChangeRequest, NeedsConfirmation, Refused, request_change
from gateway.terms.sentences import sentences


class AddressShape(msgspec.Struct, omit_defaults=True):
    channel: str
    account: str
    address: str
    verified: bool
    status: str


class OwnerShape(msgspec.Struct, omit_defaults=True, kw_only=True):
    kind: str
    epoch: int
    id: str | None = None


class ConversationShape(msgspec.Struct, omit_defaults=True):
    id: str
    owner: OwnerShape
    status: str
    flow: str | None = None


class RuleShape(msgspec.Struct):
    scope: str
    field: str
    value: Any


class TermsShape(msgspec.Struct):
    version: int
    rules: list[RuleShape]
    consents: list[dict[str, Any]]
    sentences: dict[str, list[str]]


class Customer(msgspec.Struct, kw_only=True):
    id: str
    name: str | None
    language: str | None
    timezone: str | None
    addresses: list[AddressShape]
    terms: TermsShape
    conversation: ConversationShape | None


class Customers(msgspec.Struct):
    items: list[Customer]
    next: str | None


class CustomerQuery(msgspec.Struct, kw_only=True):
    account: str | None = None
    address: str | None = None
    limit: int = 200
    after: str | None = None
