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
    told("push", str(folder), "--despite-tests")
    assert told("diff", str(folder)) == ""
    file = folder / "cancel.yaml"
    file.write_text(file.read_text().replace("Nothing else changes", "All else stays"))
    assert '+      en: "OK, let\'s leave it. All else stays."' in told("diff", str(folder), code=1)


@pytest.mark.parametrize("despite", [(), ("--despite-tests",)])
def test_tests_of_a_flow_that_nobody_has_are_refused(told, folder, despite):
    lost = folder / "canzel.test.yaml"
    lost.write_text("flow: canzel\ntests: [{name: a, turns: [{user: hi}]}]\n")
    (folder / "ours.yaml").write_text("flow: ours\nsteps: [{id: a, say: {fr: Oui, en: 'Yes'}}]\n")
    refused = told("push", str(folder), *despite, code=1)
    assert refused == f'{lost}:1: tests the flow "canzel", and there is none; call the file after its flow\n'
    assert "+flow: ours" in told("diff", str(folder), code=1)


def test_a_push_changes_all_or_nothing(told, folder):
    told("push", str(folder), "--despite-tests")
    file = folder / "cancel.yaml"
    file.write_text(file.read_text().replace("Nothing else changes", "All else stays"))
    (folder / "broken.yaml").write_text("flow: broken\nsteps: [{id: a, say: {en: Only English}}]\n")
    assert "is not written in fr" in told("push", str(folder), code=1)
    assert "All else stays" in told("diff", str(folder), code=1)


FLOW = """\
flow: shop.size
vars: {size: number}
start: {words: {fr: [pointure], en: [size]}}
steps:
  - {id: size, ask: {fr: "Quelle pointure ?", en: "Which size?"}, save: size}
  - {id: told, say: {fr: "C'est noté.", en: "Noted."}}
"""
TESTS = """\
flow: shop.size
tests:
  - name: a size is noted
    on: [sms]
    language: en
    turns: [{user: size}, {bot: Which size?}, {user: "40"}, {bot: Noted}]
"""


@pytest.fixture
def small(tmp_path, told):
    """A folder of one flow with its test; the store has the shipped ones."""
    told("push", str(SHIPPED), "--despite-tests")
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "shop.size.yaml").write_text(FLOW)
    (folder / "shop.size.test.yaml").write_text(TESTS)
    return folder


def test_a_flow_whose_tests_fail_is_pushed_only_by_who_insists(told, small):
    assert "published shop.size" in told("push", str(small))
    flow = small / "shop.size.yaml"
    flow.write_text(FLOW.replace("Noted.", "Thanks."))
    refused = told("push", str(small), code=1)
    assert 'shop.size.test.yaml:6: test "a size is noted" on sms: wants "Noted", and the bot said "Thanks."' in refused
    assert refused.endswith("nothing is published: mend the flows or their tests, or push with --despite-tests\n")
    assert "Thanks" in told("diff", str(small), code=1)
    assert "published shop.size" in told("push", str(small), "--despite-tests")


def test_tests_that_are_kept_are_played_where_the_folder_has_none(told, small):
    told("push", str(small))
    (small / "shop.size.test.yaml").unlink()
    (small / "shop.size.yaml").write_text(FLOW.replace("Noted.", "Thanks."))
    assert 'kept/shop.size.test.yaml:6: test "a size is noted"' in told("push", str(small), code=1)


def test_tests_that_change_alone_are_played_too(told, small):
    told("push", str(small))
    (small / "shop.size.test.yaml").write_text(TESTS.replace("Noted}", "Thanks}"))
    assert 'wants "Thanks"' in told("push", str(small), code=1)


@pytest.mark.parametrize("flag", [[], ["--despite-tests"]])
def test_tests_that_cannot_be_read_change_nothing(told, small, flag):
    (small / "shop.size.test.yaml").write_text("tests: x")
    assert "shop.size.test.yaml:1: " in told("push", str(small), *flag, code=1)
    assert "Which size?" in told("diff", str(small), code=1)


@pytest.mark.parametrize(
    ("name", "written", "told_so"),
    [
        ("a.yaml", b"flow: a\nsteps: [{id: a, say: '\xe9'}]\n", "a.yaml:2: is not UTF-8; save the file as UTF-8"),
        ("shop.size.test.yaml", b"\xff\xfe", "shop.size.test.yaml:1: is not UTF-8"),
        ("shop.size.layout.json", b"\xff\xfe", "shop.size.layout.json:1: is not UTF-8"),
        ("a.yaml", None, "a.yaml: cannot be read (Is a directory)"),
        ("a.yaml", FLOW.encode(), "shop.size.yaml:1: is the same flow as "),
        (
            "a.yaml",
            b"flow: a\nsteps: [{id: a, say: {en: A}}]\n",
            'a.yaml:2: flow "a", step "a": "A" is not written in fr',
        ),
        ("a.yaml", b'flow: a\nsteps: [{id: a, say: "\\ud83d"}]\n', "a.yaml:2: holds \\ud83d, which is no character"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_nothing_is_pushed(told, small, name, written, told_so):
    (small / name).mkdir() if written is None else (small / name).write_bytes(written)
    refused = told("push", str(small), code=1)
    assert str(small) in refused
    assert told_so in refused
    for left in small.iterdir():
        left.rmdir() if left.is_dir() else left.unlink()
    (small / "shop.size.yaml").write_text(FLOW)
    assert "+flow: shop.size" in told("diff", str(small), code=1)


def test_a_place_that_can_be_no_folder_is_said(told, tmp_path):
    (tmp_path / "file").write_text("")
    assert "be made a folder (File exists)" in told("pull", str(tmp_path / "file"), code=2)


def test_ends_of_lines_stay(told, small):
    (small / "shop.size.yaml").write_bytes(FLOW.replace("\n", "\r\n").encode())
    told("push", str(small))
    assert "0 changed" not in told("pull", str(small))  # the shipped ones
    assert told("pull", str(small)).endswith(", 0 changed\n")
    assert (small / "shop.size.yaml").read_bytes() == FLOW.replace("\n", "\r\n").encode()


def test_what_cannot_be_is_refused(told, folder):
    assert "none of keep, move, restart" in told("push", str(folder), "--upgrade", "maybe", code=2)
    assert "there is no folder" in told("push", str(folder / "gone"), code=2)
    (folder / "help.yaml").unlink()
    assert "ok: 0 published" not in told("push", str(folder))  # the help of before is still there


def test_the_history_names_who_and_why(told, folder, tmp_path):
    told("push", str(folder), "--despite-tests", "--note", "spring", "--upgrade", "move")
    database = Database(f"sqlite:///{tmp_path / 'commands.db'}")
    try:
        from dialogs import flow_store

        row = database.read_now(flow_store.history, "help", 1)[0]
    finally:
        database.close()
    assert (row.note, row.upgrade) == ("spring", "move")
    assert row.author
