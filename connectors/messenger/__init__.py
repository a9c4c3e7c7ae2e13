"""Messenger, and Instagram's direct messages, which are the same with an Instagram id for `page_id`.

In:   https://developers.facebook.com/docs/messenger-platform/webhooks
Out:  https://developers.facebook.com/docs/messenger-platform/reference/send-api
The network is touched by `send`, `signal`, `upload`, `fetch_media` and `install`, through the `http` they are handed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import structlog

from connectors import meta
from connectors.content import Media
from connectors.contract import Account, Deed, FetchedMedia, IsAnothers, Keys, OwnFile, Request, Response, Window
from connectors.document import document
from connectors.errors import ConfigurationError, Failure, MediaUnavailable
from connectors.http import UPLOAD, Http, Reply
from connectors.media_source import name_of
from connectors.message import Accepted, CannotTell, Event, LookUp, Outbound, Outcome, Part, RenderPlan, SignalKind
from connectors.messenger import attachment, skin
from connectors.messenger.failure import failure
from connectors.messenger.parse import Us, parse
from connectors.messenger.render import recipient, render
from connectors.messenger.wire import text_of

log = structlog.get_logger()

FIELDS = (
    "messages",
    "message_deliveries",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "message_reads",
    "messaging_account_linking",
    "messaging_handovers",
    "messaging_optins",
    "messaging_policy_enforcement",
    "messaging_postbacks",
    "messaging_referrals",
    "standby",
)
INSTAGRAM_FIELDS = (
    "messages",
    "message_edit",
    "message_reactions",
    "messaging_handover",
    "messaging_postbacks",
    "messaging_referral",
    "messaging_seen",
    "standby",
)
INSTAGRAM_ID = re.compile(r"1784\d{13}")  # of professional accounts; no Page has one of this form
PAGE_INBOX, INSTAGRAM_INBOX = "263902037430900", "1217981644879628"  # Meta's own apps, where people answer by hand
NOTE = 2000  # characters of what goes along with a thread
ACTIONS: dict[SignalKind, str] = {"typing": "typing_on", "read": "mark_seen"}


class Messenger:
    """One Page, or one Instagram account: `kind: instagram`, or an id of Instagram's form."""

    KEYS = Keys(
        required=("page_id", "page_token", "app_secret", "verify_token"),
        optional=("graph_version", "app_id", "kind"),
        secret=frozenset({"page_token", "app_secret", "verify_token"}),
    )
    DEFAULT_API_BASE = meta.DEFAULT_API_BASE
    DEFAULT_RATE: float | None = 300.0
    DEFAULT_RECIPIENT_RATE: float | None = None
    ACK = Response(body="EVENT_RECEIVED")
    HOOK_IS_OWN = False  # one app speaks for many pages
    DEEDS: frozenset[Deed] = frozenset({"pass", "take", "request", "release"})

    def __init__(self, account: Account, http: Http) -> None:
        self.account = account
        self.http = http
        kind = account.values.get("kind")
        self.instagram = kind == "instagram" if kind else bool(INSTAGRAM_ID.fullmatch(account.values["page_id"]))
        self.capabilities = skin.INSTAGRAM if self.instagram else skin.MESSENGER
        self.page_id = account.values["page_id"]
        self._token = account.values["page_token"]
        self._secrets = tuple(account.values[name] for name in self.KEYS.secret)

    def handshake(self, request: Request) -> Response | None:
        return meta.handshake(request, self.account.values["verify_token"])

    def verify(self, request: Request) -> bool:
        return meta.is_genuine(request, self.account.values["app_secret"])

    def recipient(self) -> str | None:
        return self.page_id

    def parse(self, request: Request) -> list[Event]:
        return parse(document(request.body), Us(self.page_id, self.account.values.get("app_id")))

    def render(self, message: Outbound) -> RenderPlan:
        return render(message, self.capabilities)

    def window(self, last_inbound: datetime | None) -> Window:
        return skin.window(last_inbound, self.capabilities)

    def classify(self, reply: Reply) -> Failure:
        return failure(reply, self._secrets)

    async def send(self, part: Part, reference: str, file: OwnFile | None = None) -> Outcome:
        """`reference` travels as metadata: the echo that brings it back proves that a send without answer went out."""
        body = part.payload
        if file is not None:
            kept = await meta.kept(self._upload(file.body, file.mime, file.name), attachment.uploaded, self.classify)
            if isinstance(kept, Failure):
                return kept
            body = {**body, "message": attachment.shown(body["message"], kept)}
        if "message" in body:
            body = {**body, "message": {**body["message"], "metadata": reference}}
        reply = await self._call(part.method, body)
        if isinstance(reply, Failure):
            return reply
        said = reply.json()
        taken = reply.status < 300 and isinstance(said, dict) and ("message_id" in said or "recipient_id" in said)
        return Accepted(provider_id=text_of(said.get("message_id")), status="sent") if taken else self.classify(reply)

    async def signal(self, kind: SignalKind, address: str, target: str | None = None) -> None:
        """Seen marks all up to now: Messenger takes no target. There are no callbacks to answer."""
        action = ACTIONS.get(kind)
        if action is None:
            return
        reply = await self._call("messages", {"recipient": recipient(address), "sender_action": action})
        failed = reply if isinstance(reply, Failure) else None if reply.status == 200 else self.classify(reply)
        if failed:
            log.info("signal_failed", account=self.account.id, signal=kind, reason=failed.kind, code=failed.code)

    async def upload(self, body: bytes, mime: str, name: str) -> str:
        reply = await self._upload(body, mime, name)
        media_id = attachment.uploaded(reply)
        if media_id is None:
            raise MediaUnavailable(f"upload refused: {self.classify(reply).code}")
        return media_id

    async def _upload(self, body: bytes, mime: str, name: str) -> Reply:
        url = f"{self.account.api_base}/{meta.version(self.account)}/{self.page_id}/message_attachments"
        pieces = attachment.pieces(body, mime, name)
        return await self.http.request("POST", url, headers=meta.bearer(self._token), pieces=pieces, timeout=UPLOAD)

    async def fetch_media(self, media: Media, limit: int) -> FetchedMedia:
        """From the signed link of the webhook, which soon expires. The token stays here: the link needs none."""
        url = attachment.source(media.url, self.account.api_base)
        reply = await self.http.download(url, limit=limit)
        if reply.status != 200:
            raise MediaUnavailable("expired" if reply.status in {403, 404, 410} else f"status {reply.status}")
        mime = reply.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip()
        return FetchedMedia(reply.body, mime, media.name or name_of(url))

    async def control(self, deed: Deed, address: str, *, to: str | None, note: str) -> Failure | None:
        """https://developers.facebook.com/docs/messenger-platform/handover-protocol/conversation-control"""
        body: dict[str, Any] = {"recipient": recipient(address), **({"metadata": note[:NOTE]} if note else {})}
        if deed == "pass":
            body["target_app_id"] = to or (INSTAGRAM_INBOX if self.instagram else PAGE_INBOX)
        reply = await self._call(f"{deed}_thread_control", body)
        if isinstance(reply, Failure):
            return reply
        said = reply.json()
        done = reply.status < 300 and isinstance(said, dict) and "error" not in said
        return None if done else self.classify(reply)

    async def find_sent(self, part: Part, reference: str, since: datetime, is_anothers: IsAnothers) -> LookUp:
        """Meta cannot be asked: the echo with our metadata is the evidence, and comes by itself."""
        return CannotTell()

    async def install(self) -> str:
        """Subscribes the app to this account's events. The callback's address is set once, in the app itself."""
        fields = INSTAGRAM_FIELDS if self.instagram else FIELDS
        reply = await self._call("subscribed_apps", {"subscribed_fields": ",".join(fields)})
        refused = reply if isinstance(reply, Failure) else None if reply.status == 200 else self.classify(reply)
        if refused:
            raise ConfigurationError(f"{self.account.id}: Meta refused the subscription: {refused.code} {refused.text}")
        return (
            f"Meta delivers {self.page_id}; by hand, once, in the app's dashboard under webhooks: "
            f"{self.account.hook_url} and the verify token"
        )

    async def close(self) -> None:
        """Nothing is kept open: the session belongs to all."""

    async def _call(self, method: str, body: dict[str, Any]) -> Reply | Failure:
        return await meta.call(self.http, self.account, self._token, f"{self.page_id}/{method}", body)
