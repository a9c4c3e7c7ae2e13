"""What every connector owes: no recorded case missing, forgeries refused, repeats recognised, secrets kept.

Walks the registry: a connector that arrives without its cases fails here, by name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest
import structlog
from msgspec.structs import replace

from connectors.content import Media
from connectors.contract import Account, OwnFile, Request
from connectors.errors import Failure, MediaUnavailable, NoAnswer, NotSent
from connectors.http import Http
from connectors.message import Accepted, Echo, Inbound, Outbound, Part
from connectors.registry import connector_class, known
from tests.connectors import kit
from tests.connectors.stand_in import NO_ANSWER, NOT_SENT, stand_in

Case = Mapping[str, Any]
CONNECTORS = [pytest.param(channel, provider, id=f"{channel}/{provider}") for channel, provider in known()]
BATCHING = frozenset({"meta"})  # the others deliver one event a call
SUMMED_UP = frozenset({"unknown", "transient"})  # what a provider that is down may be taken for


def says(*types: str) -> Callable[[Case], bool]:
    return lambda case: any(event.get("content", {}).get("type") in types for event in case["expect"])


def is_batch(case: Case) -> bool:
    return len({event.get("address") for event in case["expect"]}) > 1


def is_odd(case: Case) -> bool:
    return says("unsupported")(case) or any(event["type"] == "unreadable" for event in case["expect"])


def is_receipt(case: Case) -> bool:
    return any(event["type"] == "status" for event in case["expect"])


def is_said(*types: str) -> Callable[[Case], bool]:
    return lambda case: case["message"]["content"]["type"] in types and "status" in {"status": 1, **case["expect"]}


def fails(*kinds: str) -> Callable[[Case], bool]:
    return lambda case: (case["expect"] or {}).get("kind") in kinds


def answered(answer: Any, *kinds: str) -> Callable[[Case], bool]:
    return lambda case: case["answers"][-1] == answer and fails(*kinds)(case)


def is_down(case: Case) -> bool:
    last = case["answers"][-1]
    return isinstance(last, dict) and last.get("status", 200) >= 500 and fails(*SUMMED_UP)(case)


COMING_IN: dict[str, Callable[[Case], bool]] = {
    "a text": says("text"),
    "a media": says("media"),
    "an unknown type": is_odd,
}
GOING_OUT: dict[str, Callable[[Case], bool]] = {
    "a text": is_said("text"),
    "choices": is_said("choices"),
    "choices as numbered text": lambda case: bool(case.get("numbered")),
    "a media": is_said("media"),
    "throttled": fails("throttled"),
    "blocked or opted out": fails("opted_out"),
    "the provider is down": is_down,
    "the answer was lost": answered(NO_ANSWER, "unknown"),
    "nothing was sent": answered(NOT_SENT, "transient"),
    "the token is refused": fails("auth"),
}


def owed(channel: str, provider: str) -> dict[str, Callable[[Case], bool]]:
    """The cases of what comes in that this connector must show, by what it claims to do."""
    capabilities = kit.offline(kit.of(channel, provider)[0]).capabilities
    more: dict[str, Callable[[Case], bool]] = {}
    if capabilities.receipts:
        more["a receipt"] = is_receipt
    if capabilities.buttons or capabilities.quick_replies or capabilities.list_rows:
        more["a choice tapped"] = says("choice_reply")
    if provider in BATCHING:
        more["a batch of several people"] = is_batch
    return COMING_IN | more


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_no_case_is_missing(channel: str, provider: str) -> None:
    cases = kit.of(channel, provider)
    assert cases, "no sample at all"
    coming = [sample.case for sample in cases if sample.comes_in]
    going = [sample.case for sample in cases if not sample.comes_in]
    missing = [f"in: {name}" for name, shows in owed(channel, provider).items() if not any(map(shows, coming))]
    missing += [f"out: {name}" for name, shows in GOING_OUT.items() if not any(map(shows, going))]
    assert missing == []


def genuine(channel: str, provider: str) -> tuple[Any, Request]:
    """A connector and a call that it believes: a text."""
    text = next(one for one in kit.of(channel, provider) if one.path.name == "text.in.json")
    return kit.offline(text), kit.webhook(text)


FORGERIES: dict[str, Callable[[Request], Request]] = {
    "unsigned": lambda call: replace(call, headers={"content-type": call.headers["content-type"]}),
    "signed with nothing": lambda call: replace(call, headers=dict.fromkeys(call.headers, "")),
    "signed with noise": lambda call: replace(call, headers=dict.fromkeys(call.headers, "é\udcff\x00")),
    "signed with a novel": lambda call: replace(call, headers=dict.fromkeys(call.headers, "a" * 100_000)),
    "cut short": lambda call: replace(call, headers={name: value[:-1] for name, value in call.headers.items()}),
}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_a_forgery_is_refused(channel: str, provider: str, forgery: str) -> None:
    connector, call = genuine(channel, provider)
    assert connector.verify(call) is True
    assert connector.verify(FORGERIES[forgery](call)) is False


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_another_accounts_signature_is_a_forgery(channel: str, provider: str) -> None:
    connector, call = genuine(channel, provider)
    others = {name: f"{value}-of-another" for name, value in connector.account.values.items()}
    assert connector.verify(kit.signed(provider, others, replace(call, headers={}))) is False


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_a_repeated_call_has_the_same_keys(channel: str, provider: str) -> None:
    for sample in kit.of(channel, provider):
        if sample.comes_in:
            connector, call = kit.offline(sample), kit.webhook(sample)
            assert keys(connector.parse(call)) == keys(connector.parse(call))


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_what_a_call_says_does_not_depend_on_what_came_before(channel: str, provider: str) -> None:
    coming = [sample for sample in kit.of(channel, provider) if sample.comes_in]
    forwards = {str(one): kit.plain(kit.offline(one).parse(kit.webhook(one))) for one in coming}
    backwards = {str(one): kit.plain(kit.offline(one).parse(kit.webhook(one))) for one in reversed(coming)}
    assert forwards == backwards


def keys(events: list[Any]) -> list[tuple[str, str, str]]:
    return [(event.address, event.kind if isinstance(event, Inbound) else "echo", event.key)
            for event in events if isinstance(event, Inbound | Echo)]  # fmt: skip


def betraying(account: Mapping[str, str]) -> list[Any]:
    """Answers of a provider, or of a proxy before it, that repeat what must not be repeated."""
    words = "you said " + " ".join(account.values())
    body = {
        "ok": False, "error_code": 400, "description": words, "message": words, "detail": words, "code": 20003,
        "error": {"message": words, "code": 190, "error_data": {"details": words}, "error_user_msg": words},
    }  # fmt: skip
    told = [{"status": status, "body": body} for status in (400, 401, 403, 404, 409, 429, 500, 502)]
    return [*told, {"status": 502, "body": f"<html>{words}</html>"}, {"status": 200, "body": words}, NO_ANSWER]


def secrets_of(account: Account) -> list[str]:
    return [account.values[name] for name in connector_class(account.channel, account.provider).KEYS.secret
            if name in account.values]  # fmt: skip


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
async def test_no_secret_is_told(channel: str, provider: str, caplog: pytest.LogCaptureFixture) -> None:
    text = next(one for one in kit.of(channel, provider) if one.path.name == "text.out.json")
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    with structlog.testing.capture_logs() as logs:
        for answer in (*betraying(text.case["account"]), NOT_SENT):
            played = await kit.play(text, answers=[answer])
            told += [repr(played.outcome), *await everything_else(text, answer)]
    told += [repr(logs), repr(kit.offline(text).account)]
    told += caplog.messages
    assert [words for words in told if any(secret in words for secret in secrets_of(kit.offline(text).account))] == []


async def everything_else(text: kit.Sample, answer: Any) -> list[str]:
    """What the other calls that touch the network say when they fail."""
    kind, told = connector_class(text.channel, text.provider), []
    async with stand_in(*[answer] * 4) as provider:
        account = kit.account(text.channel, text.provider, text.case["account"], provider.base)
        connector = kind(account, Http())
        media = Media(kind="image", media_id="1", url=f"{provider.base}/1")
        for call in (
            connector.fetch_media(media, 1000),
            connector.upload(b"x", "image/png", "x.png"),
            connector.signal("typing", "1", "1"),
        ):
            try:
                told.append(repr(await call))
            except (MediaUnavailable, NotSent, NoAnswer) as error:
                told.append(f"{error!r} {error.__cause__!r}")
    return told


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_every_setting_is_named(channel: str, provider: str) -> None:
    kind = connector_class(channel, provider)
    assert kind.KEYS.secret <= {*kind.KEYS.required, *kind.KEYS.optional}
    for sample in kit.of(channel, provider):
        assert {*kind.KEYS.required} <= {*sample.case["account"]} | {"waba_id"}


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
def test_a_call_can_be_stored(channel: str, provider: str) -> None:
    """The outbox keeps each as JSON and sends what it kept: nothing of it may be lost on the way."""
    for sample in kit.of(channel, provider):
        if not sample.comes_in:
            plan = kit.offline(sample).render(msgspec.convert(sample.case["message"], Outbound))
            kept = [msgspec.json.decode(msgspec.json.encode(part), type=Part) for part in plan.parts]
            assert kept == list(plan.parts)


FILE = OwnFile(b"%PDF-1.7 bytes", "application/pdf", "bill.pdf", "https://brand.example/files/x/bill.pdf")
TAKEN = {"body": {"id": "m9", "attachment_id": "m9", "messages": [{"id": "wamid.1"}], "message_id": "m1", "sid": "SM1",
                  "ok": True, "result": {"message_id": 7}}}  # fmt: skip
UPLOADS_FIRST = frozenset({"meta"})


async def enclosing(channel: str, provider: str, *answers: Any) -> tuple[Any, list[dict[str, Any]]]:
    """What becomes of a part with a file of ours, and the calls that were made for it."""
    text = next(one for one in kit.of(channel, provider) if one.path.name == "text.out.json")
    async with stand_in(*answers) as stands:
        account = kit.account(channel, provider, text.case["account"], stands.base)
        connector = connector_class(channel, provider)(account, Http())
        content = Media(kind="file", media_id="0199", mime="application/pdf", name="bill.pdf", caption="Here")
        message = Outbound(id="1", address=text.case["message"]["address"], content=content, own=frozenset({"0199"}))
        parts = connector.render(message).parts
        assert [part.file for part in parts] == ["0199"] + [None] * (len(parts) - 1)
        return await connector.send(parts[0], "ref", FILE), stands.calls


@pytest.mark.parametrize(("channel", "provider"), CONNECTORS)
async def test_a_file_of_ours_goes_along_and_its_id_does_not(channel: str, provider: str) -> None:
    outcome, calls = await enclosing(channel, provider, TAKEN, TAKEN)
    assert isinstance(outcome, Accepted)
    assert len(calls) == 1 + (provider in UPLOADS_FIRST)
    told = repr(calls)
    assert ("%PDF-1.7 bytes" in told) != (FILE.link in told)  # the bytes, or where they may be fetched
    assert "0199" not in told
    assert "m9" in repr(calls[-1]) or provider not in UPLOADS_FIRST


@pytest.mark.parametrize(
    "answer", [NO_ANSWER, NOT_SENT, {"status": 500, "body": {}}, {"status": 200, "body": "<html>"}]
)
@pytest.mark.parametrize(("channel", "provider"), [one for one in CONNECTORS if one.values[1] in UPLOADS_FIRST])
async def test_an_upload_that_fails_has_sent_nothing(channel: str, provider: str, answer: Any) -> None:
    outcome, _ = await enclosing(channel, provider, answer)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "transient"
