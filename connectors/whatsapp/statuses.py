"""What became of a message: sent, delivered, read, played, failed. A `read` may come without `delivered`.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
"""

from __future__ import annotations

from typing import Any

from connectors.errors import Failure
from connectors.message import DeliveryStatus, Status
from connectors.whatsapp import failure
from connectors.whatsapp.people import phone
from connectors.whatsapp.values import listed, mapping, moment, number, text

_STATUSES: dict[str, DeliveryStatus] = {
    "accepted": "accepted", "sent": "sent", "delivered": "delivered", "read": "read", "played": "read",
    "failed": "failed",
}  # fmt: skip


def status_of(raw: Any, recipient: str | None) -> Status | None:
    """None for what is no status that we know."""
    given = mapping(raw)
    status = _STATUSES.get(text(given.get("status")) or "")
    provider_id = text(given.get("id"))
    if status is None or provider_id is None:
        return None
    return Status(
        status=status,
        at=moment(given.get("timestamp")),
        recipient=recipient,
        address=phone(given.get("recipient_id")) or text(given.get("recipient_user_id")),
        provider_id=provider_id,
        reference=text(given.get("biz_opaque_callback_data")),
        error=_error(given) if status == "failed" else None,
    )


def _error(given: dict[str, Any]) -> Failure:
    first = next((mapping(one) for one in listed(given.get("errors"))), {})
    code = number(first.get("code"))
    details = text(mapping(first.get("error_data")).get("details"))
    return failure.reported(int(code) if code is not None else None, details or text(first.get("title")) or "")
