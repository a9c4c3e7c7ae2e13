"""The schema: is the database as far as this program, and bringing it there. Alembic is imported only then."""

from __future__ import annotations

from pathlib import Path

import structlog
from sqlalchemy import Connection, inspect, text

from gateway.ground import postgres
from gateway.ground.database import Database
from gateway.ground.faults import ConfigurationFault

HEAD = "0020"

log = structlog.get_logger()

_SCRIPTS = Path(__file__).parent.parent / "migrations"


def version(connection: Connection) -> str | None:
    """How far the database is; None: it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_newer(current: str | None) -> bool:
    """Was it migrated by a later version? Migrations add first and take away a release later: the one before serves on,
    while another is installed beside it, or because the other turned out bad."""
    return current is not None and current > HEAD


def prepare(database: Database) -> None:
    """At start: an embedded database is migrated, a shared one must have been."""
    current = database.write_now(version)
    if current == HEAD:
        return
    if is_newer(current):
        log.warning("schema_is_newer", schema=current, needed=HEAD)
        return
    if not database.is_embedded:
        raise ConfigurationFault(
            f"database: its schema is {current or 'empty'}, {HEAD} is needed. Run: causerie migrate"
        )
    migrate(database)


def migrate(database: Database) -> None:
    """Bring the schema to HEAD, or find that another process just did."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))

    def upgrade(connection: Connection) -> None:
        if not database.is_embedded:
            postgres.one_at_a_time(connection, "migrate")
        if is_newer(version(connection)):
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    database.write_now(upgrade)
