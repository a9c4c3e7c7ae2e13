"""`causerie agents`: who may log in to the Desk."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import typer

from gateway.commands.configured import ConfigFile, database, load

app = typer.Typer(no_args_is_help=True, help="People who log in to the Desk: add, list.")


class Role(StrEnum):
    AGENT = "agent"
    ADMIN = "admin"


Password = Annotated[
    str,
    typer.Option(
        envvar="CAUSERIE_PASSWORD", prompt=True, hide_input=True, confirmation_prompt=True, show_envvar=True,
        help="Asked for where it is not given.",
    ),
]  # fmt: skip


@app.command()
def add(
    email: str,
    password: Password,
    name: Annotated[str, typer.Option(help="As customers read it; else what stands before the @.")] = "",
    role: Role = Role.AGENT,
    languages: Annotated[str, typer.Option(help="What they speak, such as fr,en.")] = "fr,en",
    config: ConfigFile = None,
) -> None:
    """Let somebody log in."""
    from gateway.api.auth import hash_password
    from gateway.ground import clock
    from gateway.ground.ids import new_id
    from handoff import agent_store

    settings, _ = load(config)
    wanted = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", wanted):
        raise typer.BadParameter(f"{email!r} is not an e-mail address", param_hint="EMAIL")
    opened = database(settings)
    if opened.read_now(agent_store.by_email, wanted) is not None:
        typer.echo(f"{wanted} is there already. See: causerie agents list", err=True)
        raise typer.Exit(1)
    values = {"email": wanted, "name": name or wanted.partition("@")[0], "role": role.value, "languages": languages}
    made = {"id": new_id(), "password_hash": hash_password(password), "created_at": clock.now()}
    opened.write_now(lambda connection: agent_store.add(connection, **values, **made))
    typer.echo(f"{wanted} may log in at {settings.public_url}/ ({role.value})")


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """Who may log in."""
    from handoff import agent_store

    for row in database(load(config)[0]).read_now(agent_store.listing):
        state = "  disabled" if row.disabled_at else ""
        typer.echo(f"{row.email}  {row.name}  {row.role}  {row.languages}{state}")
