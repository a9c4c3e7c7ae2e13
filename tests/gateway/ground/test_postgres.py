"""PostgreSQL: what one session may take from the others, and who has which role."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from gateway.ground.database import Database, is_away
from gateway.ground.postgres import SESSION, one_at_a_time


def shown(database: Database, setting: str) -> str:
    return database.read_now(lambda connection: connection.execute(text(f"SHOW {setting}")).scalar_one())


@pytest.fixture
def opened(postgres_url):
    databases: list[Database] = []

    def open_one(**query: str) -> Database:
        url = make_url(postgres_url).update_query_dict(query)
        databases.append(Database(url.render_as_string(hide_password=False), threads=1))
        return databases[-1]

    yield open_one
    for one in databases:
        one.close()


@pytest.mark.parametrize("setting", SESSION)
def test_no_session_holds_up_the_others_for_ever(opened, setting):
    assert shown(opened(), setting) not in ("0", "")


def test_what_the_url_says_wins(opened):
    database = opened(options="-c statement_timeout=1234 -c work_mem=5MB")
    assert shown(database, "statement_timeout") == "1234ms"
    assert shown(database, "work_mem") == "5MB"
    assert shown(database, "lock_timeout") == "10s"


def test_what_is_done_one_at_a_time_may_take_its_time_and_is_waited_for(opened):
    impatient = {"options": "-c lock_timeout=50 -c statement_timeout=50"}
    first, second = opened(**impatient), opened(**impatient)

    def slowly(connection) -> str:
        one_at_a_time(connection, "migrate")
        connection.execute(text("SELECT pg_sleep(0.3)"))
        return str(connection.execute(text("SHOW lock_timeout")).scalar_one())

    with ThreadPoolExecutor() as both:
        assert list(both.map(lambda one: one.write_now(slowly), (first, second))) == ["50ms", "50ms"]


def test_a_statement_that_hangs_is_an_error_that_passes(opened):
    database = opened(options="-c statement_timeout=50")
    with pytest.raises(Exception, match="statement timeout") as raised:
        database.write_now(lambda connection: connection.connection.cursor().execute("SELECT pg_sleep(10)"))
    assert is_away(raised.value)


@pytest.mark.parametrize("on_the_driver", [False, True])
def test_a_session_that_slept_in_its_transaction_is_an_error_that_passes(opened, on_the_driver):
    database = opened(options="-c idle_in_transaction_session_timeout=20")

    def sleep(connection) -> None:
        connection.execute(text("SELECT 1"))
        time.sleep(0.3)
        if on_the_driver:
            connection.connection.cursor().execute("SELECT 1")
        connection.execute(text("SELECT 1"))

    with pytest.raises(Exception, match=r"idle-in-transaction|lost|closed") as raised:
        database.write_now(sleep)
    assert is_away(raised.value)


def test_an_event_s_own_fault_does_not_pass(opened):
    with pytest.raises(Exception, match="zero") as raised:
        opened().write_now(lambda connection: connection.connection.cursor().execute("SELECT 1/0"))
    assert not is_away(raised.value)


class Entering:
    """Processes that take a role one after the other, and who of them was alone."""

    def __init__(self, opened) -> None:
        self.opened = opened
        self.alone: list[int] = []
        self.number = 0

    def one(self) -> Database:
        self.number += 1
        database = self.opened()
        database.enter("sender", lambda _connection, number: self.alone.append(number), self.number)
        return database


@pytest.fixture
def entering(opened):
    return Entering(opened)


def test_only_the_first_of_a_role_is_alone(entering):
    for _ in range(3):
        entering.one()
    assert entering.alone == [1]


def test_who_comes_while_another_lives_is_not_alone_whoever_was_first(entering):
    first, _ = entering.one(), entering.one()
    first.close()
    entering.one()
    assert entering.alone == [1]


def test_when_all_are_gone_the_next_is_alone(entering, postgres_url):
    for one in (entering.one(), entering.one()):
        one.close()
    until_nobody_is_there(postgres_url)
    entering.one()
    assert entering.alone == [1, 3]


def test_a_role_outlives_the_sessions_that_held_it(entering, postgres_url):
    """The database was started again: whoever goes on has it still."""
    first = entering.one()
    end_sessions(postgres_url)
    first.read_now(lambda connection: connection.execute(text("SELECT 1")))
    entering.one()
    assert entering.alone == [1]


def until_nobody_is_there(url: str) -> None:
    """A session ends a little later than whoever closed it."""
    where = make_url(url)
    others = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(host=where.query["host"], user=where.username, dbname=where.database, autocommit=True) as one:
        while one.execute(others, [where.database]).fetchone():
            pass


def end_sessions(url: str) -> None:
    where = make_url(url)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(host=where.query["host"], user=where.username, dbname=where.database) as admin:
        admin.execute(ended, [where.database])
