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
