"""An order in other words than the listed ones: told by the kinds of its words, clause by clause.

"Bonjour, pouvez-vous cesser vos envois, je ne suis plus cliente": one clause orders, the others say hello and why. An
order does not hold where anything beside it asks for less than silence: a day, a channel, a topic. Then it is a wish.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Literal, cast

from dialogs.understand.asked import SURE, Kinds, asked, nearly, placed_apart
from dialogs.understand.listening import Utterance
from dialogs.understand.vocabulary import UNKNOWN

Kind = Literal["stop", "start", "help", "human"]

ORDERS: Sequence[Kind] = ("stop", "human", "help", "start")
FEW_STRANGERS = 2
MOST_BESIDE = 4  # words that nobody knows, beside two that mean a stop

# fmt: off
_PARTICULAR = frozenset((
    "BLOCK", "DAY", "DAYS", "CLOCK", "PART", "UNIT", "MONTH", "UNTIL", "UNTILTHE", "PERIODIC", "HOWOFTEN", "TOPIC",
    "CHANNEL", "LESS", "MORE", "DIGEST", "PAUSE", "HOLIDAY", "RATHER", "ONLY", "EXCEPT", "FEAST", "RELATIVE", "TONIGHT",
    "DATE", "NOON", "ASK", "SELF", "SELFASK", "WAITASK", "ONLYIF", "QUESTION", "PAR", "BY",
))
_REASONS = frozenset(("SUBJECT", "REASON", "SICK", "TOOMUCH"))  # how the reason for a stop begins
_INSISTING = (("STOPWORD", "CONTACT"), ("STOPWORD", "MESSAGE"), ("STOPWORD", "AD"))
_TELLING = frozenset(("WHY", "WHEN", "WHENCE", "HAVING", "IWILL"))  # of a stop, not for one
_NAMED = frozenset(("TOPIC", "CHANNEL", "OTHERCHANNEL"))
_OF_A_REASON = frozenset(("CHANNEL", "OTHERCHANNEL", "ASK", "QUESTION", "TOPIC"))  # "the third time I ask"
_COMPLAINTS = frozenset((
    "REASON", "SICK", "NOTINTERESTED", "UNFOLLOW", "ALREADY", "INSULT", "FUCKYOU", "WRONGPERSON", "IAMNOT", "TOOMUCH",
))
# fmt: on


def ordered(said: Utterance) -> Kind | None:
    """What one clause orders, if nothing beside it speaks against it. Whoever says stop means that most."""
    orders = list(_orders(list(_clauses(said.placed))))
    return "stop" if "stop" in orders else next(iter(orders), None)


def leans_to_stop(said: Utterance) -> bool:
    """All but one of its words say stop, and nothing limits it: no order yet, but quiet is kept while one asks."""
    placed = [kinds for kinds in said.placed if "END" not in kinds]
    question = said.text.rstrip().endswith("?")
    return not question and _harmless(placed) and not _of_a_thing(placed) and nearly(placed, "stop")


def _of_a_thing(placed: Sequence[Kinds]) -> bool:
    """ "Stop the alarm", "I have no more battery": the one strange word is what it is about."""
    after = next((before for before, kinds in pairwise(placed) if UNKNOWN in kinds), frozenset())
    return not after.isdisjoint(("LE", "ENOUGH", "NOMORE")) or any("HAVE" in kinds for kinds in placed[:2])


def _orders(clauses: Sequence[Sequence[Kinds]]) -> Iterator[Kind]:
    for at, clause in enumerate(clauses):
        others = [kinds for place, other in enumerate(clauses) if place != at for kinds in other]
        found = _ordered(clause) or _stop_beside(clause)
        but = _OF_A_REASON if _nothing_but_stop(clause) else frozenset[str]()
        if found is not None and _harmless(others, but) and (found == "stop" or not _strange(others)):
            yield found


def _clauses(placed: Sequence[Kinds]) -> Iterator[Sequence[Kinds]]:
    """Parted by punctuation, and where a reason begins."""
    clause: list[Kinds] = []
    for kinds in placed:
        if "END" in kinds or ("REASON" in kinds and clause):
            yield clause
            clause = []
        clause.append(kinds)
    yield clause


def _ordered(clause: Sequence[Kinds], among: Sequence[Kind] = ORDERS) -> Kind | None:
    found = asked(clause, among)
    if found is None and "stop" in among and _insists(clause):
        return "stop"
    if found is None or found.confidence < SURE or (found.intent == "stop" and _names_one_channel(clause)):
        return None
    return cast(Kind, found.intent)


def _insists(clause: Sequence[Kinds]) -> bool:
    """Words that mean a stop whatever stands beside them: "are you going to stop texting me or what"."""
    said = frozenset(kind for kinds in clause for kind in kinds)
    if not said.isdisjoint(_PARTICULAR | _TELLING):
        return False
    return "UNSUBSCRIBE" in said or any(placed_apart(clause, needs, MOST_BESIDE) for needs in _INSISTING)


def _stop_beside(clause: Sequence[Kinds]) -> Kind | None:
    """ "stop je change de numéro", "fuck you stop": an order, and no comma between it and its reason."""
    for at in range(1, len(clause)):
        before, after = clause[:at], clause[at:]
        if "STOPWORD" in after[0] and _complains(before) and _ordered(after, ("stop",)) and _harmless(before, _NAMED):
            return "stop"
        bare = _nothing_but_stop(before)
        opened = after[0] & (_REASONS | {"NOWSAYS"} if bare else _REASONS)
        if opened and _ordered(before, ("stop",)) and _harmless(after, _OF_A_REASON if bare else _NAMED - {"TOPIC"}):
            return "stop"
    return None


def _nothing_but_stop(clause: Sequence[Kinds]) -> bool:
    """ "stop", "stop please"."""
    words = [kinds for kinds in clause if "END" not in kinds]
    return bool(words) and "JUSTSTOP" in words[0] and all("FILLER" in kinds for kinds in words[1:])


def _names_one_channel(clause: Sequence[Kinds]) -> bool:
    """ "stop whatsapp", "pas par mail": that channel and no more. A bare "sms" or "mails" may be all messages."""
    kinds = {kind for own in clause for kind in own}
    if "HARASS" in kinds and "SMS" in kinds:
        return False  # "arrêtez de me harceler par sms": how, not where
    both = {"AND", "CONTACT"} <= kinds  # "stop emailing and texting me"
    named = not both and any("CHANNEL" in own and "SMS" not in own for own in clause)
    return named or bool(kinds & {"PAR", "BY"} and kinds & {"CHANNEL", "SMS"})


def _complains(words: Sequence[Kinds]) -> bool:
    return any(not kinds.isdisjoint(_COMPLAINTS) for kinds in words)


def _strange(others: Sequence[Kinds]) -> bool:
    """Whoever speaks of other things may well name a human or help among them."""
    return sum(1 for kinds in others if UNKNOWN in kinds) > FEW_STRANGERS


def _harmless(others: Sequence[Kinds], but: AbstractSet[str] = frozenset()) -> bool:
    """Nothing that makes the silence a particular one, `but` for these."""
    return all((kinds & _PARTICULAR) <= but for kinds in others)
