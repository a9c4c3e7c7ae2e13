"""One WhatsApp number: signature, window, calls. Parsing and rendering are beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import structlog

from connectors import meta
from connectors.approved import Approved
from connectors.content import Media
from connectors.contract import (
    Account,
    Capabilities,
    Deed,
    FetchedMedia,
    IsAnothers,
    Keys,
    OwnFile,
    Request,
    Response,
    Window,
)
from connectors.errors import ConfigurationError, Failure, MediaUnavailable, NoAnswer, NotSent
from connectors.http import UPLOAD, Http, Piece, Reply
from connectors.media_source import source
from connectors.message import Accepted, CannotTell, Event, LookUp, Outbound, Outcome, Part, RenderPlan, SignalKind
from connectors.whatsapp import approved, control, failure, interactive, render, templates
from connectors.whatsapp.parse import parse
from connectors.whatsapp.people import known_as, phone
from connectors.whatsapp.values import listed, mapping, text

MB = 1_000_000
WINDOW = timedelta(hours=24)
PAGES = 20  # of templates: Meta allows an account 6,000, and nobody picks among them
NEVER = datetime.fromtimestamp(0, UTC)
API_HOSTS = frozenset({"graph.facebook.com"})
MEDIA_HOSTS = (".fbsbx.com", ".fbcdn.net", ".whatsapp.net", ".facebook.com")
AGENT = {"User-Agent": "causerie"}  # Meta's media hosts refuse callers without a name

log = structlog.get_logger()


class WhatsApp:
    """Connector of a number on the WhatsApp Cloud API."""

    KEYS = Keys(
        required=("phone_number_id", "access_token", "app_secret", "verify_token"),
        optional=("waba_id", "graph_version", "handle"),
        secret=frozenset({"access_token", "app_secret", "verify_token"}),
    )
    DEFAULT_API_BASE = meta.DEFAULT_API_BASE
    DEFAULT_RATE: float | None = 80.0
    DEFAULT_RECIPIENT_RATE: float | None = 1.0  # bursts are allowed; what is too much comes back as 131056
    ACK = Response()
    HOOK_IS_OWN = False  # one app speaks for many numbers
    DEEDS = control.DEEDS

    def __init__(self, account: Account, http: Http) -> None:
        self.account = account
        self._http = http
        self._token = account.values["access_token"]
        self._secrets = tuple(account.values[name] for name in self.KEYS.secret)
        self._path = f"{account.values['phone_number_id']}/messages"
        self.capabilities = Capabilities(
            text=render.TEXT, caption=render.CAPTION, buttons=interactive.BUTTONS,
            button_label=interactive.BUTTON_LABEL, button_body=interactive.BODY, list_rows=interactive.ROWS,
            list_label=interactive.ROW_LABEL, list_description=interactive.ROW_DESCRIPTION,
            option_id_bytes=interactive.ROW_ID, link_buttons=1, templates=True, reply_to=True, typing=True,
            read_marks=True, reactions=True, starts_chats=True, receipts=("sent", "delivered", "read"), window=WINDOW,
            media={"image": 5 * MB, "audio": 16 * MB, "voice": 16 * MB, "video": 16 * MB, "file": 100 * MB,
                   "sticker": MB // 2},
            media_types={
                "image": frozenset({"image/jpeg", "image/png"}),
                "audio": frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
                "video": frozenset({"video/mp4", "video/3gpp"}),
            },
        )  # fmt: skip

    def handshake(self, request: Request) -> Response | None:
        return meta.handshake(request, self.account.values["verify_token"])

    def verify(self, request: Request) -> bool:
        return meta.is_genuine(request, self.account.values["app_secret"])

    def recipient(self) -> str | None:
        return self.account.values["phone_number_id"]

    def parse(self, request: Request) -> list[Event]:
        return parse(request.body)

    def render(self, message: Outbound) -> RenderPlan:
        return render.render(message)

    def window(self, last_inbound: datetime | None) -> Window:
        return Window(open_until=last_inbound + WINDOW if last_inbound else NEVER, after=frozenset({"template"}))

    def classify(self, reply: Reply) -> Failure:
        return failure.in_full(meta.failure(reply, failure.meaning, secrets=self._secrets))

    async def send(self, part: Part, reference: str, file: OwnFile | None = None) -> Outcome:
        body = {**part.payload, "biz_opaque_callback_data": reference}
        if file is not None:
            kept = await meta.kept(self._upload(file.body, file.mime, file.name), _media_id, self.classify)
            if isinstance(kept, Failure):
                return kept
            body[body["type"]] = _with_file(body, kept)
        reply = await meta.call(self._http, self.account, self._token, self._path, body)
        if isinstance(reply, Failure):
            return reply
        outcome = _accepted(reply, part.payload) if reply.status < 300 else None
        return outcome or self.classify(reply)

    async def signal(self, kind: SignalKind, address: str, target: str | None = None) -> None:
        """Both need the message that was read; typing shows until we answer, 25 seconds at most."""
        if kind == "callback" or target is None:
            return
        body: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read", "message_id": target}
        if kind == "typing":
            body["typing_indicator"] = {"type": "text"}
        reply = await meta.call(self._http, self.account, self._token, self._path, body)
        if isinstance(reply, Failure) or reply.status >= 300:
            log.info("signal_failed", account=self.account.id, signal=kind)

    async def upload(self, body: bytes, mime: str, name: str) -> str:
        reply = await self._upload(body, mime, name)
        media_id = _media_id(reply)
        if media_id is None:
            raise MediaUnavailable(f"refused_{self.classify(reply).code}")
        return media_id

    async def _upload(self, body: bytes, mime: str, name: str) -> Reply:
        return await self._http.request(
            "POST",
            self._url(f"{self.account.values['phone_number_id']}/media"),
            headers=meta.bearer(self._token),
            pieces=[Piece("messaging_product", "whatsapp"), Piece("type", mime), Piece("file", body, name, mime)],
            timeout=UPLOAD,
        )

    async def fetch_media(self, media: Media, limit: int) -> FetchedMedia:
        """Its address is asked for by id, lives five minutes, and wants the token too."""
        url, mime = await self._located(media.media_id) if media.media_id else (media.url or "", None)
        place = source(url, self.account.api_base, api_hosts=API_HOSTS, media_hosts=MEDIA_HOSTS)
        fetched = await self._http.download(place, limit=limit, headers={**meta.bearer(self._token), **AGENT})
        if fetched.status != 200:
            raise MediaUnavailable(f"http_{fetched.status}")
        return FetchedMedia(fetched.body, str(media.mime or mime or "application/octet-stream"), media.name)

    async def _located(self, media_id: str) -> tuple[str, Any]:
        """The address of a media and its type."""
        reply = await self._http.request("GET", self._url(quote(media_id, safe="")), headers=meta.bearer(self._token))
        if reply.status >= 500:
            raise NoAnswer(f"http_{reply.status}")
        given = reply.json()
        url = given.get("url") if reply.status == 200 and isinstance(given, dict) else None
        if not isinstance(url, str):
            raise MediaUnavailable(f"http_{reply.status}")
        return url, given.get("mime_type")

    async def control(self, deed: Deed, address: str, *, to: str | None, note: str) -> Failure | None:
        path = f"{self.account.values['phone_number_id']}/thread_control"
        body = control.asked(deed, address, to=to, note=note)
        reply = await meta.call(self._http, self.account, self._token, path, body)
        if isinstance(reply, Failure):
            return reply
        return None if reply.status < 300 and "error" not in mapping(reply.json()) else self.classify(reply)

    async def approved(self) -> tuple[Approved, ...] | Failure:
        waba = self.account.values.get("waba_id")
        if not waba:
            return Failure(kind="permanent", code="no_waba_id", text="waba_id is not set")
        found: list[Approved] = []
        place: str | None = ""
        for _ in range(PAGES):
            page = await self._templates(waba, place or "")
            if isinstance(page, Failure):
                return page
            found += approved.approved(page)
            place = approved.next_page(page)
            if place is None:
                break
        return tuple(found)

    async def _templates(self, waba: str, place: str) -> dict[str, Any] | Failure:
        query = urlencode({"fields": approved.FIELDS, "limit": 200, **({"after": place} if place else {})})
        try:
            url = self._url(f"{quote(waba, safe='')}/message_templates?{query}")
            reply = await self._http.request("GET", url, headers=meta.bearer(self._token))
        except (NotSent, NoAnswer) as error:
            return Failure(kind="transient", text=str(error))
        return mapping(reply.json()) if reply.status == 200 else self.classify(reply)

    async def find_sent(self, part: Part, reference: str, since: datetime, is_anothers: IsAnothers) -> LookUp:
        """Nothing can be asked: a status that carries the reference is the evidence."""
        return CannotTell()

    async def install(self) -> str:
        """Subscribes the app to this account's events. The callback's address is set once, in the app itself."""
        account = self.account
        waba = account.values.get("waba_id")
        if not waba:
            raise ConfigurationError(f"{account.id}: without waba_id Meta cannot be told what to deliver. Add waba_id")
        reply = await meta.call(self._http, account, self._token, f"{waba}/subscribed_apps", {})
        wrong = reply if isinstance(reply, Failure) else None if reply.status == 200 else self.classify(reply)
        if wrong is not None:
            raise ConfigurationError(f"{account.id}: Meta refused the subscription: {wrong.code} {wrong.text}")
        return (
            f"Meta delivers account {waba}; by hand, once, in the app's dashboard under webhooks: {account.hook_url}, "
            "the verify token, and the fields messages, standby and messaging_handovers"
        )

    async def close(self) -> None:
        """The session is shared."""

    def _url(self, path: str) -> str:
        return f"{self.account.api_base}/{meta.version(self.account)}/{path}"


def _with_file(body: dict[str, Any], media_id: str) -> dict[str, Any]:
    """What a message of this type holds, with its file as Meta calls it."""
    said: dict[str, Any] = body[body["type"]]
    return templates.with_file(said, media_id) if body["type"] == "template" else {**said, "id": media_id}


def _media_id(reply: Reply) -> str | None:
    return text(mapping(reply.json()).get("id")) if reply.status < 300 else None


def _accepted(reply: Reply, payload: dict[str, Any]) -> Outcome | None:
    """None for an error, which may come under any status."""
    body = mapping(reply.json())
    if "error" in body:
        return None
    provider_id = text(_first(body.get("messages")).get("id"))
    if provider_id is None:
        return Failure(kind="unknown", text="an answer without a message id")
    return Accepted(provider_id=provider_id, aliases=_aliases(_first(body.get("contacts")), payload))


def _aliases(contact: dict[str, Any], payload: dict[str, Any]) -> tuple[str, ...]:
    """What else the answer calls the person that was asked for."""
    known = known_as(phone(contact.get("wa_id")), text(contact.get("user_id")))
    if known is None or payload.get("recipient_type") == "group":
        return ()
    asked = phone(payload.get("to")) or text(payload.get("recipient"))
    return tuple(key for key in (known.address, *known.aliases) if key != asked)


def _first(items: Any) -> dict[str, Any]:
    return next((mapping(one) for one in listed(items)), {})
