"""Words obeyed whoever owns the conversation: stop, start, help, a human. In French and English.

Recall first: a person who wants silence gets it, also with typos, politeness, insults or reasons around the word. But
the word inside a sentence about something else ("we have to STOP this bill") is not an order. The words and phrases are
in `phrases.yaml`, after the carriers' lists: https://help.twilio.com/articles/223134027 and
https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html. `clauses.py` knows them in other words,
and `silence.py` what else asks for silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from dialogs.understand import asked, clauses, grammar, intents, silence
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.clauses import Kind
from dialogs.understand.listening import Utterance
from dialogs.understand.phrases import phrases, whole
from dialogs.understand.spelling import SHORTEST_SLIP, distance, in_full
from dialogs.understand.words import signs, squeeze

LONGEST_ORDER = 200  # folded characters
_LONG_WORD = 10  # letters, from which two slips are forgiven
_SLIPS_OF_STOP = frozenset(
    word
    for at in range(1, 5)
    for letter in "abcdefghijklmnopqrstuvwxyz"
    if (word := "stop"[:at] + letter + "stop"[at:]) not in ("stops", "stomp", "stoop")
)  # one letter too many: "stoip", "sttop"


class Order(NamedTuple):
    kind: Kind
    language: str | None = None  # where the word has one
    is_inferred: bool = False  # from how people say it: whatever is meant by just these words goes before


def protected(text: str, channel: str, topics: Sequence[Mapping[str, Any]] = ()) -> Kind | None:
    """What is ordered, if anything: to be asked first, whoever owns the conversation. Pure.

    With `topics` (as in the facts), "STOP offers" is an order too; the flow `stop.part` will find the topic again.
    """
    around = Circumstances(topics, channel=channel)
    said = Utterance(text, lambda: around.names)
    order = recognise(said, channel, lambda: around)
    if order is None and topics and _stops_topics(said, around):
        return "stop"
    return order.kind if order else None


def recognise(said: Utterance, channel: str, around: Callable[[], Circumstances]) -> Order | None:
    """As `protected`, with the language of the words. What is `around` costs more than most words: seldom asked for."""
    known = phrases()
    folded = said.folded
    words = known.sms if channel == "sms" else known.words
    if not folded:
        return _by_signs(said.text)
    if said.text.lstrip().lower().startswith("/start"):
        return None  # how Telegram says hello: https://core.telegram.org/bots/features#deep-linking
    found = words.get(folded) or words.get(squeeze(folded))
    if found is not None:
        return _order(*found)
    listed = _within(bare(folded), words) if len(folded) <= LONGEST_ORDER else None
    return listed or _in_other_words(said, around)


def bare(folded: str) -> str:
    """Without politeness, greetings and insults, in whole words, and without saying it twice."""
    words = phrases().around.sub("", in_full(folded) + " ").split()
    return " ".join(word for at, word in enumerate(words) if at == 0 or words[at - 1] != word)


def _stops_topics(said: Utterance, around: Circumstances) -> bool:
    """ "STOP offers", "plus de promos", "no more news"."""
    reading = grammar.read(said, around)
    return (
        reading.sure
        and bool(reading.wishes)
        and all(
            (wish.field, wish.value, wish.scope.partition(":")[0]) == ("initiative", "off", "topic")
            for wish in reading.wishes
        )
    )


def _by_signs(text: str) -> Order | None:
    """By question marks alone, or an emoji as often as one likes."""
    known = phrases().signs
    meant = {known.get(sign) for sign in signs(text) - phrases().beside}
    return _order(meant.pop() if len(meant) == 1 else known.get(text.strip()))


def _in_other_words(said: Utterance, around: Callable[[], Circumstances]) -> Order | None:
    """By the kinds of its words; or it asks for silence as people do, and nothing else is known to be meant by it."""
    kind = clauses.ordered(said)
    if kind == "stop":
        return Order("stop") if silence.leaning(said) > silence.NEVER or _begins_with_stop(said) else None
    if kind is None and silence.asks(said) > silence.SURE and not _means_else(said, around()):
        return Order("stop", is_inferred=True)
    return _order(kind)


def _begins_with_stop(said: Utterance) -> bool:
    """ "Stop, wrong person": the word that carriers obey, and nothing that it belongs to."""
    first, comma, _ = said.sentence.partition(",")
    return bool(comma) and phrases().words.get(first.strip(), ("", None))[0] == "stop"


def _means_else(said: Utterance, around: Circumstances) -> bool:
    """An example, a rule of asking or the grammar knows it for something else."""
    example = intents.matcher().nearest(said.folded, intents.NEAR)
    found = asked.asked(said.placed)
    return (
        (example is not None and example.label != "stop")
        or (found is not None and found.intent != "stop" and found.confidence >= asked.SURE)
        or grammar.read(said, around).sure
    )


def _within(folded: str, words: Mapping[str, tuple[str, str | None]]) -> Order | None:
    if not folded:
        return None
    found = words.get(squeeze(folded))
    if found:
        return _order(*found)
    if folded in _SLIPS_OF_STOP:
        return Order("stop")
    said = " ".join(_without_slip(word) for word in folded.split())
    if said in phrases().slips:
        return _order(phrases().slips[said])
    return next((_order(order.kind, order.language) for order in phrases().orders if whole(order.pattern, said)), None)


def _order(kind: str | None, language: str | None = None) -> Order | None:
    return Order(cast(Kind, kind), language) if kind else None


def _without_slip(word: str) -> str:
    if len(word) < SHORTEST_SLIP:
        return word
    return next((known for known in _begun_by(word[0]) if _near(word, known)), word)


@cache
def _begun_by(letter: str) -> tuple[str, ...]:
    return tuple(known for known in phrases().slips if known[0] == letter)


def _near(word: str, known: str) -> bool:
    """One slip apart, two in a long word, begun alike; here the word may stand alone."""
    allowed = 1 if len(known) < _LONG_WORD else 2
    return abs(len(word) - len(known)) <= allowed and distance(word, known) <= allowed
