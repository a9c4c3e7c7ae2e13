"""How well the shipped flows understand what people write: the set of `evaluation/`, and what must hold on it.

The half that is held out decides; the other half is where the grammar was tuned, and may not fall back.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs import evaluation
from dialogs.evaluation import OTHER, PARTS, STOP, TALK, Score
from dialogs.understand.meaning import Meaning
from dialogs.utterances import NOTHING, read_cases
from tests.dialogs.world import CATALOG

CASES, AROUND = read_cases(Path(__file__).with_name("evaluation"))
ROWS = evaluation.table(CASES, CATALOG.lexicon.understand, AROUND)


def test_the_set_is_large_and_in_both_languages():
    held_out = [case for case in CASES if case.part == "held out"]
    for language in ("fr", "en"):
        ours = [case for case in held_out if case.language == language]
        assert len(ours) >= 300
        assert sum(case.kind == NOTHING for case in ours) >= 100
        assert sum(case.kind == "stop" for case in ours) >= 50


def test_nothing_that_is_held_out_is_said_in_the_other_half_too():
    said = {part: {case.said.casefold() for case in CASES if case.part == part} for part in PARTS}
    assert not said["tuned on"] & (said["held out"] | said["first sight"])


def test_who_says_stop_is_obeyed():
    score = evaluation.whole(ROWS, STOP, "held out")
    assert score.right / score.all >= 0.995


def test_hardly_anything_else_is_taken_for_stop():
    scores = [evaluation.whole(ROWS, total, part) for total in (TALK, OTHER) for part in ("held out", "tuned on")]
    assert sum(score.stopped for score in scores) / sum(score.all for score in scores) <= 0.005
    assert evaluation.whole(ROWS, TALK, "held out").stopped == 0


def test_what_nobody_expected_is_obeyed_as_often_as_when_it_was_measured():
    """A floor for words that no rule was written for; what the customer loses is told in docs/understanding.md."""
    heard = evaluation.whole(ROWS, STOP, "first sight")
    assert heard.all >= 100
    assert heard.right / heard.all >= 0.79
    assert evaluation.whole(ROWS, TALK, "first sight").stopped <= 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_other_wishes_are_understood_and_rarely_wrongly(language):
    score = next(row.score for row in ROWS if (row.part, row.language, row.kind) == ("held out", language, OTHER))
    assert score.right / score.all >= 0.9
    assert score.wrong / score.all <= 0.05


@pytest.mark.parametrize("language", ["fr", "en"])
def test_ordinary_talk_is_left_alone(language):
    score = next(row.score for row in ROWS if (row.part, row.language, row.kind) == ("held out", language, TALK))
    assert score.wrong / score.all <= 0.05


@pytest.mark.parametrize("total", [STOP, OTHER, TALK])
def test_what_was_tuned_on_does_not_fall_back(total):
    score = evaluation.whole(ROWS, total, "tuned on")
    assert score.right / score.all >= 0.97
    assert score.wrong / score.all <= 0.015


def heard(intent, confidence=1.0):
    return lambda _text, _around: Meaning(intent, confidence, "rule")


@pytest.mark.parametrize(
    ("kind", "understand", "score"),
    [
        ("stop", heard("stop"), Score(right=1)),
        ("stop", heard("annoyed"), Score(asked=1)),
        ("stop", heard("undo"), Score(wrong=1)),
        ("stop", lambda _text, _around: None, Score(asked=1)),
        (NOTHING, heard("stop"), Score(wrong=1, stopped=1)),
        (NOTHING, heard("undo", 0.5), Score(asked=1)),
        (NOTHING, heard("thanks"), Score(right=1)),
        ("undo", heard("undo", 0.5), Score(asked=1)),
    ],
)
def test_a_case_counts_as_right_asked_or_wrong(kind, understand, score):
    case = next(case for case in CASES if case.kind == kind and case.channel == AROUND.channel)
    assert evaluation.score(case, understand, AROUND) == score
