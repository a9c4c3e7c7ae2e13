"""What breaks in a database, on purpose: rows it refuses, commits it refuses, tables somebody else holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import sqlalchemy

from tests.journey.product import Product

_RAISE = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$"


@asynccontextmanager
async def refusing(
    product: Product, table: str, condition: str = "1 = 1", *, deed: str = "INSERT"
) -> AsyncIterator[None]:
    """No row of this table can be written for which the condition holds; it speaks of NEW."""
    if product.gateway.parts.database.is_embedded:
        raised = "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        await product.write(f'CREATE TRIGGER refuse BEFORE {deed} ON "{table}" WHEN {condition} {raised}')
    else:
        called = f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse()"
        await product.write(_RAISE, f'CREATE TRIGGER refuse BEFORE {deed} ON "{table}" {called}')
    yield
    await _mend(product, table)


@asynccontextmanager
async def refusing_commits(product: Product, table: str) -> AsyncIterator[None]:
    """Rows of this table are taken; the commit behind them is refused."""
    if product.gateway.parts.database.is_embedded:
        never = "INSERT INTO refused VALUES (-1)"
        await product.write(
            "CREATE TABLE refused (id INTEGER REFERENCES inbox (id) DEFERRABLE INITIALLY DEFERRED)",
            f"CREATE TRIGGER refuse AFTER INSERT ON {table} BEGIN {never}; END",
        )
    else:
        when = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
        await product.write(_RAISE, f"CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON {table} {when}")
    yield
    await _mend(product, table)


@asynccontextmanager
async def locked(product: Product, table: str) -> AsyncIterator[None]:
    """Somebody else holds this table: nothing can be written for the time being."""
    url = product.gateway.parts.database.url
    if product.gateway.parts.database.is_embedded:
        engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield
            connection.exec_driver_sql("ROLLBACK")
        engine.dispose()
    else:
        with psycopg.connect(host=url.query["host"], user=url.username, dbname=url.database) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
            connection.rollback()


async def _mend(product: Product, table: str) -> None:
    if product.gateway.parts.database.is_embedded:
        await product.write("DROP TRIGGER refuse", "DROP TABLE IF EXISTS refused")
    else:
        await product.write(f'DROP TRIGGER refuse ON "{table}"', "DROP FUNCTION refuse")
