"""Two admins who write the very first of something at the same instant: one has, the other is told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from dialogs import draft_store, layout
from dialogs.draft_store import Stale
from dialogs.publishing import Release
from gateway.api.studio import drafts, shapes
from gateway.ground import schema
from gateway.ground.database import Database
from tests.gateway.api.test_studio import BASE, TEXT, get, save

AT = "2026-11-24T10:00:00Z"


def keep_tests(connection, who):
    drafts.keep_tests(connection, "f", shapes.Tests(yaml=f"# {who}", seen=""), Release(at=AT, author=who))


def keep_draft(connection, who):
    draft_store.save(connection, "f", f"# {who}", seen=0, base=None, author=who, at=AT)


def put_note(connection, who):
    """Two notes lie beside each other."""
    held = layout.read(draft_store.hold_beside(connection, "f", "layout"))
    note = layout.CanvasNote(id=who, at=(0, 0), text=who)
    text = layout.written(layout.with_note(held, note))
    draft_store.put_beside(connection, "f", "layout", text, author=who, at=AT)


@pytest.fixture
def both(database_url):
    """Two processes on one database."""
    opened = [Database(database_url, threads=1) for _ in range(2)]
    schema.migrate(opened[0])
    yield opened
    for one in opened:
        one.close()


def at_once(both, work) -> list[str | None]:
    """Anna's is not on disk yet when Marc's comes in; what each was told."""
    first, second = both
    written, coming = threading.Event(), threading.Event()

    def slowly(connection):
        work(connection, "anna")
        written.set()
        assert coming.wait(10)
        if not first.is_embedded:  # the embedded one lets nobody else begin
            while not connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar():
                pass

    def anna():
        first.write_now(slowly)

    def marc():
        assert written.wait(10)
        coming.set()
        second.write_now(work, "marc")

    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(one) for one in (anna, marc)]
        return [type(one.exception()).__name__ if one.exception() else None for one in asked]


@pytest.mark.parametrize(("work", "told"), [(keep_tests, drafts.Overwrites), (keep_draft, Stale)])
def test_the_second_is_told_and_the_first_is_kept(both, work, told):
    assert at_once(both, work) == [None, told.__name__]
    held = [both[0].read_now(draft_store.beside, "f").get("tests"), both[0].read_now(draft_store.get, "f")]
    assert "# anna" in (held[0], held[1] and held[1].yaml)


def test_notes_of_both_are_kept(both):
    assert at_once(both, put_note) == [None, None]
    kept = layout.read(both[0].read_now(draft_store.beside, "f")["layout"])
    assert [one.id for one in kept.notes] == ["anna", "marc"]


def test_by_the_api_one_keeps_them_and_the_other_is_told(any_door):
    name = "shop.at_once"
    assert save(any_door, name, TEXT.format(name=name)).status == 200
    tests = [f"flow: {name}\ntests: [{{name: {who}, turns: [{{start: {name}}}]}}]\n" for who in ("anna", "marc")]

    def keep(yaml):
        return any_door.ask("PUT", f"{BASE}/flows/{name}/tests", body={"yaml": yaml, "seen": ""}).status

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(keep, tests)) == [204, 409]
    assert get(any_door, name).json["tests"] in tests
