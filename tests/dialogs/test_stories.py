"""The shipped flows as customers live them, in French and in English."""

from __future__ import annotations

import pytest

from connectors.content import ChoiceReply, Choices, Media, Reaction, Referral, Text
from dialogs.effects import Handoff, Say
from dialogs.events import HumanStretchEnded, TimerFired
from tests.dialogs.world import World

GREETING = {"fr": "Bonjour, je suis l'assistant automatique", "en": "Hello, I'm Maison Lune's automated assistant"}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("où est ma commande ?", "fr"),
        ("where is my order?", "en"),
        ("bonjour", "fr"),
        ("hello", "en"),
        ("/start promo42", "fr"),
        ("👍", "fr"),
    ],
)
def test_first_words_that_say_nothing_else_are_welcomed_by_one_message(words, language):
    world = World()
    (answer,) = world.say(words)
    assert answer.startswith(GREETING[language])
    assert len(world.labels()) == 3


def test_a_link_is_welcomed_too():
    assert World(language="en").hear(Referral(source="ad"))[0].startswith(GREETING["en"])


@pytest.mark.parametrize("channel", ["sms", "telegram", "messenger", "whatsapp"])
@pytest.mark.parametrize(
    ("word", "begins"), [("help", "Maison Lune's automated"), ("aide", "Assistant automatique de")]
)
def test_help_is_one_message_in_the_language_of_the_word_every_time(word, begins, channel):
    world = World(channel=channel, language="fr")
    for _ in range(30):
        (answer,) = world.say(word)
        assert answer.startswith(begins)
        assert isinstance(world.contents[-1], Text)


def test_help_leaves_the_question_open_and_does_not_ask_it_again():
    world = World(language="en")
    world.say("my preferences")
    assert len(world.say("help")) == 1
    world.say("help")
    assert world.say("1") == ["Your topics. Choose one to follow it, or to follow it no more:"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["frequence", "Offres", "1 par semaine"], "C'est noté. Effet de terms.set."),
        (["frequency", "Offers", "Once a week"], "All set. Effect of terms.set."),
        (["frequence", "1", "3"], "C'est noté. Effet de terms.set."),
        (["how often", "one", "weekly"], "All set. Effect of terms.set."),
        (["1 par semaine"], "C'est noté. Effet de terms.change."),
        (["once a week"], "All set. Effect of terms.change."),
        (["max 1/s promos"], "C'est noté. Effet de terms.set."),
        (["frequency", "promos", "every week"], "All set. Effect of terms.set."),
        (["frequency", "offer", "onec a week"], "All set. Effect of terms.set."),
    ],
)
def test_less_often_is_done_at_once_and_can_be_undone(words, says):
    world = World(language="fr" if "Effet" in says else "en")
    answers = [world.say(said) for said in words][-1]
    assert answers == [says]
    assert world.paces["offers"] == "weekly"
    assert world.labels() == ["Annuler" if "Effet" in says else "Undo"]
    world.tap(world.labels()[0])
    assert world.done[-1] == ("terms.undo", {"change": f"change-{len(world.done) - 1}"})


@pytest.mark.parametrize(("agrees", "pace"), [("oui", "daily"), ("ok", "daily"), ("👍", "daily"), ("non", "weekly")])
def test_more_often_asks_for_a_yes(agrees, pace):
    world = World(language="fr")
    world.say("rythme")
    world.say("nouveautes")
    assert world.say("1 par jour") == ["Effet de terms.set. D'accord ?"]
    assert world.paces["news"] == "weekly"
    world.say(agrees)
    assert world.paces["news"] == pace


def test_not_at_all_turns_the_topic_off():
    world = World(language="en")
    world.say("how often")
    world.say("offers")
    assert world.say("never") == ["All set. Effect of terms.off."]
    assert world.done == [("terms.off", {"scope": "topic:offers"})]


