"""Made-up accounts of a Page and of an Instagram profile, and webhooks signed as Meta signs them."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from connectors.contract import Account, Request
from connectors.messenger import Messenger

PAGE = {
    "page_id": "1084200000000001",
    "page_token": "EAAB-page-token",
    "app_secret": "app-secret",
    "verify_token": "verify-me",
    "app_id": "5550001",
}
INSTAGRAM = {**PAGE, "page_id": "17841400000000001", "kind": "instagram"}


def account(values: dict[str, str] = PAGE, api_base: str = "https://graph.facebook.com") -> Account:
    return Account(id="page", channel="messenger", provider="meta", values=values, api_base=api_base)


def messenger(values: dict[str, str] = PAGE) -> Messenger:
    """One that never touches the network."""
    return Messenger(account(values), http=None)


def webhook(body: Any, secret: str = PAGE["app_secret"]) -> Request:
    """Non-ASCII as lower-case escapes and slashes escaped: the form that Meta signs and sends."""
    if isinstance(body, bytes):
        raw = body
    elif isinstance(body, str):
        raw = body.encode("utf-8", "surrogatepass")
    else:
        raw = json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()
    signature = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return Request("POST", "/hooks/page", {"x-hub-signature-256": signature}, raw)
