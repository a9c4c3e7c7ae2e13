"""What terms mean, in words."""

from __future__ import annotations

import pytest

from gateway.ground.shipped import config_dir
from gateway.terms.facts import terms_fact, topics_fact
from gateway.terms.preference import Terms
from gateway.terms.sentences import already, on_follow, on_frequency, on_start
from gateway.terms.summary import named, sentences
from gateway.terms.topic import load_topics


def test_a_sentence_begins_with_a_capital():
    assert on_frequency("all", "weekly", ()) == {
        "fr": "Tous les sujets : 1 message par semaine au plus.",
        "en": "All topics: at most 1 message a week.",
    }


def test_the_bot_and_the_desk_say_the_same_of_what_is_followed():
    topics = load_topics(config_dir() / "topics.yaml")
    assert [one["name"]["en"] for one in topics_fact(topics, Terms())["followed"]] == ["My orders"]
    said = "You follow: My orders (as they come)."
    assert terms_fact(topics, Terms(), 0, "Europe/Paris")["summary"]["en"] == said
    assert sentences(Terms(), topics, 0, "Europe/Paris")["en"] == [said]


@pytest.mark.parametrize(
    ("frequency", "french", "english"),
    [
        ("weekly", "1 message par semaine au plus", "at most 1 message a week"),
        ({"max": 2, "per": "month"}, "2 messages par mois au plus", "at most 2 messages a month"),
        ("each", "dès qu'il y en a", "as they come"),
        (None, "dès qu'il y en a", "as they come"),
    ],
)
def test_a_choice_is_confirmed_with_what_it_means(frequency, french, english):
    topics = load_topics(config_dir() / "topics.yaml")
    said = on_follow(topics.get("offers"), frequency)
    assert said == {"fr": f"Vous suivez Offres : {french}.", "en": f"You follow Offers: {english}."}
    assert already(said)["en"].endswith(said["en"])


def test_coming_back_says_to_what():
    topics = load_topics(config_dir() / "topics.yaml")
    assert on_start(named(Terms(), topics))["fr"] == (
        "Vos choix d'avant reprennent : Mes commandes (dès qu'il y en a)."
    )
    off = Terms(1, {"topic:orders": {"initiative": "off"}})
    assert on_start(named(off, topics))["en"] == "Your earlier choices are back: no topic."
