"""What a change means for the customer, in words: the effect, not the setting. French and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gateway.terms import frequency, wall, week
from gateway.terms.topic import Topic, Topics
from gateway.terms.wording import (
    CHANNELS,
    EVERYTHING,
    ORDERS,
    ByLanguage,
    begun,
    both,
    clock,
    dated,
    day_name,
    hours,
    language_name,
    listed,
    pace_name,
    pace_said,
    subject,
    when,
)

# Those whose value is told as it is; the others have acts of their own
FIELDS = frozenset(
    {"initiative", "frequency", "digest", "hours", "holidays", "channels", "language", "zone", "no_robot"}
)


def on_set(scope: str, field: str, value: Any, topics: Topics, *, before: Any = None) -> ByLanguage:
    """One rule was set; None: it was taken back."""
    if value is None:
        return _on_cleared(scope, topics)
    match field:
        case "frequency":
            return on_frequency(scope, value, topics, before=before)
        case "digest":
            return on_digest(scope, value, topics)
        case "hours":
            told = hours(value)
            return _about(scope, topics, both(f"messages {told['fr']}.", f"messages {told['en']}."))
        case "holidays":
            return on_holidays(scope, topics, wanted=value)
        case "channels":
            return on_channels(scope, value, topics)
        case "language":
            name = language_name(value)
            return both(f"Je vous écris en {name['fr']}.", f"I write to you in {name['en']}.")
        case "zone":
            place = value.rpartition("/")[2].replace("_", " ")
            return both(f"Vos heures sont celles de {place}.", f"Your hours are those of {place}.")
        case "no_robot":
            return on_no_robot(wanted=value)
        case _:
            return on_initiative(scope, value, topics)


def on_frequency(scope: str, value: Any, topics: Topics, *, before: Any = None) -> ByLanguage:
    """At most so many; and how many it was, where that was a number too."""
    pace = pace_said(value)
    if before is None or frequency.cap(before) is None or before == value:
        return _about(scope, topics, both(f"{pace['fr']}.", f"{pace['en']}."))
    was = pace_name(before)
    return _about(scope, topics, both(f"{pace['fr']} (avant : {was['fr']}).", f"{pace['en']} (was {was['en']})."))


def on_next(at: int, now: int, zone: str) -> ByLanguage:
    """When the next one may come."""
    then = when(wall.shown(at, zone), wall.shown(now, zone).day)
    french = f"le {then['fr']}" if then["fr"][0].isdigit() else then["fr"]
    return both(f"Prochain au plus tôt {french}.", f"Next one {then['en']} at the earliest.")


def on_digest(scope: str, value: Any, topics: Topics) -> ByLanguage:
    time = clock(week.minutes_of(value["time"]))
    days = listed([day_name(week.DAYS.index(day)) for day in value["days"]]) if value["days"] else None
    rhythm = _rhythm(value, days)
    french, english = f"{rhythm['fr']} à {time['fr']}", f"{rhythm['en']} at {time['en']}"
    return _about(scope, topics, both(f"un récapitulatif {french}.", f"a summary {english}."))


def on_holidays(scope: str, topics: Topics, *, wanted: bool) -> ByLanguage:
    if wanted:
        return _about(scope, topics, both("aussi les jours fériés.", "public holidays too."))
    return _about(scope, topics, both("rien les jours fériés.", "nothing on public holidays."))


def on_channels(scope: str, value: Sequence[str], topics: Topics) -> ByLanguage:
    names = [CHANNELS[one] for one in value]
    if len(names) == 1:
        return _about(scope, topics, both(f"seulement par {names[0]}.", f"only by {names[0]}."))
    french, english = ", sinon par ".join(names), ", else by ".join(names)
    return _about(scope, topics, both(f"par {french}.", f"by {english}."))


def on_no_robot(*, wanted: bool) -> ByLanguage:
    if wanted:
        return both(
            "Plus de robot : seules des personnes vous répondent, et rien ne part de moi-même sauf vos commandes.",
            "No more robot: only people answer you, and nothing leaves on its own but your orders.",
        )
    return both("Le robot vous répond à nouveau.", "The robot answers you again.")


def on_initiative(scope: str, value: str, topics: Topics) -> ByLanguage:
    match value:
        case "off":
            return on_off(scope, topics)
        case "pull":
            about = subject(scope, topics)
            return both(
                f"{begun(about['fr'])} : je n'écris plus de moi-même. Demandez quand vous voulez.",
                f"{begun(about['en'])}: I no longer write on my own. Ask whenever you like.",
            )
        case "digest":
            return _about(scope, topics, both("dans le récapitulatif.", "in the summary."))
        case _:
            return _about(scope, topics, both("dès qu'il y a du nouveau.", "as soon as there is news."))


def on_off(scope: str, topics: Topics) -> ByLanguage:
    about = subject(scope, topics)
    if scope == "all":
        return both(
            f"Je ne vous écris plus de moi-même. {ORDERS['fr']}", f"I no longer write on my own. {ORDERS['en']}"
        )
    return both(
        f"Plus rien sur {about['fr']}. Le reste ne change pas.",
        f"Nothing more about {about['en']}. Nothing else changes.",
    )


def on_follow(topic: Topic, value: Any) -> ByLanguage:
    pace = pace_said(value)
    return both(f"Vous suivez {topic.label['fr']} : {pace['fr']}.", f"You follow {topic.label['en']}: {pace['en']}.")


def on_consent(scope: str, topics: Topics, *, agreed: bool) -> ByLanguage:
    about = subject(scope, topics)
    if agreed:
        return both(f"Vous acceptez des messages sur {about['fr']}.", f"You agree to messages about {about['en']}.")
    return both(f"Sans votre accord : rien sur {about['fr']}.", f"Without your consent: nothing about {about['en']}.")


def on_stop(scope: str, about: ByLanguage) -> ByLanguage:
    if scope == "all":
        return both(
            "C'est fait : plus aucune publicité, sur aucun canal. Je garde seulement vos commandes en cours.",
            "Done: no more advertising, on any channel. I keep only your current orders.",
        )
    if scope.startswith("channel:"):
        return both(
            f"C'est fait : plus aucune publicité par {about['fr']}. Pour tout arrêter, écrivez STOP TOUT.",
            f"Done: no more advertising by {about['en']}. To stop everything, send STOP ALL.",
        )
    return both(f"C'est fait : plus rien sur {about['fr']}.", f"Done: nothing more about {about['en']}.")


def on_start(followed: ByLanguage) -> ByLanguage:
    """`followed` names what is told again."""
    return both(
        f"Vos choix d'avant reprennent : {followed['fr']}.", f"Your earlier choices are back: {followed['en']}."
    )


def on_pause(until: int, zone: str, about: ByLanguage = EVERYTHING) -> ByLanguage:
    """Everything, or one thing: then delivery and safety are not spoken of."""
    day = dated(wall.shown(until, zone).day)
    if about == EVERYTHING:
        return both(
            f"Pause jusqu'au {day['fr']}. Rien d'ici là, sauf livraison et sécurité.",
            f"Paused until {day['en']}. Nothing until then except delivery and safety.",
        )
    return both(
        f"{begun(about['fr'])} : pause jusqu'au {day['fr']}. Le reste ne change pas.",
        f"{begun(about['en'])}: paused until {day['en']}. Nothing else changes.",
    )


def on_resume() -> ByLanguage:
    return both("La pause est finie : vos choix valent à nouveau.", "The pause is over: your choices hold again.")


def on_undo(what_holds: ByLanguage) -> ByLanguage:
    return both(f"C'est annulé. {what_holds['fr']}", f"Undone. {what_holds['en']}")


def on_undone_stop() -> ByLanguage:
    return both(
        "Vous aviez dit STOP : cela ne s'annule pas d'un mot. Pour revenir, écrivez START.",
        "You had said STOP: that is not undone by a word. To come back, send START.",
    )


def already(effect: ByLanguage) -> ByLanguage:
    """Asked for what holds: said, so that nobody wonders."""
    return both(f"C'est déjà le cas. {effect['fr']}", f"That is already so. {effect['en']}")


def not_paused() -> ByLanguage:
    return both("Il n'y a pas de pause en cours.", "There is no pause to end.")


def not_stopped(what_holds: ByLanguage) -> ByLanguage:
    return both(f"Rien n'est stoppé. {what_holds['fr']}", f"Nothing is stopped. {what_holds['en']}")


def _about(scope: str, topics: Topics, told: ByLanguage) -> ByLanguage:
    about = subject(scope, topics)
    return both(f"{begun(about['fr'])} : {told['fr']}", f"{begun(about['en'])}: {told['en']}")


def _on_cleared(scope: str, topics: Topics) -> ByLanguage:
    return _about(scope, topics, both("comme si vous n'aviez rien choisi.", "as if you had chosen nothing."))


def _rhythm(value: Any, days: ByLanguage | None) -> ByLanguage:
    match value["every"], value.get("nth", 1):
        case "day", _ if len(value["days"]) == len(week.DAYS):
            return both("chaque jour", "every day")
        case "day" | "week", _:
            assert days is not None
            return both(f"le {days['fr']}", f"every {days['en']}")
        case _, nth if days is None:
            return both(f"le {nth} du mois", f"on day {nth} of the month")
        case _, nth:
            which = both("dernier", "last") if nth < 0 else both("1er" if nth == 1 else f"{nth}e", f"{_ordinal(nth)}")
            return both(f"le {which['fr']} {days['fr']} du mois", f"on the {which['en']} {days['en']} of the month")


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
