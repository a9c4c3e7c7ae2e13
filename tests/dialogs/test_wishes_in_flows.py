"""Wishes as customers live them: said in their own words, done at once or asked about, in the middle of anything."""

from __future__ import annotations

import pytest

from dialogs import moments
from dialogs.catalog import Catalog
from dialogs.effects import Handoff
from dialogs.flow_files import load
from tests.dialogs.world import CATALOG, World

NIGHTS_OFF = {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "to": "20:00"}]}


def set_to(world):
    """The wish that was settled last: scope, field, value."""
    wish = next(args["wishes"][-1] for action, args in reversed(world.done) if action == "terms.change")
    return wish["scope"], wish["field"], wish["value"]


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


def test_several_wishes_at_once_are_one_change_and_one_answer():
    world = World(language="fr")
    assert world.say("1 par semaine, pas le dimanche, plutôt par whatsapp") == ["C'est noté. Effet de terms.change."]
    assert [wish["field"] for wish in world.done[-1][1]["wishes"]] == ["frequency", "hours", "channels"]
    assert world.labels() == ["Annuler"]


def test_what_is_less_is_done_at_once_and_what_is_more_asked_about():
    world = World(language="fr")
    less = {"scope": "all", "field": "frequency", "value": {"n": 1, "per": "week"}, "how": "set"}
    more = {"scope": "all", "field": "hours", "value": None, "how": "clear"}
    said = world.start("preferences.change", wishes=[less, more])
    assert said == ["C'est noté. Effet de terms.change.", "Effet voulu. D'accord ?"]
    world.say("oui")
    assert world.done[-1][1]["confirmed"] is True
    assert set_to(world)[1] == "hours"


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


@pytest.mark.parametrize(("words", "scope"), [("moins d'offres svp", "topic:offers"), ("moins souvent", "all")])
def test_less_often_is_the_next_step_down_at_once(words, scope):
    world = World(language="fr")
    assert world.say(words) == ["C'est noté. Effet de terms.change."]
    assert (world.done[-1][1]["wishes"][0]["scope"], world.done[-1][1]["wishes"][0]["how"]) == (scope, "less")


def test_less_often_still_is_one_tap_away_after_less_often():
    world = World(language="en")
    world.say("less often")
    assert world.labels() == ["Undo", "Even less", "My choices"]
    assert world.tap("Even less") == ["All set. Effect of terms.change."]


def test_a_pause_that_is_told_among_other_wishes_asks_until_when():
    world = World(language="fr")
    less = {"scope": "all", "field": "frequency", "value": {"n": 1, "per": "week"}, "how": "set"}
    pause = {"scope": "topic:offers", "field": "pause", "value": None, "how": "set"}
    said = world.start("preferences.change", wishes=[less, pause])
    assert said == ["C'est noté. Effet de terms.change.", "Une pause de combien de temps ?"]
    world.say("2 semaines")
    assert world.done[-1] == ("terms.pause", {"scope": "topic:offers", "for": "P2W"})


@pytest.mark.parametrize(
    ("words", "action"),
    [("qu'avez-vous retenu ?", "terms.held_back"), ("what do you know about me?", "terms.about_me"),
     ("why did I get this?", "terms.why")],
)  # fmt: skip
def test_what_is_asked_is_answered_from_what_is_stored(words, action):
    world = World()
    assert world.say(words)[0].endswith(f"{action}.")
    assert world.done == [(action, {})]


@pytest.mark.parametrize(
    ("language", "words", "yes", "again"), [("fr", "effacez mes données", "oui", "effacer"),
                                            ("en", "delete my data", "yes", "erase")]
)  # fmt: skip
def test_erasing_is_said_back_twice(language, words, yes, again):
    world = World(language=language)
    for said in (words, yes):
        world.say(said)
        assert world.done == []
    world.say(again)
    assert world.done == [("terms.erase", {})]


@pytest.mark.parametrize("refusals", [["non"], ["oui", "non"]])
def test_a_no_at_either_question_erases_nothing(refusals):
    world = World(language="fr")
    world.say("effacez mes données")
    answers = [world.say(said) for said in refusals][-1]
    assert answers == ["D'accord, je n'efface rien."]
    assert world.done == []


