"""Wishes as customers live them: said in their own words, done at once or asked about, in the middle of anything."""

from __future__ import annotations

import pytest

from dialogs.effects import Handoff
from tests.dialogs.world import World

NIGHTS_OFF = {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "to": "20:00"}]}


def set_to(world):
    """What `terms.set` was asked last: scope, field, value."""
    args = next(args for action, args in reversed(world.done) if action == "terms.set")
    return args["scope"], args["field"], args["value"]


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("ne m'écrivez pas entre 20h et 9h", "hours", NIGHTS_OFF),
        ("nothing between 8pm and 9am please", "hours", NIGHTS_OFF),
        ("un récap le samedi à 10h", "digest", {"every": "week", "days": ["sat"], "time": "10:00"}),
        ("not on bank holidays", "holidays", False),
        ("plutôt par SMS", "channels", ["sms", "telegram", "whatsapp"]),
        ("only on WhatsApp", "channels", ["whatsapp"]),
        ("en anglais svp", "language", "en"),
        ("je demanderai moi-même", "initiative", "pull"),
    ],
)
def test_a_wish_reaches_the_terms_as_it_was_meant(words, field, value):
    world = World(language="fr")
    assert world.say(words)[-1].startswith(("C'est noté.", "All set."))
    assert set_to(world) == ("all", field, value)
    assert world.labels() == ["Annuler"] or world.labels() == ["Undo"]


def test_several_wishes_at_once_are_done_one_after_the_other():
    world = World(language="fr")
    assert len(world.say("1 par semaine, pas le dimanche, plutôt par whatsapp")) == 3
    assert [args.get("field") for _, args in world.done] == ["frequency", "hours", "channels"]


def test_hours_are_narrowed_from_those_that_hold():
    world = World(language="en")
    world.say("not before 9am")
    world.say("nothing after 8pm")
    assert set_to(world)[2] == NIGHTS_OFF


def test_a_wish_in_the_middle_of_a_question_is_done_and_the_question_asked_again():
    world = World(language="fr")
    world.say("mes choix")
    answers = world.say("pas le dimanche")
    assert answers[0].startswith("C'est noté.")
    assert answers[-1].endswith("Que voulez-vous changer ?")


@pytest.mark.parametrize(
    ("words", "answer", "days"),
    [("le dimanche", "seulement le dimanche", ["sun"]), ("le soir", "pas le soir", None), ("le dimanche", "2", None)],
)
def test_what_may_mean_two_things_is_asked_and_never_stored_as_a_guess(words, answer, days):
    world = World(language="fr")
    (question,) = world.say(words)
    assert question.endswith("?")
    assert world.done == []
    world.say(answer)
    assert set_to(world)[1] == "hours"
    assert days is None or set_to(world)[2]["windows"][0]["days"] == days


@pytest.mark.parametrize(
    "words", ["entre 9h et 9h", "pas après 25h", "un récap quotidien, jamais", "pause jusqu'au 30 février"]
)
def test_what_cannot_be_is_said_and_not_stored(words):
    world = World(language="fr")
    assert len(world.say(words)) == 1
    assert world.done == []


def test_what_was_perhaps_meant_is_asked_before_it_is_done():
    world = World(language="fr")
    world.say("aide")
    (question,) = world.say("ne m'envoyez pas de messages bidule avant 10h")
    assert question == "J'ai un doute. Vous voulez dire : pas avant 10 h ?"
    assert world.done == []
    world.say("oui")
    assert set_to(world)[1] == "hours"


def test_no_means_something_else_was_meant():
    world = World(language="fr")
    world.say("aide")
    world.say("ne m'envoyez pas de messages bidule avant 10h")
    assert world.say("non")[0].startswith("Pardon, je n'ai pas compris.")
    assert world.done == []


@pytest.mark.parametrize(
    ("answer", "length"),
    [
        ("10 jours", "P10D"),
        ("jusqu'au 15", "2026-12-15T23:59:59+01:00"),
        ("lundi", "2026-11-30T23:59:59+01:00"),
        ("2", "P2W"),
    ],
)
def test_how_long_a_pause_lasts_may_be_said_freely(answer, length):
    world = World(language="fr")
    world.say("pause")
    world.say(answer)
    assert world.done == [("terms.pause", {"scope": "all", "for": length})]


def test_a_pause_of_one_topic_pauses_that_topic():
    world = World(language="en")
    world.say("pause offers for 2 weeks")
    assert world.done == [("terms.pause", {"scope": "topic:offers", "for": "P2W"})]


def test_a_channel_can_be_stopped_alone():
    world = World(language="fr")
    world.say("plus de whatsapp")
    assert world.done == [("terms.stop", {"scope": "channel:whatsapp"})]
    assert not world.stopped


def test_less_often_of_a_topic_asks_how_often():
    world = World(language="fr")
    assert world.say("moins d'offres svp") == ["Quel rythme pour Offres ?"]


def test_whoever_is_fed_up_is_left_in_peace_first_and_asked_then():
    world = World(language="en")
    assert world.say("I'm fed up with your messages")[0].startswith("Sorry. I pause everything for 7 days")
    assert world.done == [("terms.pause", {"scope": "all", "for": "P7D"})]
    world.say("stop all")
    assert world.stopped


def test_no_robot_is_kept_and_a_person_called():
    world = World(language="en")
    world.say("never use the bot with me, humans only")
    assert set_to(world) == ("all", "no_robot", True)
    assert [effect.code for effect in world.effects if isinstance(effect, Handoff)] == ["customer_asked"]


def test_the_wrong_person_is_left_alone_and_a_person_told():
    world = World(language="en")
    world.say("wrong number")
    assert world.stopped
    assert [effect.code for effect in world.effects if isinstance(effect, Handoff)] == ["rule"]


@pytest.mark.parametrize(
    "words", ["effacez mes données", "I want a copy of my data", "j'ai déménagé à Nice", "this is an ad"]
)
def test_what_only_people_can_do_goes_to_people(words):
    world = World()
    world.say(words)
    (handoff,) = [effect for effect in world.effects if isinstance(effect, Handoff)]
    assert (handoff.code, handoff.summary) == ("rule", words)


def test_a_wish_that_no_action_takes_yet_is_said_back_and_goes_to_a_person():
    world = World(language="fr")
    world.unknown = {"hours"}
    answers = world.say("pas le dimanche")
    assert answers[0].startswith("J'ai compris : pas le dimanche.")
    assert any(isinstance(effect, Handoff) for effect in world.effects)
