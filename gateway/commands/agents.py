"""`causerie agents`: who may log in to the Desk."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.commands.configured import ConfigFile, database, load

if TYPE_CHECKING:
    from gateway.ground.database import Database

SHORTEST = 8  # characters of a password, as NIST SP 800-63B asks

app = typer.Typer(no_args_is_help=True, help="People who log in to the Desk: add, password, disable, enable, list.")


class Role(StrEnum):
    AGENT = "agent"
    ADMIN = "admin"


def long_enough(password: str) -> str:
    if len(password) < SHORTEST:
        raise typer.BadParameter(f"is shorter than {SHORTEST} characters")
    return password


Password = Annotated[
    str,
    typer.Option(
        callback=long_enough, envvar="CAUSERIE_PASSWORD", show_envvar=True, prompt=True, hide_input=True,
        confirmation_prompt=True, help="Asked for where it is not given.",
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
    if any(row.email == wanted for row in opened.read_now(agent_store.listing)):
        typer.echo(f"{wanted} is there already. See: causerie agents list", err=True)
        raise typer.Exit(1)
    values = {"email": wanted, "name": name or wanted.partition("@")[0], "role": role.value, "languages": languages}
    made = {"id": new_id(), "password_hash": hash_password(password), "created_at": clock.now()}
    opened.write_now(lambda connection: agent_store.add(connection, **values, **made))
    typer.echo(f"{wanted} may log in at {settings.public_url}/ ({role.value})")


@app.command()
def password(email: str, password: Password, config: ConfigFile = None) -> None:
    """Give somebody another password, and end what they have open."""
    from gateway.api import session_store
    from gateway.api.auth import hash_password
    from handoff import agent_store

    opened, one = _known(email, config)
    opened.write_now(agent_store.set_password, one.id, hash_password(password))
    opened.write_now(session_store.end_all, one.id)
    typer.echo(f"{one.email} logs in with the new password from now on")


@app.command()
def disable(email: str, config: ConfigFile = None) -> None:
    """Let somebody in no more, from this moment; what they wrote stays theirs."""
    from gateway.ground import clock
    from handoff import agent_store

    opened, one = _known(email, config)
    opened.write_now(agent_store.disable, one.id, clock.now())
    typer.echo(f"{one.email} is not let in any more")


@app.command()
def enable(email: str, config: ConfigFile = None) -> None:
    """Let somebody in again."""
    from handoff import agent_store

    opened, one = _known(email, config)
    opened.write_now(agent_store.disable, one.id, None)
    typer.echo(f"{one.email} may log in again")


def _known(email: str, config: ConfigFile) -> tuple[Database, Any]:
    from handoff import agent_store

    opened, wanted = database(load(config)[0]), email.strip().lower()
    one = next((row for row in opened.read_now(agent_store.listing) if row.email == wanted), None)
    if one is None:
        typer.echo(f"there is no {wanted}. See: causerie agents list", err=True)
        raise typer.Exit(1)
    return opened, one


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """Who may log in."""
    from handoff import agent_store

    for row in database(load(config)[0]).read_now(agent_store.listing):
        state = "  disabled" if row.disabled_at else ""
        typer.echo(f"{row.email}  {row.name}  {row.role}  {row.languages}{state}")
