"""The log: one JSON line an event, with fields; never a secret, never what people said.

An error is told by its kind and the places it passed: its own words may quote what it choked on.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

_DEEPEST = 12  # places of a traceback that are told, the innermost ones
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure(*, level: str = "info", pretty: bool = False) -> None:
    """Set up structlog for this process; `pretty` is for a terminal."""
    number = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Wordless("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # Both name the URLs they call, and some of those hold tokens
    for name in ("httpx", "aiohttp.access", "twilio"):
        logging.getLogger(name).setLevel(logging.ERROR)
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            renderer,
        ],
    )


def passed(error: BaseException) -> str:
    """Which errors, and where they passed: "KeyError at turn.py:98 _react < turn.py:74 take_one".

    >>> passed(KeyError("what a customer said"))
    'KeyError'
    """
    told = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)[-_DEEPEST:]
        places = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[::-1]
        )
        told.append(type(seen).__name__ + (f" at {places}" if places else ""))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "; after ".join(told)


def _without_words(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if given is not True else sys.exc_info()[1]
    if error is not None:
        event["passed"] = passed(error)
    return event


class _Wordless(logging.Formatter):
    """The same for what libraries log of errors."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the library's name
        return passed(ei[1]) if ei[1] is not None else ""
