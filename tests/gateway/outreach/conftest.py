"""The towns of the terms' tests, with something to tell."""

from __future__ import annotations

from tests.gateway.terms.conftest import (  # noqa: F401 - fixtures
    empty_file,
    empty_postgres,
    postgres_town,
    sqlite_town,
    town,
)
