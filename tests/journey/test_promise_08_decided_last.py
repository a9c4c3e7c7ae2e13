"""Promise 8: the policy is asked at the last moment, and no message of ours leaves without a stored decision."""

from __future__ import annotations

import ast
import asyncio
import json
from pathlib import Path

import pytest

from gateway.ground.clock import to_iso
from tests.journey.payloads import echo
from tests.journey.product import CHANNELS

GATEWAY = Path(__file__).parents[2] / "gateway"


async def waiting_offer(product, *, by):
    """An offer that the policy let go and that waits; `by` is what it waits for."""
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    await product.settled()
    await product.follow("telegram")
    if by == "the provider":
        product.sandbox.faults.set("telegram", "throttled", 1, 3600)
    elif by == "the law":
        product.clock.set(product.clock() + 12 * 3_600_000)  # eleven at night
        await product.round()
    sent = await product.send("telegram", "Soldes !", category="marketing", topic="offers")
    assert sent["decision"]["outcome"] == ("send" if by == "the provider" else "defer")
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.step(1)
    assert product.heard("telegram")[1:] == []
    return sent["id"]


CHANGES = {
    "STOP": ({"field": "stopped", "value": True}, "suppressed", "STOP_ALL"),
    "this channel no more": ({"scope": "channel:telegram", "field": "stopped", "value": True}, "suppressed",
                             "STOP_CHANNEL"),
    "this topic no more": ({"scope": "topic:offers", "field": "initiative", "value": "off"}, "suppressed", "TOPIC_OFF"),
    "only in a digest": ({"scope": "topic:offers", "field": "initiative", "value": "digest"}, "digested",
                         "TOPIC_DIGEST"),
    "only when I ask": ({"scope": "topic:offers", "field": "initiative", "value": "pull"}, "feed", "PULL_ONLY"),
    "not at all often": ({"scope": "topic:offers", "field": "frequency", "value": {"max": 0, "per": "week"}},
                         "suppressed", "CAP_TOPIC"),
    "a pause": ({"field": "pause", "value": "P7D"}, "deferred", "PAUSED"),
}  # fmt: skip


@pytest.mark.parametrize("by", ["the provider", "the law"])
async def test_what_the_customer_decides_while_a_message_waits_holds_for_it(embedded, by):
    product = embedded
    product.clock.freeze()
    sent = await waiting_offer(product, by=by)
    first = await decisions(product, sent)
    for change, status, code in CHANGES.values():
        await product.decide("telegram", **change)
        await make_due(product, sent)
        shown = await product.message(sent)
        assert (shown["status"], shown["decision"]["codes"]) == (status, [code]), change
        assert product.heard("telegram")[1:] == []
        await product.decide("telegram", action="undo")
    await make_due(product, sent)
    assert product.heard("telegram")[1:] == ["Soldes !"]
    assert len(await decisions(product, sent)) == len(first) + len(CHANGES) + 1


async def make_due(product, message_id) -> None:
    """Let the message wait and come up again, in an hour when the law lets it go."""
    await product.write(
        f"UPDATE delivery SET state = 'queued', attempts = 0, next_at = 0 WHERE message_id = '{message_id}'"
    )
    ahead = 86_400 if product.clock() // 3_600_000 % 24 not in range(8, 18) else 0
    if ahead:
        product.clock.set(product.clock() + 11 * 3_600_000)
        product.clock.freeze()
    await product.step(3601)


async def decisions(product, message_id):
    return await product.rows(
        f"SELECT phase, outcome, at FROM decision WHERE message_id = '{message_id}' ORDER BY at, id"
    )


async def test_stop_written_while_an_offer_waits_holds_it_back(embedded):
    """In the customer's own words, on the phone."""
    product = embedded
    product.clock.freeze()
    sent = await waiting_offer(product, by="the provider")
    await product.tell("telegram", "STOP")
    for _ in range(3):
        await product.step(3600)
    shown = await product.message(sent)
    assert (shown["status"], shown["decision"]["codes"]) == ("suppressed", ["STOP_ALL"])
    assert "Soldes !" not in product.heard("telegram")
    assert len(product.heard("telegram")) == 2  # the confirmation came through


async def test_what_is_decided_at_the_same_moment_is_all_kept(product):
    """On the phone, by programs, by a provider's refusal: none of them overwrites what another wrote."""
    for channel in ("telegram", "sms"):
        await product.tell(channel, "Bonjour")
    await product.settled()
    topics = ("offers", "news", "workshops", "advice")
    changes = [product.decide("telegram", scope=f"topic:{one}", field="initiative", value="off") for one in topics]
    changes += [product.decide("telegram", field="frequency", value="weekly"), product.tell("telegram", "STOP")]
    await asyncio.gather(*changes)
    rules = {(one["scope"], one["field"]) for one in (await product.customer("telegram"))["terms"]["rules"]}
    expected = {(f"topic:{one}", "initiative") for one in topics} | {("all", "frequency"), ("all", "stopped")}
    assert rules == expected
    history = await product.number("SELECT count(DISTINCT version) FROM terms_change")
    assert history == await product.number("SELECT version FROM terms") == len(changes)


async def test_what_came_too_late_is_not_sent_at_all(embedded):
    product = embedded
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    product.clock.freeze()
    product.sandbox.faults.set("telegram", "throttled", 1, 3600)
    expires = product.clock() + 60_000
    sent = await product.send("telegram", "Le livreur arrive", expires_at=to_iso(expires))
    await product.until(lambda: not product.sandbox.faults.show()["active"])
    await product.step(1)
    await product.step(3601)
    shown = await product.message(sent["id"])
    assert (shown["status"], shown["decision"]["codes"]) == ("expired", ["EXPIRED"])
    assert len(product.heard("telegram")) == 1


