"""Whose event a webhook tells of, where one call may speak for several accounts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from connectors.contract import Request
from gateway.journey.accounts import Accounts

CALL = Request("POST", "/hooks/a", {})


def connector(name, *, recipient, genuine=True, own_hook=True, channel="sms"):
    return SimpleNamespace(
        account=SimpleNamespace(id=name, channel=channel, provider="p"), HOOK_IS_OWN=own_hook,
        recipient=lambda: recipient, verify=lambda _: genuine,
    )  # fmt: skip


def owner(first, *others, recipient):
    accounts = Accounts({one.account.id: one for one in (first, *others)})
    found = accounts.addressed(first, recipient, CALL)
    return found.account.id if found is not None else None


@pytest.mark.parametrize(
    ("sibling", "whose"),
    [
        (connector("b", recipient="+2"), "b"),
        (connector("b", recipient="+2", genuine=False), "a"),  # another secret: the call does not speak for it
        (connector("b", recipient="+2", channel="whatsapp"), "a"),
        (connector("b", recipient="+3"), "a"),
    ],
)
def test_a_number_of_another_account_is_that_accounts_event_where_its_secret_fits(sibling, whose):
    assert owner(connector("a", recipient="+1"), sibling, recipient="+2") == whose


@pytest.mark.parametrize("recipient", [None, "+1", "+9"])
def test_what_comes_to_a_hook_of_ones_own_is_never_lost(recipient):
    assert owner(connector("a", recipient="+1"), recipient=recipient) == "a"


def test_what_an_app_says_of_a_number_that_nobody_configured_is_nobodys():
    assert owner(connector("a", recipient="1065", own_hook=False), recipient="9999") is None
