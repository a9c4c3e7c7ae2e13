"""Explaining one message: what it was, because of what it came, and within which of the customer's rules. Pure.

Nothing is said that was not stored with the decision: "you agreed" only beside the entry of the ledger that says so.
"""

from __future__ import annotations

import msgspec

from gateway.terms import digest, frequency, wall
from gateway.terms.consent import Entry
from gateway.terms.explanation_store import Basis, Counted
from gateway.terms.reasons import reason
from gateway.terms.topic import Topics
from gateway.terms.wording import CHANNELS, ByLanguage, both, dated, joined, per_period, subject

_PLACES = {
    "chat": both("ici", "here"),
    "board": both("sur votre page", "on your page"),
    "agent": both("avec une personne de chez nous", "with one of our people"),
    "import": both("dans un registre repris", "in a register that was taken over"),
}
_ELSEWHERE = both("auprès de nous", "with us")
_WHY = {
    "critical": both(
        "C'était important pour votre sécurité ou votre livraison : ces messages arrivent toujours.",
        "It mattered for your safety or your delivery: such messages always come.",
    ),
    "transactional": both(
        "Ce message suit une commande ou une opération à votre nom. Ce n'est pas de la publicité.",
        "This message follows an order or something done in your name. It is no advertising.",
    ),
    "service": both(
        "Ce message concerne un service que vous utilisez chez nous. Ce n'est pas de la publicité.",
        "This message is about a service you use with us. It is no advertising.",
    ),
    "requested": both(
        "Ce message suit une demande faite à votre nom.", "This message follows a request made in your name."
    ),
    "conversation": both("Il répond à votre message.", "It answers your message."),
    "marketing": both("C'est une publicité.", "It is advertising."),
}


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """`consent` is the ledger entry by which the customer had agreed, `counted` the measures as they stood then."""

    message_id: str
    at: int
    category: str
    topic: str | None
    campaign: str | None
    outcome: str
    codes: tuple[str, ...]
    terms_version: int
    policy_version: str
    consent: str | None
    counted: tuple[Counted, ...]
    channel: str | None
    audience: tuple[str, ...]
    sentences: ByLanguage


def explained(
    message_id: str, at: int, category: str, topic: str | None, campaign: str | None, outcome: str,
    codes: tuple[str, ...], policy_version: str, basis: Basis, entry: Entry | None, topics: Topics, zone: str,
) -> Explanation:  # fmt: skip
    """One decision as data and as sentences. `entry` is the one that `basis` names."""
    told = joined(
        _digest(basis.digest, topics) if basis.digest else _because(category, topic, entry, topics, zone),
        *(reason(code) for code in codes if code != "OK"),
        _within(basis, topics) if outcome in ("send", "switch") else None,
        _meant(basis),
    )
    return Explanation(
        message_id=message_id, at=at, category=category, topic=topic, campaign=campaign, outcome=outcome, codes=codes,
        terms_version=basis.terms_version, policy_version=policy_version, consent=entry.id if entry else None,
        counted=basis.counted, channel=basis.channel, audience=basis.audience, sentences=told,
    )  # fmt: skip


def _because(category: str, topic: str | None, entry: Entry | None, topics: Topics, zone: str) -> ByLanguage:
    if entry is None:
        return _WHY.get(category, _WHY["marketing"])
    about = subject(entry.scope if topic is None else f"topic:{topic}", topics)
    day, place = dated(wall.shown(entry.at, zone).day), _PLACES.get(entry.source, _ELSEWHERE)
    return both(
        f"Ce message : {about['fr']}. Vous l'avez accepté le {day['fr']}, {place['fr']}.",
        f"This message: {about['en']}. You agreed to it on {day['en']}, {place['en']}.",
    )


def _digest(digest_id: str, topics: Topics) -> ByLanguage:
    about = subject(digest.scope_in(digest_id), topics)
    return both(
        f"C'est votre récapitulatif ({about['fr']}), au jour et à l'heure que vous avez choisis.",
        f"This is your summary ({about['en']}), on the day and at the hour that you chose.",
    )


def _within(basis: Basis, topics: Topics) -> ByLanguage | None:
    parts = [_measure(one, topics) for one in basis.counted if basis.digest is None]  # it is told whatever was counted
    if basis.in_hours:
        parts.append(both("à vos heures", "at your hours"))
    if basis.channel in CHANNELS:
        parts.append(both(f"par {CHANNELS[basis.channel]}", f"by {CHANNELS[basis.channel]}"))
    if not parts:
        return None
    french, english = ", ".join(one["fr"] for one in parts), ", ".join(one["en"] for one in parts)
    return both(f"Dans vos règles : {french}.", f"Within your rules: {english}.")


def _measure(counted: Counted, topics: Topics) -> ByLanguage:
    about = subject(counted.scope, topics)
    period = per_period(*frequency.told(counted.period))
    return both(
        f"{counted.used} sur {counted.n} {period['fr']} ({about['fr']})",
        f"{counted.used} of {counted.n} {period['en']} ({about['en']})",
    )


def _meant(basis: Basis) -> ByLanguage | None:
    """Why this customer was meant, as the campaign's planner knew it then."""
    if not basis.audience:
        return None
    facts = " ; ".join(basis.audience)
    return both(f"Vous étiez concerné : {facts}.", f"You were meant because: {facts}.")
