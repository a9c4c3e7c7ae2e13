"""Content templates of a Twilio account that WhatsApp has approved.

https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approval-status
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.approved import Approved, Blank, keys_of

PATH = "/v1/ContentAndApprovals"
HOST = "https://content.twilio.com"


def approved(page: Any) -> Iterator[Approved]:
    """What may be sent of one page of the list."""
    for one in page.get("contents") or ():
        approval = one.get("approval_requests") or {}
        made = _approved(one, approval) if approval.get("status") == "approved" else None
        if made is not None:
            yield made


def _approved(one: Mapping[str, Any], approval: Mapping[str, Any]) -> Approved | None:
    """Its variables count over all of it: text, media and buttons."""
    kinds = one.get("types") or {}
    content: Mapping[str, Any] = next(
        (kinds[kind] for kind in (approval.get("content_type"), *kinds) if kind in kinds), {}
    )
    body, sid = content.get("body") or content.get("title"), one.get("sid")
    if not body or not sid:
        return None
    variables = {str(key): str(example or "") for key, example in (one.get("variables") or {}).items()}
    keys = list(dict.fromkeys([*keys_of(body), *variables]))
    return Approved(
        template_id=sid, name=str(one.get("friendly_name") or approval.get("name") or sid),
        locale=str(one.get("language") or ""), category=str(approval.get("category") or "").lower(), body=body,
        footer=str(content.get("footer") or content.get("subtitle") or ""),
        buttons=tuple(str(button.get("title") or "") for button in content.get("actions") or ()),
        blanks=tuple(Blank(key=key, example=variables.get(key, "")) for key in keys),
    )  # fmt: skip
