"""The short commands and the times of the grammar, as the values that a turn gets: a table."""

from __future__ import annotations

import pytest

from tests.dialogs.test_evaluation import AROUND, CATALOG

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def windows(days, start, end):
    return {"windows": [{"days": days, "from": start, "to": end}]}


def understood(words):
    return CATALOG.lexicon.understand(words, AROUND)


@pytest.mark.parametrize(
    ("words", "intent", "scope", "field", "value"),
    [
        ("MAX 2/S promos", "change_frequency", "topic:offers", "frequency", {"n": 2, "per": "week"}),
        ("MAX 1/J", "change_frequency", "all", "frequency", {"n": 1, "per": "day"}),
        ("MAX 3/M", "change_frequency", "all", "frequency", {"n": 3, "per": "month"}),
        ("une fois tous les quinze jours", "change_frequency", "all", "frequency", {"n": 1, "per": "week", "span": 2}),
        ("PAS LUN", "change_hours", "all", "hours", windows(WEEK[1:], "00:00", "24:00")),
        ("NO SUN", "change_hours", "all", "hours", windows(WEEK[:6], "00:00", "24:00")),
        ("PAS 20H-9H", "change_hours", "all", "hours", windows(WEEK, "09:00", "20:00")),
        ("pas avant 9h", "change_hours", "all", "hours", windows(WEEK, "09:00", "24:00")),
        ("after 6pm on weekdays", "change_hours", "all", "hours", windows(WEEK[:5], "18:00", "24:00")),
        ("only between 10pm and 7am", "change_hours", "all", "hours", windows(WEEK, "22:00", "07:00")),
        ("PAUSE 2S", "pause", "all", "pause", "P2W"),
        ("PAUSE 15/12", "pause", "all", "pause", "2026-12-15T23:59:59+01:00"),
        ("pendant 2 semaines", "pause", "all", "pause", "P2W"),
        ("faites une pause d'un mois", "pause", "all", "pause", "P1M"),
        ("pas avant lundi", "pause", "all", "pause", "2026-11-29T23:59:59+01:00"),
        ("RECAP SAM 10H", "change_digest", "all", "digest", {"every": "week", "days": ["sat"], "time": "10:00"}),
        ("RECAP SEMAINE", "change_digest", "all", "digest", {"every": "week"}),
        ("every monday", "change_digest", "all", "digest", {"every": "week", "days": ["mon"]}),
        ("QUE SMS LIVRAISON", "change_channels", "topic:orders", "channels", ["sms"]),
        ("ONLY WHATSAPP", "change_channels", "all", "channels", ["whatsapp"]),
        ("no more texts, only whatsapp", "change_channels", "all", "channels", ["whatsapp"]),
        ("STOP promos", "stop_topic", "topic:offers", "initiative", "off"),
        ("STOP whatsapp", "stop_channel", "channel:whatsapp", "initiative", "off"),
        ("START promos", "follow_topic", "topic:offers", "initiative", "push"),
        ("en anglais", "change_language", "all", "language", "en"),
        ("I will contact you myself", "pull", "all", "initiative", "pull"),
        ("never use the bot with me, humans only", "no_robot", "all", "no_robot", True),
    ],
)  # fmt: skip
def test_a_wish_is_a_typed_value(words, intent, scope, field, value):
    heard = understood(words)
    (wish,) = heard.reading.wishes
    assert (heard.intent, heard.sure) == (intent, True)
    assert (wish.scope, wish.field, wish.value) == (scope, field, value)


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("STOPALL", "stop"),
        ("DESABO", "stop"),
        ("REVOKE", "stop"),
        ("UNSTOP", "start"),
        ("?", "help"),
        ("POURQUOI", "why"),
        ("MOI", "about_me"),
        ("ME", "about_me"),
        ("TABLEAU", "board"),
        ("BOARD", "board"),
        ("POINTS", "points"),
        ("NEWS", "whats_new"),
        ("NEWS offers", "whats_new"),
        ("NEWS promos", "whats_new"),
        ("ANNULE", "undo"),
        ("AGENT", "human"),
    ],
)
def test_a_single_word_is_an_intent(words, intent):
    assert understood(words).intent == intent


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("daily digest, never", "contradiction"),
        ("2 par jour et 3 par semaine", "contradiction"),
        ("between 9 and 9", "empty_hours"),
        ("pas après 25h", "no_such_time"),
        ("pause jusqu'au 30 février", "no_such_date"),
        ("jusqu'à hier", "past"),
        ("write to me in german", "no_such_language"),
        ("le dimanche", "only_or_not"),
        ("no messages during work hours", "which_hours"),
    ],
)
def test_what_cannot_be_or_may_mean_two_things_is_a_problem_and_no_wish(words, reason):
    reading = understood(words).reading
    assert reading.problem.reason == reason
    assert reading.wishes == ()


@pytest.mark.parametrize(
    "words",
    [
        "tomorrow at 3",
        "I'm coming tomorrow between 2 and 4",
        "ma commande n'est pas arrivée",
        "livraison possible après 18h ?",
        "plus que deux jours avant les soldes",
        "il ne faut pas que ça s'arrête, j'adore",
        "d'où vous sortez mon numéro",
    ],
)
def test_talk_about_times_and_stopping_changes_nothing(words):
    heard = understood(words)
    assert heard is None or not heard.sure


@pytest.mark.parametrize(
    "words", ["virez moi de votre liste bande de zouaves", "I am asking you not to write to me any more"]
)
def test_what_is_nearly_a_stop_keeps_quiet_and_asks(words):
    assert understood(words).intent in {"annoyed", "stop"}


@pytest.mark.parametrize(
    "words",
    ["stoip", "stop pls this is the 5th time I ask", "unsubscribe me please my life changed", "dsl mais stop"],
)
def test_stop_is_heard_beside_words_that_nobody_knows(words):
    assert understood(words).intent == "stop"
