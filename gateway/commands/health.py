"""`causerie health`: is the process that serves here ready? For the health checks of containers, and for people.

It is asked every few seconds, so it reads of the configuration only where to ask, and needs none of its secrets.
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from gateway.commands.configured import ConfigFile, named
from gateway.ground.faults import ConfigurationFault

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 3.0  # seconds; a process that waits for its database says so after two
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - listened on, not asked

Url = Annotated[
    str | None,
    typer.Option("--url", help="Where it answers, such as http://127.0.0.1:8081; else where the configuration says."),
]


def health(config: ConfigFile = None, url: Url = None) -> None:
    """Say whether the process that serves here is ready; where it is not, why, and end with 1."""
    is_ready, said = _ask(url or _listening(named(config)))
    typer.echo(said, err=not is_ready)
    if not is_ready:
        raise typer.Exit(1)


def _listening(config: Path) -> str:
    """Where a process of this configuration is asked."""
    import os

    import msgspec

    from gateway.settings.document import Document
    from gateway.settings.values import Listen

    given = Document.read(config, os.environ).values.get("listen") or {}
    try:
        listen = msgspec.convert(given, Listen, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigurationFault(f"{config}: listen: {error}. See: causerie check") from None
    host = _EVERYWHERE.get(listen.host, listen.host)
    return f"http://[{host}]:{listen.port}" if ":" in host else f"http://{host}:{listen.port}"


def _ask(origin: str) -> tuple[bool, str]:
    """Is it ready, and a line that says so."""
    try:
        status, body = _answer(origin)
    except (OSError, http.client.HTTPException) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return False, f"not ready: nothing answers at {origin} ({why})"
    try:
        told = json.loads(body)
        ready = told["status"] == "ready" and status == 200
        return ready, _line(told)
    except (ValueError, KeyError, TypeError):
        return False, f"not ready: what answers at {origin} (with {status}) is not Causerie"


def _answer(origin: str) -> tuple[int, bytes]:
    """Past every proxy of the environment: it is this machine that is asked."""
    scheme, host, port = _place(origin)
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _place(origin: str) -> tuple[str, str, int | None]:
    try:
        url = urlsplit(origin)
        if url.scheme in ("http", "https") and url.hostname:
            return url.scheme, url.hostname, url.port
    except ValueError:
        pass  # a port that is no number
    raise typer.BadParameter(f"{origin!r} is not an address. Write http://host:port", param_hint="--url")


def _line(told: dict[str, Any]) -> str:
    """What /readyz said, in one line; what is well is not told.

    >>> _line({"status": "not ready", "roles": ["web"], "database": "TimeoutError"})
    'not ready: web; database: TimeoutError'
    """
    parts = [f"{name}: {told[name]}" for name in ("database", "redis") if told.get(name, "ok") != "ok"]
    leaving = ["it is being stopped"] if told.get("leaving") else []
    return "; ".join([f"{told['status']}: {', '.join(told['roles'])}", *parts, *leaving])
