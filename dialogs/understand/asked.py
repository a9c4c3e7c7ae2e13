"""What is asked for by the kinds of words in it, in any order: the rules of `asking.yaml`.

People say the same thing in a hundred orders and always with the same few kinds of words: "où avez-vous trouvé mon
numéro", "mon numéro, vous l'avez eu où". A rule names the kinds; all words must be placed for it to be sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from dialogs.understand.notation import Words, spelled_out
from dialogs.understand.tokens import Token
from dialogs.understand.vocabulary import OTHERS, UNKNOWN, Names, vocabulary
from dialogs.understand.wordbook import Wordbook

SURE = 0.75
PLACED, OPEN, ONE_STRANGER = 0.95, 0.9, 0.65  # how sure a rule is: all words placed, enough of them, all but one
BLOCK = "BLOCK"
_LONG_NUMBER = 6  # digits: a card's, not an amount
_OPEN_PHRASES = frozenset(("NOT", "UNFOLLOW"))
_CLOSED_PHRASES = frozenset(
    ("REASON", "REFUSE", "NOTINTERESTED", "SICK", "ALREADY", "WRONGPERSON", "MISSED", "HELD", "EXCLAIM")
)  # their words mean nothing alone

Kinds = frozenset[str]


class Rule(NamedTuple):
    """Holds where each of `needs` is said by another word. `beside`: what else may stand there. `strangers`: how many
    other words do not matter; None: one makes it unsure. `never`: with one of these it is something else."""

    intent: str
    needs: tuple[str, ...]
    beside: Kinds
    strangers: int | None = None
    never: Kinds = frozenset()


class Asked(NamedTuple):
    intent: str
    confidence: float


class Book(NamedTuple):
    words: Wordbook[Kinds]
    rules: Mapping[str, tuple[Rule, ...]]


@cache
def book() -> Book:
    raw = YAML(typ="safe", pure=True).load(resources.files(__package__).joinpath("asking.yaml").read_text("utf-8"))
    free = frozenset(raw["free"].split())
    return Book(
        Wordbook(_phrases(raw["kinds"], free)), {name: _rules(name, told, free) for name, told in raw["rules"].items()}
    )


def asked(placed: Sequence[Kinds], intents: Iterable[str] | None = None) -> Asked | None:
    """The intent of the rule that explains these words best; of several as good, the one that needs most."""
    said = frozenset(kind for kinds in placed for kind in kinds)
    rules = book().rules
    found = [
        (confidence, len(rule.needs), rule.intent)
        for intent in (rules if intents is None else intents)
        for rule in rules[intent]
        if rule.needs[0] in said
        and said.issuperset(rule.needs)
        and said.isdisjoint(rule.never)
        and (rule.strangers is not None or BLOCK not in said)
        and (confidence := _confidence(rule, placed))
    ]
    if not found:
        return None
    best = max(found, key=lambda one: one[:2])
    return Asked(best[2], best[0])


def nearly(placed: Sequence[Kinds], intent: str) -> bool:
    """Would a rule hold, were it not for a single word?"""
    said = frozenset(kind for kinds in placed for kind in kinds)
    return any(
        said.issuperset(rule.needs) and said.isdisjoint(rule.never) and _strangers(rule, placed) == 1
        for rule in book().rules[intent]
    )


def placed_apart(placed: Sequence[Kinds], needs: Sequence[str], most: int) -> bool:
    """Is each of `needs` said by another word, and at most so many besides are unknown?"""
    strangers = sum(1 for kinds in placed if UNKNOWN in kinds)
    return strangers <= most and _used(needs, placed) is not None


def place(tokens: Sequence[Token], names: Names) -> list[Kinds]:
    """All that each word may mean, the longest phrases first."""
    placed: list[Kinds] = []
    at = 0
    while at < len(tokens):
        kinds, at = _place(tokens, at, names)
        placed.append(kinds)
    return placed


def _confidence(rule: Rule, placed: Sequence[Kinds]) -> float:
    strangers = _strangers(rule, placed)
    if strangers is None:
        return 0.0
    if rule.strangers is not None:
        return OPEN if strangers <= rule.strangers else 0.0
    if strangers == 0:
        return PLACED
    return ONE_STRANGER if strangers == 1 < len(rule.needs) and rule.intent != "stop" else 0.0


def _strangers(rule: Rule, placed: Sequence[Kinds]) -> int | None:
    """How many words it does not explain; None where it does not hold at all."""
    used = _used(rule.needs, placed)
    if used is None:
        return None
    return sum(1 for at, kinds in enumerate(placed) if at not in used and kinds.isdisjoint(rule.beside))


def _used(needs: Sequence[str], placed: Sequence[Kinds]) -> AbstractSet[int] | None:
    """Another word for each kind, rare ones first; None where there are not enough."""
    used: set[int] = set()
    options = [[at for at, kinds in enumerate(placed) if kind in kinds] for kind in needs]
    for places in sorted(options, key=len):
        place = next((at for at in places if at not in used), None)
        if place is None:
            return None
        used.add(place)
    return used


def _place(tokens: Sequence[Token], at: int, names: Names) -> tuple[Kinds, int]:
    token = tokens[at]
    if token.kind != "word":
        long = token.kind == "number" and len(token.word) >= _LONG_NUMBER
        return frozenset((OTHERS[token.kind], "LONGNUMBER") if long else (OTHERS[token.kind],)), at + 1
    kinds: Kinds = frozenset()
    until, length = at + 1, 0
    for own, words, end in _found(tokens, at, names):
        if words > length:
            kinds, until, length = own, end, words
        elif words == length:
            kinds |= own
    return kinds or frozenset((UNKNOWN,)), until


def _found(tokens: Sequence[Token], at: int, names: Names) -> Iterator[tuple[Kinds, int, int]]:
    """The longest phrase of each book that begins there: its kinds, its length, its end."""
    asking = next(book().words.find(tokens, at), None)
    if asking is not None:
        yield asking[0].meaning, len(asking[0].words), asking[1]
    for wishes in (names, vocabulary()):
        found = next(wishes.find(tokens, at), None)
        if found is not None:
            phrase, end = found
            yield _with_inner(phrase.words, phrase.meaning.kind), len(phrase.words), end


@lru_cache(maxsize=8192)
def _with_inner(words: Words, kind: str) -> Kinds:
    """A phrase of the wishes; of its ways to say no, also what the words mean one by one to the rules ("plus de")."""
    inner = (
        (book().words.get(word) or frozenset() for word in words) if len(words) > 1 and kind in _OPEN_PHRASES else ()
    )
    return frozenset((kind,)).union(*inner)


# ---- the book


def _phrases(raw: Mapping[str, Mapping[str, str]], free: Kinds) -> Iterator[tuple[Words, Kinds]]:
    """A phrase means what it is listed under, and what its words mean one by one."""
    listed: dict[Words, set[str]] = {}
    for kind, by_language in raw.items():
        for line in by_language.values():
            for words in spelled_out(line):
                listed.setdefault(words, set()).add(kind)
    for words, kinds in listed.items():
        opens = len(words) > 1 and kinds.isdisjoint(_CLOSED_PHRASES)
        inner = {kind for word in words for kind in (*listed.get((word,), ()), *_in_wishes(word))} if opens else set()
        nothing = len(words) > 1 and all(_says_nothing(word, free) for word in words)
        yield words, frozenset(kinds | (inner - free) | ({"FILLER"} if nothing else set()))


def _in_wishes(word: str) -> Iterator[str]:
    """What stands for other talk does not rub off on a phrase."""
    sense = vocabulary().get(word)
    if sense is not None and sense.kind != BLOCK:
        yield sense.kind


def _says_nothing(word: str, free: Kinds) -> bool:
    sense = vocabulary().get(word)
    return sense is not None and sense.kind in free


def _rules(intent: str, told: Mapping[str, Any], free: Kinds) -> tuple[Rule, ...]:
    beside = free | frozenset(told.get("with", "").split())
    never = frozenset(told.get("never", "").split())
    return tuple(_rule(intent, one, beside, never) for one in told["any"])


def _rule(intent: str, told: Any, beside: Kinds, never: Kinds) -> Rule:
    needs = tuple((told if isinstance(told, str) else told["all"]).split())
    strangers = None if isinstance(told, str) else int(told["strangers"])
    return Rule(intent, needs, beside | frozenset(needs), strangers, never)
