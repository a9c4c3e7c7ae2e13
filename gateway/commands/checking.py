"""`causerie check` and `causerie migrate`: before it serves."""

from __future__ import annotations

import typer

from gateway.commands.configured import ConfigFile, flows_folder, load


def check(config: ConfigFile = None) -> None:
    """Say every fault of a configuration, its flows and topics, one a line."""
    from dialogs.flow_files import load_catalog
    from gateway.from_settings import rulebook

    settings, accounts = load(config)
    flows = load_catalog(flows_folder(settings)).flows
    rulebook(settings)
    typer.echo(f"ok: {_count(len(accounts), 'account')}, {_count(len(flows), 'flow')}")


def migrate(config: ConfigFile = None) -> None:
    """Bring the database's schema to what this version needs."""
    from gateway.ground import schema
    from gateway.ground.database import Database

    settings, _ = load(config)
    database = Database(settings.database)
    schema.migrate(database)
    reached = database.read_now(schema.version)
    database.close()
    newer = f", newer than this version's {schema.HEAD}" if schema.is_newer(reached) else ""
    typer.echo(f"the schema is at {reached}{newer}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
