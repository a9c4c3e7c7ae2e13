"""What a message means, whoever listens: an order, a wish, a question about oneself, or ordinary talk.

In order: protected words; a known example said exactly; the grammar and the rules of asking, whichever is surer; the
nearest example. Each is surer than the next, and below SURE it is asked, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from dialogs.understand import asked, clauses, grammar, intents, silence
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.grammar import LEAST, SURE, Reading
from dialogs.understand.listening import Utterance
from dialogs.understand.protected import Order, recognise
from dialogs.understand.wishes import ALL, Impossible, Unclear, Wish, topic_scope

By = Literal["order", "example", "grammar", "rule", "likeness"]

PERHAPS = 0.6  # as near an example must be to be asked about
_LOOSENING = frozenset(("start", "resume"))  # never by likeness alone

_INTENTS = {
    "frequency": "change_frequency", "digest": "change_digest", "hours": "change_hours", "holidays": "change_hours",
    "channels": "change_channels", "pause": "pause", "language": "change_language", "no_robot": "no_robot",
    "initiative": "change_initiative",
}  # fmt: skip


class Meaning(NamedTuple):
    """`intent` with the wishes it carries; `sure` below which one asks."""

    intent: str
    confidence: float
    by: By
    reading: Reading = grammar.NOTHING
    language: str | None = None

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


def understand(text: str, around: Circumstances) -> Meaning | None:
    """None where it is ordinary talk, or nothing that anybody here knows. Without flows: see `Lexicon.understand`."""
    said = Utterance(text, lambda: around.names)
    order = recognise(said, around.channel, lambda: around)
    return of_order(said, order) if order is not None else exactly(said, around) or likely(said)


def of_order(said: Utterance, order: Order) -> Meaning:
    """ "Only humans, always" is more than "a human"."""
    if order.kind == "human":
        found = asked.asked(said.placed, ("no_robot",))
        if found is not None and found.confidence >= SURE:
            return _of_intent("no_robot", found.confidence, "rule", order.language)
    return Meaning(order.kind, 1.0, "order", language=order.language)


def exactly(said: Utterance, around: Circumstances) -> Meaning | None:
    """By an example, the grammar or a rule."""
    example = intents.examples().get(said.folded)
    if example is not None:
        return (
            None if example.intent == intents.NOTHING else _of_intent(example.intent, 1.0, "example", example.language)
        )
    reading = grammar.read(said, around)
    found = asked.asked(said.placed)
    about = [str(item.value) for item in said.items if item.kind == "TOPIC"]
    found, reading = _without_stops(said, found, reading)
    if found is not None and found.confidence > reading.confidence - (0.1 if _vague(reading) else 0.0):
        return _of_intent(found.intent, found.confidence, "rule", reading.language, about)
    return _of_reading(reading) if reading.confidence >= LEAST else None


def _without_stops(said: Utterance, found: asked.Asked | None, reading: Reading) -> tuple[asked.Asked | None, Reading]:
    """Only what is no order to us: "I'm not receiving your mails" turns nothing off."""
    if found is not None and found.intent == "stop" and silence.leaning(said) < silence.NEVER:
        found = None
    if any(wish.value == "off" for wish in reading.wishes) and _of_something_else(said.placed):
        reading = grammar.NOTHING
    return found, reading


def _of_something_else(placed: Sequence[asked.Kinds]) -> bool:
    """ "Stop the order 4521"; "I'm not receiving"."""
    numbered = {"BLOCK", "NUMBER"} <= {kind for kinds in placed for kind in kinds}
    return numbered or any("REASON" in one and "RECEIVE" in other for one, other in pairwise(placed))


def _vague(reading: Reading) -> bool:
    """Nothing but a word: "pause", "less", "a digest". A rule that places all words knows better."""
    return reading.problem is None and all(wish.value in (None, "digest") for wish in reading.wishes)


def likely(said: Utterance) -> Meaning | None:
    """What is nearly a stop; else the nearest example. What shops sell and send was never meant for us."""
    if not said.folded or any(asked.BLOCK in kinds for kinds in said.placed):
        return None
    nearest = intents.matcher().nearest(said.folded, PERHAPS)
    if (nearest is None or nearest.score < intents.NEAR) and _nearly_stops(said):
        return _of_intent("annoyed", SURE, "rule", None)
    if nearest is None or nearest.label == intents.NOTHING:
        return None
    near = nearest.score >= intents.NEAR and len(said.words) >= silence.FEWEST_WORDS and nearest.label not in _LOOSENING
    sure = SURE + 0.1 if near else LEAST + 0.05
    return _of_intent(nearest.label, sure, "likeness", intents.examples()[nearest.example].language)


def _nearly_stops(said: Utterance) -> bool:
    if silence.asks(said) > silence.PERHAPS:
        return True
    return silence.leaning(said) > silence.NEVER and clauses.leans_to_stop(said)


def _of_intent(
    intent: str, confidence: float, by: By, language: str | None, about: Sequence[str] = ()
) -> Meaning:  # fmt: skip
    """Some intents are wishes. "Pour les offres je demanderai" is `about` that topic."""
    wishes: tuple[Wish, ...] = ()
    if intent == "no_robot":
        wishes = (Wish(ALL, "no_robot", value=True),)
    elif intent == "pull":
        wishes = tuple(Wish(scope, "initiative", "pull") for scope in [topic_scope(one) for one in about] or [ALL])
    reading = Reading(wishes, None, confidence, language) if wishes else grammar.NOTHING
    return Meaning(intent, confidence, by, reading, language)


def _of_reading(reading: Reading) -> Meaning:
    return Meaning(_intent(reading), reading.confidence, "grammar", reading, reading.language)


def _intent(reading: Reading) -> str:
    if isinstance(reading.problem, Unclear | Impossible):
        return "unclear_terms" if isinstance(reading.problem, Unclear) else "impossible_terms"
    kinds = {_INTENTS[wish.field] for wish in reading.wishes}
    first = reading.wishes[0]
    if len(kinds) != 1 or (len(reading.wishes) > 1 and first.field in ("frequency", "pause")):
        return "change_terms"
    if first.field == "frequency" and first.scope.partition(":")[0] not in ("all", "topic"):
        return "change_terms"
    if first.field == "initiative" and len(reading.wishes) == 1:
        return _initiative(first)
    return kinds.pop()


def _initiative(wish: Wish) -> str:
    kind = wish.scope.partition(":")[0]
    if wish.value == "off":
        return {"topic": "stop_topic", "channel": "stop_channel"}.get(kind, "change_initiative")
    return "follow_topic" if wish.value == "push" and kind == "topic" else "change_initiative"
