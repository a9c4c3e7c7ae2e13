"""Words obeyed whoever owns the conversation: stop, start, help, a human. In French and English, and always whole.

Recall first: a person who wants silence gets it, also with typos, politeness or insults around the word. But the word
inside a sentence about something else ("we have to STOP this bill") is not an order. The words are in `phrases.yaml`,
after the carriers' lists: https://help.twilio.com/articles/223134027 and
https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from dialogs.understand.phrases import phrases, whole
from dialogs.understand.topics import find_topic
from dialogs.understand.words import fold, squeeze

Kind = Literal["stop", "start", "help", "human"]

_STUCK = re.compile(r"\b(\d{1,2})(x|j|d|s|w|m|sem|mois|jours?|semaines?|days?|weeks?|months?)\b")
LONGEST_ORDER = 120  # folded characters
SHORTEST_SLIP = 5


class Order(NamedTuple):
    kind: Kind
    language: str | None = None  # where the word has one


def protected(text: str, channel: str, topics: Sequence[Mapping[str, Any]] = ()) -> Kind | None:
    """What is ordered, if anything: to be asked first, whoever owns the conversation. Pure.

    With `topics` (as in the facts), "STOP offers" is an order too; the flow `stop` will find the topic again.
    """
    order = recognise(text, channel)
    if order is None and topics and stopped_topic(fold(text), topics):
        return "stop"
    return order.kind if order else None


def recognise(text: str, channel: str) -> Order | None:
    """As `protected`, with the language of the words."""
    known = phrases()
    folded = fold(text)
    words = known.sms if channel == "sms" else known.words
    if not folded:
        return _order(known.signs.get(text.strip().rstrip("\ufe0f")))
    if text.lstrip().lower().startswith("/start"):
        return None  # how Telegram says hello: https://core.telegram.org/bots/features#deep-linking
    found = words.get(squeeze(folded))
    if found is None and len(folded) <= LONGEST_ORDER:
        return _within(bare(folded), words)
    return _order(*found) if found else None


def stopped_topic(folded: str, topics: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The topic of "STOP offers", "plus de promos", "no more news"."""
    if not topics or len(folded) > LONGEST_ORDER:
        return None
    found = next((found for stop in phrases().commands["stop_topic"] if (found := whole(stop, bare(folded)))), None)
    return find_topic(found["topic"], topics) if found else None


def bare(folded: str) -> str:
    """Without politeness, greetings and insults, in whole words, and without saying it twice."""
    words = phrases().around.sub("", in_full(folded) + " ").split()
    return " ".join(word for at, word in enumerate(words) if at == 0 or words[at - 1] != word)


def in_full(folded: str) -> str:
    """ "jve parler a qqun" becomes "je veux parler a quelqu un", and "10j" "10 j"."""
    short = phrases().short
    return " ".join(short.get(word, word) for word in _STUCK.sub(r"\1 \2", folded).split())


def _within(folded: str, words: Mapping[str, tuple[str, str | None]]) -> Order | None:
    if not folded:
        return None
    found = words.get(squeeze(folded))
    if found:
        return _order(*found)
    said = " ".join(_without_slip(word) for word in folded.split())
    if said in phrases().slips:
        return _order(phrases().slips[said])
    return next((_order(order.kind, order.language) for order in phrases().orders if whole(order.pattern, said)), None)


def _order(kind: str | None, language: str | None = None) -> Order | None:
    return Order(cast(Kind, kind), language) if kind else None


def _without_slip(word: str) -> str:
    if len(word) < SHORTEST_SLIP:
        return word
    return next((known for known in phrases().slips if _near(word, known)), word)


def _near(word: str, known: str) -> bool:
    """One slip apart (two in a long word): a letter more, less, other, or two swapped."""
    allowed = 1 if len(known) < 10 else 2
    if abs(len(word) - len(known)) > allowed or word[0] != known[0]:
        return False
    older: list[int] = []
    before = list(range(len(known) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, other in enumerate(known, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == known[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        older, before = before, row
    return before[-1] <= allowed
