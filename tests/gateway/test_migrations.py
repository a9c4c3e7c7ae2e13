"""The migrations make exactly the schema that the stores declare."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect

from gateway import tables
from gateway.ground import schema
from gateway.ground.database import Database


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    yield database
    database.close()


def declared():
    whole = MetaData()
    for part in tables.ALL:
        for table in part.sorted_tables:
            table.to_metadata(whole)
    return whole


def test_migrated_is_what_is_declared(database):
    schema.migrate(database)
    differences = database.read_now(
        lambda connection: compare_metadata(MigrationContext.configure(connection), declared())
    )
    assert [one for one in differences if "alembic_version" not in str(one)] == []
    assert database.read_now(schema.version) == schema.HEAD


def test_partial_indexes_are_partial(database):
    schema.migrate(database)
    indexes = database.read_now(lambda connection: inspect(connection).get_indexes("delivery"))
    due = next(index for index in indexes if index["name"] == "delivery_due")
    assert "queued" in " ".join(str(option) for option in due["dialect_options"].values())


def test_migrating_twice_changes_nothing(database):
    schema.migrate(database)
    schema.migrate(database)
    schema.prepare(database)
