"""Options, wishes as flows get them, examples and languages."""

from __future__ import annotations

import pytest

from dialogs.understand import options
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.options import Answer
from dialogs.understand.slots import slots
from dialogs.understand.words import fold
from tests.dialogs.world import CATALOG

TOPICS = [
    {"id": "offers", "name": {"fr": "Offres", "en": "Offers"}, "words": ["promos"]},
    {"id": "beauty", "name": {"fr": "Beauté", "en": "Beauty"}},
    {"id": "orders", "name": {"fr": "Colis", "en": "Parcels"}, "followed": True},
]
HERE = Circumstances(TOPICS, channel="telegram", now="2026-11-24T10:00:00Z", zone="Europe/Paris")
PACES = [
    Answer("w", "Une fois par semaine", ("weekly", "Once a week")),
    Answer("m", "Une fois par mois", ("monthly", "Once a month")),
    Answer("n", "Jamais", ("never", "Not at all")),
]
YES_NO = [Answer("y", "Oui", ("yes", "Yes")), Answer("n", "Non", ("no", "No"))]

EXACT = [
    ("2", "m"),
    ("2.", "m"),
    ("2)", "m"),
    ("2️⃣", "m"),
    ("n° 2", "m"),
    ("two", "m"),
    ("deux", "m"),
    ("le 2", "m"),
    ("second", "m"),
    ("la troisième", "n"),
    ("option 3", "n"),
    ("weekly", "w"),
    ("ONCE A WEEK!", "w"),
    ("jamais", "n"),
    ("not", "n"),
    ("4", None),
    ("0", None),
    ("une fois", None),
    ("une", "w"),
    ("", None),
    ("22", None),
    ("2 3", None),
]


@pytest.mark.parametrize(("said", "option"), EXACT)
def test_an_option_is_chosen_by_number_label_or_its_beginning(said, option):
    assert options.exactly(said, PACES) == option


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ("ok", "y"),
        ("d'accord", "y"),
        ("👍🏽", "y"),
        ("yes please", "y"),
        ("non merci", "n"),
        ("nope", "n"),
        ("👎", "n"),
        ("merci", None),
        ("hm", None),
    ],
)
def test_yes_and_no_have_many_spellings(said, option):
    assert options.exactly(said, YES_NO) == option


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ("une foi par semaine", "w"),
        ("once per week", "w"),
        ("once a moth", "m"),
        ("where is my parcel", None),
        ("une fois", None),
    ],
)
def test_likely_options_need_to_be_like_one_and_no_other(said, option):
    assert options.likely(said, PACES) == option


COMMANDS = [
    ("max 2/s promos", "change_frequency", {"topic": "offers", "pace": {"max": 2, "per": "week"}}),
    ("MAX 3/M", "change_frequency", {"pace": {"max": 3, "per": "month"}}),
    ("1 par semaine", "change_frequency", {"pace": "weekly"}),
    ("une fois par mois pour la beauté", "change_frequency", {"topic": "beauty", "pace": "monthly"}),
    ("twice a month about offers", "change_frequency", {"topic": "offers", "pace": {"max": 2, "per": "month"}}),
    ("at most 1 message a day please", "change_frequency", {"pace": "daily"}),
    ("every week", "change_frequency", {"pace": "weekly"}),
    ("2x par sem max", "change_frequency", {"pace": {"max": 2, "per": "week"}}),
    ("pause 2 semaines", "pause", {"duration": "P2W"}),
    ("pause for a month", "pause", {"duration": "P1M"}),
    ("pause 10j", "pause", {"duration": "P10D"}),
    ("snooze for 2w", "pause", {"duration": "P2W"}),
    ("pause jusqu'à lundi", "pause", {"duration": "2026-11-30T23:59:59+01:00"}),
    ("stop promos", "stop_topic", {"topic": "offers"}),
    ("pas de beauté", "stop_topic", {"topic": "beauty"}),
    ("no more offers", "stop_topic", {"topic": "offers"}),
    ("follow beauty", "follow_topic", {"topic": "beauty"}),
    ("jve recevoir les promos", "follow_topic", {"topic": "offers"}),
    ("I want to receive offers pls", "follow_topic", {"topic": "offers"}),
    ("plus de whatsapp", "stop_channel", {"channel": "whatsapp"}),
]


@pytest.mark.parametrize(("said", "intent", "told"), COMMANDS)
def test_wishes_reach_flows_as_the_vars_they_name(said, intent, told):
    heard = CATALOG.lexicon.understand(said, HERE)
    handed = slots(heard.reading.wishes, heard.reading.problem, TOPICS, ())
    assert heard.intent == intent
    assert heard.sure
    names = {name: handed[name] for name in ("topic", "pace", "duration", "channel") if name in handed}
    assert {**names, **({"topic": names["topic"]["id"]} if "topic" in names else {})} == told


@pytest.mark.parametrize(
    "said", ["1 par semaine pour les chats", "stop the delivery", "I want my parcels", "1 2 3", "week"]
)
def test_words_about_something_else_are_no_wish(said):
    heard = CATALOG.lexicon.understand(said, HERE)
    assert heard is None or not heard.sure


EXAMPLES = [
    ("je reçoi trop de message", "change_frequency"),
    ("you are writing to me too often", "change_frequency"),
    ("less msgs plz", "change_frequency"),
    ("pourquoi je reçois ça ?", "why"),
    ("why are you writing to me??", "why"),
    ("c koi ces msgs", "why"),
    ("y r u texting me??", "why"),
    ("I'd like to change my preferences", "preferences"),
    ("je voudrais changer mes preferences", "preferences"),
    ("I am going on holidays", "pause"),
    ("je veux choisir mes sujets", "change_topics"),
    ("r u a bot?", "help"),
    ("tu es un robot ?", "help"),
    ("can sum1 call me", "human"),
    ("rappelé moi", "human"),
]


@pytest.mark.parametrize(("said", "intent"), EXAMPLES)
def test_what_is_like_an_example_or_a_rule_is_understood(said, intent):
    heard = CATALOG.lexicon.understand(said, HERE)
    assert (heard.intent, heard.sure) == (intent, True)


@pytest.mark.parametrize(
    "said",
    [
        "where is my order",
        "mon colis est cassé",
        "do you sell shoes in size 39",
        "quel temps fait-il",
        "the weather is nice today",
        "combien coûte la livraison",
        "qsdfghjklm",
        "I love your shop",
        "vous ouvrez à quelle heure",
        "42",
    ],
)
def test_what_is_far_from_all_we_know_is_not_guessed(said):
    assert CATALOG.lexicon.understand(said, HERE) is None


LANGUAGES = [
    ("où est ma commande ?", "fr"),
    ("where is my order?", "en"),
    ("je voudrais un renseignement", "fr"),
    ("I have a question", "en"),
    ("mon colis n'est pas arrivé", "fr"),
    ("my parcel has not arrived", "en"),
    ("vous vendez des chaussures", "fr"),
    ("do you sell shoes", "en"),
    ("quel est le prix", "fr"),
    ("what is the price", "en"),
    ("c koi le prix svp", "fr"),
    ("thx a lot", "en"),
]


@pytest.mark.parametrize(("said", "language"), LANGUAGES)
def test_languages_are_told_apart_by_what_the_flows_say(said, language):
    assert CATALOG.lexicon.languages.guess(fold(said), ["fr", "en"]).language == language


def test_a_language_is_not_guessed_from_nothing():
    assert CATALOG.lexicon.languages.guess("", ["fr", "en"]) is None
    assert CATALOG.lexicon.languages.guess("hola", ["es"]) is None
