"""Browser tests run in a process of their own (`make test-browser`), on the Chromium that `chromium.py` finds."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import chromium

expect.set_options(timeout=60_000)  # milliseconds: a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How pytest-playwright starts the browser: ours, as it may never download one."""
    found = chromium.find()
    return {
        **browser_type_launch_args,
        "executable_path": str(found.executable),
        "args": list(chromium.ARGUMENTS),
        "env": {**os.environ, **found.environment},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A window of a usual size, in French, so that what a screenshot shows is the same everywhere."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
    }
