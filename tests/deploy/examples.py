"""The files of deploy/ as they are written, and what of the program they name."""

from __future__ import annotations

import re
import shlex
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import typer
from ruamel.yaml import YAML

from gateway.__main__ import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
ROLES = ("web", "worker", "sender")
VARIABLE = re.compile(r"\$\{(\w+)\}")


def documents(path: Path) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load_all(path.read_text()))


def document(path: Path) -> dict[str, Any]:
    (one,) = documents(path)
    return one


def compose() -> dict[str, Any]:
    return document(ROOT / "compose.yaml")


def ours() -> dict[str, dict[str, Any]]:
    """compose.yaml's services that run this program."""
    return {name: one for name, one in compose()["services"].items() if one["image"] == "causerie"}


def configuration() -> str:
    """deploy/causerie.yaml, without what it only shows."""
    lines = (DEPLOY / "causerie.yaml").read_text().splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def dockerfile(word: str) -> list[str]:
    """What follows this instruction, in the last stage."""
    last = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2].replace("\\\n", " ")
    return [line.partition(" ")[2].strip() for line in last.splitlines() if line.startswith(f"{word} ")]


def ignored() -> list[str]:
    """What the image is built without."""
    return (ROOT / ".dockerignore").read_text().split()


def unknown(line: str) -> list[str]:
    """What `causerie …` does not know of this command line: a command or an option."""
    at: Any = typer.main.get_command(app)
    words = shlex.split(line, comments=True)[1:]
    faults = []
    for word in words:
        name = word.partition("=")[0]
        if word.startswith("-"):
            faults += [name] if name not in {opt for one in at.params for opt in one.opts} | {"--help"} else []
        elif hasattr(at, "commands"):
            if word not in at.commands:
                return [word]
            at = at.commands[word]
    return faults + (["which command?"] if hasattr(at, "commands") and "--version" not in words else [])


def asked(url: str) -> tuple[int, bytes]:
    """The status and the body of one GET. OSError where nobody answers."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
