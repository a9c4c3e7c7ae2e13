"""What the shipped flows ask of the world: the facts they read and the actions they call.

**Facts** are one plain mapping, read by name when a flow needs a name (so it may be lazy: an answer to `help` reads
`brand` and `channel` only). They are as of the call: the facts handed with an `ActionDone` already show what the action
did. A text for people is a mapping by language, `{"fr": "…", "en": "…"}`; interpolated, it shows itself in the language
of the conversation.

**Actions** are called by `do` and come out of `step` as an effect `Do(id, action, args)`. Their result comes back as
`ActionDone(id, result=…)`, or `ActionDone(id, error="code")` where nothing was done. Actions named `terms.*` are the
gateway's own: carried out in the transaction of the turn, answered at once.

    action         args                                      what it does
    terms.set      {scope, field, value, confirmed?}         sets one rule; a null value takes it back
    terms.change   {wishes, confirmed?}                      settles several wishes at once, as one change
    terms.less     {scope}                                   the next step of: as it comes, 3 a week, 1 a week, a weekly
    terms.more     {scope, confirmed?}                       summary, a monthly one, only when asked; or one step up
    terms.follow   {topic, confirmed?}                       the topic is followed again, at the pace set before
    terms.off      {scope}                                   nothing pushed any more in this scope
    terms.pause    {scope, for | until}                      nothing but delivery and safety for that long
    terms.resume   {scope, confirmed?}                       ends a pause early
    terms.stop     {scope}                                   the objection: STOP; obeyed at once in the whole scope
    terms.start    {scope, confirmed?}                       withdraws the objection; what was set before holds again
    terms.undo     {change?}                                 takes back that change, or the last one of this customer
    terms.why      {}                                        says why the last message of ours was sent
    terms.held_back {}                                       says what was held back in thirty days, and why
    terms.about_me {}                                        says what is known of the customer
    terms.erase    {}                                        forgets the customer, a minute later, for good
    board.link     {}                                        gives a link to their own page, good once and not for long
    board.data     {}                                        the same, to all that is kept of them
    customer.number {}                                       the customer number in their words, "" where there is none;
                                                             `works` false where the brand numbers nobody
    customer.code  {number}                                  sends a code to where that customer is known: `asked` is
                                                             "sent" (also where nobody is), "yours" or "later"
    customer.prove {number, code}                            `right`, `over` (tried too often), `linked` (they are one)
    items.new      {}                                        says what is new in the topics that they follow

    wishes     as dialogs/understand/wishes.py tells, hours settled: [{"scope", "field", "value", "how"}]

    scope      "all" | "topic:<id>" | "channel:<name>" | "category:<name>"
    field      initiative, frequency, digest, hours, holidays, channels, pause, language, no_robot, stopped, consent
    value      initiative "push" | "digest" | "pull" | "off"
               frequency {"n": 2, "per": "day" | "week" | "month", "span"?}, n 0 not at all; "each",
               "daily", "weekly", "monthly"
               digest {"days": ["sat"], "time": "10:00", "every": "day" | "week" | "month", "nth"?}
               hours {"windows": [{"days": ["mon", …], "from": "09:00", "to": "18:00"}]}, holidays false: not on these
               channels ["telegram", "sms"]: only these, in this order; pause until when (milliseconds or ISO 8601)
    topic      a topic's id
    for        an ISO 8601 duration in days, weeks or months: "P7D", "P2W", "P1M"; until: milliseconds or ISO 8601
    confirmed  true after the customer has said yes to this very sentence; left out otherwise
    change     the id of a change, as a result gave it

Every `terms.*` result is a `Change`. What tightens is done at once. What loosens (more messages, a topic back, START),
called without `confirmed`, changes nothing and answers `needs_yes: true` with, in `effect`, what a yes would mean; the
flow asks, and calls again with `confirmed: true`. Where nothing is new to the customer's terms, `effect` says so and
`change` is null: there is nothing to undo. `terms.stop`, `terms.off` and `terms.pause` never need a yes. `terms.undo`
of a tightening is the customer's own explicit act, and needs no second yes; but STOP is not undone: that answers
`needs_yes`, and says that START brings everything back. `terms.why`, `terms.held_back` and `terms.about_me` change
nothing, and give what they say as `data` too.

`terms.change` does what tightens, and answers for the rest: `needs_yes`, in `asks` what a yes would mean, and in `left`
the wishes to call again with, `confirmed`. `effect` is null where nothing was settled. `refused` holds what cannot be
settled, `[{"wish", "code"}]`: "how_long" (a pause without an end), "never" (hours that leave none), or an error.

Errors: "unknown_topic", "unknown_change" (also: nothing to undo, or older than seven days), "bad_value".
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

ByLanguage = dict[str, str]
Pace = Literal["each", "daily", "weekly", "monthly", "custom", "never"]


class Topic(TypedDict):
    """`pace_name` is how often, in a few words ("1 par semaine"); `words` are other names customers use.

    `category` is "service" where it is about what the customer bought: "only the shoes" does not end those.
    """

    id: str
    name: ByLanguage
    followed: bool
    pace: Pace
    pace_name: ByLanguage
    words: NotRequired[list[str]]
    category: NotRequired[Literal["marketing", "service"]]


class Topics(TypedDict):
    """In the order in which the brand lists them."""

    all: list[Topic]
    followed: list[Topic]


class Rule(TypedDict):
    """One thing that the customer decided, as `terms.set` takes it."""

    scope: str
    field: str
    value: Any


class Terms(TypedDict):
    """`summary` says all that is set in one to three short sentences: it opens the flow `preferences`."""

    stopped: bool  # STOP holds for everything
    paused: bool  # a pause holds now
    summary: ByLanguage
    rules: NotRequired[list[Rule]]  # "not on Sundays either" narrows the hours among them


class Brand(TypedDict):
    """`country` (ISO 3166) is where a phone number without one is."""

    name: str
    country: NotRequired[str]


class Customer(TypedDict):
    name: str | None


class Channel(TypedDict):
    """`buttons` is how many options it can show as buttons: 0 where they become numbered text."""

    name: str  # whatsapp, messenger, sms, telegram, email, webchat
    account: NotRequired[str]  # its name: a brand may have several of one channel
    buttons: int


class Brain(TypedDict):
    """Who answers here in the place of flows: by which action, of what kind, and for how long an answer may come."""

    action: str
    kind: Literal["assistant", "nlu"]
    patience: float  # seconds


class Opinion(TypedDict):
    """A model may be asked where nobody understood, and for so many seconds an answer may come."""

    patience: float


class Facts(TypedDict):
    """`languages` are the brand's, its default first. `language` is the customer's, as far as known without listening.

    `language_fixed` means that the customer chose it: then no words of theirs change it.
    """

    now: str  # ISO 8601, UTC
    zone: str  # IANA name
    language: str | None
    language_fixed: bool
    languages: list[str]
    brand: Brand
    customer: Customer
    channel: Channel
    channels: NotRequired[list[str]]  # where the brand writes at all
    brain: NotRequired[Brain | None]
    opinion: NotRequired[Opinion | None]
    topics: Topics
    terms: Terms


class Change(TypedDict):
    """What an action of ours answers. `effect` says what it means for the customer, not which setting moved."""

    change: str | None  # to undo it; null where nothing changed
    effect: ByLanguage
    needs_yes: bool


OURS = ("terms.", "items.", "board.", "customer.")
ACTIONS = frozenset({
    "items.new", "board.link", "board.data", "customer.number", "customer.code", "customer.prove",
}) | frozenset(
    f"terms.{verb}"
    for verb in (
        "set", "change", "less", "more", "follow", "off", "pause", "resume", "stop", "start", "undo", "why",
        "held_back", "about_me", "erase",
    )
)  # fmt: skip

# Every name a flow may use without declaring it; `check` refuses others.
NAMES = frozenset(Facts.__annotations__)

# What the engine itself adds to the facts.
#   vars    what the flow has saved            said    the customer's words of this turn
#   misses  turns in a row not understood      human   {"summary": …} of the last talk with a person, else {}
#   item    inside the label of a computed option: the thing it is made of
#   answer  inside `valid` of a question: the value that was given
ADDED = frozenset({"vars", "said", "misses", "human", "item", "answer"})
