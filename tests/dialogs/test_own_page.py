"""What's new and the customer's own page, asked for in words."""

from __future__ import annotations

import pytest

from tests.dialogs.world import World


@pytest.mark.parametrize(
    ("words", "action"),
    [("quoi de neuf ?", "items.new"), ("What's new", "items.new"), ("news", "items.new"), ("nouveau", "items.new"),
     ("mon espace", "board.link"), ("my page", "board.link"), ("MA PAGE", "board.link"), ("dashboard", "board.link")],
)  # fmt: skip
def test_words_do_it_at_once(words, action):
    world = World(language="en")
    world.say(words)
    assert [done for done, _ in world.done] == [action]


@pytest.mark.parametrize(
    ("language", "words", "label"), [("fr", "mes choix", "Ma page"), ("en", "my choices", "My page")]
)
def test_the_choices_have_a_button_for_it(language, words, label):
    world = World(language=language)
    world.say(words)
    world.tap(label)
    assert [done for done, _ in world.done] == ["board.link"]
