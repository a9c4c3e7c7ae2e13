"""What words, places, pictures and cards are worth to a question of each type."""

from __future__ import annotations

import pytest

from connectors.content import Contact, ContactCard, Location, Media, Text
from dialogs import values
from dialogs.values import Given

# A Thursday evening in Paris: there it is already Friday
FACTS = {"now": "2026-11-26T23:30:00Z", "zone": "Europe/Paris", "brand": {"name": "X", "country": "FR"}}

SAID = [
    ("number", "39", 39),
    ("number", "I take 39,5 please", 39.5),
    ("number", "environ 12 500 euros", 12500),
    ("number", "beaucoup", None),
    ("number", "minus 3", -3),
    ("number", "moins 3,5 degrés", -3.5),
    ("number", "1.200,50", 1200.5),
    ("number", "1,200.50", 1200.5),
    ("number", "1,234,567", 1234567),
    ("number", "1,200", 1.2),
    ("number", "taille 40.", 40),
    ("number", "0.33333333333", 0.333333),
    ("number", "99999999999999999999", None),  # somebody's card, or order
    ("number", "192.168.0.1", None),
    ("number", "forty", 40),
    ("number", "Vingt-deux, s'il vous plaît", 22),
    ("number", "quatre-vingt-dix-sept", 97),
    ("number", "soixante et onze", 71),
    ("number", "one hundred and one", 101),
    ("number", "moins trois", -3),
    ("number", "one moment", None),
    ("number", "un instant", None),
    ("time", "half past two", "02:30"),
    ("time", "deux heures et demie", "02:30"),
    ("time", "quarter to nine in the evening", "20:45"),
    ("time", "trois heures moins le quart", "02:45"),
    ("time", "vingt heures trente", "20:30"),
    ("duration", "10 minutes", "PT10M"),
    ("duration", "deux heures", "PT2H"),
    ("duration", "a week", "P1W"),
    ("duration", "une semaine", "P1W"),
    ("duration", "vingt-deux jours", "P22D"),
    ("date", "2026-12-03", "2026-12-03"),
    ("date", "le 3/12", "2026-12-03"),
    ("date", "03.01.27", "2027-01-03"),
    ("date", "12/25", "2026-12-25"),
    ("date", "le 3 mars", "2027-03-03"),
    ("date", "December 24th", "2026-12-24"),
    ("date", "après-demain", "2026-11-29"),
    ("date", "tomorrow", "2026-11-28"),
    ("date", "aujourd'hui", "2026-11-27"),
    ("date", "dans 2 semaines", "2026-12-11"),
    ("date", "vendredi", "2026-12-04"),
    ("date", "monday please", "2026-11-30"),
    ("date", "31/02", None),
    ("date", "bientôt", None),
    ("time", "14h30", "14:30"),
    ("time", "à 9 h", "09:00"),
    ("time", "8 heures du soir", "20:00"),
    ("time", "2pm", "14:00"),
    ("time", "12.15 am", "00:15"),
    ("time", "midi", "12:00"),
    ("time", "tard", None),
    ("phone", "06 12 34 56 78", "+33612345678"),
    ("phone", "c'est le +1 (650) 555-1234 merci", "+16505551234"),
    ("phone", "12", None),
    ("email", "Ana.Lopez@Mail.fr, merci", "ana.lopez@mail.fr"),
    ("email", "ana@", None),
    ("text", "  bleu ciel ", "bleu ciel"),
    ("text", "   ", None),
    ("location", "rue des Lilas", None),
    ("media", "voici", None),
]


@pytest.mark.parametrize(("kind", "said", "value"), SAID)
def test_words_are_read_as_their_type_wants(kind, said, value):
    assert values.read(kind, Given(said, Text(body=said), FACTS)) == value


def test_a_thousand_is_written_so_in_english():
    assert values.read("number", Given("1,200", None, {**FACTS, "language": "en"})) == 1200
    assert values.read("number", Given("1,20", None, {**FACTS, "language": "en"})) == 1.2


def test_what_is_no_text_answers_what_asks_for_it():
    place = Location(latitude=48.85, longitude=2.35, name="Paris")
    assert values.read("location", Given("", place, FACTS)) == {"latitude": 48.85, "longitude": 2.35, "name": "Paris"}
    picture = Media(kind="image", media_id="m1", caption="ours")
    assert values.read("media", Given("ours", picture, FACTS)) == {
        "kind": "image", "media_id": "m1", "caption": "ours",
    }  # fmt: skip
    card = ContactCard(contacts=(Contact(name="Ana", phones=("0612345678",), emails=("ana@mail.fr",)),))
    assert values.read("phone", Given("", card, FACTS)) == "+33612345678"
    assert values.read("email", Given("", card, FACTS)) == "ana@mail.fr"


def test_a_topic_is_found_by_its_names():
    topic = {"id": "offers", "name": {"fr": "Offres", "en": "Offers"}}
    facts = {"topics": {"all": [topic]}}
    assert values.read("topic", Given("les offres", None, facts)) == topic
    assert values.read("topic", Given("autre chose", None, facts)) is None
