"""Meta lends a thread to one app of the brand at a time: the calls for it, and what another app does meanwhile.

https://developers.facebook.com/docs/messenger-platform/handover-protocol/conversation-control
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
"""

from __future__ import annotations

import json
import time
from typing import Any

from aiohttp import web

from connectors.sandbox.meta_common import hook, refused, said_in, token_of
from connectors.sandbox.meta_messenger import MessengerPlatform
from connectors.sandbox.meta_whatsapp import WhatsAppCloud
from connectors.sandbox.phones import Bubble, bubble_id, counted
from connectors.sandbox.provider import Line

OTHER_APP = "263902037430900"  # the Page Inbox
LONGEST_NOTE = 2000
NOT_OWNER = 2018300
NOT_THE_PARTNER = 2494191
DEEDS = ("pass", "take", "request", "release")

_ids = counted()


class Lending:
    """Threads of pages and numbers. A thread is ours unless `Line.lent` names another app for its customer."""

    def __init__(self, pages: MessengerPlatform, numbers: WhatsAppCloud) -> None:
        self._pages, self._numbers = pages, numbers

    def routes(self) -> list[web.RouteDef]:
        version = r"/{version:v\d+\.\d+}/{id}/"
        of_pages = [web.post(f"{version}{{deed:{deed}}}_thread_control", self._of_a_page) for deed in DEEDS]
        return [*of_pages, web.post(f"{version}thread_control", self._of_a_number)]

    # -- what the other app does

    def take(self, line: Line, address: str) -> None:
        """It has the thread from now on."""
        line.lent[address] = OTHER_APP
        self._tell(line, address, "take_thread_control", "control_taken", {"new_owner_app_id": OTHER_APP})

    def give(self, line: Line, address: str, note: str) -> None:
        """It passes the thread to us."""
        line.lent.pop(address, None)
        told = {"previous_owner_app_id": OTHER_APP, "new_owner_app_id": _own_app(line), "metadata": note}
        self._tell(line, address, "pass_thread_control", "control_passed", told)

    def say(self, line: Line, address: str, words: str) -> None:
        """It answers the customer; we look on."""
        key = f"m_other{next(_ids)}"
        line.phone(address).add(Bubble(bubble_id(), "out", "text", words, provider_id=key))
        self._pages.post(line, said_in(line, address, _echo(line, address, key, words)))

    def _tell(self, line: Line, address: str, event: str, of_number: str, told: dict[str, Any]) -> None:
        if line.channel == "messenger":
            said = {**_between(address, line.values["page_id"]), event: told}
            self._pages.post(line, hook(line, _page(line, said)))
            return
        number = {"display_phone_number": "1", "phone_number_id": line.values["phone_number_id"]}
        value = {
            "messaging_product": "whatsapp", "recipient": number, "sender": {"phone_number": address},
            "timestamp": str(int(time.time())), "type": of_number,
            of_number: {"metadata": told.get("metadata", "")},
        }  # fmt: skip
        change = {"field": "messaging_handovers", "value": value}
        entry = {"id": line.values.get("waba_id", "0"), "changes": [change]}
        self._numbers.post(line, hook(line, {"object": "whatsapp_business_account", "entry": [entry]}))

    # -- what the brand asks

    async def _of_a_page(self, request: web.Request) -> web.StreamResponse:
        line = self._pages.line_of(request.match_info["id"])
        if line is None or token_of(request) != line.values["page_token"]:
            return refused(401, 190, "Invalid OAuth access token")
        body = json.loads(await request.read())
        if await self._pages.trouble(line) is not None:
            return refused(500, 2, "Service temporarily unavailable")
        problem = _check(line, request.match_info["deed"], body)
        if problem is not None:
            return problem
        _move(line, request.match_info["deed"], str(body["recipient"]["id"]), str(body.get("target_app_id", "")))
        self._pages.after(line)
        return web.json_response({"success": True})

    async def _of_a_number(self, request: web.Request) -> web.StreamResponse:
        line = self._numbers.line_of(request.match_info["id"])
        if line is None or token_of(request) != line.values["access_token"]:
            return refused(401, 190, "Invalid OAuth access token")
        body = await request.json()
        deed, address = str(body.get("action")), str(body.get("to") or body.get("recipient", "")).removeprefix("+")
        if deed not in ("pass", "take", "release") or body.get("messaging_product") != "whatsapp":
            return refused(400, 100, "Invalid parameter")
        if deed == "take" and line.values.get("escalation") == "no":
            return refused(400, NOT_THE_PARTNER, "Only the escalation partner can take a thread")
        if deed != "take" and address in line.lent:
            return refused(400, 100, "You are not the owner of this thread")
        _move(line, deed, address, str(body.get("control_pass", {}).get("target_role", "escalation_partner")))
        self._numbers.after(line)
        return web.json_response({"messaging_product": "whatsapp"})


def _check(line: Line, deed: str, body: dict[str, Any]) -> web.Response | None:
    psid = str(body.get("recipient", {}).get("id", ""))
    if psid not in line.phones:
        return refused(400, 100, "No matching user found", subcode=2018001)
    if len(body.get("metadata", "")) > LONGEST_NOTE:
        return refused(400, 100, "param metadata is too long")
    if deed == "pass" and not str(body.get("target_app_id", "")).isdecimal():
        return refused(400, 100, "The parameter target_app_id is required")
    if deed in ("pass", "release") and psid in line.lent:
        return refused(400, 10, "This app is not the thread owner", subcode=NOT_OWNER)
    return None


def _move(line: Line, deed: str, address: str, to: str) -> None:
    """Who asks gets nothing before the other app gives it."""
    if deed == "pass":
        line.lent[address] = to
    elif deed in ("take", "release"):
        line.lent.pop(address, None)


def _own_app(line: Line) -> str:
    return line.values.get("app_id", "1")


def _between(sender: str, recipient: str) -> dict[str, Any]:
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": int(time.time() * 1000)}


def _page(line: Line, event: dict[str, Any]) -> dict[str, Any]:
    page = line.values["page_id"]
    return {"object": "page", "entry": [{"id": page, "time": int(time.time() * 1000), "messaging": [event]}]}


def _echo(line: Line, address: str, key: str, words: str) -> dict[str, Any]:
    if line.channel == "messenger":
        message = {"mid": key, "is_echo": True, "app_id": int(OTHER_APP), "text": words}
        return _page(line, {**_between(line.values["page_id"], address), "message": message})
    number = line.values["phone_number_id"]
    echo = {"from": number, "to": address, "id": key, "timestamp": str(int(time.time())), "type": "text",
            "text": {"body": words}}  # fmt: skip
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, "message_echoes": [echo]}
    entry = {"id": line.values.get("waba_id", "0"), "changes": [{"field": "smb_message_echoes", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}
