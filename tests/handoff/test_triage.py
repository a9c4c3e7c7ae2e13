"""Triage: what needs an answer; unsure means that it does; corrections are learnt."""

from __future__ import annotations

import pytest

from handoff.triage import Example, agreement, read


@pytest.mark.parametrize(
    ("text", "kind", "needs"),
    [
        ("Merci beaucoup !", "thanks", False),
        ("ok super", "thanks", False),
        ("Thanks, have a nice day", "thanks", False),
        ("Merci, et ma commande ?", "order", True),
        ("Merci mais le colis est cassé", "problem", True),
        ("My parcel has not arrived, it is a problem", "problem", True),
        ("Quelle taille me conseillez-vous ?", "order", True),
        ("Comment nettoyer la lampe ?", "advice", True),
        ("Vous devriez ouvrir une boutique à Lyon", "feedback", False),
        ("J'adore vos bougies", "feedback", False),
        ("hm", "comment", True),  # unsure
        ("", "comment", True),
        ("👍", "comment", True),
    ],
)
def test_what_it_is(text, kind, needs):
    found = read(text)
    assert (found.kind, found.needs_answer) == (kind, needs)


def test_an_agent_s_correction_is_learnt_and_the_last_word_stands():
    old, new = Example("c'est noté pour demain", "comment", True), Example("c'est noté pour demain", "thanks", False)
    assert read("C'est noté pour demain !", [new, old]).needs_answer is False
    assert read("C'est noté pour demain !", [old, new]).needs_answer is True
    assert read("Quand ouvrez-vous ?", [new]).by == "rules"


def test_how_often_it_was_right():
    assert agreement([(True, True), (True, False), (False, True), (False, False)]) == {"precision": 0.5, "recall": 0.5}
    assert agreement([]) == {"precision": None, "recall": None}
