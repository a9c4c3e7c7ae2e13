"""X-Twilio-Signature: HMAC-SHA1 over the public URL and the sorted parameters, in base64.

https://www.twilio.com/docs/usage/security#validating-requests. The URL is the one Twilio called: our public address and
the path byte for byte, never what a proxy made of it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from connectors.contract import Request

_PORTS = {"http": 80, "https": 443}
_ESCAPED = re.compile(r"%(?:27|40|3a)", re.IGNORECASE)  # ' @ :
MOST_FIELDS = 1000


def is_genuine(request: Request, public_url: str, auth_token: str) -> bool:
    """False for anything odd: no signature, a body that is not what was signed, undecodable text."""
    given = request.headers.get("x-twilio-signature", "").encode("utf-8", "surrogateescape")
    url = public_url + request.path
    try:
        signed = _parameters(request)
    except (ValueError, UnicodeDecodeError):
        return False
    if signed is None:
        return False
    return any(hmac.compare_digest(given, _signature(spelled, signed, auth_token)) for spelled in _spellings(url))


def fields(body: bytes) -> dict[str, list[str]]:
    """A form as it was posted: blank values kept, broken bytes replaced."""
    found: dict[str, list[str]] = {}
    pairs = parse_qsl(
        body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
    )
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _parameters(request: Request) -> str | None:
    """What is signed beside the URL; None where the body's own hash does not fit.

    The branch is chosen by what is signed (the URL), never by Content-Type: that header anybody can change, and some
    proxies do. Without a hash every body counts as a form, so that whatever it holds is part of what must be signed.
    """
    body_hash = request.query.get("bodySHA256")
    if body_hash is not None:
        actual = hashlib.sha256(request.body).hexdigest()
        return "" if hmac.compare_digest(actual.encode(), body_hash.lower().encode()) else None
    if request.method == "GET":
        return ""
    request.body.decode("utf-8")  # what cannot be decoded cannot have been signed
    posted = fields(request.body)
    return "".join(name + value for name in sorted(posted) for value in sorted(set(posted[name])))


def _signature(url: str, signed: str, auth_token: str) -> bytes:
    return b64encode(hmac.new(auth_token.encode(), (url + signed).encode(), hashlib.sha1).digest())


def _spellings(url: str) -> list[str]:
    """The URL as Twilio may have signed it: with or without its port, signs in the query as they are or escaped.

    Its fragment (#rc=…) is never signed. Some of its services call `?a=it%27s` and sign `?a=it's`, or the reverse:
    https://github.com/twilio/twilio-node/issues/1059
    """
    path, mark, query = url.partition("#")[0].partition("?")
    plain = _ESCAPED.sub(lambda found: unquote(found[0]), query)
    queries = dict.fromkeys((query, plain, query.replace("'", "%27")))
    return [spelled for one in queries for spelled in _with_and_without_port(f"{path}{mark}{one}")]


def _with_and_without_port(url: str) -> list[str]:
    split = urlsplit(url)
    host = split.hostname or ""
    host = f"[{host}]" if ":" in host else host
    try:
        port = split.port or _PORTS.get(split.scheme, 443)
    except ValueError:
        return [url]
    plain = urlunsplit(split).partition("#")[0]
    bare, full = split._replace(netloc=host), split._replace(netloc=f"{host}:{port}")
    return list(dict.fromkeys([plain, urlunsplit(bare), urlunsplit(full)]))
