"""`causerie health`: what a container's health check and a person at a shell are told of the process that serves."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner

from gateway.__main__ import app
from gateway.ground.faults import ConfigurationFault
from tests.gateway.conftest import free_port

RUNNER = CliRunner()


def ask(*arguments, **environment):
    return RUNNER.invoke(app, ["health", *arguments], catch_exceptions=False, env=environment)


@pytest.fixture
def answering() -> Callable[[int, bytes], str]:
    """A server that answers so, whatever it is asked; its address."""
    servers = []

    def serve(status: int, body: bytes) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status if self.path == "/readyz" else 404)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        server = HTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_gateway_that_is_ready_is_said_to_be(door, tmp_path):
    file = tmp_path / "causerie.yaml"
    # Neither the secrets nor the rest of the configuration are needed to ask, and 0.0.0.0 is listened on, not asked
    file.write_text(f'listen: {{host: 0.0.0.0, port: {door.port}}}\naccounts: {{bot: {{token: "${{NOT_SET}}"}}}}\n')
    for asked in (ask("--config", str(file)), ask(CAUSERIE_CONFIG=str(file)), ask("--url", f"{door.url}/")):
        assert (asked.exit_code, asked.output) == (0, "ready: sender, web, worker\n")


@pytest.mark.parametrize(
    ("status", "told", "said"),
    [
        (503, {"status": "not ready", "roles": ["web"], "database": "TimeoutError"}, "web; database: TimeoutError"),
        (503, {"status": "not ready", "roles": ["sender"], "database": "ok", "leaving": True},
         "sender; it is being stopped"),
        (503, {"status": "not ready", "roles": ["worker"], "database": "Full", "redis": "lost"},
         "worker; database: Full; redis: lost"),
    ],
)  # fmt: skip
def test_one_that_is_not_says_why(answering, status, told, said):
    asked = ask("--url", answering(status, json.dumps(told).encode()))
    assert (asked.exit_code, asked.output) == (1, f"not ready: {said}\n")


def test_it_is_ready_without_redis_and_says_that_it_lacks_it(answering):
    told = {"status": "ready", "roles": ["web"], "database": "ok", "redis": "lost: a little later"}
    asked = ask("--url", answering(200, json.dumps(told).encode()))
    assert (asked.exit_code, asked.output) == (0, "ready: web; redis: lost: a little later\n")


@pytest.mark.parametrize(("status", "body"), [(404, b"not found"), (200, b"[]"), (200, b"{}"), (502, b"<html>")])
def test_another_program_is_not_taken_for_the_gateway(answering, status, body):
    url = answering(status, body)
    asked = ask("--url", url)
    assert (asked.exit_code, asked.output) == (1, f"not ready: what answers at {url} (with {status}) is not Causerie\n")


def test_nobody_there_is_said(tmp_path):
    file, port = tmp_path / "causerie.yaml", free_port()
    file.write_text(f"listen: {{port: {port}}}\n")
    asked = ask("--config", str(file))
    assert asked.exit_code == 1
    assert asked.output == f"not ready: nothing answers at http://127.0.0.1:{port} (Connection refused)\n"


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://127.0.0.1:many"])
def test_what_is_no_address_is_refused(url):
    assert ask("--url", url).exit_code == 2


def test_a_configuration_that_says_no_place_is_a_fault(tmp_path):
    file = tmp_path / "causerie.yaml"
    file.write_text("listen: {port: many}\n")
    with pytest.raises(ConfigurationFault, match="listen"):
        ask("--config", str(file))
    with pytest.raises(ConfigurationFault, match="no configuration"):
        ask(CAUSERIE_CONFIG="")


def test_it_loads_neither_the_database_nor_the_web(tmp_path):
    """It is asked every few seconds by every container."""
    (tmp_path / "causerie.yaml").write_text("listen: {port: 9}\n")
    program = (
        "import sys\nfrom typer.testing import CliRunner\nfrom gateway.__main__ import app\n"
        f"done = CliRunner().invoke(app, ['health', '--config', {str(tmp_path / 'causerie.yaml')!r}])\n"
        "sys.exit(done.exit_code != 1 or bool({'sqlalchemy', 'aiohttp', 'telegram', 'twilio'} & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
