"""Texts with expressions in them, and how values are shown."""

from __future__ import annotations

import pytest

from dialogs.errors import ExpressionFailure
from dialogs.expressions import compiled
from dialogs.wording import Wording, phrase, shown
from tests.dialogs.world import CATALOG

NAMES = {"n": 3, "f": 2.0, "topic": {"name": {"fr": "Offres", "en": "Offers"}}, "list": ["a", 1], "none": {"x": None}}

SAID = [
    ("plain", "plain"),
    ("{n} messages", "3 messages"),
    ("{f}/{f + 0.5}", "2/2.5"),
    ("{topic.name}", "Offres"),
    ("{list}", "a, 1"),
    ("{none.x}", ""),
    ("{n > 2 ? 'many {' : 'few }'}!", "many {!"),
    ("{{n}}", "{n}"),
    ("{size(list)} of {list.map(x, string(x))}", "2 of a, 1"),
    ("{ {'a': n}.a }", "3"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_text_says_the_values_of_its_expressions(text, expected):
    assert Wording({"fr": phrase(text)}).say("fr", NAMES.get) == expected


def test_a_language_that_is_missing_is_said_in_the_first():
    assert Wording({"en": "Hello"}).say("fr", NAMES.get) == "Hello"


@pytest.mark.parametrize("source", ["gone", "n.x", "topic.gone", "n + 'a'", "list[9]", "1 / 0", "gone.deep == 1"])
def test_an_expression_without_a_value_fails_and_names_itself_only(source):
    with pytest.raises(ExpressionFailure, match="has no value"):
        compiled(source).value(NAMES.get)


@pytest.mark.parametrize("source", ["", "a b", "x" * 501, "'open"])
def test_what_is_no_expression_is_refused(source):
    with pytest.raises(ValueError):
        compiled(source)


def test_values_are_shown_as_people_write_them():
    assert [shown(value, "en") for value in (1e6, 0.1, True, None, {"fr": "x"})] == ["1000000", "0.1", "true", "", "x"]


GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)


def texts():
    for flow in CATALOG.flows.values():
        for step in flow.steps:
            for wording in step.wordings():
                for language, words in wording.plain():
                    yield f"{flow.name}.{step.id}.{language}", words


@pytest.mark.parametrize(("place", "words"), list(texts()))
def test_shipped_texts_fit_a_phone_and_need_no_unicode(place, words):
    """Outside GSM-7 one sign halves what fits in an SMS; two segments hold 306."""
    assert set(words) <= GSM
    assert len(words) <= 240


def labels():
    for flow in CATALOG.flows.values():
        yield from ((f"{flow.name}.{language}", words) for language, words in flow.title.plain())
        for step in flow.steps:
            for option in getattr(step, "options", ()):
                if option.label:
                    yield from (
                        (f"{flow.name}.{step.id}.{language}", words) for language, words in option.label.plain()
                    )


@pytest.mark.parametrize(("place", "words"), list(labels()))
def test_shipped_labels_fit_the_smallest_button(place, words):
    """WhatsApp and Messenger cut at 20 characters."""
    assert set(words) <= GSM
    assert 1 < len(words) <= 20
