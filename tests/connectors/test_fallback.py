"""What poor channels get: text in parts, labels cut short, choices as numbered text."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from connectors import fallback
from connectors.content import Choices, Option
from connectors.fallback import as_numbered, graphemes, shorten, split_text

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
WHOLE = [FAMILY, WALES, "🇫🇷", "👍🏽", "❤️", "1️⃣", "é", "é̂", "नि", "\r\n", "각"]


def octets(text: str) -> int:
    return len(text.encode())


texts = some.lists(some.one_of(some.text(max_size=8), some.sampled_from([*WHOLE, " ", ". ", "\n"])), max_size=40).map(
    "".join
)


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(fallback).failed == 0


@pytest.mark.parametrize("whole", WHOLE)
def test_what_a_reader_takes_for_one_character_is_one(whole: str) -> None:
    assert graphemes(f"a{whole}b") == ["a", whole, "b"]


def test_flags_come_in_pairs() -> None:
    assert graphemes("🇫🇷🇮🇹🇪") == ["🇫🇷", "🇮🇹", "🇪"]


@given(texts, some.integers(1, 30))
@example("a " * 10, 1)
@example("  \n ", 1)
def test_nothing_but_white_space_is_lost_in_splitting(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("measure", [len, octets])
@given(texts, some.integers(1, 60))
def test_a_part_is_within_the_limit_or_one_whole_character(measure: fallback.Measure, text: str, limit: int) -> None:
    parts = split_text(text, limit, measure=measure)
    assert all(measure(part) <= limit or len(graphemes(part)) == 1 for part in parts)
    assert all(parts) or len(parts) == 1  # of a blank text, one blank part


@pytest.mark.parametrize("whole", [FAMILY, WALES, "🇫🇷", "👍🏽", "❤️"])
@pytest.mark.parametrize("limit", range(1, 24))
def test_no_character_is_cut(whole: str, limit: int) -> None:
    assert {one for part in split_text(whole * 8, limit) for one in graphemes(part)} == {whole}


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("Short.", 10, ["Short."]),
        ("", 10, [""]),
        ("One. Two. Three.", 10, ["One. Two.", "Three."]),
        ("One two three", 8, ["One two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("First line\nsecond line", 12, ["First line", "second line"]),
        ("A. bcdefgh ijkl", 12, ["A. bcdefgh", "ijkl"]),  # a sentence too early is no place to cut
    ],
)
def test_where_a_text_is_cut(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


@given(texts, some.integers(1, 30))
def test_a_label_ends_within_its_limit(label: str, limit: int) -> None:
    short = shorten(label, limit)
    assert short == label if len(label) <= limit else len(short) <= limit and short.endswith("…")


def test_a_label_is_not_cut_inside_a_character() -> None:
    assert shorten(f"ok {FAMILY} go", 6) == "ok…"


def test_choices_become_numbers_with_links_beside_them() -> None:
    choices = Choices(
        header="News", body="How often?", footer="Answer by a number",
        options=(Option(id="w", label="Weekly", description="on Mondays"), Option(id="n", label="Never"),
                 Option(id="m", label="More", url="https://brand.example")),
    )  # fmt: skip
    text, answers = as_numbered(choices, "fr")
    assert text == (
        "News\nHow often?\n1. Weekly - on Mondays\n2. Never\nMore : https://brand.example\nAnswer by a number"
    )
    assert [option.id for option in answers] == ["w", "n"]
