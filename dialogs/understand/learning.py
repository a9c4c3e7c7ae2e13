"""Learning what asks for silence: a logistic regression over the features of `silence.py`, the same each time.

    python -m dialogs.understand.learning tests/dialogs

reads what the set of `evaluation` was tuned on and the sentences of `silence`, one a line; writes `silence.json`; and
says how the sentences fare that it did not read.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from dialogs.understand import silence
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.listening import Utterance
from dialogs.understand.protected import protected
from dialogs.understand.silence import Learnt
from dialogs.utterances import read_cases

ROUNDS = 20
STEP = 0.3
FADING = 0.001  # of a weight at each step: what is seen seldom is not believed much
SELDOM = 4  # sentences: a feature of fewer teaches nothing
SET_WEIGHT = 3  # times that each sentence of the evaluation's set is told
OTHER_WEIGHT = 3  # times that each is told that asks for no silence: most of what customers write does not
LEAST = 10  # hundredths: smaller weights are left out


class Sentence(NamedTuple):
    said: str
    language: str
    stops: bool


def read(folder: Path, part: str) -> Iterator[Sentence]:
    """The sentences of `part` ("learned", "unseen"), from files such as `learned.fr.stop.txt`. Raises OSError."""
    for file in sorted(folder.glob(f"{part}.*.txt")):
        _, language, kind, _ = file.name.split(".")
        for line in file.read_text("utf-8").splitlines():
            yield Sentence(line, language, kind == "stop")


def learn(sentences: Iterable[Sentence]) -> Learnt:
    """Stochastic descent; each weight's step shrinks with what it has moved already (AdaGrad)."""
    told = [(sorted(silence.features(Utterance(one.said))), one.stops) for one in sentences]
    seen = Counter(feature for features, _ in told for feature in features)
    rows = [
        ([one for one in features if seen[one] >= SELDOM], stops)
        for features, stops in told
        for _ in range(1 if stops else OTHER_WEIGHT)
    ]
    bias, weights = _descend(rows)
    kept = {one: round(weight * 100) for one, weight in sorted(weights.items()) if abs(weight) * 100 >= LEAST}
    return Learnt(round(bias * 100), kept)


def _descend(rows: list[tuple[list[str], bool]]) -> tuple[float, dict[str, float]]:
    """Bias and weights: the mean over the rounds, so that the order of the last ones matters less."""
    weights: dict[str, float] = dict.fromkeys((one for features, _ in rows for one in features), 0.0)
    moved, mean = dict.fromkeys(weights, 1.0), dict.fromkeys(weights, 0.0)
    bias = mean_bias = 0.0
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(rows)
        for features, stops in rows:
            off = _odds_to_chance(bias + sum(weights[one] for one in features)) - stops
            bias -= STEP * off / math.sqrt(len(rows))
            for one in features:
                slope = off + FADING * weights[one]
                moved[one] += slope * slope
                weights[one] -= STEP * slope / math.sqrt(moved[one])
        mean_bias += bias / ROUNDS
        for one, weight in weights.items():
            mean[one] += weight / ROUNDS
    return mean_bias, mean


def _odds_to_chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


class Score(NamedTuple):
    """Of `stops` that many were `obeyed`; of `others` that many were taken for one."""

    stops: int
    obeyed: int
    others: int
    false: int


def score(sentences: Sequence[Sentence], around: Circumstances) -> Score:
    """As the product hears them on this channel, with these topics."""
    heard = [(one.stops, protected(one.said, around.channel, around.topics) == "stop") for one in sentences]
    stops, others = ([stop for is_stop, stop in heard if is_stop is wanted] for wanted in (True, False))
    return Score(len(stops), sum(stops), len(others), sum(others))


def main(folder: Path) -> None:
    cases, _ = read_cases(folder / "evaluation")
    tuned = [Sentence(case.said, case.language, case.kind == "stop") for case in cases if case.part == "tuned on"]
    learned = learn([*tuned * SET_WEIGHT, *read(folder / "silence", "learned")])
    written = msgspec.json.format(msgspec.json.encode(learned), indent=1)
    Path(__file__).with_name(silence.LEARNT).write_bytes(written + b"\n")
    silence.learnt.cache_clear()
    for language in ("fr", "en"):
        unseen = [one for one in read(folder / "silence", "unseen") if one.language == language]
        sys.stdout.write(f"{language}: {score(unseen, Circumstances(channel='whatsapp'))}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
