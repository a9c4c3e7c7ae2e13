"""The words that always work, over a table of what people write: orders.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from dialogs.understand import protected

ORDERS = YAML(typ="safe").load(Path(__file__).with_name("orders.yaml").read_text("utf-8"))
TOPICS = [{"id": "offers", "name": {"fr": "Offres", "en": "Offers"}, "words": ["promos"]}]


def said(*kinds):
    return [(kind, str(line)) for kind in kinds for line in ORDERS[kind]]


@pytest.mark.parametrize(("kind", "words"), said("stop", "human", "help", "start"))
@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_an_order_is_obeyed_on_every_channel(kind, words, channel):
    assert protected(words, channel) == kind


@pytest.mark.parametrize(("kind", "words"), said("nothing"))
def test_what_only_sounds_like_an_order_is_none(kind, words):
    assert protected(words, "telegram") is None


@pytest.mark.parametrize(("kind", "words"), said("stop_on_sms", "start_on_sms"))
def test_carriers_words_are_orders_on_sms_only(kind, words):
    assert protected(words, "sms") == kind.removesuffix("_on_sms")
    assert protected(words, "whatsapp") is None


@pytest.mark.parametrize("words", ["STOP promos", "stop offers", "plus d'offres", "no more offers please"])
def test_stop_and_a_topic_is_an_order_where_the_topic_is_known(words):
    assert protected(words, "sms") is None
    assert protected(words, "sms", TOPICS) == "stop"


def test_stop_and_something_else_is_no_order():
    assert protected("stop motion", "sms", TOPICS) is None


@pytest.mark.parametrize("words", ["stop " * 500, "x" * 100_000, "stop all " * 40 + "!", "de la " * 3000])
def test_long_messages_take_no_time(words):
    assert protected(words, "sms", TOPICS) in {None, "stop"}


@pytest.mark.parametrize("said", ["stop, wrong person", "STOP! mauvaise personne", "Stop. I am not Mrs Banerjee"])
def test_the_word_itself_said_first_is_never_taken_back(said):
    assert protected(said, "whatsapp") == "stop"
