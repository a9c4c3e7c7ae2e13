"""What WhatsApp's error codes mean, in an answer or in a status. By code: Meta says that titles will go.

https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

import msgspec

from connectors import meta
from connectors.errors import Failure, FailureKind

DAY = 86_400.0

_KINDS: dict[FailureKind, tuple[int, ...]] = {
    "transient": (131016, 131057, 131000, 133004),
    "throttled": (4, 80007, 130429, 131056, 133016, 131049, 130472),
    "window_closed": (131047, 470),
    "opted_out": (131050,),
    "bad_recipient": (131026, 131021, 131030, 130497, 131062),
    "bad_content": (100, 131008, 131009, 131051, 131052, 131053, 135000, 132000, 132001, 132005, 132007, 132008,
                    132012, 132015, 132016, 132068, 132069),
    "auth": (0, 3, 10, 190, 131005, 131031, 368, 131042, 131037, 131045, 131063, 133010),
    "permanent": (131048, 131064, 131020, 131041),
}  # fmt: skip
BY_CODE: dict[int, FailureKind] = {code: kind for kind, codes in _KINDS.items() for code in codes}
PAIR_RATE = 131056
# Not now, and not to be insisted on: Meta holds marketing back from this person
NOT_TODAY = frozenset({131049, 130472})
PAIR_WAIT = 6.0  # one message in six seconds to one person


def meaning(code: int, _subcode: int | None) -> FailureKind | None:
    """None where the codes that all of Graph shares decide."""
    return BY_CODE.get(code)


def in_full(failure: Failure) -> Failure:
    """With what the kind alone does not tell: whom a throttle concerns and how long, how far an opt-out reaches.

    The code is WhatsApp's own: a subcode of Graph's beside it says no more.
    """
    failure = msgspec.structs.replace(failure, code=failure.code.partition("/")[0])
    if failure.kind == "opted_out":
        return msgspec.structs.replace(failure, closes="marketing")
    if failure.kind != "throttled":
        return failure
    code = int(failure.code or 0)
    if code == PAIR_RATE:
        return _wait(failure, failure.retry_after or PAIR_WAIT)
    return _wait(failure, DAY) if code in NOT_TODAY else failure


def reported(code: int | None, words: str) -> Failure:
    """An error of a status: the message will not arrive any more."""
    kind = (BY_CODE.get(code) if code is not None else None) or meta.shared(code)
    found = Failure(kind=kind or "permanent", code="" if code is None else str(code), text=words[:300])
    return in_full(found) if found.kind == "opted_out" else found


def _wait(failure: Failure, seconds: float) -> Failure:
    return msgspec.structs.replace(failure, retry_after=seconds, scope="recipient")