def test_preferences_loops_until_all_is_good():
    world = World(language="en")
    assert world.say("my preferences") == ["You follow 2 topics. What would you like to change?"]
    world.say("topics")
    assert world.labels() == ["Offers: yes", "News: yes", "Done"]
    assert world.tap("Offers: yes") == ["All set. Effect of terms.off.", "Another topic?"]
    assert world.labels() == ["Offers: no", "News: yes", "Done"]
    assert world.tap("Offers: no") == ["Effect of terms.follow. OK?"]
    assert world.tap("Yes") == ["All set. Effect of terms.follow.", "Another topic?"]
    assert world.say("done") == ["Anything else?"]
    assert world.say("pause") == ["A break of how long?"]
    assert world.say("2 weeks") == ["All set. Effect of terms.pause.", "Anything else?"]
    assert "End the pause" in world.labels()
    assert world.say("nothing, thanks") == ["Perfect. To change your mind, send CHOICES at any time."]
    assert world.state.frames == ()


def test_a_digression_is_done_confirmed_and_the_question_asked_again():
    world = World(language="fr")
    world.say("mes choix")
    assert world.say("pause 2 semaines") == [
        "C'est noté. Effet de terms.pause.",
        "Vous suivez 2 sujets. Que voulez-vous changer ?",
    ]
    assert world.done == [("terms.pause", {"scope": "all", "for": "P2W"})]
    assert world.say("5") == ["Parfait. Pour changer d'avis, écrivez CHOIX à tout moment."]


@pytest.mark.parametrize("words", ["STOP", "stoppp", "ARRÊT", "stp stop", "unsubscribe", "ne m'écrivez plus"])
@pytest.mark.parametrize("before", [[], ["mes choix"], ["rythme", "1"]])
def test_stop_is_obeyed_at_once_confirmed_once_and_ends_all_else(words, before):
    world = World(language="fr")
    for said in before:
        world.say(said)
    (answer,) = world.say(words)
    assert world.stopped
    assert "START" in answer
    said = [effect for effect in world.effects if isinstance(effect, Say)][-1]
    assert isinstance(said.content, Text)  # no button, nothing to sell
    assert said.notice
    assert world.state.frames == ()
    assert world.state.pending is None


@pytest.mark.parametrize("words", ["STOP promos", "stop offers", "plus d'offres", "no more offers"])
def test_stop_of_a_topic_stops_that_topic(words):
    world = World()
    world.say(words)
    assert world.done == [("terms.off", {"scope": "topic:offers"})]


@pytest.mark.parametrize(("words", "yes"), [("START", "OUI"), ("start", "START"), ("unstop", "yes")])
def test_start_comes_back_after_a_yes(words, yes):
    world = World(channel="sms", language="fr")
    world.say("stop")
    world.say(words)
    assert world.stopped
    world.say(yes)
    assert not world.stopped


def test_start_of_a_topic_follows_it():
    world = World(language="en")
    world.say("stop news")
    world.say("start news")
    world.say("yes")
    assert world.paces["news"] == "weekly"


@pytest.mark.parametrize("words", ["un humain", "agent", "je veux parler à quelqu'un", "talk to a human"])
def test_a_human_is_always_to_be_had(words):
    world = World()
    world.say("preferences")
    assert len(world.say(words)) == 1
    (handoff,) = [effect for effect in world.effects if isinstance(effect, Handoff)]
    assert (handoff.code, handoff.error) == ("customer_asked", None)
    assert handoff.summary == words
    assert world.state.frames == ()


def test_not_understood_twice_then_a_human_is_offered_and_then_given():
    world = World(language="en")
    world.say("hello")
    world.say("later")
    answers = [world.say(f"wxyz qsdf {n}")[0] for n in range(3)]
    assert answers[0].startswith("Sorry, I did not get that")
    assert answers[2] == "Sorry, I still do not get it. Would you like to talk to a person?"
    world.say("1")
    assert [effect.code for effect in world.effects if isinstance(effect, Handoff)] == ["customer_asked"]


