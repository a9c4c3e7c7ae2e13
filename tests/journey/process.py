"""The gateway in a process of its own, as an operator starts it: to be killed, and to have its log read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

from tests.journey.product import KEY, PROVIDERS, SECRETS, until

START = 120.0  # seconds for a process to be there, on a machine busy with other things


def configuration(
    folder: Path, *, port: int, sandbox_port: int, secrets: Mapping[str, Mapping[str, str]] = SECRETS,
    database: str | None = None, more: str = "",
) -> Path:  # fmt: skip
    """A configuration file with an account on each channel, without limits of ours; secrets from the environment."""
    accounts = "".join(_account(channel, keys, sandbox_port) for channel, keys in secrets.items())
    file = folder / "causerie.yaml"
    file.write_text(f"""
public_url: http://127.0.0.1:{port}
listen: {{port: {port}}}
database: {database or f"sqlite:///{folder}/causerie.db"}
media: {{folder: {folder}/media}}
agents: [{{email: anna@example.com, name: Anna, password: lumen, role: admin}}]
{more}
accounts:
{accounts}""")
    return file


def _account(channel: str, keys: Mapping[str, str], sandbox_port: int) -> str:
    named = "".join(f"    {key}: ${{{variable(channel, key)}}}\n" for key in keys)
    return f"""  {channel}:
    channel: {channel}
    provider: {PROVIDERS[channel]}
    api_base: http://127.0.0.1:{sandbox_port}
    rate: null
    recipient_rate: null
{named}"""


def variable(channel: str, key: str) -> str:
    return f"TEST_{channel}_{key}".upper()


def launch(
    file: Path, *, secrets: Mapping[str, Mapping[str, str]] = SECRETS, log: Any = None, level: str = "error"
) -> subprocess.Popen[bytes]:
    """`causerie serve`, its log at `level`."""
    given = {variable(channel, key): value for channel, keys in secrets.items() for key, value in keys.items()}
    environment = {**os.environ, **given, "CAUSERIE_API_KEY": KEY, "CAUSERIE_LOG": level}
    command = [sys.executable, "-m", "gateway", "serve", "--config", str(file)]
    errors = subprocess.STDOUT if log is not None else None
    return subprocess.Popen(command, env=environment, stdout=log or subprocess.DEVNULL, stderr=errors)


async def ready(url: str, process: subprocess.Popen[bytes], seconds: float = START) -> None:
    """Returns once it answers."""
    async with aiohttp.ClientSession() as http:
        await until(lambda: _is_ready(http, url, process), seconds)


async def _is_ready(http: aiohttp.ClientSession, url: str, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, f"the gateway ended with {process.returncode}"
    return await is_ready(http, url)


async def is_ready(http: aiohttp.ClientSession, url: str) -> bool:
    """Does it say so, now?"""
    try:
        async with http.get(f"{url}/readyz") as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
