"""The configured accounts, each with its connector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.contract import Connector, Request


class Accounts:
    """Connectors by account id, and by what a provider calls the account."""

    def __init__(self, connectors: Mapping[str, Connector]) -> None:
        self._connectors = dict(connectors)

    def __getitem__(self, account: str) -> Connector:
        return self._connectors[account]

    def __iter__(self) -> Iterator[str]:
        return iter(self._connectors)

    def get(self, account: str) -> Connector | None:
        return self._connectors.get(account)

    def addressed(self, arrived: Connector, recipient: str | None, request: Request) -> Connector | None:
        """Whose event this is; None: nobody's. A call speaks for another account only where that one's secret fits."""
        if recipient is None or recipient == arrived.recipient():
            return arrived
        for connector in self._connectors.values():
            same_kind = (connector.account.channel, connector.account.provider) == (
                arrived.account.channel,
                arrived.account.provider,
            )
            if same_kind and connector.recipient() == recipient and connector.verify(request):
                return connector
        return arrived if arrived.HOOK_IS_OWN else None
