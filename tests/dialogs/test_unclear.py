"""What was not understood is told by the engine, and grouped by likeness."""

from __future__ import annotations

import pytest

from connectors.content import Media
from dialogs.effects import NotUnderstood
from dialogs.unclear import MOST_SHOWN, Saying, grouped
from tests.dialogs.world import World

PARKING = ("Où se garer ?", "où peut-on se garer", "ou se garer svp", "Où peut-on se garer chez vous ?")
WOOL = ("how do I wash wool?", "how do I wash the wool", "wash wool how?")


def sayings(*words, language="fr", since=0):
    return [Saying(f"{language}{since + at}", language, one, since + at) for at, one in enumerate(words)]


def missed(world, words):
    begun = len(world.effects)
    world.say(words)
    return [effect.language for effect in world.effects[begun:] if isinstance(effect, NotUnderstood)]


def test_what_is_alike_is_one_group_and_the_largest_comes_first():
    told = [*sayings("blah blah"), *sayings(*WOOL, language="en"), *sayings(*PARKING, since=10)]
    groups = grouped(told)
    assert [(one.language, len(one.messages)) for one in groups] == [("fr", 4), ("en", 3), ("fr", 1)]
    assert (groups[0].last, set(groups[0].examples)) == (13, set(PARKING))


def test_the_same_words_are_one_example_and_the_most_frequent_leads():
    told = sayings("où se garer", "Vous avez un parking ?", "vous avez un parking", "VOUS AVEZ UN PARKING ?!")
    (first, _) = grouped(told)
    assert (first.examples, len(first.messages)) == (("VOUS AVEZ UN PARKING ?!",), 3)


def test_the_same_words_in_two_languages_are_two_groups():
    assert len(grouped([*sayings("parking"), *sayings("parking", language="en")])) == 2


def test_a_group_shows_some_wordings_and_counts_all():
    (group,) = grouped(sayings(*(f"où se garer le {n}" for n in range(30))))
    assert (len(group.examples), len(group.messages)) == (MOST_SHOWN, 30)


def test_nothing_makes_no_group():
    assert grouped([]) == []
    assert [one.examples for one in grouped(sayings("???"))] == [("???",)]


@pytest.mark.parametrize(("words", "language"), [("quel temps fait-il", "fr"), ("what is the weather like", "en")])
def test_what_is_not_understood_is_told_with_its_language(words, language):
    world = World()
    assert missed(world, words) == [language]  # whoever is not greeted yet is greeted
    assert missed(world, words) == [language]


def test_what_is_understood_or_answers_a_question_is_not_told():
    world = World()
    for words in ("bonjour", "STOP", "merci", "mes choix", "quarante-deux"):
        assert missed(world, words) == []


def test_a_picture_has_no_words():
    world = World()
    world.hear(Media(kind="image"))
    assert not [effect for effect in world.effects if isinstance(effect, NotUnderstood)]
