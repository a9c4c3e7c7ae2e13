"""What Messenger and Instagram can show, as data.

https://developers.facebook.com/docs/messenger-platform/send-messages
https://developers.facebook.com/docs/messenger-platform/policy
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from connectors.contract import Capabilities, Window
from connectors.messenger.ask import BUTTON_BODY, QUICK_REPLIES
from connectors.messenger.cards import BUTTON_TITLE, BUTTONS, ELEMENTS, PAYLOAD

MB = 1024 * 1024
BY_LINK = 8 * MB  # images that Meta fetches itself; uploads may have the size of other media
MEDIA = 25 * MB
NEVER = datetime.fromtimestamp(0, UTC)

MESSENGER = Capabilities(
    text=2000,
    buttons=BUTTONS,
    button_label=BUTTON_TITLE,
    button_body=BUTTON_BODY,
    quick_replies=QUICK_REPLIES,
    quick_reply_label=BUTTON_TITLE,
    option_id_bytes=PAYLOAD,
    link_buttons=BUTTONS,
    cards=ELEMENTS,
    reply_to=True,
    typing=True,
    read_marks=True,
    reactions=True,
    receipts=("delivered", "read"),
    media={
        "image": BY_LINK,
        "animation": BY_LINK,
        "sticker": BY_LINK,
        "audio": MEDIA,
        "voice": MEDIA,
        "video": MEDIA,
        "file": MEDIA,
    },
    window=timedelta(hours=24),
    human_window=timedelta(days=7),
)
INSTAGRAM = msgspec.structs.replace(
    MESSENGER, text=1000, text_unit="bytes", receipts=("read",),
    media_types={"image": frozenset({"image/jpeg", "image/png"}), "file": frozenset({"application/pdf"})},
)  # fmt: skip


def window(last_inbound: datetime | None, can: Capabilities) -> Window:
    """Free talk for a day after the customer last wrote, people (HUMAN_AGENT) for a week. Nobody may write first."""
    after: frozenset[Literal["template", "human"]] = frozenset({"human"})
    if last_inbound is None or can.window is None or can.human_window is None:
        return Window(open_until=NEVER, after=after, human_until=NEVER)
    return Window(last_inbound + can.window, after, last_inbound + can.human_window)
