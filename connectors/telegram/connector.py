"""One bot: signature, window, calls. Parsing and rendering are beside it."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

import structlog
from telegram import error as refused

from connectors.content import Media
from connectors.contract import (
    Account,
    Capabilities,
    FetchedMedia,
    IsAnothers,
    Keys,
    OwnFile,
    Request,
    Response,
    Window,
)
from connectors.errors import ConfigurationError, Failure, MediaUnavailable, NoAnswer, NotSent
from connectors.http import Http, Reply
from connectors.message import Accepted, CannotTell, Event, LookUp, Outbound, Outcome, Part, RenderPlan, SignalKind
from connectors.telegram import failure, render
from connectors.telegram.parse import parse
from connectors.telegram.transport import Caller, NeverLeft, Refused, SharedSession, with_file

MB = 1_000_000
LARGEST_DOWNLOAD = 20 * MB
# What setWebhook is to deliver: reactions come only when asked for
UPDATES = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "callback_query", "my_chat_member",
    "chat_member",
)  # fmt: skip

log = structlog.get_logger()


class Telegram:
    """Connector of a Telegram bot."""

    KEYS = Keys(
        required=("token", "webhook_secret"), optional=("handle",), secret=frozenset({"token", "webhook_secret"})
    )  # fmt: skip
    DEFAULT_API_BASE = "https://api.telegram.org"
    DEFAULT_RATE: float | None = 30.0
    DEFAULT_RECIPIENT_RATE: float | None = 1.0
    ACK = Response()  # an empty body: anything else may be taken for a call
    HOOK_IS_OWN = True

    def __init__(self, account: Account, http: Http) -> None:
        self.account = account
        self._http = http
        self._secret = account.values["webhook_secret"].encode()
        self._token = account.values["token"]
        self._moved: dict[str, str] = {}  # groups that became supergroups, while parts to them waited
        session = SharedSession(http)
        self._bot = Caller(
            self._token,
            base_url=f"{account.api_base}/bot",
            base_file_url=f"{account.api_base}/file/bot",
            request=session,
            get_updates_request=session,
        )
        self.capabilities = Capabilities(
            text=render.TEXT, caption=render.CAPTION, buttons=render.BUTTONS, button_label=render.BUTTON_LABEL,
            button_body=render.TEXT, link_buttons=render.BUTTONS, reply_to=True, typing=True, reactions=True,
            media={"image": 10 * MB, "video": 50 * MB, "audio": 50 * MB, "voice": 50 * MB, "file": 50 * MB,
                   "sticker": MB, "animation": 50 * MB},
            media_types={
                "image": frozenset({"image/jpeg", "image/png", "image/webp"}),
                "audio": frozenset({"audio/mpeg", "audio/mp4"}),
                "video": frozenset({"video/mp4"}),
            },
        )  # fmt: skip

    def handshake(self, request: Request) -> Response | None:
        return Response(405, "updates are posted") if request.method == "GET" else None

    def verify(self, request: Request) -> bool:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret)

    def recipient(self) -> str | None:
        return None

    def parse(self, request: Request) -> list[Event]:
        return parse(request.body)

    def render(self, message: Outbound) -> RenderPlan:
        return render.render(message)

    def window(self, last_inbound: datetime | None) -> Window:
        return Window(open_until=None)

    def classify(self, reply: Reply) -> Failure:
        body = reply.json()
        body = body if isinstance(body, dict) else {}
        asked = body.get("parameters")
        asked = asked if isinstance(asked, dict) else {}
        moved, wait = asked.get("migrate_to_chat_id"), asked.get("retry_after")
        code = body.get("error_code")
        return failure.meaning(
            code if isinstance(code, int) else reply.status,
            self._redacted(str(body.get("description", ""))),
            retry_after=wait if isinstance(wait, int | float) else None,
            moved_to=str(moved) if moved else None,
        )

    async def send(self, part: Part, reference: str, file: OwnFile | None = None) -> Outcome:
        chat = str(part.payload.get("chat_id", ""))
        fields = self._moved_on(part.payload, chat)
        try:
            result = await self._bot.call(part.method, with_file(fields, part.file, file))
            return _accepted(result, amended=part.method in render.AMENDING)
        except Refused as error:
            return self._refusal(error, chat)
        except NeverLeft as error:
            return Failure(kind="transient", text=str(error))
        except refused.TelegramError as error:  # no answer, or none that can be read: it may have been carried out
            return Failure(kind="unknown", text=self._redacted(error.message))
        except KeyError:  # a success without a result
            return Failure(kind="unknown", text="an answer without a result")

    def _moved_on(self, fields: dict[str, Any], chat: str) -> dict[str, Any]:
        """A part that waits was written before the group changed its id."""
        return {**fields, "chat_id": self._moved[chat]} if chat in self._moved else fields

    def _refusal(self, error: Refused, chat: str) -> Outcome:
        refusal = self.classify(error.reply)
        if failure.NOT_MODIFIED in refusal.text.lower():
            return Accepted(provider_id=None, status="sent")
        if refusal.moved_to is not None:
            self._moved[chat] = refusal.moved_to
        return refusal

    async def signal(self, kind: SignalKind, address: str, target: str | None = None) -> None:
        calls: dict[str, tuple[str, dict[str, Any]]] = {
            "typing": ("sendChatAction", {"chat_id": address, "action": "typing"}),
            "callback": ("answerCallbackQuery", {"callback_query_id": target}),
        }
        if kind not in calls or (kind == "callback" and target is None):
            return
        method, fields = calls[kind]
        try:
            await self._bot.call(method, fields)
        except refused.TelegramError as error:
            log.info("signal_failed", account=self.account.id, signal=kind, error=type(error).__name__)

    async def upload(self, body: bytes, mime: str, name: str) -> str:
        raise MediaUnavailable("Telegram keeps files only with a message: send by url")

    async def fetch_media(self, media: Media, limit: int) -> FetchedMedia:
        try:
            file = await self._bot.call("getFile", {"file_id": media.media_id})
            path = str(file["file_path"])
        except (refused.TelegramError, KeyError, TypeError) as error:
            raise _gone(error) from None
        # The address holds the token: it is built here and kept nowhere
        url = f"{self.account.api_base}/file/bot{self._token}/{path}"
        reply = await self._http.download(url, limit=min(limit, LARGEST_DOWNLOAD))
        if reply.status != 200:
            raise MediaUnavailable(f"http_{reply.status}")
        mime = media.mime or reply.headers.get("Content-Type", "application/octet-stream")
        return FetchedMedia(reply.body, mime, media.name or path.rpartition("/")[2])

    async def find_sent(self, part: Part, reference: str, since: datetime, is_anothers: IsAnothers) -> LookUp:
        return CannotTell()

    async def install(self) -> str:
        fields = {
            "url": self.account.hook_url,
            "secret_token": self.account.values["webhook_secret"],
            "allowed_updates": list(UPDATES),
        }
        try:
            await self._bot.call("setWebhook", fields)
        except refused.TelegramError as error:
            words = f"Telegram did not take the webhook: {self._redacted(error.message)}"
            raise ConfigurationError(
                f"{self.account.id}: {words}. Check token, webhook_secret and public_url"
            ) from None
        return f"Telegram posts updates to {self.account.hook_url}"

    async def close(self) -> None:
        """The session is shared: nothing of ours to close."""

    def _redacted(self, words: str) -> str:
        for name in self.KEYS.secret:
            words = words.replace(self.account.values[name], "***")
        return words[:300]


def _accepted(result: Any, *, amended: bool) -> Outcome:
    """`result` is the message sent, or True where there is none (an edit of an inline message, a reaction)."""
    first = result[0] if isinstance(result, list) and result else result
    provider_id = str(first["message_id"]) if isinstance(first, dict) else None
    return Accepted(provider_id=provider_id, status="sent", amended=amended)


def _gone(error: Exception) -> Exception:
    """A media that Telegram will not give; or an answer that may still come."""
    if isinstance(error, NeverLeft):
        return NotSent(type(error).__name__)
    if isinstance(error, Refused) and error.reply.status < 500:
        return MediaUnavailable("too_large" if "too big" in error.message.lower() else "refused")
    if isinstance(error, refused.TelegramError):
        return NoAnswer(type(error).__name__)
    return MediaUnavailable("refused")
