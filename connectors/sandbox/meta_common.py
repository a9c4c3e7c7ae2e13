"""What the two Meta products share: signed webhooks in Meta's own spelling of JSON, and Graph's errors.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from connectors.sandbox.provider import Hook, Line


def hook(line: Line, payload: dict[str, Any]) -> Hook:
    """Meta signs the bytes it sends: non-ASCII as \\uXXXX, slashes escaped."""
    body = json.dumps(payload, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()
    signature = hmac.new(line.values["app_secret"].encode(), body, hashlib.sha256).hexdigest()
    return Hook(body, {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"})


def said_in(line: Line, address: str, payload: dict[str, Any]) -> Hook:
    """What happens in a thread that another app has is told as `standby`; a tap then comes without its payload."""
    if address in line.lent:
        for entry in payload["entry"]:
            for change in entry.get("changes", ()):
                change["field"] = "standby"
            if "messaging" in entry:
                entry["standby"] = [_unloaded(event) for event in entry.pop("messaging")]
    return hook(line, payload)


def _unloaded(event: dict[str, Any]) -> dict[str, Any]:
    if "postback" not in event:
        return event
    return {**event, "postback": {key: value for key, value in event["postback"].items() if key != "payload"}}


def together(line: Line, hooks: Sequence[Hook]) -> Hook | None:
    """One call with the entries of several: Meta promises no less than that it may happen."""
    payloads = [json.loads(one.body) for one in hooks]
    return hook(line, {**payloads[0], "entry": [entry for payload in payloads for entry in payload["entry"]]})


def refused(status: int, code: int, message: str, *, subcode: int | None = None, details: str = "") -> web.Response:
    """A Graph error."""
    error: dict[str, Any] = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}
    if subcode is not None:
        error["error_subcode"] = subcode
    if details:
        error["error_data"] = {"messaging_product": "whatsapp", "details": details}
    return web.json_response({"error": {**error, "fbtrace_id": "AsimulatedTrace"}}, status=status)


def token_of(request: web.Request) -> str:
    bearer = request.headers.get("Authorization", "")
    return bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else request.query.get("access_token", "")
