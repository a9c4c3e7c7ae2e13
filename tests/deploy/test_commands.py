"""Every `causerie …` that a unit of systemd or a page for operators shows is one that the program knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.deploy import examples
from tests.deploy.examples import DEPLOY, ROOT

PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", *sorted((DEPLOY / "systemd").iterdir())]
LINE = re.compile(
    r"^(?:\$ )?(?:sudo (?:-\S+ \S+ )*|\w+=\S* )*(?:Exec\w+=)?(?:\S*/)?(causerie [a-z-][^|>&;\n]*)", re.MULTILINE
)


def code(path: Path) -> str:
    """Only what is to be typed."""
    text = path.read_text()
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)) if path.suffix == ".md" else text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_are_known(path):
    lines = [line.replace("[", "").replace("]", "").strip() for line in LINE.findall(code(path))]
    assert {line: examples.unknown(line) for line in lines if examples.unknown(line)} == {}


@pytest.mark.parametrize("line", ["causerie server", "causerie serve --rôle web", "causerie keys make", "causerie"])
def test_a_command_that_is_not_there_would_be_seen(line):
    assert examples.unknown(line)


def test_units_start_what_compose_starts():
    unit = (DEPLOY / "systemd" / "causerie@.service").read_text()
    started = re.search(r"^ExecStart=\S+/causerie (.+)$", unit, re.MULTILINE)[1]
    assert started == "serve --role %i --port ${PORT}"
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text()
        assert "ExecStartPre=/opt/causerie/bin/causerie migrate" in text
        assert "User=causerie" in text
