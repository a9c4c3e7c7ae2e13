"""Options, the short grammar, examples and languages."""

from __future__ import annotations

import pytest

from dialogs.understand import grammar, options
from dialogs.understand.options import Answer
from dialogs.understand.words import fold
from tests.dialogs.world import CATALOG

TOPICS = [
    {"id": "offers", "name": {"fr": "Offres", "en": "Offers"}, "words": ["promos"]},
    {"id": "beauty", "name": {"fr": "Beauté", "en": "Beauty"}},
    {"id": "orders", "name": {"fr": "Colis", "en": "Parcels"}, "followed": True},
]
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
    ("max 2/s promos", ("change_frequency", "offers", {"max": 2, "per": "week"})),
    ("MAX 3/M", ("change_frequency", None, {"max": 3, "per": "month"})),
    ("1 par semaine", ("change_frequency", None, "weekly")),
    ("une fois par mois pour la beauté", ("change_frequency", "beauty", "monthly")),
    ("twice a month about offers", ("change_frequency", "offers", {"max": 2, "per": "month"})),
    ("at most 1 message a day please", ("change_frequency", None, "daily")),
    ("every week", ("change_frequency", None, "weekly")),
    ("1 par semaine pour les chats", None),
    ("pause 2 semaines", ("pause", "P2W")),
    ("pause for a month", ("pause", "P1M")),
    ("pause 10j", ("pause", "P10D")),
    ("pause 10 j", ("pause", "P10D")),
    ("stop promos", ("stop_topic", "offers")),
    ("pas de beauté", ("stop_topic", "beauty")),
    ("no more offers", ("stop_topic", "offers")),
    ("stop the delivery", None),
    ("follow beauty", ("follow_topic", "beauty")),
    ("jve recevoir les promos", ("follow_topic", "offers")),
    ("I want offers pls", ("follow_topic", "offers")),
    ("I want my parcels", None),
    ("pause jusqu'à lundi", ("pause", None)),
    ("snooze for 2w", ("pause", "P2W")),
    ("2x par sem max", ("change_frequency", None, {"max": 2, "per": "week"})),
    ("1 2 3", None),
    ("week", None),
]


@pytest.mark.parametrize(("said", "expected"), COMMANDS)
def test_the_grammar_reads_whole_lines(said, expected):
    command = grammar.read(fold(said), TOPICS)
    if command is None or expected is None:
        assert command == expected
        return
    slots = command.slots
    topic = slots.get("topic", {}).get("id")
    heard = {"pause": (slots.get("duration"),), "change_frequency": (topic, slots.get("pace"))}.get(
        command.intent, (topic,)
    )
    assert (command.intent, *heard) == expected


EXAMPLES = [
    ("je reçoi trop de message", "preferences.frequency"),
    ("you are writing to me too often", "preferences.frequency"),
    ("pourquoi je reçois ça ?", "why"),
    ("why are you writing to me??", "why"),
    ("I'd like to change my preferences", "preferences"),
    ("je voudrais changer mes preferences", "preferences"),
    ("I am going on holidays", "preferences.pause"),
    ("je veux choisir mes sujets", "preferences.topics"),
    ("c koi ces msgs", "why"),
    ("y r u texting me??", "why"),
    ("less msgs plz", "preferences.frequency"),
    ("r u a bot?", "help"),
    ("tu es un robot ?", "help"),
    ("can sum1 call me", "human"),
    ("rappelé moi", "human"),
]


@pytest.mark.parametrize(("said", "flow"), EXAMPLES)
def test_examples_teach_what_is_near_them(said, flow):
    assert CATALOG.lexicon.likely(fold(said)).flow == flow


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
def test_what_is_far_from_all_examples_is_not_guessed(said):
    assert CATALOG.lexicon.likely(fold(said)) is None


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
