"""Numbers spelled out, from nought to a hundred and ninety-nine, in French and English: "forty-two", "vingt et un"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FRENCH = (
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
)  # fmt: skip
_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "septante": 70, "huitante": 80, "octante": 80,
         "nonante": 90}  # fmt: skip
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _french() -> Iterator[tuple[str, int]]:
    small = _FRENCH
    yield from ((one, at) for at, one in enumerate(small))
    yield "une", 1
    for ten, value in _TENS.items():
        yield from _joined(ten, value, small[:10])
    yield from _joined("soixante", 60, small)
    yield from _joined("quatre vingt", 80, small)
    yield "quatre vingts", 80


def _joined(ten: str, value: int, small: Sequence[str]) -> Iterator[tuple[str, int]]:
    yield ten, value
    for at, one in enumerate(small[1:], 1):
        yield f"{ten} {one}", value + at
        if at in (1, 11):
            yield f"{ten} et {one}", value + at
            if at == 1:
                yield f"{ten} et une", value + at


def _english() -> Iterator[tuple[str, int]]:
    yield from ((one, at) for at, one in enumerate(_ENGLISH))
    for at, ten in enumerate(_ENGLISH_TENS, 2):
        yield from _joined(ten, at * 10, _ENGLISH[:10])


def _all() -> Iterator[tuple[str, int]]:
    for hundreds, small in ((("cent",), dict(_french())), (("a hundred", "one hundred", "hundred"), dict(_english()))):
        yield from small.items()
        for hundred in hundreds:
            yield hundred, 100
            yield from ((f"{hundred} {word}", 100 + at) for word, at in small.items() if at)
            if hundred != "cent":
                yield from ((f"{hundred} and {word}", 100 + at) for word, at in small.items() if at)


NUMBERS = dict(_all())
_SPELLED = re.compile(rf"\b(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\b")


def in_digits(folded: str) -> str:
    """With each spelled number as digits: "deux heures et demie" becomes "2 heures et demie"."""
    return _SPELLED.sub(lambda found: str(NUMBERS[found[0]]), folded)
