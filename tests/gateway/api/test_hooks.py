"""`/hooks/<account>` over raw sockets: 4xx where the sender is not genuine, 2xx and kept where it is, never a 5xx."""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import hmac
import json
import socket
import zlib
from urllib.parse import parse_qsl, urlencode

import pytest

from gateway.api import body
from tests.gateway.api.test_messages import eventually
from tests.gateway.conftest import SECRETS, phone

FORM = "application/x-www-form-urlencoded"
LARGE = b"x" * (body.LARGEST + 1)
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PROPFIND")
NONSENSE = (
    b"", b"{", b"null", b"[]", b'"x"', b"0", b"1e999", b"\xff\xfe{}", b'{"object":"\xff"}', b"\xef\xbb\xbf{}", b"\x00",
    b"[" * 100_000, b"[" * 50_000 + b"]" * 50_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b'{"update_id":1e400}',
    b'{"update_id":' + b"9" * 400 + b"}", b'{"object":"page","entry":[{"id":"1088","messaging":[null,1,[],{}]}]}',
    b'{"object":"whatsapp_business_account","entry":[null,{"changes":[null,{"value":null}]}]}', b"<xml/>",
)  # fmt: skip


def meta(secret: str, sent: bytes) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), sent, hashlib.sha256).hexdigest()}


def genuine(door, account: str, sent: bytes) -> dict[str, str]:
    """The headers by which that account's provider proves itself."""
    match account:
        case "whatsapp" | "messenger":
            return {"Content-Type": "application/json", **meta(SECRETS[account]["app_secret"], sent)}
        case "telegram":
            return {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": "tg-secret"}
        case _:
            pairs = sorted(parse_qsl(sent.decode(), keep_blank_values=True))
            signed = f"{door.url}/hooks/{account}" + "".join(name + value for name, value in pairs)
            mac = hmac.new(b"twilio-token", signed.encode(), hashlib.sha1).digest()
            return {"Content-Type": FORM, "X-Twilio-Signature": base64.b64encode(mac).decode()}


def call(path: str, sent: bytes = b"", headers=(), *, method="POST", version="1.1") -> bytes:
    """A request's bytes; nothing is added that a caller may leave out or falsify."""
    given = {"Host": "x", "Connection": "close", "Content-Length": str(len(sent)), **dict(headers)}
    lines = [
        f"{method} {path} HTTP/{version}",
        *(f"{name}: {value}" for name, value in given.items() if value is not None),
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + sent


def whatsapp(key: str, number: str) -> bytes:
    message = {"from": number, "id": key, "timestamp": "1780952383", "type": "text", "text": {"body": "Bonjour"}}
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "1", "phone_number_id": "1065"},
             "contacts": [{"profile": {"name": "S"}, "wa_id": number}], "messages": [message]}  # fmt: skip
    entry = [{"id": "1", "changes": [{"field": "messages", "value": value}]}]
    return json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()


def arrived(door, number: str):
    return door.get("/api/v1/messages", account="whatsapp", address=number, direction="in").json["items"]


def kept(door, account: str) -> int:
    return door.rows(f"SELECT count(*) FROM inbox WHERE account = '{account}' AND state = 'unreadable'")[0][0]


