"""The phones between two runs, in one file: written soon after something changed, and at the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.sandbox.phones import Bubble
from connectors.sandbox.provider import Line

SOON = 0.5  # seconds: what changes together is written once


class Kept:
    """Nothing is kept where no file is named."""

    def __init__(self, file: Path | None, lines: Mapping[str, Line]) -> None:
        self._file, self._lines = file, lines
        self._before = _read(file) if file else {}
        self._writing: asyncio.TimerHandle | None = None

    def restore(self, line: Line) -> bool:
        """Give a line its phones of the last run; False if there were none, or of another version."""
        kept = self._before.get(line.id, {})
        try:
            if (kept["channel"], kept["provider"]) != (line.channel, line.provider):
                return False
            for phone in kept["phones"]:
                held = line.phone(phone["customer"]["address"], phone["customer"]["name"])
                held.messages, held.blocked = [Bubble(**one) for one in phone["messages"]], phone["blocked"]
            line.shown, line.opened = kept["shown"], set(kept["opened"])
        except (KeyError, TypeError):
            line.phones.clear()
            line.shown = ""
            return False
        return line.shown in line.phones

    def changed(self) -> None:
        """Something is worth writing down."""
        if self._file and self._writing is None:
            self._writing = asyncio.get_running_loop().call_later(SOON, self.write)

    def write(self) -> None:
        """Now, if anything changed, and whole: a file cut short would be no file."""
        if self._file is None or self._writing is None:
            return
        self._writing.cancel()
        self._writing = None
        text = json.dumps([_shown(line) for line in self._lines.values()], ensure_ascii=False, default=lambda _: None)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._file)


def _shown(line: Line) -> dict[str, Any]:
    return {
        "id": line.id, "channel": line.channel, "provider": line.provider, "shown": line.shown,
        "opened": sorted(line.opened), "phones": [phone.show() for phone in line.phones.values()],
    }  # fmt: skip


def _read(file: Path) -> dict[str, dict[str, Any]]:
    try:
        return {line["id"]: line for line in json.loads(file.read_text(encoding="utf-8"))}
    except (OSError, ValueError, TypeError, KeyError):
        return {}  # the first run, or a file of another version: the phones begin anew
