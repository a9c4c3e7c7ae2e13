"""A backup taken while messages come and go is whole, and a gateway serves from it: docs/run-in-production.md."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from gateway.ground.database import Database
from tests import servers
from tests.deploy.examples import ROOT
from tests.gateway.test_upgrade import kept, lost
from tests.journey.product import again, running

DOCS = (ROOT / "docs" / "run-in-production.md").read_text()
SPOKEN = 5


def told(pattern: str) -> str:
    """What the page says to do."""
    (found,) = re.findall(pattern, DOCS)
    return found


def back_up_file(source: str, target: Path) -> str:
    """As the page says, and put where a new database would be."""
    statement = told(r'sqlite3 /var/lib/causerie/causerie\.db "(VACUUM INTO) \'')
    with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as connection:
        connection.execute(f"{statement} '{target}'")
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return f"sqlite:///{target}"


def back_up_server(source: str, target: Path) -> str:
    dump = told(r"pg_dump (--format=custom) ").split()
    restore = told(r"pg_restore (--exit-on-error --no-owner) ").split()
    database = Database(source)
    place = {"host": database.url.query["host"], "user": database.url.username}
    where = [f"--host={place['host']}", f"--username={place['user']}"]
    database.close()
    binaries = servers.postgres_binaries()
    subprocess.run([binaries / "pg_dump", *dump, *where, f"--file={target}", database.url.database], check=True)
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE restored")
    subprocess.run([binaries / "pg_restore", *restore, *where, "--dbname=restored", target], check=True)
    return database.url.set(database="restored").render_as_string(hide_password=False)


@pytest.fixture
def restored(request, database_url, postgres_server):
    """Back up that database, restore it beside, and say where."""
    yield back_up_file if database_url.startswith("sqlite") else back_up_server
    if not database_url.startswith("sqlite"):
        with psycopg.connect(
            host=postgres_server.query["host"], user=postgres_server.username, autocommit=True
        ) as admin:
            admin.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")


async def test_a_backup_under_way_is_whole_and_serves(tmp_path, database_url, restored):
    async with running(tmp_path, database_url) as product:
        for number in range(SPOKEN):
            await product.tell("telegram", f"help {number}")
        await product.settled()
        before = await product.gateway.parts.database.read(kept)
        said = await product.messages()
        product.say("telegram", "one more, meanwhile")
        url = await asyncio.to_thread(restored, database_url, tmp_path / "backup")
        async with again(product, url) as second:
            assert lost(kept_of(said), kept_of(await second.messages())) == []
            there = {"inbox", "message", "delivery", "customer", "address", "conversation", "decision", "agent"}
            after = await second.gateway.parts.database.read(kept)
            settled = {name: rows for name, rows in before.items() if name in there - {"conversation"}}
            assert lost(settled, after) == []


def kept_of(messages) -> dict:
    return {"message": {one["id"]: {"content": one["content"], "seq": one["seq"]} for one in messages}}


async def test_what_waited_in_an_old_backup_is_laid_aside_as_the_page_says(tmp_path, database_url):
    statement = told(r"(UPDATE delivery SET state = 'unknown'[^;]*);")
    async with running(tmp_path, database_url) as product:
        await product.tell("telegram", "help")
        await product.settled()
        await product.write("UPDATE delivery SET state = 'queued', next_at = 9223372036854775807")
        await product.write(statement)
        assert {row.state for row in await product.rows("SELECT state FROM delivery")} == {"unknown"}
        async with product.desk() as desk:
            assert len((await desk.get("dead-letters"))["deliveries"]) == 1
