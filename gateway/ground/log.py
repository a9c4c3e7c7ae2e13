"""The log: one JSON line an event, with fields; never a secret, never what people said."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(*, level: str = "info", pretty: bool = False) -> None:
    """Set up structlog for this process; `pretty` is for a terminal."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
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
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
