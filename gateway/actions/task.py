"""A task: one action that a flow wants done outside, and what may come of it. Pure."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Kind = Literal["webhook", "rasa", "python", "assistant", "nlu"]
LONGEST_PAUSE = 300  # seconds before the next try
LOST = "lost"  # whoever called died in the middle of it, and it may not be called again
LARGEST = 64_000  # bytes of an answer: it is kept with the conversation's state


class Outside(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who does an action. Exactly one of the addresses is given.

    `private` lets it lie where only we reach: this machine, our own network.
    """

    webhook: str | None = None  # a signed POST of ours
    rasa: str | None = None  # a Rasa action server's …/webhook
    python: str | None = None  # an action written with rasa_sdk, run here: package.module:Class
    assistant: str | None = None  # a Rasa assistant's …/webhooks/rest/webhook
    nlu: str | None = None  # a Rasa server's …/model/parse
    secret: str | None = None  # signs a webhook; for the others, a bearer token
    timeout: float = 10.0  # seconds
    tries: int = 3
    private: bool = False

    @property
    def kind(self) -> Kind | None:
        """None where not exactly one is given."""
        given = [kind for kind in KINDS if getattr(self, kind)]
        return given[0] if len(given) == 1 else None

    @property
    def patience(self) -> float:
        """Seconds after which nothing comes any more, whatever went wrong."""
        return (self.timeout + LONGEST_PAUSE) * self.tries

    @property
    def address(self) -> str:
        kind = self.kind
        return str(getattr(self, kind)) if kind else ""


KINDS: tuple[Kind, ...] = ("webhook", "rasa", "python", "assistant", "nlu")

BRAINS: tuple[Kind, ...] = ("assistant", "nlu")  # those that may answer for an account


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where it is, which it is, and how much may be asked of it."""

    url: str  # such as https://api.example.com/v1
    name: str
    key: str | None = None
    timeout: float = 8.0  # seconds
    calls_a_day: int = 1000
    tokens_a_day: int | None = None
    answers: bool = False  # it may write answers out of knowledge, not only name them
    private: bool = False  # it may lie where only we reach

    @property
    def patience(self) -> float:
        return self.timeout + 300  # somebody who died with the call lets go of it by then


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is the same at each try: whoever does it twice can know. `said` are the customer's words, data only."""

    id: str
    action: str
    args: dict[str, Any]
    conversation_id: str
    customer_id: str
    flow: str
    step: str
    channel: str = ""
    language: str | None = None
    said: str = ""

    @property
    def marks(self) -> dict[str, str]:
        """The headers by which whoever is called twice knows it again: every call has them, whoever is called.

        https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
        """
        return {"Causerie-Action-Id": self.id, "Idempotency-Key": f'"{self.id}"'}


class Done(msgspec.Struct, frozen=True):
    """It is done: plain JSON."""

    result: Any = None


class Failed(msgspec.Struct, frozen=True):
    """It is not. `code` is short and for flows; `again` says whether another try may do better."""

    code: str
    again: bool = False


Answer = Done | Failed
