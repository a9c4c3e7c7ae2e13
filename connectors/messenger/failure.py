"""What an error of the Send API means, by code and subcode: never by HTTP status, never by its words.

https://developers.facebook.com/docs/messenger-platform/error-codes (June 2026)
"""

from __future__ import annotations

import msgspec

from connectors import meta
from connectors.errors import Failure, FailureKind
from connectors.http import Reply

NOT_OURS = ("/2018300", "100/2534037")  # another app has the thread
SENT_ALL_THE_SAME = "1/1357046"  # "unknown error", and the person has the message: never to be sent again

BY_PAIR: dict[tuple[int, int], FailureKind] = {
    (10, 2018278): "window_closed",
    (10, 2534022): "window_closed",
    (10, 2018065): "window_closed",
    (551, 1545041): "opted_out",  # blocked us, or gone: Meta does not tell which
    (200, 1545041): "opted_out",
    (10, 2018108): "opted_out",
    (100, 2018001): "bad_recipient",
    (100, 2534014): "bad_recipient",
    (100, 33): "bad_recipient",
    (10, 1893063): "throttled",  # the page is restricted for a while
    (100, 2018008): "bad_content",  # media that Meta could not fetch or take
    (100, 2018047): "bad_content",
    (100, 2018294): "bad_content",
    (100, 2018109): "bad_content",
    (100, 2534037): "permanent",  # another app has the thread
    (100, 2534025): "permanent",  # the one private reply to a comment was sent, or its week is over
    (200, 2018028): "auth",  # the app is not live
    (200, 2534041): "auth",  # the account's owner switched access to messages off
}
BY_SUBCODE: dict[int, FailureKind] = {2018300: "permanent"}  # not the thread's owner, under any code
BY_CODE: dict[int, FailureKind] = {
    551: "opted_out",
    613: "throttled",
    1200: "transient",
    230: "auth",
    9000001: "permanent",  # the message answered is gone
    36000: "bad_content",  # Instagram: a picture too large, of another format, of odd proportions
    36001: "bad_content",
    36003: "bad_content",
}


def failure(reply: Reply, secrets: tuple[str, ...]) -> Failure:
    found = meta.failure(reply, _meaning, secrets=secrets)
    if found.code == SENT_ALL_THE_SAME:
        return msgspec.structs.replace(found, kind="unknown", sent=True)
    if found.code.endswith(NOT_OURS):
        return msgspec.structs.replace(found, elsewhere=True)
    return msgspec.structs.replace(found, closes="until_heard") if found.kind == "opted_out" else found


def _meaning(code: int, subcode: int | None) -> FailureKind | None:
    """None where the codes that all of Graph shares decide."""
    if subcode is not None:
        kind = BY_PAIR.get((code, subcode)) or BY_SUBCODE.get(subcode)
        if kind is not None:
            return kind
    return BY_CODE.get(code)
