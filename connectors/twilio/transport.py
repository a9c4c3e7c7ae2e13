"""Twilio's async client on our own HTTP client, with time-outs and without retries of its own: they double messages.

Why not its own AsyncTwilioHttpClient: it ignores its time-out and keeps a session per client (docs/decisions).
"""

from __future__ import annotations

import base64
import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from connectors.contract import Account
from connectors.errors import NoAnswer, NotSent
from connectors.http import Http, Reply


class SharedHttp(AsyncHttpClient):  # type: ignore[misc]  # twilio ships no types
    """Calls over the client that all accounts share, to the account's `api_base`."""

    def __init__(self, http: Http, api_base: str) -> None:
        super().__init__(logging.getLogger("twilio"), is_async=True)
        self._http, self._base = http, api_base

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One call. Raises NotSent or NoAnswer where there is no answer."""
        query = f"?{urlencode(params, doseq=True)}" if params else ""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = _basic(*auth)
        url = f"{self._base}{urlsplit(uri).path}{query}"
        reply = await self._http.request(
            method, url, headers=sent, form=_pairs(data) if data else None, timeout=timeout
        )
        return Response(reply.status, reply.body.decode("utf-8", "replace"), reply.headers)


class Caller:
    """One Twilio account: its messages resource."""

    def __init__(self, account: Account, http: Http) -> None:
        self._sid = account.values["account_sid"]
        self._token = account.values["auth_token"]
        self._client = Client(self._sid, self._token, http_client=SharedHttp(http, account.api_base))
        self._uri = f"https://api.twilio.com/2010-04-01/Accounts/{self._sid}/Messages.json"

    def authorization(self) -> dict[str, str]:
        """For what is fetched beside the API: incoming media."""
        return {"Authorization": _basic(self._sid, self._token)}

    async def create(self, fields: dict[str, Any]) -> Reply:
        """POST a message. Raises NotSent or NoAnswer."""
        return _reply(await self._client.request_async("POST", self._uri, data=fields))

    async def listing(self, filters: dict[str, Any]) -> Reply | None:
        """Messages that fit, newest first; None where there is no answer."""
        try:
            return _reply(await self._client.request_async("GET", self._uri, params=filters))
        except (NotSent, NoAnswer):
            return None


def _reply(response: Response) -> Reply:
    return Reply(response.status_code, response.text.encode(), response.headers or {})


def _pairs(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What has several values is repeated."""
    listed = ((name, value if isinstance(value, list | tuple) else [value]) for name, value in data.items())
    return [(name, str(one)) for name, values in listed for one in values]


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
