"""What every connector's tests share: recorded cases, webhooks signed as each provider signs, one way to play a case.

A case is a file, samples/<channel>_<provider>/<name>.in.json or <name>.out.json; docs/connectors.md says what is in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from connectors.contract import Account, Connector, Request
from connectors.http import Http
from connectors.message import Accepted, Outbound, Outcome, RenderPlan
from connectors.registry import connector_class, known
from tests.connectors.stand_in import stand_in

SAMPLES = Path(__file__).parent / "samples"
PUBLIC_URL = "https://hooks.example.com"
REFERENCE = "0199aaaa-1"
PATH = "/hooks/test"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sample:
    """One recorded case; `case` is its file's JSON."""

    channel: str
    provider: str
    path: Path
    case: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.path.parent.name}-{self.path.name.removesuffix('.json')}"

    @property
    def comes_in(self) -> bool:
        return self.path.name.endswith(".in.json")

    def record(self, **expectations: Any) -> None:
        """Write what was seen as what is expected. For a new case, or a change that was meant: read the diff."""
        case = {**self.case, **expectations}
        self.path.write_text(json.dumps(case, indent=1, ensure_ascii=False) + "\n", errors="surrogatepass")


@dataclass(frozen=True)
class Played:
    """What became of one message, and what its provider was asked."""

    plan: RenderPlan
    outcome: Outcome | None
    calls: list[dict[str, Any]]


@cache
def samples() -> tuple[Sample, ...]:
    """Every case of every connector that the registry knows."""
    return tuple(
        Sample(channel, provider, path, json.loads(path.read_text(errors="surrogatepass")))
        for channel, provider in known()
        for path in sorted((SAMPLES / f"{channel}_{provider}").glob("*.json"))
    )


def of(channel: str, provider: str) -> list[Sample]:
    return [sample for sample in samples() if (sample.channel, sample.provider) == (channel, provider)]


def account(channel: str, provider: str, values: Mapping[str, str], api_base: str) -> Account:
    return Account(
        id="test", channel=channel, provider=provider, values=values, api_base=api_base, public_url=PUBLIC_URL
    )


async def nobodys(_provider_id: str) -> bool:
    """Is it known as another message's?"""
    return False


def offline(sample: Sample) -> Connector:
    """The connector of a case, for what needs no network."""
    kind = connector_class(sample.channel, sample.provider)
    where = account(sample.channel, sample.provider, sample.case["account"], kind.DEFAULT_API_BASE)
    return kind(where, Http())


async def play(sample: Sample, *, answers: list[Any] | None = None) -> Played:
    """Say the message of a case to a provider that gives these answers; stops at the first part that fails."""
    kind, case = connector_class(sample.channel, sample.provider), sample.case
    async with stand_in(*(case["answers"] if answers is None else answers)) as provider:
        connector = kind(account(sample.channel, sample.provider, case["account"], provider.base), Http())
        plan = connector.render(msgspec.convert(case["message"], Outbound))
        outcome: Outcome | None = None
        for part in plan.parts:
            outcome = await connector.send(part, REFERENCE)
            if not isinstance(outcome, Accepted):
                break
        await connector.close()
    return Played(plan, outcome, provider.calls)


def webhook(sample: Sample) -> Request:
    """The call of a case as its provider makes it."""
    asked = sample.case["request"]
    body = spelled(sample.provider, asked.get("body", ""))
    path, headers = asked.get("path", PATH), dict(asked.get("headers") or {})
    bare = Request(asked.get("method", "POST"), path, headers, body)
    return signed(sample.provider, sample.case["account"], bare) if asked.get("sign", True) else bare


def spelled(provider: str, body: Any) -> bytes:
    """A body's bytes: JSON, or for Twilio a form. Text goes as it is."""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    if provider == "twilio":
        return urlencode(body, doseq=True, errors="surrogatepass").encode()
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()  # Meta signs its own escapes


def signed(provider: str, values: Mapping[str, str], request: Request) -> Request:
    """The same call with its provider's signature, by another hand than the connectors'."""
    headers = {**request.headers, **_signature(provider, values, request)}
    return Request(request.method, request.path, headers, request.body)


def _signature(provider: str, values: Mapping[str, str], request: Request) -> dict[str, str]:
    if provider == "meta":
        digest = hmac.new(values["app_secret"].encode(), request.body, hashlib.sha256).hexdigest()
        return {"x-hub-signature-256": f"sha256={digest}", "content-type": "application/json"}
    if provider == "telegram":
        return {"x-telegram-bot-api-secret-token": values["webhook_secret"], "content-type": "application/json"}
    posted: Any = {} if "bodySHA256=" in request.path or request.method == "GET" else _parameters(request.body)
    signature = RequestValidator(values["auth_token"]).compute_signature(PUBLIC_URL + request.path, posted)
    return {"x-twilio-signature": signature, "content-type": FORM, **request.headers}


def _parameters(body: bytes) -> MultiDict[str]:
    return MultiDict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


def plain(value: Any) -> Any:
    """A value as its JSON says it."""
    return json.loads(msgspec.json.encode(value))
