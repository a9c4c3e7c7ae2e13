"""Triage: what a message of a customer is, and whether it needs an answer. Pure; unsure means that it does.

Words decide first, then what agents corrected: the examples most alike count more than any rule of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

Kind = Literal["problem", "advice", "comment", "thanks", "order", "feedback"]
KINDS: tuple[Kind, ...] = ("problem", "advice", "comment", "thanks", "order", "feedback")
SURE = 0.7  # below, it needs an answer whatever the kind says
ALIKE = 0.6  # how much of its words an example must share
LONG = 12  # words: thanks that go on say something else too

_WORDS = re.compile(r"[a-z0-9]+")
_THANKS = re.compile(
    r"\b(merci|thanks?|thank you|thx|top|super|parfait|perfect|great|genial|ok|okay|d accord|bonne (journee|soiree)|"
    r"have a (nice|good) (day|evening)|entendu|c est (bon|note)|au revoir|bye|a bientot|cheers|nickel)\b"
)
_PROBLEM = re.compile(
    r"\b(probleme|problem|erreur|error|casse\w*|broken|abime\w*|damaged|marche (pas|plus)|fonctionne (pas|plus)|"
    r"n(ot|t) work\w*|manque|missing|perdu|lost|recu\w* (rien|pas)|pas (encore )?recu|not received|retard|late|"
    r"rembours\w*|refund|reclamation|complain\w*|inadmissible|scandal\w*|bug|bloque|stuck|defectueux|faulty|wrong)\b"
)
_ORDER = re.compile(
    r"\b(commande\w*|order\w*|livraison|deliver\w*|colis|parcel|package|suivi|track\w*|acheter|buy|facture|invoice|"
    r"retour|return|echange\w*|exchange|taille|size|stock|prix|price)\b"
)
_ADVICE = re.compile(
    r"\b(conseil\w*|advice|advise|recommand\w*|recommend\w*|comment|how|quel(le)?s?|which|what|lequel|laquelle|"
    r"pouvez vous|pourriez vous|can you|could you|est ce que|is there|y a t il|savoir|know|quand|when|where)\b"
)
_FEEDBACK = re.compile(
    r"\b(avis|suggestion\w*|idee|idea|vous devriez|you should|ce serait bien|would be (nice|great)|j adore|love|"
    r"decu\w*|disappoint\w*|satisfait\w*|satisfied|bravo|well done)\b"
)


class Triage(msgspec.Struct, frozen=True):
    """What was read, and how sure that is, from 0 to 1."""

    kind: Kind
    needs_answer: bool
    confidence: float
    by: str = "rules"  # rules, examples, agent


class Example(msgspec.Struct, frozen=True):
    """What an agent said a text is."""

    text: str
    kind: Kind
    needs_answer: bool


def read(text: str, examples: Iterable[Example] = ()) -> Triage:
    """What this is.

    >>> read("Merci beaucoup !")
    Triage(kind='thanks', needs_answer=False, confidence=0.95, by='rules')
    """
    folded = fold(text)
    learnt = _from_examples(folded, examples)
    if learnt is not None:
        return learnt
    asks = "?" in text
    kind, confidence = _from_words(folded, asks=asks)
    needs = kind not in ("thanks", "comment", "feedback") or asks or confidence < SURE
    return Triage(kind, needs, confidence)


def fold(text: str) -> str:
    """Lower case, without accents and signs: what is compared."""
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return " ".join(_WORDS.findall(plain))


def _from_words(folded: str, *, asks: bool) -> tuple[Kind, float]:
    words = len(folded.split())
    if not words:
        return "comment", 0.5  # a picture, a sign: nobody can tell
    if _PROBLEM.search(folded):
        return "problem", 0.9
    if _FEEDBACK.search(folded) and not asks:
        return "feedback", 0.75
    if _THANKS.search(folded) and not asks and not _ORDER.search(folded) and not _ADVICE.search(folded):
        return "thanks", 0.95 if words <= LONG // 2 else 0.75 if words <= LONG else 0.5
    if _ORDER.search(folded):
        return "order", 0.8
    return ("advice", 0.8) if asks or _ADVICE.search(folded) else ("comment", 0.5)


def _from_examples(folded: str, examples: Iterable[Example]) -> Triage | None:
    said = set(folded.split())
    best, nearest = 0.0, None
    for example in examples:  # newest first: the last word of the agents stands
        known = set(fold(example.text).split())
        alike = len(said & known) / len(said | known) if said | known else 0.0
        if alike > best:
            best, nearest = alike, example
    if nearest is None or best < ALIKE:
        return None
    return Triage(nearest.kind, nearest.needs_answer or best < SURE, round(best, 2), "examples")


def agreement(read_and_corrected: Sequence[tuple[bool, bool]]) -> dict[str, float | None]:
    """Precision and recall of "needs an answer", from pairs of what was read and what an agent said."""
    both = sum(1 for read_, said in read_and_corrected if read_ and said)
    claimed = sum(1 for read_, _ in read_and_corrected if read_)
    wanted = sum(1 for _, said in read_and_corrected if said)
    return {"precision": both / claimed if claimed else None, "recall": both / wanted if wanted else None}
