"""The command: `causerie serve | sandbox | health | check | migrate`, and its groups keys, agents, accounts, flows,
customers, items, knowledge and silence."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from connectors.errors import ConfigurationError
from dialogs.errors import FlowProblems
from gateway.commands import (
    accounts,
    agents,
    checking,
    customers,
    flows,
    health,
    items,
    keys,
    knowledge,
    serving,
    silence,
)
from gateway.ground.faults import ConfigurationFault

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (serving.serve, serving.sandbox, health.health, checking.check, checking.migrate):
    app.command()(command)
for group, commands in (("keys", keys), ("agents", agents), ("accounts", accounts), ("flows", flows),
                        ("customers", customers), ("items", items), ("knowledge", knowledge),
                        ("silence", silence)):  # fmt: skip
    app.add_typer(commands.app, name=group)


def main() -> None:
    """Run a command; what is wrong with the set-up is a line, not a traceback."""
    _end_when_told()
    try:
        app()
    except (ConfigurationFault, ConfigurationError, FlowProblems) as fault:
        typer.echo(str(fault), err=True)
    except Exception as error:
        from sqlalchemy.exc import OperationalError  # a second of loading, that most commands do without

        if not isinstance(error, OperationalError):
            raise
        typer.echo(
            f"database: it does not answer as it should: {error.orig}. Check `database` and its server", err=True
        )
    else:
        return
    raise SystemExit(2)


def _end_when_told() -> None:
    """As any process does, also as the first of a container: the kernel keeps from that one whatever it has no handler
    for, and a stop would wait for the kill. `serve` leaves in order once it serves."""
    if os.getpid() == 1:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM))


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"causerie {version('causerie')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """A conversational gateway in which the customer sets the terms."""


if __name__ == "__main__":
    main()