async def everything(product) -> None:
    """Each way by which words of ours may leave: the bot, notices, timers, agents, programs in every category."""
    for words in ("Bonjour", "mes choix"):
        for channel in CHANNELS:
            await product.tell(channel, words)
        await let_pass(product)  # nobody answers: the timers of the questions fire
    for channel in CHANNELS:
        for category in ("critical", "transactional", "requested", "conversation", "service"):
            await product.send(channel, f"{category} " + "lampe " * 900, category=category)
        await product.tell(channel, "un humain")
    async with product.desk() as anna:
        for row in await product.rows("SELECT id FROM conversation"):
            assert (await anna.act(row.id, "take"))[0] == 200
            status, answer = await anna.reply(row.id, "Bonjour, Anna à l'appareil.")
            assert status == 200, answer
            assert (await anna.act(row.id, "resolve"))[0] == 200
    await let_pass(product)
    await product.follow("telegram")
    await product.send("telegram", "Soldes !", category="marketing", topic="offers")
    await product.step(60)
    await product.tell("telegram", "STOP")
    await product.step(60)


async def let_pass(product) -> None:
    for _ in range(8):
        await product.step(120)
        await product.settled_inbox()


FAULTS = {"telegram": "lost_answer", "sms": "server_error", "whatsapp": "throttled", "messenger": "lost_answer"}


async def test_no_message_of_ours_leaves_without_a_stored_decision(product):
    for channel, fault in FAULTS.items():
        product.sandbox.faults.set(channel, fault, 3, 1)
    await everything(product)
    left = await product.rows(
        "SELECT d.message_id, d.part, d.account, d.provider_id, d.left_at, m.author FROM delivery d"
        " JOIN message m ON m.id = d.message_id WHERE d.left_at IS NOT NULL"
    )
    assert {row.author for row in left} == {"bot", "system", "agent", "api"}
    made = await product.rows(
        "SELECT message_id, min(at) AS at FROM decision WHERE outcome = 'send' GROUP BY message_id"
    )
    decided = {row.message_id: row.at for row in made}
    for row in left:
        assert row.message_id in decided, row
        assert decided[row.message_id] <= row.left_at, row
    ours = {row.provider_id for row in left}
    for channel in CHANNELS:
        for bubble in product.sandbox.sent(channel):
            if bubble.provider_id not in ours:  # its answer was lost: it is one that we know to be doubled
                assert FAULTS[channel] == "lost_answer", bubble
    for channel in CHANNELS:  # and the words of all that reached a phone are those of a message decided about
        said = " ".join(json.dumps(one["content"]) for one in await product.messages(account=channel, direction="out"))
        for bubble in product.sandbox.sent(channel):
            assert json.dumps(bubble.text[:20])[1:-1].split("\\n")[0] in said, bubble.text


async def test_a_call_of_the_api_is_answered_with_its_decision(embedded):
    product = embedded
    for category, outcome in (("transactional", "send"), ("marketing", "suppress")):
        taken = await product.send("sms", "Bonjour", to="+33612345678", category=category)
        assert taken["decision"]["outcome"] == outcome
        assert (await product.message(taken["id"]))["decision"]["outcome"] == outcome
    assert await product.number("SELECT count(*) FROM decision WHERE phase = 'plan'") == 2


async def test_what_others_wrote_needs_no_decision_and_is_not_ours(embedded):
    product = embedded
    product.say("messenger", "help")
    await product.answered("messenger", 1)
    await product.settled()
    await product.called("messenger", echo(product.shown("messenger"), "Bonjour"))
    await product.settled()
    (external,) = [one for one in await product.messages(account="messenger") if one["author"] == "external"]
    assert external.get("deliveries", []) == []


# -- by reading: there is one way out


def calls(name: str) -> list[str]:
    """The modules of the gateway in which something of this name is called."""
    found = []
    for path in sorted(GATEWAY.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if getattr(called, "attr", None) == name or getattr(called, "id", None) == name:
                found.append(str(path.relative_to(GATEWAY)))
    return sorted(set(found))


def uses(of: str, name: str) -> list[str]:
    """The modules of the gateway that take up this name of that module, called at once or handed on."""
    return sorted(
        str(path.relative_to(GATEWAY))
        for path in GATEWAY.rglob("*.py")
        if any(
            isinstance(node, ast.Attribute) and node.attr == name and getattr(node.value, "id", None) == of
            for node in ast.walk(ast.parse(path.read_text()))
        )
    )


def test_there_is_one_way_out():
    assert calls("send") == ["journey/sender.py"]  # a connector's
    assert calls("NewDelivery") == ["messages/outbox.py"]
    assert calls("promise") == ["journey/moving.py", "journey/posting.py", "journey/talk.py"]
    assert calls("judge") == ["journey/claiming.py", "journey/posting.py"]
    assert calls("decide") == ["journey/admission.py"]
    assert calls("decide_piece") == ["journey/digest/pieces.py"]  # of what one message tells, which is judged itself


def test_what_is_called_was_claimed_and_what_is_claimed_was_judged():
    assert uses("sender", "call") == ["workers/senders.py"]
    assert calls("launch") == ["workers/senders.py", "workers/turns.py"]  # both with what claiming gave them
    assert uses("outbox_store", "claim") == ["journey/claiming.py"]
    assert uses("claiming", "claim") == ["workers/senders.py"]
    assert uses("claiming", "dispatch") == ["workers/senders.py"]
    assert calls("decide_answer") == ["journey/admission.py", "terms/policy/__init__.py"]
