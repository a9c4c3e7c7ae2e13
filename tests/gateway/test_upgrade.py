"""A database that an older version has filled keeps every row when it is brought to what this version needs.

Every revision is filled by what its own schema says, then migrated to the head. A migration that takes a table or a
column away on purpose says so in GONE, with the release that no longer wrote it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, insert, select, text
from sqlalchemy.types import Boolean, Integer

from gateway.ground import schema
from gateway.ground.database import Database
from gateway.ground.faults import ConfigurationFault

SHIPPED = Path(schema.__file__).parents[1] / "migrations"
GONE: frozenset[str] = frozenset()  # "table" or "table.column"
ROWS = 3  # in each table; the last has NULL wherever it may

# Values that migrations look at, one a row, and columns that hold another's key; all others are made up
TELLING: dict[str, tuple[str, ...]] = {
    "delivery.state": ("sent", "queued", "failed"),
    "inbox.state": ("done", "waiting", "unmatched"),
    "message.category": ("marketing", "service", "conversation"),
    "message.direction": ("out", "out", "in"),
    "terms_change.before": ("false", "true", "true"),
    "terms_change.after": ("true", "false", "true"),
    "terms_change.field": ("consent", "consent", "stopped"),
}
REFERRING = {"decision.message_id": "message.id", "delivery.message_id": "message.id"}

REVISIONS = [one.revision for one in ScriptDirectory(str(SHIPPED)).walk_revisions()][::-1]
ADDING = """
    op.add_column("customer", sa.Column("colour", sa.Text(), server_default="blue", nullable=False))
    op.create_index("customer_colour", "customer", ["colour"])
"""
FORGETTING = """
    op.execute("DELETE FROM timer WHERE due_at = 2")
"""
MANGLING = """
    op.execute("UPDATE customer SET name = upper(name)")
"""
DROPPING = """
    with op.batch_alter_table("message") as table:
        table.drop_column("notes")
    op.drop_table("lane")
"""


@contextmanager
def opened(url: str) -> Iterator[Database]:
    with closing(Database(url)) as database:
        yield database


def upgrade(database: Database, revision: str, scripts: Path = SHIPPED) -> None:
    config = Config()
    config.set_main_option("script_location", str(scripts))

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    database.write_now(run)


def reflected(connection: Connection) -> list[Table]:
    whole = MetaData()
    whole.reflect(connection)
    return [table for table in whole.sorted_tables if table.name != "alembic_version"]


def fill(connection: Connection) -> None:
    """Every table by its own columns, those it refers to first."""
    for table in reflected(connection):
        for number in range(1, ROWS + 1):
            connection.execute(insert(table).values({one.name: value(one, number) for one in table.columns}))


def value(column: Any, number: int) -> Any:
    if column.nullable and number == ROWS:
        return None
    if column.foreign_keys:
        (target,) = column.foreign_keys
        return value(target.column, number)
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    if isinstance(column.type, Integer):
        return number
    name = f"{column.table.name}.{column.name}"
    if name in TELLING:
        return TELLING[name][number - 1]
    return f'{{"{REFERRING.get(name, name)}": {number}, "é": "🙂"}}'  # JSON, for migrations that look into it


def kept(connection: Connection) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """Every row of every table, by its primary key."""
    return {
        table.name: {
            tuple(row[key.name] for key in table.primary_key): dict(row)
            for row in connection.execute(select(table)).mappings()
        }
        for table in reflected(connection)
    }


def lost(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What was there and is not, or is another value: one line each."""
    found = []
    for table, rows in before.items():
        if table in GONE:
            continue
        if table not in after:
            found.append(table)
            continue
        for key, row in rows.items():
            now = after[table].get(key)
            if now is None:
                found.append(f"{table} {key}")
                continue
            known = {name: one for name, one in row.items() if f"{table}.{name}" not in GONE}
            found += [f"{table}.{name}" for name, one in known.items() if name not in now or now[name] != one]
    return found


def revised(folder: Path, body: str) -> Path:
    """The shipped migrations, and one more that does this."""
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parent / "env.py").write_bytes((SHIPPED / "env.py").read_bytes())
    for path in (SHIPPED / "versions").glob("*.py"):
        (versions / path.name).write_bytes(path.read_bytes())
    (versions / "next.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'next'\ndown_revision = {REVISIONS[-1]!r}\n\n\n"
        f"def upgrade():{body}"
    )
    return versions.parent


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_an_older_version_wrote_is_all_there_after_an_upgrade(database_url, revision):
    with opened(database_url) as database:
        upgrade(database, revision)
        database.write_now(fill)
        before = database.read_now(kept)
        assert all(len(rows) == ROWS for rows in before.values())
        schema.migrate(database)
        assert database.read_now(schema.version) == schema.HEAD
        assert lost(before, database.read_now(kept)) == []


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        (ADDING, set()),
        (FORGETTING, {"timer"}),
        (MANGLING, {"customer.name"}),
        (DROPPING, {"lane", "message.notes"}),
    ],
)
def test_a_migration_that_loses_something_would_be_seen(database_url, tmp_path, body, missing):
    scripts = revised(tmp_path, body)
    with opened(database_url) as database:
        upgrade(database, REVISIONS[-1])
        database.write_now(fill)
        before = database.read_now(kept)
        upgrade(database, "head", scripts)
        found = lost(before, database.read_now(kept))
    assert {line.split(" ")[0] for line in found} == missing


def test_processes_that_migrate_at_once_wait_for_each_other(postgres_url, tmp_path):
    (tmp_path / "causerie.yaml").write_text(f"database: {postgres_url}\n")
    command_line = [sys.executable, "-m", "gateway", "migrate", "--config", str(tmp_path / "causerie.yaml")]
    running = [subprocess.Popen(command_line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)]
    ended = [(one.communicate(timeout=60)[1], one.returncode) for one in running]
    assert ended == [(b"", 0)] * 3


def test_a_shared_database_that_is_behind_is_not_served(postgres_url):
    with opened(postgres_url) as database:
        schema.migrate(database)
        database.write_now(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '0'")))
        with pytest.raises(
            ConfigurationFault, match=f"its schema is 0, {schema.HEAD} is needed. Run: causerie migrate"
        ):
            schema.prepare(database)


def test_revisions_are_numbered_as_they_follow_each_other():
    assert sorted(REVISIONS) == REVISIONS


def test_the_version_before_serves_on_a_schema_that_was_migrated_beside_it(database_url, tmp_path):
    with opened(database_url) as database:
        upgrade(database, "head", revised(tmp_path, ADDING))
        schema.prepare(database)
        schema.migrate(database)
        assert database.read_now(schema.version) == "next" > schema.HEAD
