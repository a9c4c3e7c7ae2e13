"""Flows between a folder and the store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateway.ground.database import Database
from tests.gateway.commands.test_commands import config, run  # noqa: F401

SHIPPED = Path(__file__).parents[3] / "config" / "flows"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SHIPPED, tmp_path / "flows"))


@pytest.fixture
def told(config):  # noqa: F811
    file = config()

    def tell(*arguments, code=0):
        done = run("flows", *arguments, "--config", file)
        assert done.exit_code == code, done.output
        return done.output

    return tell


def test_a_folder_pushed_and_pulled_is_the_same_to_the_byte(told, folder, tmp_path):
    (folder / "help.yaml").write_text("# ours\n" + (SHIPPED / "help.yaml").read_text())
    (folder / "help.layout.json").write_text('{"answer": [3, 4]}')
    assert "published help " in told("push", str(folder))
    assert told("push", str(folder), "--note", "again") == "ok: 0 published\n"
    told("pull", str(tmp_path / "copy"))
    pulled = {file.name: file.read_bytes() for file in (tmp_path / "copy").iterdir()}
    assert pulled == {file.name: file.read_bytes() for file in folder.iterdir()}
    assert told("pull", str(tmp_path / "copy")).endswith(", 0 changed\n")


def test_diff_says_what_a_push_would_change(told, folder):
    told("push", str(folder))
    assert told("diff", str(folder)) == ""
    file = folder / "cancel.yaml"
    file.write_text(file.read_text().replace("Nothing else changes", "All else stays"))
    assert '+      en: "OK, let\'s leave it. All else stays."' in told("diff", str(folder), code=1)


def test_a_push_changes_all_or_nothing(told, folder):
    told("push", str(folder))
    file = folder / "cancel.yaml"
    file.write_text(file.read_text().replace("Nothing else changes", "All else stays"))
    (folder / "broken.yaml").write_text("flow: broken\nsteps: [{id: a, say: {en: Only English}}]\n")
    assert "is not written in fr" in told("push", str(folder), code=1)
    assert "All else stays" in told("diff", str(folder), code=1)


def test_what_cannot_be_is_refused(told, folder):
    assert "none of keep, move, restart" in told("push", str(folder), "--upgrade", "maybe", code=2)
    assert "there is no folder" in told("push", str(folder / "gone"), code=2)
    (folder / "help.yaml").unlink()
    assert "ok: 0 published" not in told("push", str(folder))  # the help of before is still there


def test_the_history_names_who_and_why(told, folder, tmp_path):
    told("push", str(folder), "--note", "spring", "--upgrade", "move")
    database = Database(f"sqlite:///{tmp_path / 'commands.db'}")
    try:
        from dialogs import flow_store

        row = database.read_now(flow_store.history, "help", 1)[0]
    finally:
        database.close()
    assert (row.note, row.upgrade) == ("spring", "move")
    assert row.author
