"""`/api/v1/customers`: who somebody is, where they are reached and what they decided."""

from __future__ import annotations

from typing import Any

import msgspec


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
