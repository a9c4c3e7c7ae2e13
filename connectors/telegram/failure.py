"""What Telegram's refusals mean. Here the words matter: error_code is only the HTTP status.

https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

from connectors.errors import Closes, Failure, FailureKind

NOT_MODIFIED = "message is not modified"

# The first that is found in the description, in lower case
_BY_WORDS: tuple[tuple[str, FailureKind], ...] = (
    ("bot was blocked by the user", "opted_out"),
    ("user_is_blocked", "opted_out"),
    ("user is deactivated", "bad_recipient"),
    ("user_deactivated", "bad_recipient"),
    ("group chat was de", "bad_recipient"),  # deactivated, deleted
    ("chat was deleted", "bad_recipient"),
    ("bot was kicked", "bad_recipient"),
    ("bot is not a member", "bad_recipient"),
    ("bot can't initiate conversation", "bad_recipient"),
    ("chat not found", "bad_recipient"),
    ("peer_id_invalid", "bad_recipient"),
    ("user not found", "bad_recipient"),
    ("chat_id_invalid", "bad_recipient"),
    ("chat_id is empty", "bad_recipient"),
    ("query is too old", "permanent"),
    ("not enough rights", "auth"),
    ("have no rights", "auth"),
    ("need administrator rights", "auth"),
    ("chat_write_forbidden", "auth"),
    ("chat_admin_required", "auth"),
    ("chat_restricted", "auth"),
)
_CLOSES: dict[FailureKind, Closes] = {"opted_out": "until_heard"}
_BY_STATUS: dict[int, FailureKind] = {
    400: "bad_content",
    401: "auth",
    403: "bad_recipient",
    404: "auth",  # a malformed token
    409: "auth",  # somebody else polls for this bot
    413: "bad_content",
    429: "throttled",
}


def meaning(status: int, words: str, *, retry_after: float | None = None, moved_to: str | None = None) -> Failure:
    """An error answer, by its words first. A 5xx may have been carried out."""
    if moved_to is not None:
        return Failure(kind="transient", code=str(status), text=words, moved_to=moved_to)
    if retry_after is not None:
        return Failure(kind="throttled", code="429", text=words, retry_after=retry_after, scope="recipient")
    lower = words.lower()
    kind = next((kind for part, kind in _BY_WORDS if part in lower), None)
    if kind is None:
        kind = "unknown" if status >= 500 else _BY_STATUS.get(status, "permanent")
    # a block holds until the customer comes back, which Telegram tells (my_chat_member)
    return Failure(kind=kind, code=str(status), text=words[:300], closes=_CLOSES.get(kind, "address"))
