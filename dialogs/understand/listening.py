"""One utterance, listened to once: its words put right, and what each may mean. All understanding begins here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

from dialogs.understand.asked import Kinds, book, place
from dialogs.understand.spelling import Speller
from dialogs.understand.tokens import Token, plain, tokens
from dialogs.understand.vocabulary import NO_NAMES, Item, Names, items, vocabulary
from dialogs.understand.words import fold

_MOST_TOKENS = 120
_PRECISE = re.compile(  # of one word: an address, also a mistyped one, a link, a site's name; whatever has digits in it
    r"[\d@]|.[([]at[)\]].|://|\bwww\.|\w\.(?:com|net|org|eu|io|fr|be|ch|ca|uk|de)\b", re.IGNORECASE
)
_PUNCTUATION = " ,;.:!?()-\n"
_NAME = re.compile(r"(?:(?<=[^\W\d_] )|(?<=Mme )|(?<=Mr )|(?<=M\. )|(?<=Mrs ))[A-Z][a-zà-ÿ]+")


class Utterance:
    """`names` gives those of topics, which are known words. All is found lazily: a word alone needs only `folded`."""

    def __init__(self, text: str, names: Callable[[], Names] = lambda: NO_NAMES) -> None:
        self.text, self._given = text, names

    @cached_property
    def _names(self) -> Names:
        return self._given()

    @cached_property
    def spoken(self) -> Utterance:
        """Its words alone, without what is copied or typed out: addresses, links, numbers, references."""
        words = self.text.split()
        rest = [  # "ana @ mail" is one address in three words
            word for at, word in enumerate(words)
            if not _PRECISE.search(word) and "@" not in words[max(at - 1, 0) : at + 2]
        ]  # fmt: skip
        return self if len(rest) == len(words) else Utterance(" ".join(rest).strip(_PUNCTUATION), self._given)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def words(self) -> Sequence[Token]:
        """Slips mended, several words for one that was short for them."""
        written = tokens(self.text)[:_MOST_TOKENS]
        letters = [token.word for token in written if token.kind == "word"]
        if len(letters) > 2 and all(len(letter) == 1 for letter in letters):
            written = [Token("word", "".join(letters))]  # "S T O P", "S.T.O.P."
        kept = _proper(self.text) if len(written) > 1 else {token.word for token in written}
        return [put_right for token in written for put_right in _spelled(token, self._names.words, kept)]

    @cached_property
    def placed(self) -> Sequence[Kinds]:
        return place(self.words, self._names)

    @cached_property
    def sentence(self) -> str:
        """The words, a space after each; where a clause ends, a comma."""
        written = ("," if token.kind == "end" else token.word for token in self.words if token.kind != "dash")
        return "".join(f"{word} " for word in written)

    def kinds(self, words: Sequence[Token]) -> Sequence[Kinds]:
        """Of some of its words."""
        return place(words, self._names)

    @cached_property
    def items(self) -> Sequence[Item]:
        return items(self.words, self._names)


@cache
def speller() -> Speller:
    return Speller(vocabulary().words | book().words.words)


def _spelled(token: Token, own: frozenset[str], kept: AbstractSet[str]) -> Sequence[Token]:
    if token.kind != "word":
        return (token,)
    known = speller().words(token.word, own, slips=token.word not in kept)
    return [token._replace(word=word) for word in known]


def _proper(text: str) -> AbstractSet[str]:
    """Names of people and places ("Mme Durand") are no slips; nor is a word alone, as "shark" is not "share"."""
    return {plain(name) for name in _NAME.findall(text)}
