"""Relay: what there is to do is told to whoever does it, here or in another process; what is new, to open Desks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from gateway.ground.bus import Bus, News
from gateway.ground.live import Live

OF_THE_FLOOR = frozenset({"case", "owner", "duty"})  # changes that may let a case be given to somebody


class Relay:
    """Wired once in app.py; `serve` says which work is done in this process."""

    CALM, WATCHFUL = 1.0, 0.2  # seconds between looks: while others tell us, and while we must find out ourselves
    SHOWN_AGAIN = 2.0  # seconds after which open Desks fetch everything again, while nobody tells them

    def __init__(self, bus: Bus, live: Live) -> None:
        self._bus, self._live = bus, live
        self._turns: Callable[[], None] | None = None
        self._senders: Callable[[set[str] | None], None] | None = None
        self._placers: Callable[[], None] | None = None

    def serve(
        self, *, turns: Callable[[], None] | None, senders: Callable[[set[str] | None], None] | None,
        placers: Callable[[], None] | None,
    ) -> None:  # fmt: skip
        """Who takes turns here, who sends, and who gives out cases; `senders` rung with None: any account may have
        something."""
        self._turns, self._senders, self._placers = turns, senders, placers

    @property
    def is_up(self) -> bool:
        return self._bus.is_up

    def pause(self) -> float:
        """Seconds after which to look for work even if nobody told of any."""
        return self.CALM if self._bus.is_up else self.WATCHFUL

    def ring_turns(self) -> None:
        """Conversations wait."""
        if self._turns is not None:
            self._turns()
        else:
            self._bus.tell(turns=True)

    def ring_senders(self, accounts: set[str]) -> None:
        """These accounts have something to send."""
        if self._senders is not None:
            self._senders(accounts)
        else:
            self._bus.tell(accounts=accounts)

    def changed(self, conversations: Iterable[str], *what: str) -> None:
        """For every Desk that looks at them."""
        told = list(conversations)
        if not told:
            return
        self._show(told, what)
        self._bus.tell(changes=told, what=what)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._bus.run(self._hear))
            group.create_task(self._show_again())

    def _hear(self, news: News) -> None:
        if self._turns is not None and (news.turns or news.missed):
            self._turns()
        if self._senders is not None and (news.accounts or news.missed):
            self._senders(None if news.missed else set(news.accounts))
        for conversation, what in news.changes:
            self._show([conversation], what)
        if news.missed:
            self._live.lose()
            if self._placers is not None:
                self._placers()

    def _show(self, conversations: list[str], what: Iterable[str]) -> None:
        self._live.publish(conversations, *what)
        if self._placers is not None and OF_THE_FLOOR.intersection(what):
            self._placers()

    async def _show_again(self) -> None:
        while True:
            await asyncio.sleep(self.SHOWN_AGAIN)
            if not self._bus.is_up:
                self._live.lose()
