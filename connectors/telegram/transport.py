"""python-telegram-bot on our own HTTP client: a request class that says whether a call left.

Its default (httpx) costs several times as much a call. https://docs.python-telegram-bot.org/telegram.request.baserequest.html
"""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from telegram import Bot, InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from connectors.contract import OwnFile
from connectors.errors import NoAnswer, NotSent
from connectors.http import UPLOAD, Http, Piece, Reply

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode

# Its records hold the address with the token, customers' words and whole answers; what went wrong is in our outcomes
logging.getLogger("telegram").setLevel(logging.CRITICAL)


class NeverLeft(NetworkError):
    """No byte reached Telegram."""


class Refused(TelegramError):
    """Telegram said no. The library keeps neither the status nor all of the words, and takes any 200 for a yes."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.json().get("description") or f"http_{reply.status}"))
        self.reply = reply


class SharedSession(BaseRequest):
    """Calls over the client that all accounts share; it is not ours to open or close."""

    def __init__(self, http: Http) -> None:
        self._http = http

    @property
    def read_timeout(self) -> float | None:
        return self._http.total

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # the signature is the base class's
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        try:
            reply = await self._http.request(method, url, **_body(request_data))
        except NotSent as error:
            raise NeverLeft(str(error)) from None
        except NoAnswer as error:
            raise TimedOut(str(error)) from None
        if reply.status >= 300:
            raise Refused(reply)
        return reply.status, reply.body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer, read three times as fast as by the base class, and never shown to a log."""
        try:
            answer = _decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise TelegramError("Invalid server response") from None
        if "error_code" in answer:
            raise Refused(Reply(200, payload, {}))
        return answer


class Caller(Bot):
    """A Bot that takes a call as the outbox keeps it: the method's name and its fields."""

    async def call(self, method: str, fields: dict[str, Any]) -> Any:
        """The `result` of the answer; telegram.error.TelegramError otherwise."""
        return await self._post(method, dict(fields))


def with_file(fields: dict[str, Any], place: str | None, file: OwnFile | None) -> dict[str, Any]:
    """The fields of a call with the bytes of a file of ours in the place of its id."""
    if file is None:
        return fields
    given = InputFile(file.body, filename=file.name)
    return {name: given if value == place and name != "chat_id" else value for name, value in fields.items()}


def _body(data: RequestData | None) -> dict[str, Any]:
    """The fields as the Bot API takes them: what is no text is JSON; with a file, as pieces."""
    fields = data.parameters if data is not None else {}
    form = [(name, value if isinstance(value, str) else _encode(value).decode()) for name, value in fields.items()]
    if data is None or not data.contains_files:
        return {"form": form}
    files = data.multipart_data.items()
    pieces = [Piece(name, body, filename, mime) for name, (filename, body, mime) in files if isinstance(body, bytes)]
    return {"pieces": [*(Piece(name, value) for name, value in form), *pieces], "timeout": UPLOAD}