@pytest.mark.parametrize("account", sorted(SECRETS))
@pytest.mark.parametrize("sent", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_of_the_genuine_provider_is_kept_and_acknowledged(door, account, sent):
    if account == "sms":
        sent = urlencode({"Odd": sent[:2000].hex()}).encode()
    before = kept(door, account)
    assert door.raw(call(f"/hooks/{account}", sent, genuine(door, account, sent))).status == 200
    assert kept(door, account) >= before


@pytest.mark.parametrize("account", sorted(SECRETS))
def test_what_cannot_be_read_is_counted(door, account):
    sent = f"Nonsense={phone()[1:]}".encode() if account == "sms" else json.dumps({"nonsense": phone()}).encode()
    before = kept(door, account)
    assert door.raw(call(f"/hooks/{account}", sent, genuine(door, account, sent))).status == 200
    assert kept(door, account) == before + 1


@pytest.mark.parametrize("account", sorted(SECRETS))
@pytest.mark.parametrize("sent", NONSENSE[:12], ids=range(12))
def test_nonsense_of_anybody_else_is_refused(door, account, sent):
    before = door.rows("SELECT count(*) FROM inbox")
    assert 400 <= door.raw(call(f"/hooks/{account}", sent, {"Content-Type": "application/json"})).status < 500
    assert door.rows("SELECT count(*) FROM inbox") == before


@pytest.mark.parametrize("account", sorted(SECRETS))
@pytest.mark.parametrize(
    "value",
    ["", "sha256=", "sha256=zz", "sha1=abc", "sha256=" + "0" * 64, "0" * 64, "\xe9", "sha256=\xff", "=" * 1000, "AAAA",
     "sha256=" + hmac.new(b"", b"{}", hashlib.sha256).hexdigest()],
)  # fmt: skip
def test_a_forged_signature_opens_nothing(door, account, value):
    sent = b"Body=Bonjour" if account == "sms" else b"{}"
    names = ("X-Hub-Signature-256", "X-Twilio-Signature", "X-Telegram-Bot-Api-Secret-Token")
    kind = FORM if account == "sms" else "application/json"
    answer = door.raw(call(f"/hooks/{account}", sent, {"Content-Type": kind, **dict.fromkeys(names, value)}))
    assert answer.status == 403


def test_a_signature_over_other_bytes_or_of_another_account_opens_nothing(door):
    sent = whatsapp("wamid.forged", "33612340000")
    for headers in (meta("wa-secret", sent + b" "), meta("page-secret", sent), meta("", sent)):
        assert door.raw(call("/hooks/whatsapp", sent, headers)).status == 403
    twice = call("/hooks/whatsapp", sent, {"X-Hub-Signature-256": "sha256=00"})
    honest = meta("wa-secret", sent)["X-Hub-Signature-256"].encode()
    twice = twice.replace(b"\r\n\r\n", b"\r\nX-Hub-Signature-256: " + honest + b"\r\n\r\n", 1)
    assert door.raw(twice).status == 403
    assert arrived(door, "33612340000") == []


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity", "gzip, gzip", "garbage", "", "\xff"])
def test_a_false_content_encoding_changes_nothing(door, coding):
    number = phone()
    sent = whatsapp(f"wamid.{number}", number[1:])
    answer = door.raw(call("/hooks/whatsapp", sent, {**meta("wa-secret", sent), "Content-Encoding": coding}))
    assert answer.status == 200
    assert eventually(lambda: arrived(door, number))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_is_really_packed_is_judged_by_its_own_bytes(door, coding):
    plain = whatsapp("wamid.packed", "33612340001")
    packed = gzip.compress(plain) if coding == "gzip" else zlib.compress(plain)
    named = {"Content-Encoding": coding}
    before = kept(door, "whatsapp")
    assert door.raw(call("/hooks/whatsapp", packed, {**meta("wa-secret", packed), **named})).status == 200
    assert kept(door, "whatsapp") == before + 1
    for sent, signed in ((packed, plain), (packed[:10], packed), (packed[:10], plain)):
        assert door.raw(call("/hooks/whatsapp", sent, {**meta("wa-secret", signed), **named})).status == 403


def test_a_packed_bomb_is_never_unpacked(door):
    bomb = gzip.compress(b"0" * 200_000_000, 1)
    answer = door.raw(call("/hooks/whatsapp", bomb, {**meta("wa-secret", bomb), "Content-Encoding": "gzip"}))
    assert answer.status == 200


def test_what_is_too_large_is_refused_whoever_sends_it(door):
    chunked = {"Transfer-Encoding": "chunked", "Content-Length": None}
    whole = b"%x\r\n%s\r\n0\r\n\r\n" % (len(LARGE), LARGE)
    for sent, headers in ((LARGE, {}), (b"", {"Content-Length": str(10**12)}), (whole, chunked)):
        answer = door.raw(call("/hooks/whatsapp", sent, {**meta("wa-secret", LARGE), **headers}))
        assert answer.status == 413
        assert answer.json["code"] == "too_large"


def test_a_body_in_chunks_is_a_body(door):
    number = phone()
    sent = whatsapp(f"wamid.{number}", number[1:])
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(sent[i : i + 7]), sent[i : i + 7]) for i in range(0, len(sent), 7))
    headers = {**meta("wa-secret", sent), "Transfer-Encoding": "chunked", "Content-Length": None}
    assert door.raw(call("/hooks/whatsapp", chunks + b"0\r\n\r\n", headers)).status == 200
    assert eventually(lambda: arrived(door, number))


