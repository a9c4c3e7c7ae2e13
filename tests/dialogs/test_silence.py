"""Sentences that ask for silence, among words that nobody knows; and what only sounds like one."""

from __future__ import annotations

import pytest

from dialogs.catalog import Catalog
from dialogs.flow_files import load
from dialogs.understand.protected import protected
from tests.dialogs.test_evaluation import AROUND
from tests.dialogs.world import CATALOG, World

TOPICS = AROUND.topics


@pytest.mark.parametrize(
    "said",
    [
        "this is the umpteenth time I tell you: quit texting my work phone",
        "Blimey, could somebody scrub my number from the records?",
        "why don't you stop texting me",
        "for crying out loud: stop",
        "zut, c'est la énième relance, veuillez cesser de m'importuner",
        "ma tante est à l'hôpital, je ne souhaite plus recevoir vos messages",
        "n'insistez pas",
        "🛑📱",
        "🖕",
        "un-subscribe",
    ],
)
def test_an_act_and_what_it_is_done_to_are_enough(said):
    assert protected(said, "telegram", TOPICS) == "stop"


@pytest.mark.parametrize(
    "said",
    [
        "don't stop texting me",
        "n'arrêtez pas de m'écrire",
        "why did you stop sending messages",
        "he never texts me back lol",
        "I'm not receiving your messages",
        "je ne reçois plus vos messages",
        "stop it, that's so cute 😍",
        "le bus s'arrête où",
        "get off at the second stop",
        "are there no more of these?",
        "don't text, call me",
        "unsubscribe my brother from his phone contract",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(said):
    assert protected(said, "telegram", TOPICS) != "stop"


@pytest.mark.parametrize(
    "said",
    [
        "please stop texting me on Sundays",
        "don't message me, I'll ask when I need something",
        "ne m'écrivez plus après 20h",
        "en vacances 3 semaines, ne m'écrivez pas",
        "no more than 2 messages a week",
    ],
)
def test_who_asks_for_less_than_silence_is_not_silenced(said):
    assert protected(said, "telegram", TOPICS) is None


@pytest.mark.parametrize(
    "said", ["arrêtez la commande 123", "stop the order 4521 please", "I'm not receiving your emails"]
)
def test_an_order_that_goes_wrong_turns_no_topic_off(said):
    heard = CATALOG.lexicon.understand(said, AROUND)
    assert heard is None or not any(wish.value == "off" for wish in heard.reading.wishes)


@pytest.mark.parametrize(
    "said", ["comment arrêter l'alarme", "I have no more battery", "votre message n'est pas clair"]
)
def test_a_thing_that_stops_pauses_nobody(said):
    heard = CATALOG.lexicon.understand(said, AROUND)
    assert heard is None or heard.intent not in ("stop", "annoyed")


DATA = [
    "me@@x.fr", "me@x.fr", "ana.lopez@mail.fr", "me@", "c'est me@@x.fr", "mon mail : me@@x.fr", "me, me@x.fr",
    "my address: me(at)x.fr", "me @ x . fr", "www.x.fr", "https://x.fr/a", "look https://x.fr/zz", "ABC-123-XYZ",
    "n° 8841, réf. ZK-22, 75011", "06 12 34 56 78", "zork, blip, glop!",
]  # fmt: skip


@pytest.mark.parametrize("said", DATA)
def test_what_is_copied_out_and_words_that_nobody_knows_are_not_nearly_a_stop(said):
    heard = CATALOG.lexicon.understand(said, AROUND)
    assert heard is None or heard.intent not in ("stop", "annoyed")


@pytest.mark.parametrize(
    "said", ["stop me@x.fr", "ana@mail.fr stop", "désinscription ana@mail.fr", "leave ana@mail.fr alone", "STOP 36180"]
)
def test_who_says_from_where_to_be_taken_is_obeyed(said):
    assert protected(said, "sms", TOPICS) == "stop"


def test_a_mistyped_address_is_asked_for_again_and_pauses_nothing():
    asks = load("{flow: mail, vars: {e: email}, steps: [{id: a, ask: 'Your address?', save: e}]}", "mail")
    world = World(language="en", catalog=Catalog([*CATALOG.flows.values(), asks]))
    world.start("mail")
    assert world.say("me@@x.fr")[-1].endswith("Your address?")
    assert world.done == []
