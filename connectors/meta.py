"""What WhatsApp and Messenger share: Meta's handshake, signature, Graph calls and Graph errors.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from connectors.contract import Account, Request, Response
from connectors.errors import Failure, FailureKind, NoAnswer, NotSent, nothing_left
from connectors.http import Http, Reply

DEFAULT_API_BASE = "https://graph.facebook.com"
DEFAULT_VERSION = "v25.0"
TEXT_KEPT = 300  # of an error's words

# Shared by all products; each adds its own codes. `None` of a product's table falls back to these.
BY_CODE: dict[int, FailureKind] = {
    1: "transient",
    2: "transient",
    4: "throttled",
    17: "throttled",
    32: "throttled",
    341: "throttled",
    613: "throttled",
    80007: "throttled",
    0: "auth",
    3: "auth",
    10: "auth",
    102: "auth",
    190: "auth",
    368: "auth",
    100: "bad_content",
    506: "permanent",
}
AUTH_CODES = range(200, 300)

Meaning = Callable[[int, int | None], FailureKind | None]


def handshake(request: Request, verify_token: str) -> Response | None:
    """The answer to Meta's subscription check: its challenge verbatim, or 403."""
    if request.method != "GET":
        return None
    query = request.query
    given = query.get("hub.verify_token", "")
    if query.get("hub.mode") == "subscribe" and _same(given, verify_token):
        return Response(200, query.get("hub.challenge", ""))
    return Response(403, "the verify token does not fit")


def is_genuine(request: Request, app_secret: str) -> bool:
    """X-Hub-Signature-256 over the raw body. Meta signs the bytes with their \\uXXXX escapes: never re-encode them."""
    wanted = "sha256=" + hmac.digest(app_secret.encode(), request.body, "sha256").hex()
    return _same(request.headers.get("x-hub-signature-256", ""), wanted)


def version(account: Account) -> str:
    return account.values.get("graph_version") or DEFAULT_VERSION


async def call(
    http: Http, account: Account, token: str, path: str, body: Mapping[str, Any], *, timeout: float | None = None
) -> Reply | Failure:
    """POST to Graph. The token travels as a header: query strings end up in logs."""
    url = f"{account.api_base}/{version(account)}/{path}"
    try:
        return await http.json("POST", url, body, headers=bearer(token), timeout=timeout)
    except NotSent as error:
        return Failure(kind="transient", text=str(error))
    except NoAnswer as error:
        return Failure(kind="unknown", text=str(error))


async def kept(
    uploading: Awaitable[Reply], named: Callable[[Reply], str | None], classify: Callable[[Reply], Failure]
) -> str | Failure:
    """Meta's id of a file that goes with a message. It keeps it for a month: a second try uploads it again."""
    try:
        reply = await uploading
    except (NotSent, NoAnswer) as error:
        return Failure(kind="transient", text=str(error))
    return named(reply) or nothing_left(classify(reply))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def failure(reply: Reply, meaning: Meaning, *, secrets: tuple[str, ...] = ()) -> Failure:
    """What an error answer means: by its code and subcode, else by what its status leaves open."""
    error = reply.json()
    error = error.get("error") if isinstance(error, dict) else None
    if not isinstance(error, dict):
        return _bare(reply)
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    kind = meaning(code, subcode) if code is not None else None
    if kind is None:
        kind = _left_open(code, reply.status, transient=error.get("is_transient") is True)
    return Failure(
        kind=kind,
        code=_spelled(code, subcode),
        text=redacted(_words(error), secrets),
        retry_after=retry_after(reply) if kind == "throttled" else None,
    )


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """Words of a provider that may be stored: without our secrets, and not too many."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return text[:TEXT_KEPT]


def retry_after(reply: Reply) -> float | None:
    """Seconds that the provider asks to wait."""
    given = reply.headers.get("Retry-After", "")
    return float(given) if given.isdecimal() else None


def shared(code: int | None) -> FailureKind | None:
    """What a code means for all of Graph's products; None where they do not share it."""
    return "auth" if code in AUTH_CODES else BY_CODE.get(code) if code is not None else None


def _left_open(code: int | None, status: int, *, transient: bool) -> FailureKind:
    kind = shared(code)
    if kind is not None:
        # 1 and 2 under a 5xx may have been carried out (providers.md §9.3); with a 4xx they were refused
        return "unknown" if kind == "transient" and status >= 500 and not transient else kind
    if transient:
        return "transient"
    return "unknown" if status >= 500 else "throttled" if status == 429 else "permanent"


def _bare(reply: Reply) -> Failure:
    """An answer that is not Graph's: a proxy, a page, nothing."""
    if reply.status == 429:
        return Failure(kind="throttled", code="429", retry_after=retry_after(reply))
    if reply.status in (401, 403):
        return Failure(kind="auth", code=str(reply.status))
    ambiguous = reply.status >= 500 or reply.status < 400
    return Failure(kind="unknown" if ambiguous else "permanent", code=str(reply.status))


def _words(error: Mapping[str, Any]) -> str:
    details = error.get("error_data")
    details = details.get("details") if isinstance(details, dict) else details
    return str(details or error.get("message") or "")


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return value if isinstance(value, int) else int(value) if value.isdecimal() else None


def _spelled(code: int | None, subcode: int | None) -> str:
    if code is None:
        return ""
    return f"{code}/{subcode}" if subcode is not None else str(code)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