def test_a_copy_of_the_data_is_said_back_twice_and_comes_by_a_link():
    world = World(language="en")
    for said in ("I want a copy of my data", "yes"):
        world.say(said)
        assert world.done == []
    assert world.say("my data") == ["Effect of board.data."]
    assert world.done == [("board.data", {})]


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
    "words",
    ["j'ai déménagé à Nice", "this is an ad", "préviens-moi quand les bottes 39 reviennent",
     "tell me when size 39 is back", "mes points", "mes bons", "share"],
)  # fmt: skip
def test_what_only_people_can_do_goes_to_people(words):
    world = World()
    world.say(words)
    (handoff,) = [effect for effect in world.effects if isinstance(effect, Handoff)]
    assert (handoff.code, handoff.summary) == ("rule", words)


def test_a_wish_that_cannot_be_settled_goes_to_a_person():
    world = World(language="fr")
    world.unknown = {"hours"}
    answers = world.say("pas le dimanche")
    assert answers[0].startswith("Il y a une chose que je ne sais pas régler seul")
    assert any(isinstance(effect, Handoff) for effect in world.effects)


@pytest.mark.parametrize(("words", "held"), [("moins 3", -3), ("quarante", 40)])
def test_a_bare_number_answers_the_question_for_one_and_is_no_wish(words, held):
    asks = load(
        "{flow: degrees, vars: {n: number}, steps: [{id: a, ask: 'How many?', save: n}, {id: b, say: 'So {vars.n}.'}]}",
        "degrees",
    )
    world = World(language="fr", catalog=Catalog([*CATALOG.flows.values(), asks]))
    world.start("degrees")
    assert world.say(words) == [f"So {held}."]
    assert world.done == []


@pytest.mark.parametrize(("moment", "seconds"), [("PT10M", 600), ("P1W", 604_800), ("2026-11-24T10:01:00Z", 60)])
def test_a_wait_lasts_for_a_duration_or_until_a_moment(moment, seconds):
    assert moments.until(World().facts(), moment) == seconds


WISHES = {
    "fr": [
        "plus de promos", "plus de whatsapp", "moins souvent", "vous écrivez trop", "2 par semaine max",
        "un récap le samedi matin", "pas le dimanche", "rien après 20h", "pas les jours fériés",
        "plus de promos le dimanche", "que par WhatsApp", "pause 2 semaines", "jusqu'au 15", "je demanderai moi-même",
        "quoi de neuf ?", "mes offres", "pourquoi ce message ?", "qu'avez-vous retenu ?", "que savez-vous de moi ?",
        "mon tableau", "annule", "récap quotidien, jamais", "entre 9h et 9h",
    ],
    "en": [
        "no more promos", "no more whatsapp", "less often", "too many messages", "at most twice a month",
        "send me a Saturday summary", "not on Sundays", "nothing after 8pm", "not on bank holidays",
        "no promos on Sundays", "only by SMS", "pause 2 weeks", "until the 15th", "don't message me, I'll ask",
        "what's new?", "my offers", "why did I get this?", "what did you hold back?", "what do you know about me?",
        "my dashboard", "undo", "daily digest, never", "between 9 and 9",
    ],
}  # fmt: skip
ASKED = {"fr": ("mes choix", "Que voulez-vous changer ?"), "en": ("my choices", "What would you like to change?")}


@pytest.mark.parametrize(("language", "words"), [(one, words) for one in WISHES for words in WISHES[one]])
def test_whatever_is_wished_in_the_middle_the_question_is_asked_again(language, words):
    world = World(language=language)
    opens, question = ASKED[language]
    menu = (world.say(opens), world.labels())[1]
    answers = world.say(words)
    assert len(answers) == 2, answers
    assert answers[-1].endswith(question)
    assert len(world.labels()) == len(menu)  # a pause is ended where it was begun


@pytest.mark.parametrize("words", ["STOP", "arrêtez tout", "ne m'écrivez plus", "désabonne-moi"])
def test_after_stop_nothing_is_asked(words):
    world = World(language="fr")
    world.say("mes choix")
    assert len(world.say(words)) == 1
    assert world.stopped
    assert world.labels() == []


def test_a_part_is_stopped_while_people_have_the_conversation():
    world = World(language="fr")
    world.say("un humain")
    assert world.say("plus de promos") == ["Effet de terms.off."]
