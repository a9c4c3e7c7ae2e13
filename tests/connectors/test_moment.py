"""Times as providers write them, and as nobody should."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors import media_source, moment

NOON = datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)


@pytest.mark.parametrize(
    "given",
    [1749416383, "1749416383", 1749416383.0, 1749416383000, "1749416383000", "2025-06-08T20:59:43+0000",
     "2025-06-08T22:59:43+02:00", "2025-06-08T20:59:43Z", "2025-06-08T20:59:43"],
)  # fmt: skip
def test_a_time_is_read_in_seconds_in_milliseconds_and_as_text(given: Any) -> None:
    assert moment.moment(given) == NOON


@pytest.mark.parametrize(
    "given",
    [None, True, "", "asdf", 0, -1, "nan", "inf", 1e300, 10**400, "9" * 400, [], {}, "0001-01-01T00:00:00+14:00"],
)
def test_what_is_no_time_is_none(given: Any) -> None:
    assert moment.moment(given) is None


@pytest.mark.parametrize("module", [moment, media_source])
def test_the_examples_hold(module: Any) -> None:
    assert doctest.testmod(module).failed == 0
