"""`causerie silence`: the brand says nothing for a while. Works on the database: the running gateway obeys at once."""

from __future__ import annotations

import getpass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.commands.configured import ConfigFile, database, load

if TYPE_CHECKING:
    from sqlalchemy import Connection

app = typer.Typer(no_args_is_help=True, help="Silences: list, begin, lift.")

Scope = Annotated[str, typer.Option(help="brand, topic:<id> or channel:<name>.")]
Level = Annotated[str, typer.Option(help="marketing, all_but_critical or total.")]
LEVELS = ("marketing", "all_but_critical", "total")


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """Every silence there was, who began and who lifted it."""
    from gateway.ground.clock import to_iso
    from gateway.terms import silence_store

    def read(connection: Connection) -> tuple[Any, Any]:
        rows: Any = silence_store.listing(connection, None, 1000)
        return rows, silence_store.changes(connection, [row.id for row in rows])

    rows, changes = database(load(config)[0]).read_now(read)
    for row in rows:
        state = "over" if row.is_over else f"lifted {to_iso(row.lifted_at)}" if row.lifted_at else "holds"
        typer.echo(f"{row.id}  {row.scope}  {row.level}  {state}  {row.reason}")
        for one in changes:
            if one.silence_id == row.id:
                typer.echo(f"    {one.epoch}  {to_iso(one.at)}  {one.act}  {one.by}  {one.note or ''}".rstrip())


@app.command()
def begin(
    reason: Annotated[str, typer.Option(help="Why: kept, and shown to whoever lifts it.")],
    scope: Scope = "brand",
    level: Level = "marketing",
    by: Annotated[str | None, typer.Option(help="Who decides; by itself who is logged in here.")] = None,
    until: Annotated[str | None, typer.Option(help="When it ends by itself: 2026-12-24T18:00:00+01:00.")] = None,
    let_pass: Annotated[str, typer.Option(help="Topics of critical messages that pass a total one, with commas.")] = "",
    config: ConfigFile = None,
) -> None:
    """Be silent, from now on."""
    from gateway.ground import clock
    from gateway.terms import silencing

    if level not in LEVELS:
        raise typer.BadParameter(f"{level!r} is none of {', '.join(LEVELS)}", param_hint="--level")
    topics = tuple(one.strip() for one in let_pass.split(",") if one.strip())
    end, now = _instant(until), clock.now()
    try:
        silence, epoch = database(load(config)[0]).write_now(
            lambda connection: silencing.begin(
                connection, scope, level, reason=reason, by=by or getpass.getuser(), until=end, let_pass=topics, now=now  # type: ignore[arg-type]
            )
        )  # fmt: skip
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    typer.echo(f"{silence.id}  silent about {scope} ({level}), epoch {epoch}")


@app.command()
def lift(
    silence_id: str,
    ramp: Annotated[int, typer.Option(help="Minutes until everybody is written to again.")] = 30,
    drop: Annotated[bool, typer.Option("--drop", help="What sells and was held meanwhile is not sent at all.")] = False,
    by: str | None = None,
    note: str | None = None,
    config: ConfigFile = None,
) -> None:
    """Speak again: to a tenth of the customers at once, to half after half of the ramp, then to all."""
    from gateway.ground import clock
    from gateway.terms import silencing

    who, now = by or getpass.getuser(), clock.now()
    try:
        epoch = database(load(config)[0]).write_now(
            lambda connection: silencing.lift(
                connection, silence_id, ramp=max(ramp, 0) * 60_000, drop=drop, by=who, note=note, now=now
            )
        )
    except silencing.NoSuchSilence:
        typer.echo(f"there is no silence {silence_id} that holds. See: causerie silence list", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"lifted over {max(ramp, 0)} minutes, epoch {epoch}")


def _instant(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(f"{text!r} is no instant with its zone", param_hint="--until")
    return int(moment.timestamp() * 1000)
