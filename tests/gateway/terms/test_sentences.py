"""What terms mean, in words."""

from __future__ import annotations

from gateway.terms.sentences import on_frequency


def test_a_sentence_begins_with_a_capital():
    assert on_frequency("all", "weekly", ()) == {
        "fr": "Tous les sujets : 1 par semaine au plus.",
        "en": "All topics: at most 1 a week.",
    }
