"""What terms mean, in words."""

from __future__ import annotations

from gateway.ground.shipped import config_dir
from gateway.terms.facts import terms_fact, topics_fact
from gateway.terms.preference import Terms
from gateway.terms.sentences import on_frequency, sentences
from gateway.terms.topic import load_topics


def test_a_sentence_begins_with_a_capital():
    assert on_frequency("all", "weekly", ()) == {
        "fr": "Tous les sujets : 1 par semaine au plus.",
        "en": "All topics: at most 1 a week.",
    }


def test_the_bot_and_the_desk_say_the_same_of_what_is_followed():
    topics = load_topics(config_dir() / "topics.yaml")
    assert [one["name"]["en"] for one in topics_fact(topics, Terms())["followed"]] == ["My orders"]
    said = "You follow: My orders (each piece of news)."
    assert terms_fact(topics, Terms(), 0, "Europe/Paris")["summary"]["en"] == said
    assert sentences(Terms(), topics, 0, "Europe/Paris")["en"] == [said]
