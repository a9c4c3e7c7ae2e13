"""What asks for silence is learned, and measured on sentences that nobody learned from."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.understand import silence
from dialogs.understand.learning import Sentence, learn, read, score
from dialogs.understand.listening import Utterance
from tests.dialogs.test_evaluation import AROUND

SENTENCES = Path(__file__).with_name("silence")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_stops_in_words_that_nobody_learned_are_obeyed_and_hardly_anything_else_is(language):
    """Floors; what the customer loses is told in docs/understanding.md."""
    found = score([one for one in read(SENTENCES, "unseen") if one.language == language], AROUND)
    assert found.obeyed / found.stops >= 0.9
    assert found.false / found.others <= 0.035


def test_no_sentence_is_both_learned_and_measured():
    learned, unseen = ({one.said for one in read(SENTENCES, part)} for part in ("learned", "unseen"))
    assert not learned & unseen


def test_what_is_said_again_and_again_is_learned_the_same_each_time():
    told = [
        Sentence(said, "en", stops) for said, stops in (("go away now", True), ("what a day", False)) for _ in range(9)
    ]
    learnt = learn(told)
    assert learn(told) == learnt
    assert learnt.weights["go away"] > 0 > learnt.weights["what a"]


def test_what_is_said_once_teaches_nothing():
    assert learn([Sentence("go away", "en", True), Sentence("what a day", "en", False)]).weights == {}


def test_two_words_lean_by_themselves_by_their_order_and_over_a_gap():
    assert {"stop", "^ stop", "stop it", "stop _ now", "now $"} <= silence.features(Utterance("stop it now"))
