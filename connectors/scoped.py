"""Business-scoped ids: how WhatsApp calls somebody without a phone, whichever provider tells.

`US.1349…` is a country, a dot, and up to 128 letters and digits; `US.ENT.1349…` is the same person to all businesses of
one owner. https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from __future__ import annotations

import re

FORM = re.compile(r"[A-Z]{2}(?:\.ENT)?\.[A-Za-z0-9]{1,128}")


def is_scoped(key: str) -> bool:
    """Has it the form of one? What has not may be anybody's: beside a phone it links nobody."""
    return FORM.fullmatch(key) is not None