@pytest.mark.parametrize(
    "headers",
    [{"Transfer-Encoding": "chunked", "Content-Length": None}, {"Transfer-Encoding": "chunked", "Content-Length": "5"},
     {"Content-Length": "-1"}, {"Content-Length": "many"}, {"Expect": "wonders"}],
)  # fmt: skip
def test_a_body_that_contradicts_its_frame_is_refused(door, headers):
    assert 400 <= door.raw(call("/hooks/whatsapp", b"zz\r\n{}", {**meta("wa-secret", b"{}"), **headers})).status < 500


def test_a_body_that_never_comes_is_given_up(door, monkeypatch):
    monkeypatch.setattr(body, "PATIENCE", 0.2)
    for headers in ({"Content-Length": "100"}, {"Content-Length": None, "Transfer-Encoding": "chunked"}):
        answer = door.raw(call("/hooks/whatsapp", b"", headers))
        assert (answer.status, answer.json["code"]) == (408, "too_slow")


def test_a_caller_who_hangs_up_is_no_fault_of_ours(door, capfd):
    with socket.create_connection(("127.0.0.1", door.port)) as wire:
        wire.sendall(call("/hooks/whatsapp", b"{", {"Content-Length": "100"}))
    assert door.ask("GET", "/healthz").status == 200
    assert "request_failed" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("account", [*sorted(SECRETS), "nobody"])
@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_refused(door, account, method):
    assert 400 <= door.raw(call(f"/hooks/{account}", method=method)).status < 500


@pytest.mark.parametrize("account", sorted(SECRETS))
def test_a_get_opens_nothing_without_its_token(door, account):
    for query in (
        "",
        "?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "?hub.verify_token=%ff%00",
        "?&&=&",
    ):
        assert 400 <= door.raw(call(f"/hooks/{account}{query}", method="GET")).status < 500


def test_the_handshake_gives_the_challenge_back_as_plain_text(door):
    query = urlencode({"hub.mode": "subscribe", "hub.verify_token": "wa-verify", "hub.challenge": "<b>1\r\nX: y</b>"})
    answer = door.raw(call(f"/hooks/whatsapp?{query}", method="GET"))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "x" not in answer.headers


@pytest.mark.parametrize(
    "kind", ["text/plain", "", "multipart/form-data; boundary=x", FORM, "application/json; charset=utf-16", "a/b/c;;;"]
)
def test_the_content_type_does_not_decide_who_is_genuine(door, kind):
    number = phone()
    sent = whatsapp(f"wamid.{number}", number[1:])
    assert door.raw(call("/hooks/whatsapp", sent, {**meta("wa-secret", sent), "Content-Type": kind})).status == 200
    assert eventually(lambda: arrived(door, number))


def test_an_older_http_is_understood(door):
    number = phone()
    sent = whatsapp(f"wamid.{number}", number[1:])
    old = call("/hooks/whatsapp", sent, {**meta("wa-secret", sent), "Host": None, "Connection": None}, version="1.0")
    assert door.raw(old).status == 200
    assert eventually(lambda: arrived(door, number))
    assert door.raw(b"POST /hooks/whatsapp HTTP/1.0\r\n\r\n").status == 403


@pytest.mark.parametrize(
    "sent",
    [
        call("/hooks/whatsapp", b"{}", {"X-Long": "a" * 20_000}),
        call("/hooks/whatsapp", b"{}", {f"X-{i}": "a" * 100 for i in range(2000)}),
        call("/hooks/whatsapp?" + "a" * 20_000, b"{}"),
        call("/hooks/" + "a" * 5000, b"{}"),
        call("/hooks/%ff%00", b"{}"),
        call("/hooks/../hooks/whatsapp", b"{}"),
        call("/hooks/", b"{}"),
        call("*", method="OPTIONS"),
        call("http://[::1/hooks/whatsapp", b"{}"),
        call("/hooks/whatsapp", b"{}", version="9.9"),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /hooks/whatsapp\r\n\r\n",
        b"\r\n\r\n",
        b"POST /hooks/whatsapp HTTP/1.1\r\nHost x\r\n\r\n",
        b"POST /hooks/what\x00sapp HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=range(15),
)
def test_what_is_hardly_http_is_refused_and_hurts_nobody(door, sent):
    first = b""
    with socket.create_connection(("127.0.0.1", door.port), timeout=5) as wire:
        try:
            wire.sendall(sent)
            wire.shutdown(socket.SHUT_WR)
            first = wire.recv(100)
        except OSError as error:  # the door was shut while we were still speaking
            if error.errno not in (errno.ENOTCONN, errno.EPIPE, errno.ECONNRESET):
                raise
    assert not first or first.split(b" ")[1].startswith(b"4"), first
    assert door.ask("GET", "/healthz").status == 200
