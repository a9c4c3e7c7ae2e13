"""What every connector spells. Pure, but for the methods marked as touching the network.

A connector is built once per account and handed an `Http`; it knows no clock, database, settings or web framework.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable
from urllib.parse import parse_qsl

import msgspec

from connectors.approved import Approved
from connectors.content import Media
from connectors.errors import Failure
from connectors.http import Http, Reply
from connectors.message import Event, LookUp, Outbound, Outcome, Part, RenderPlan, SignalKind

IsAnothers = Callable[[str], Awaitable[bool]]  # is this provider id known as that of another message?


@dataclass(frozen=True)
class Account:
    """One configured account at a provider. `values` holds the provider's keys (ids and secrets) of design §10."""

    id: str
    channel: str
    provider: str
    values: Mapping[str, str] = field(repr=False)
    api_base: str
    public_url: str = ""  # of the gateway, without the trailing slash
    rate: float | None = None  # messages per second to everybody
    recipient_rate: float | None = None  # messages per second to one address
    brain: str | None = None  # the action that answers in the place of flows

    @property
    def hook_url(self) -> str:
        """Where the provider delivers: the URL that Twilio signs."""
        return f"{self.public_url}/hooks/{self.id}"


class Request(msgspec.Struct, frozen=True):
    """A webhook call as it came: `path` with its query byte for byte, headers found by any case, the raw body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.path.partition("?")[2], keep_blank_values=True))


class Response(msgspec.Struct, frozen=True):
    status: int = 200
    body: str = ""
    content_type: str = "text/plain"


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel can show, as data; lengths in characters unless the name says otherwise. 0: not at all."""

    text: int  # longest text in one part
    text_unit: Literal["characters", "bytes", "segments"] = "characters"
    caption: int = 0
    buttons: int = 0
    button_label: int = 20
    button_body: int = 1024
    list_rows: int = 0
    list_label: int = 24
    list_description: int = 72
    quick_replies: int = 0
    quick_reply_label: int = 20
    option_id_bytes: int = 64
    link_buttons: int = 0
    cards: int = 0
    templates: bool = False
    reply_to: bool = False
    typing: bool = False
    read_marks: bool = False
    reactions: bool = False
    receipts: tuple[str, ...] = ()  # statuses that may come after accepted
    media: Mapping[str, int] = {}  # kind -> largest size in bytes
    media_types: Mapping[str, frozenset[str]] = {}  # kind -> the only types it may have; any where a kind is not named
    window: timedelta | None = None  # how long after the customer's last message free text may be sent
    human_window: timedelta | None = None  # the same for people (HUMAN_AGENT)
    starts_chats: bool = False  # may write to someone who never wrote


@dataclass(frozen=True)
class Window:
    """Until when free content may be sent (None: no limit), and what may pass once it is over."""

    open_until: datetime | None
    after: frozenset[Literal["template", "human"]] = frozenset()
    human_until: datetime | None = None


@dataclass(frozen=True)
class FetchedMedia:
    body: bytes = field(repr=False)  # a customer's: never in a log
    mime: str
    name: str | None = None


@dataclass(frozen=True)
class OwnFile:
    """A file of ours that goes with a part. `link` opens it for a while, for providers that fetch it themselves."""

    body: bytes = field(repr=False)
    mime: str
    name: str
    link: str = field(repr=False)


@dataclass(frozen=True)
class Keys:
    """The settings an account of this connector takes: what must be there, what may, and which are secret."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    secret: frozenset[str] = frozenset()


Deed = Literal["pass", "take", "request", "release"]


class Connector(Protocol):
    """One account's spelling. Class attributes say what the registry and `causerie check` need before it is built."""

    KEYS: Keys
    DEFAULT_API_BASE: str
    DEFAULT_RATE: float | None  # messages per second the provider allows an account
    DEFAULT_RECIPIENT_RATE: float | None
    ACK: Response  # what a stored webhook is answered with
    HOOK_IS_OWN: bool  # the provider calls this hook for this account alone, whatever recipient it names

    account: Account
    capabilities: Capabilities

    def __init__(self, account: Account, http: Http) -> None: ...

    def handshake(self, request: Request) -> Response | None:
        """The answer to the provider's verification call; None where it has none."""

    def verify(self, request: Request) -> bool:
        """Is this the provider speaking? Over the raw bytes, in constant time; anything odd is False, never raised."""

    def recipient(self) -> str | None:
        """The name by which this provider addresses the account inside a webhook; None where only the URL tells."""

    def parse(self, request: Request) -> list[Event]:
        """Every entry of a verified webhook, in order. Total: what cannot be read becomes Unreadable or Unsupported."""

    def render(self, message: Outbound) -> RenderPlan:
        """The provider calls that say this message, and what was lost on the way. Never fails on valid content."""

    def window(self, last_inbound: datetime | None) -> Window:
        """What the provider allows, given when the customer last wrote."""

    def classify(self, reply: Reply) -> Failure:
        """What an error answer means, from its body; `kind` "unknown" where it may have been carried out."""

    async def send(self, part: Part, reference: str, file: OwnFile | None = None) -> Outcome:
        """Network. One call; `reference` is our delivery id, carried along where the provider gives it back.

        `file` is that of `part.file`; where it is uploaded before, an upload that fails has sent nothing.
        """

    async def signal(self, kind: SignalKind, address: str, target: str | None = None) -> None:
        """Network. Typing, read mark of `target`, answer to callback `target`. No content; a failure is only logged."""

    async def upload(self, body: bytes, mime: str, name: str) -> str:
        """Network. The provider's media id for these bytes."""

    async def fetch_media(self, media: Media, limit: int) -> FetchedMedia:
        """Network. The bytes of an incoming media, at most `limit`; MediaUnavailable otherwise."""

    async def find_sent(self, part: Part, reference: str, since: datetime, is_anothers: IsAnothers) -> LookUp:
        """Network. Did an ambiguous send go out? Only where the provider can be asked.

        `since` is when it began, by a clock that may have been wrong: what went out before that and is not another
        message's (`is_anothers` of its provider id) proves neither.
        """

    async def install(self) -> str:
        """Network. Tell the provider where our webhook is and what to deliver; says what was done, and what is left.

        Raises ConfigurationError, with the provider's words, where it refuses or cannot be reached.
        """

    async def close(self) -> None: ...


@runtime_checkable
class ThreadControl(Protocol):
    """What a connector spells beside, where the provider lends each thread to one app of the brand at a time."""

    DEEDS: frozenset[Deed]

    async def control(self, deed: Deed, address: str, *, to: str | None, note: str) -> Failure | None:
        """Network. Pass the thread `to` another app, take it, ask for it or let it go, with a note for who has it next.

        None: done. A failure of kind "unknown" may have been carried out: the provider's webhook tells, and asking
        again could undo what somebody did meanwhile.
        """


@runtime_checkable
class Approving(Protocol):
    """What a connector spells beside, where the provider approves messages for when the window is closed."""

    async def approved(self) -> tuple[Approved, ...] | Failure:
        """Network. All that may be sent, whole; a failure has the code "no_waba_id" where the account does not say
        whose templates they are."""
