import pytest

from dialogs.understand.words import fold, squeeze

FOLDED = [
    ("Arrête, s'il te plaît !", "arrete s il te plait"),
    ("ARRÊT", "arret"),
    ("2️⃣", "2"),
    ("ＳＴＯＰ", "stop"),
    ("ST\u200bOP", "stop"),
    ("  Cœur_à  cœur… ", "coeur a coeur"),
    ("👍", ""),
    ("", ""),
    ("что", "что"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text, expected):
    assert fold(text) == expected


def test_fold_twice_is_fold_once():
    assert all(fold(fold(text)) == fold(text) for text, _ in FOLDED)


@pytest.mark.parametrize(("text", "expected"), [("stoppp", "stop"), ("arrette", "arete"), ("2000", "2000")])
def test_squeeze(text, expected):
    assert squeeze(text) == expected
