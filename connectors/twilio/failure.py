"""What Twilio's error codes mean, in an answer or in a status callback. https://www.twilio.com/docs/api/errors"""

from __future__ import annotations

from connectors.errors import Closes, Failure, FailureKind

_KINDS: dict[FailureKind, tuple[int, ...]] = {
    "auth": (
        20003, 20404, 21210, 21212, 21219, 21408, 21603, 21604, 21606, 21607, 21608, 21660, 21701, 21702, 21703, 21705,
        30002, 63001, 63007, 63008, 63020,
    ),
    "bad_content": (20001, 21602, 21617, 21620, 21623, 21656, 30009, 30019, 63005, 63019, 63021, 63027, 63028),
    "bad_recipient": (21211, 21265, 21612, 21614, 21635, 30005, 30006, 30011, 63003, 63015, 63024, 63031),
    "opted_out": (21610, 63033),
    "throttled": (14107, 20429, 21611, 30001, 30022, 30023, 30027, 63017, 63018, 63038),
    "window_closed": (63016,),
    # 63032, 63049: an experiment of Meta's, not the customer's will
    "permanent": (
        30004, 30007, 30032, 30034, 30036, 30450, 63013, 63032, 63040, 63041, 63042, 63049, 63051,
    ),
    "transient": (30003, 30017, 63010, 63012),
    "unknown": (20500, 30008, 30410),  # the last: a carrier that did not answer; Twilio does not repeat it either
}  # fmt: skip
BY_CODE: dict[int, FailureKind] = {code: kind for kind, codes in _KINDS.items() for code in codes}

BLOCKED = 63033  # on WhatsApp: until the customer writes again
DAILY_LIMIT = 63038
DAY = 86_400.0


def answered(status: int, code: int | None, words: str, retry_after: float | None = None) -> Failure:
    """An error answer to a send. A 5xx may have been carried out."""
    kind = BY_CODE.get(code or 0)
    if kind is None:
        kind = "unknown" if status >= 500 else _by_status(status)
    wait = retry_after if kind == "throttled" else None
    return Failure(
        kind=kind, code=_spelled(code, status), text=words[:300], retry_after=DAY if code == DAILY_LIMIT else wait,
        closes=_closes(code),
    )  # fmt: skip


def reported(code: int | None, words: str) -> Failure:
    """An error of a status callback: the message is not on its way any more."""
    kind = BY_CODE.get(code or 0, "permanent")
    kind = "permanent" if kind == "unknown" else kind
    return Failure(kind=kind, code=str(code or ""), text=words[:300], closes=_closes(code))


def _closes(code: int | None) -> Closes:
    return "until_heard" if code == BLOCKED else "address"


def _by_status(status: int) -> FailureKind:
    if status == 429:
        return "throttled"
    return "auth" if status in (401, 403, 404) else "bad_content"


def _spelled(code: int | None, status: int) -> str:
    return str(code) if code is not None else f"http_{status}"
