"""An error in the log says what broke and where; never in its own words, which may be a customer's."""

from __future__ import annotations

import io
import logging
import sys

import pytest
import structlog

from gateway.ground import log

WORDS = "mon numéro est le 06 12 34 56 78"


def choke() -> None:
    try:
        raise KeyError(WORDS)
    except KeyError as error:
        raise ValueError(f"cannot read {WORDS}") from error


@pytest.fixture(params=[False, True], ids=["lines", "terminal"])
def written(request, monkeypatch):
    """What was logged since."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    log.configure(pretty=request.param)
    yield written.getvalue
    structlog.reset_defaults()


@pytest.mark.parametrize("given", [True, "error", "triple"])
def test_an_error_is_told_by_kind_and_place(written, given):
    try:
        choke()
    except ValueError as error:
        told = {True: True, "error": error, "triple": sys.exc_info()}[given]
        structlog.get_logger().error("turn_failed", exc_info=told)
    said = written()
    assert "turn_failed" in said
    assert "ValueError at test_log.py" in said
    assert "after KeyError" in said
    assert "choke" in said
    assert WORDS not in said


def test_so_is_what_a_library_logs(written):
    try:
        choke()
    except ValueError:
        logging.getLogger("some.library").exception("it broke")
    said = written()
    assert "it broke" in said
    assert "ValueError at test_log.py" in said
    assert WORDS not in said
