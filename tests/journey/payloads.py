"""Webhook bodies as providers write them, where the phones of the simulated ones have no gesture for it."""

from __future__ import annotations

import time
from typing import Any


def whatsapp(**value: Any) -> dict[str, Any]:
    """A call that speaks of the tests' number: `messages`, `statuses`, `contacts`."""
    return {"object": "whatsapp_business_account", "entry": [entry("1065", **value)]}


def entry(number_id: str, **value: Any) -> dict[str, Any]:
    """One entry of such a call, of any number."""
    metadata = {"display_phone_number": "1", "phone_number_id": number_id}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return {"id": "1", "changes": [change]}


def said(key: str, number: str = "33612345678", **content: Any) -> dict[str, Any]:
    """A message of a customer on WhatsApp."""
    content = content or {"type": "text", "text": {"body": "help"}}
    return {"from": number, "id": key, "timestamp": str(int(time.time())), **content}


def status(key: str, state: str, number: str = "33612345678", **more: Any) -> dict[str, Any]:
    """What became of a message of ours on WhatsApp."""
    return {"id": key, "status": state, "timestamp": str(int(time.time())), "recipient_id": number, **more}


def messenger(**event: Any) -> dict[str, Any]:
    """A call that speaks of one thing on the tests' page."""
    messaging = {
        "sender": {"id": "424242"},
        "recipient": {"id": "1088"},
        "timestamp": time.time_ns() // 1_000_000,
        **event,
    }
    return {"object": "page", "entry": [{"id": "1088", "time": time.time_ns() // 1_000_000, "messaging": [messaging]}]}


def echo(psid: str, words: str, key: str = "m_echo", **more: Any) -> dict[str, Any]:
    """What somebody of the brand wrote to this customer in another app."""
    message = {"mid": key, "is_echo": True, "text": words, "app_id": 1, **more}
    return messenger(sender={"id": "1088"}, recipient={"id": psid}, message=message)