def test_not_understood_again_and_again_is_handed_over():
    world = World(language="en")
    world.say("hello")
    for n in range(5):
        world.say(f"wxyz qsdf {n}")
    assert [effect.code for effect in world.effects if isinstance(effect, Handoff)] == ["repeated"]


def test_a_question_not_understood_is_asked_twice_more_then_a_human():
    world = World(language="en")
    world.say("my preferences")
    (again,) = world.say("my parcel is blue")
    assert again.startswith("Sorry, I did not get that.")
    assert again.endswith("What would you like to change?")
    world.say("wxyz")
    world.say("qsdf")
    assert [effect.code for effect in world.effects if isinstance(effect, Handoff)] == ["low_confidence"]


def test_a_picture_is_told_apart():
    world = World(language="en")
    world.say("hello")
    assert world.hear(Media(kind="image"))[0].startswith("It did arrive, but I can only read text.")
    assert world.hear(Media(kind="image", caption="stop"))[0].startswith("Done:")


def test_several_pictures_are_answered_once():
    """Four of an album, one by one: no answer each, and nobody called for help because of them."""
    world = World(language="en")
    world.say("hello")
    assert [len(world.hear(Media(kind="image"))) for _ in range(4)] == [1, 0, 0, 0]
    world.now = "2026-11-24T10:00:20Z"
    assert len(world.hear(Media(kind="image"))) == 1
    assert world.hear(Media(kind="image", caption="stop"))[0].startswith("Done:")
    assert len(world.hear(Media(kind="image"))) == 1
    assert not any(isinstance(effect, Handoff) for effect in world.effects)


def test_reactions_wake_nobody():
    world = World()
    before = world.state
    assert world.hear(Reaction(target="1", emoji="👍")) == []
    assert world.state == before


def test_undo_in_words_takes_back_the_last_change():
    world = World(language="fr")
    assert world.say("annule") == ["Il n'y a rien à annuler. Vos choix restent comme ils sont."]
    world.say("stop promos")
    assert world.say("annuler") == ["Effet de terms.undo."]
    assert world.done[-1] == ("terms.undo", {"change": "change-2"})  # the button's word, while it is the last one
    world.say("fréquence")
    world.say("annuler")
    assert world.done[-1] == ("terms.undo", {})


def test_why_says_why():
    world = World(language="en")
    assert world.say("why did I get this?") == ["Effect of terms.why."]
    assert world.labels() == ["How often", "My choices", "Stop all"]


def test_cancel_leaves_what_is_under_way_and_is_stop_on_sms():
    world = World(language="en")
    world.say("my preferences")
    assert world.say("never mind") == ["OK, let's leave it. Nothing else changes."]
    assert world.state.frames == ()
    sms = World(channel="sms", language="en")
    sms.say("CANCEL")
    assert sms.stopped


def test_a_yes_tapped_under_an_old_question_answers_no_new_one():
    world = World(language="en")
    world.say("how often news")
    world.say("how often")
    world.say("news")
    world.say("daily")
    old = world.contents[-1]
    assert isinstance(old, Choices)
    world.say("no")
    world.say("stop")
    world.say("start")
    world.hear(ChoiceReply(option_id=old.options[0].id, label="Yes", via="tap"))
    assert world.stopped
    world.tap("Yes")
    assert not world.stopped


def test_buttons_start_flows_at_any_time():
    world = World(language="en")
    world.say("hello")
    world.say("qsdf wxyz")
    assert world.labels() == ["My choices", "Pause", "A human"]
    assert world.say("2") == ["A break of how long?"]
    assert world.hear(ChoiceReply(option_id="start:human", label="A human", via="tap"))


def test_a_templates_stop_button_is_stop():
    world = World(language="en")
    world.hear(ChoiceReply(option_id="Stop promotions", label="Stop", via="tap"))
    assert world.stopped


