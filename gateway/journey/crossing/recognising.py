"""Recognising: a customer says their number, and a code that went to where it is known shows that it is theirs.

Before:  a flow asks for the number, then for the code.      After:  linking; what follows is the one's conversation.
Order:   tries are counted first, in the database, for all processes and for numbers that nobody has as well.
Never:   says whether a number is somebody's; sends more than three codes a day to anybody, or for anybody.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from connectors.content import Text
from dialogs.effects import Do
from gateway.ground import tries_store
from gateway.ground.clock import to_datetime
from gateway.journey.accounts import Accounts
from gateway.journey.crossing import linking, verifying
from gateway.journey.posting import Posting, Refused, post
from gateway.journey.world import World
from gateway.messages import message_store
from gateway.people import address_store, claim_store, customer_store, link_store, thread_store
from gateway.people.claim_store import NewClaim
from gateway.people.number import find, normal
from gateway.terms.actions import ActionContext, ActionRefused

DAY = 86_400_000  # milliseconds
CODES = 3  # a day: that one customer asks for, and that are sent to one
TRIES = 5  # of codes by one customer, in the time that a code lasts
ACTIONS = frozenset({"customer.number", "customer.code", "customer.prove"})
_CODE = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}(?!\d)")

TEXTS = {
    "fr": "Quelqu'un qui nous écrit ({channel}) donne votre numéro de client. Si c'est vous, écrivez ce code "
    "là-bas : {code}. Sinon, ne le donnez à personne : rien ne changera.",
    "en": "Somebody who writes to us ({channel}) gives your customer number. If it is you, type this code there: "
    "{code}. If not, give it to nobody: nothing will change.",
}


def perform(connection: Connection, world: World, effect: Do, context: ActionContext) -> dict[str, Any]:
    """One of ACTIONS. Raises ActionRefused."""
    told = effect.args.get("number")
    if effect.action == "customer.number":
        number = find(context.origin.words or "")
        return {"number": number or "", "works": customer_store.has_numbers(connection)}
    if not isinstance(told, str):
        raise ActionRefused("bad_value")
    whose = _whose(connection, told)
    if effect.action == "customer.code":
        return {"asked": _ask(connection, world, context, whose)}
    return _prove(connection, context, whose, told, str(effect.args.get("code") or ""))


def _whose(connection: Connection, told: str) -> str | None:
    number = normal(told) or find(told)
    found = customer_store.numbered(connection, number) if number is not None else None
    return link_store.home(connection, found) if found is not None else None


def _ask(connection: Connection, world: World, context: ActionContext, whose: str | None) -> str:
    """sent (or nobody has this number), yours, or later."""
    asker, now = context.customer_id, context.now
    if whose == asker:
        return "yours"
    if tries_store.count(connection, f"number.ask:{asker}", CODES, DAY, now):
        return "later"
    if whose is not None and not tries_store.count(connection, f"number.sent:{whose}", CODES, DAY, now):
        _send(connection, world, context, whose)
    return "sent"


def _send(connection: Connection, world: World, context: ActionContext, whose: str) -> None:
    """To where they are known and are reached now; nobody is told where there is no such place."""
    place, person = _place(connection, world.accounts, whose, context.now), customer_store.get(connection, whose)
    asking = world.accounts.get(context.origin.account or "")
    if place is None or person is None or asking is None:
        return
    language = "fr" if (person.language or world.languages[0])[:2] == "fr" else "en"
    channel, code = asking.account.channel, verifying.code(connection, _subject(context, whose), context.now)
    posting = Posting(
        account=place.account, customer_id=whose, content=Text(body=TEXTS[language].format(channel=channel, code=code)),
        category="critical", author="system", expires_at=context.now + verifying.LASTS,
        idempotency_key=_key(context, whose, context.now), said_by="recognising",
    )  # fmt: skip
    try:
        posted = post(connection, world.rulebook, world.accounts, posting, context.now)
    except Refused:
        return
    verifying.hide(connection, posted.message_id, TEXTS[language].format(channel=channel, code=verifying.HIDDEN))


def _place(connection: Connection, accounts: Accounts, customer_id: str, now: int) -> Any:
    """Where they wrote last, else where the brand knows them; open, private, and not closed by them."""
    rows: Any = address_store.of_customer(connection, customer_id)
    heard: dict[str, int] = {}
    for row in rows:
        thread: Any = thread_store.get(connection, row.id)
        heard[row.id] = (thread.last_inbound_at or 0) if thread is not None else 0
    open_now = [
        row for row in rows
        if row.chat == "private" and row.status == "live" and _is_open(accounts, row.account, heard[row.id], now)
    ]  # fmt: skip
    return max(open_now, key=lambda row: heard[row.id], default=None)


def _is_open(accounts: Accounts, account: str, heard: int, now: int) -> bool:
    connector = accounts.get(account)
    if connector is None:
        return False
    until = connector.window(to_datetime(heard) if heard else None).open_until
    return until is None or to_datetime(now) < until


def _prove(
    connection: Connection, context: ActionContext, whose: str | None, told: str, given: str
) -> dict[str, Any]:  # fmt: skip
    asker, now = context.customer_id, context.now
    if tries_store.count(connection, f"number.try:{asker}", TRIES, verifying.LASTS, now):
        return {"right": False, "over": True, "linked": False}
    found = _CODE.search(given)
    code = re.sub(r"\D", "", found[0]) if found else ""
    if whose is None or not _was_sent(connection, context, whose):
        return {"right": False, "over": False, "linked": False}
    if not verifying.fits(connection, _subject(context, whose), code, now):
        return {"right": False, "over": False, "linked": False}
    tries_store.forget(connection, f"number.try:{asker}")
    linked = linking.prove(connection, asker, whose, "number", {"number": normal(told) or find(told)}, now)
    if linked is None:
        _claim(connection, context, told)
    return {"right": True, "over": False, "linked": linked is not None}


def _was_sent(connection: Connection, context: ActionContext, whose: str) -> bool:
    """A code that was never sent is nobody's to guess."""
    keys = [_key(context, whose, context.now - ago) for ago in (0, verifying.LASTS)]
    accounts = {row.account for row in address_store.of_customer(connection, whose)}
    return any(message_store.by_idempotency(connection, one, key) is not None for one in accounts for key in keys)


def _claim(connection: Connection, context: ActionContext, told: str) -> None:
    """People decide: they see that it was proved."""
    number, origin = normal(told) or find(told), context.origin
    if number is not None and origin.address_id is not None:
        claim = NewClaim(origin.address_id, "number", number, context.customer_id, origin.message_id or "", context.now)
        claim_store.add(connection, [claim])


def _subject(context: ActionContext, whose: str) -> str:
    return f"number:{context.customer_id}:{whose}"


def _key(context: ActionContext, whose: str, now: int) -> str:
    return f"{_subject(context, whose)}:{now // verifying.LASTS}"
