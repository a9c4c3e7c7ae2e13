"""One Twilio sender, for SMS or for WhatsApp: signature, window, calls. Parsing and rendering are beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from connectors.approved import Approved
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
from connectors.errors import Failure, MediaUnavailable, NoAnswer, NotSent
from connectors.http import Http, Reply
from connectors.media_source import source
from connectors.message import (
    Absent,
    Accepted,
    CannotTell,
    Event,
    LookUp,
    Outbound,
    Outcome,
    Part,
    RenderPlan,
    SignalKind,
)  # fmt: skip
from connectors.twilio import approved, failure, render, signature
from connectors.twilio.parse import parse, plain_address
from connectors.twilio.transport import Caller

MB = 1_000_000
PAGES = 20  # of templates
WINDOW = timedelta(hours=24)
NEVER = datetime.fromtimestamp(0, UTC)
API_HOSTS = frozenset({"api.twilio.com"})
MEDIA_HOSTS = (".twilio.com", ".twiliocdn.com")
GIVEN_UP = frozenset({"failed", "undelivered", "canceled"})
_SERVICE = "MG"  # a Messaging Service's id begins so; a phone number does not


class _Twilio:
    """What both channels share."""

    KEYS = Keys(required=("account_sid", "auth_token", "from"), secret=frozenset({"auth_token"}))
    DEFAULT_API_BASE = "https://api.twilio.com"
    DEFAULT_RATE: float | None = 1.0
    DEFAULT_RECIPIENT_RATE: float | None = 1.0
    ACK = Response(200, "<Response/>", "text/xml")
    HOOK_IS_OWN = True  # set for one number or service; a service's numbers and senders come and go
    CAPABILITIES: ClassVar[Capabilities]
    IS_SMS: ClassVar[bool]

    def __init__(self, account: Account, http: Http) -> None:
        self.account = account
        self.capabilities = self.CAPABILITIES
        self._sender = account.values["from"]
        self._is_service = self._sender.startswith(_SERVICE)
        self._http = http
        self._caller = Caller(account, http)

    def handshake(self, request: Request) -> Response | None:
        return None

    def verify(self, request: Request) -> bool:
        return signature.is_genuine(request, self.account.public_url, self.account.values["auth_token"])

    def recipient(self) -> str | None:
        """None for a Messaging Service: it speaks with many numbers."""
        return None if self._is_service else plain_address(self._sender)

    def parse(self, request: Request) -> list[Event]:
        return parse(request, sms=self.IS_SMS, by_number=not self._is_service)

    def render(self, message: Outbound) -> RenderPlan:
        return render.render(message, sms=self.IS_SMS)

    def window(self, last_inbound: datetime | None) -> Window:
        return Window(open_until=None)

    def classify(self, reply: Reply) -> Failure:
        body = reply.json()
        body = body if isinstance(body, dict) else {}
        code = str(body.get("code") or "")
        given = reply.headers.get("Retry-After", "")
        words = str(body.get("message") or body.get("detail") or "").replace(self.account.values["auth_token"], "***")
        return failure.answered(
            reply.status,
            int(code) if code.isdecimal() else None,
            words,
            float(given) if given.isdecimal() else None,
        )

    async def send(self, part: Part, reference: str, file: OwnFile | None = None) -> Outcome:
        """Twilio takes no bytes: it fetches a file of ours by its link."""
        linked = {"MediaUrl": [*part.payload.get("MediaUrl", ()), file.link]} if file is not None else {}
        try:
            reply = await self._caller.create(self._fields({**part.payload, **linked}, reference))
        except NotSent as error:
            return Failure(kind="transient", text=str(error))
        except NoAnswer as error:
            return Failure(kind="unknown", text=str(error))
        if reply.status >= 300:
            return self.classify(reply)
        return _created(reply.json())

    def _fields(self, payload: dict[str, Any], reference: str) -> dict[str, Any]:
        by = {"MessagingServiceSid": self._sender} if self._is_service else self._by()
        callback = (
            {"StatusCallback": f"{self.account.hook_url}?delivery={reference}"} if self.account.public_url else {}
        )
        return {**payload, "To": self._spelled(payload["To"]), **by, **callback}

    def _by(self) -> dict[str, str]:
        """A Messaging Service chooses among its numbers."""
        return {} if self._is_service else {"From": self._spelled(self._sender)}

    def _spelled(self, address: str) -> str:
        return plain_address(address) if self.IS_SMS else f"whatsapp:{plain_address(address)}"

    async def signal(self, kind: SignalKind, address: str, target: str | None = None) -> None:
        """Twilio shows neither typing nor read marks."""

    async def upload(self, body: bytes, mime: str, name: str) -> str:
        raise MediaUnavailable("Twilio fetches media by url")

    async def fetch_media(self, media: Media, limit: int) -> FetchedMedia:
        """Twilio redirects to its storage: the password stays with the first host."""
        url = source(media.url, self.account.api_base, api_hosts=API_HOSTS, media_hosts=MEDIA_HOSTS)
        reply = await self._http.download(url, limit=limit, headers=self._caller.authorization())
        if reply.status != 200:
            raise MediaUnavailable("expired" if reply.status in (404, 410) else f"http_{reply.status}")
        mime = media.mime or reply.headers.get("Content-Type", "application/octet-stream")
        return FetchedMedia(reply.body, mime, media.name)

    async def find_sent(self, part: Part, reference: str, since: datetime, is_anothers: IsAnothers) -> LookUp:
        """Ask for what went to this number lately, and compare the words.

        A template's words are Twilio's: it cannot be told from another.
        """
        if "ContentSid" in part.payload:
            return CannotTell()
        lately = since - timedelta(days=1)  # days are Twilio's, and our clock may have been ahead
        reply = await self._caller.listing(
            {"To": self._spelled(part.payload["To"]), "DateSent>": f"{lately:%Y-%m-%d}", "PageSize": 50} | self._by()
        )
        if reply is None or reply.status != 200:
            return CannotTell()
        body = reply.json()
        listed = body.get("messages") if isinstance(body, dict) else None
        if not isinstance(listed, list):
            return CannotTell()
        body = part.payload.get("Body", "")
        for one in listed:  # the newest first
            if one.get("body", "") == body and _went_out(one) and not await is_anothers(str(one.get("sid"))):
                return Accepted(provider_id=one.get("sid")) if _sent_since(one, since) else CannotTell()
        return Absent()

    async def install(self) -> str:
        """Nothing to call: a number, a service and a WhatsApp sender are each set elsewhere (docs/connectors.md)."""
        kind = "the Messaging Service" if self._is_service else "the number" if self.IS_SMS else "the WhatsApp sender"
        what = f"{kind} {self._sender}, incoming messages"
        return f"by hand: in Twilio's console, set {what}, to {self.account.hook_url} (POST)"

    async def close(self) -> None:
        """The session is shared."""


class TwilioSms(_Twilio):
    """SMS and MMS."""

    IS_SMS = True
    CAPABILITIES = Capabilities(
        text=render.TEXT, text_unit="segments", receipts=("sent", "delivered"), starts_chats=True,
        media={"image": 5 * MB, "video": 5 * MB, "audio": 5 * MB, "file": 5 * MB},
    )  # fmt: skip


class TwilioWhatsApp(_Twilio):
    """WhatsApp through Twilio."""

    async def approved(self) -> tuple[Approved, ...] | Failure:
        found: list[Approved] = []
        query: str | None = "PageSize=200"
        for _ in range(PAGES):
            page = await self._contents(query or "")
            if isinstance(page, Failure):
                return page
            found += approved.approved(page)
            query = urlsplit((page.get("meta") or {}).get("next_page_url") or "").query or None
            if query is None:
                break
        return tuple(found)

    async def _contents(self, query: str) -> dict[str, Any] | Failure:
        """The content API is another host of Twilio's; whatever stands in for one stands in for both."""
        base = approved.HOST if self.account.api_base == self.DEFAULT_API_BASE else self.account.api_base
        url, headers = f"{base}{approved.PATH}?{query}", self._caller.authorization()
        try:
            reply = await self._http.request("GET", url, headers=headers)
        except (NotSent, NoAnswer) as error:
            return Failure(kind="transient", text=str(error))
        body = reply.json()
        return body if reply.status == 200 and isinstance(body, dict) else self.classify(reply)

    IS_SMS = False
    DEFAULT_RATE = 80.0
    CAPABILITIES = Capabilities(
        text=render.TEXT, templates=True, receipts=("sent", "delivered", "read"), starts_chats=True, window=WINDOW,
        media={"image": 5 * MB, "video": 16 * MB, "audio": 16 * MB, "file": 16 * MB},
    )  # fmt: skip

    def window(self, last_inbound: datetime | None) -> Window:
        return Window(open_until=last_inbound + WINDOW if last_inbound else NEVER, after=frozenset({"template"}))


def _created(body: Any) -> Outcome:
    """No callback comes for the status that the answer tells: a message that failed at once would stay accepted."""
    body = body if isinstance(body, dict) else {}
    if body.get("status") in GIVEN_UP:
        code = str(body.get("error_code") or "")
        words = str(body.get("error_message") or body["status"])
        return failure.reported(int(code) if code.isdecimal() else None, words)
    sid = body.get("sid")
    return Accepted(provider_id=sid) if sid else Failure(kind="unknown", text="an answer without a sid")


def _went_out(message: dict[str, Any]) -> bool:
    """Neither a customer's nor one that Twilio gave up: that one has its own status."""
    return str(message.get("direction", "outbound-api")).startswith("outbound")


def _sent_since(message: dict[str, Any], since: datetime) -> bool:
    """`date_created` is RFC 2822; what cannot be read counts: better one repeat less."""
    try:
        return parsedate_to_datetime(message.get("date_created") or message.get("date_sent") or "") >= since
    except (TypeError, ValueError):
        return True