def test_an_unknown_button_is_only_its_words():
    world = World(language="en")
    world.hear(ChoiceReply(option_id="start:gone", label="My choices", via="tap"))
    assert world.state.frames[-1].flow == "preferences"


def test_language_is_the_customers_and_stays():
    world = World(language="fr")
    world.say("hello there")
    assert world.state.language == "en"
    world.say("stop")
    world.say("menu xyz")
    assert world.state.language == "en"
    world.say("je ne comprends pas du tout ce que vous me demandez de faire ici")
    assert world.state.language == "fr"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_carriers_words_are_no_language(language):
    world = World(language=language)
    world.say({"fr": "bonjour", "en": "hello"}[language])
    for word in ("STOP", "start", "stop", "START"):
        world.say(word)
        assert world.state.language == language


def test_silence_ends_a_question_quietly_and_late_timers_are_ignored():
    world = World(language="en")
    world.say("my preferences")
    timer = world.state.pending.timer
    world.say("3")
    assert world.turn(TimerFired(id=timer)) == []
    assert world.state.frames
    assert world.turn(TimerFired(id=world.state.pending.timer)) == ["Anything else?"]
    assert world.turn(TimerFired(id=world.state.pending.timer)) == []
    assert world.state.frames == ()


def test_the_end_of_a_human_stretch_is_remembered_and_not_answered():
    world = World(language="en")
    world.say("human")
    assert world.turn(HumanStretchEnded(summary="Refund agreed.")) == []
    assert world.state.human == "Refund agreed."
    assert world.say("my preferences")


def test_a_topic_chosen_then_corrected_keeps_the_topic():
    world = World(language="fr")
    world.say("rythme")
    world.say("promos")
    world.say("2 par mois")
    assert world.done[-1][1]["value"] == {"max": 2, "per": "month"}
    assert world.done[-1][1]["scope"] == "topic:offers"


def test_without_topics_frequency_says_so():
    world = World(language="en")
    world.paces = dict.fromkeys(world.paces, "never")
    assert world.say("how often") == ["You follow no topic: I do not write to you on my own."]


@pytest.mark.parametrize(
    ("words", "says"),
    [("merci", "Avec plaisir."), ("merci bcp !", "Avec plaisir."), ("ok", "Avec plaisir."), ("👍🏽👍", "Avec plaisir."),
     ("❤️", "Avec plaisir."), ("thx", "You're welcome."), ("great, thanks", "You're welcome.")],
)  # fmt: skip
def test_thanks_are_no_riddle(words, says):
    world = World(language="fr")
    world.say("aide")
    for _ in range(5):
        assert world.say(words)[0].startswith(says)


def test_thanks_leave_the_question_open():
    world = World(language="fr")
    world.say("aide")
    world.say("fréquence")
    assert world.say("merci")[0].startswith("Avec plaisir.")
    assert world.say("Offres") == ["Quel rythme pour Offres ?"]


def test_an_emoji_that_says_no_is_not_thanked_for():
    world = World(language="fr")
    world.say("aide")
    for sign in ("😡", "👎", "👍👎", "..."):
        assert world.say(sign)[0].startswith(("Pardon", "Je ne comprends"))


def test_after_stop_one_is_offered_to_come_back_and_nothing_else():
    world = World(language="en")
    world.say("STOP")
    world.say("my choices")
    assert world.labels() == ["Start again", "All good"]


def test_a_pace_for_a_topic_one_does_not_follow_asks_whether_to_follow_it():
    world = World(language="fr")
    world.paces["news"] = "never"
    answer = world.say("1 par mois pour les nouveautés")
    assert answer == ["Effet de terms.set. D'accord ?"]  # in this world it is more than before
    assert world.say("oui") == ["C'est noté. Effet de terms.set. Mais vous ne suivez pas encore ce sujet : le suivre ?"]
    assert world.say("oui") == ["C'est noté. Effet de terms.follow."]
    assert world.done[-1] == ("terms.follow", {"topic": "news", "confirmed": True})
