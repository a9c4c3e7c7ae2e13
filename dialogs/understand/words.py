"""Words as they are compared: no case, no accents, no punctuation, no emoji."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 400  # characters looked at: nobody gives an order in more

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_WORD_ANY_SCRIPT = re.compile(r"[\W_]+")
_SIMPLE = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_REPEATED = re.compile(r"([a-z])\1+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


def fold(text: str) -> str:
    """ "Arrête, s'il te plaît !" becomes "arrete s il te plait"; "2️⃣" becomes "2"; fullwidth letters become plain."""
    text = text[:LONGEST].casefold()
    if _SIMPLE.fullmatch(text):
        return text
    if text.isascii():
        return _NOT_WORD.sub(" ", text).strip()
    text = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    kept = "".join(sign for sign in text if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
    return _NOT_WORD_ANY_SCRIPT.sub(" ", kept).strip()


def signs(text: str) -> frozenset[str]:
    """The emoji of a text, each once, whatever the colour of its skin."""
    return frozenset(sign for sign in text[:LONGEST] if unicodedata.category(sign) == "So")


def squeeze(folded: str) -> str:
    """ "stoppp" becomes "stop", and so does "sttop": letters said twice are said once."""
    return _REPEATED.sub(r"\1", folded)
