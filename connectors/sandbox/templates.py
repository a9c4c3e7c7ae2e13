"""Approved templates of the simulated providers: a few, one still being looked at, as a brand would have them."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from aiohttp import web

from connectors.sandbox.meta_common import refused, token_of
from connectors.sandbox.provider import Provider

PAGE = 3  # a page, so that who lists them must turn it

Spoken = tuple[str, str, str, str]  # name, language, body, example of each blank, by "|"
_SPOKEN: tuple[Spoken, ...] = (
    ("we_are_back", "fr", "Bonjour {{1}}, nous revenons vers vous. Répondez ici quand vous voulez.", "Marie"),
    ("we_are_back", "en", "Hello {{1}}, we are coming back to you. Answer here whenever you like.", "Marie"),
    ("order_ready", "fr", "{{1}}, votre commande {{2}} est prête. Elle vous attend jusqu'au {{3}}.",
     "Marie|A-1042|12 juin"),
    ("order_ready", "en", "{{1}}, your order {{2}} is ready. It is kept for you until {{3}}.", "Marie|A-1042|12 June"),
    ("callback", "fr", "Quand pouvons-nous vous appeler ?", ""),
)  # fmt: skip
# One with a picture above its words, at Meta
_PICTURED: Spoken = (
    "new_in_store",
    "fr",
    "{{1}}, voici ce qui vient d'arriver. Dites-nous ce que vous en pensez.",
    "Marie",
)
_WAITING: Spoken = ("summer_sale", "fr", "Moins 20 % cet été, {{1}} !", "Marie")
_BLANK = re.compile(r"\{\{(\w+)\}\}")


def filled(name: str, language: str, given: dict[str, str]) -> str | None:
    """The words of a template with its blanks filled; None for one that is not there."""
    all_spoken = (*_SPOKEN, _PICTURED)
    body = next((words for known, spoken, words, _ in all_spoken if (known, spoken) == (name, language)), None)
    return None if body is None else _BLANK.sub(lambda blank: given.get(blank[1], blank[0]), body)


def sid_of(name: str, language: str) -> str:
    """The id of a content at Twilio."""
    return f"HX{hashlib.sha256(f'{name}/{language}'.encode()).hexdigest()[:32]}"


def of_sid(sid: str, given: dict[str, str]) -> str | None:
    """The words of a content by its id."""
    found = next(((name, spoken) for name, spoken, _, _ in _SPOKEN if sid_of(name, spoken) == sid), None)
    return filled(*found, given) if found else None


class Templates:
    """The lists that brands ask for."""

    def __init__(self, numbers: Provider, twilio: Provider) -> None:
        self._numbers, self._twilio = numbers, twilio

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(r"/{version:v\d+\.\d+}/{waba}/message_templates", self.at_meta),
            web.get("/v1/ContentAndApprovals", self.at_twilio),
        ]

    async def at_meta(self, request: web.Request) -> web.StreamResponse:
        lines = [one for one in self._numbers.lines.values() if one.values.get("waba_id") == request.match_info["waba"]]
        if token_of(request) not in {one.values["access_token"] for one in lines}:
            return refused(401, 190, "Invalid OAuth access token")
        if self._numbers.faults.take(lines[0].id, "server_error"):
            return refused(500, 2, "Service temporarily unavailable")
        first = int(request.query.get("after") or 0)
        listed = [*(_at_meta(one, "APPROVED") for one in (*_SPOKEN, _PICTURED)), _at_meta(_WAITING, "PENDING")]
        paging: dict[str, Any] = {"cursors": {"before": str(first), "after": str(first + PAGE)}}
        if first + PAGE < len(listed):
            paging["next"] = f"{request.url.origin()}/next?access_token=•••"
        return web.json_response({"data": listed[first : first + PAGE], "paging": paging})

    async def at_twilio(self, request: web.Request) -> web.StreamResponse:
        known = {f"{one.values['account_sid']}:{one.values['auth_token']}" for one in self._twilio.lines.values()}
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        if given not in {base64.b64encode(one.encode()).decode() for one in known}:
            return web.json_response({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        page = int(request.query.get("Page") or 0)
        listed = [*(_at_twilio(one, "approved") for one in _SPOKEN), _at_twilio(_WAITING, "pending")]
        more = (page + 1) * PAGE < len(listed)
        further = f"https://content.twilio.com/v1/ContentAndApprovals?PageSize={PAGE}&Page={page + 1}"
        meta = {"page": page, "page_size": PAGE, "next_page_url": further if more else None, "key": "contents"}
        return web.json_response({"contents": listed[page * PAGE : (page + 1) * PAGE], "meta": meta})


def _at_meta(one: Spoken, status: str) -> dict[str, Any]:
    name, language, body, examples = one
    example = {"example": {"body_text": [examples.split("|")]}} if examples else {}
    above = [{"type": "HEADER", "format": "IMAGE"}] if one is _PICTURED else []
    components: list[dict[str, Any]] = [*above, {"type": "BODY", "text": body, **example}]
    return {"id": f"9{abs(hash(one)) % 10**14}", "name": name, "language": language, "status": status,
            "category": "UTILITY", "components": components}  # fmt: skip


def _at_twilio(one: Spoken, status: str) -> dict[str, Any]:
    name, language, body, examples = one
    variables = {str(number): example for number, example in enumerate(examples.split("|"), 1)} if examples else {}
    approval = {"name": name, "category": "UTILITY", "content_type": "twilio/text", "status": status,
                "rejection_reason": "", "allow_category_change": True}  # fmt: skip
    return {"sid": sid_of(name, language), "friendly_name": name, "language": language, "variables": variables,
            "types": {"twilio/text": {"body": body}}, "approval_requests": approval}  # fmt: skip
