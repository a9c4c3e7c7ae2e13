"""Following the customer's language: at once where a word tells it, else when it is clear or heard twice in a row."""

from __future__ import annotations

import re

from dialogs.run import Run
from dialogs.understand.words import fold

HINT = 4.0  # nats: what is needed to believe in a language at first
CLEAR = 12.0  # and to leave one for another, with so many words:
ENOUGH_WORDS = 3
FEWEST_LETTERS = 4
_NO_LETTERS = re.compile(r"[\d ]+")


def tune(run: Run, language: str | None, *, only_now: bool = False) -> None:
    """Follow the customer's language: at once where the word tells it, else when it is clear or twice in a row."""
    languages = run.facts.get("languages") or ()
    if run.facts.get("language_fixed") or len(languages) < 2:
        return
    if language is not None:
        if language in languages:
            run.speak(language, only_now=only_now and run.heard is not None)
        return
    folded = _NO_LETTERS.sub(" ", fold(run.said)).strip()
    if len(folded) < FEWEST_LETTERS:
        return
    guess = run.catalog.lexicon.languages.guess(folded, languages)
    if guess is None or guess.margin < HINT:
        return
    many = len(folded.split()) >= ENOUGH_WORDS and guess.margin >= CLEAR
    is_new = run.heard is None and (run.spoken is None or guess.language == run.language)  # one odd word is no proof
    if is_new or many or run.leaning == guess.language:
        run.speak(guess.language)
    else:
        run.leaning = guess.language if guess.language != run.heard else None
