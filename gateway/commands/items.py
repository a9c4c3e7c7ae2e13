"""`causerie items`: content by topic, from a file. Works on the database of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.commands.configured import ConfigFile, database, load

app = typer.Typer(no_args_is_help=True, help="Items: load, list.")


@app.command("load")
def load_file(
    file: Annotated[Path, typer.Argument(help="A YAML file of items, such as config/items.yaml.")],
    config: ConfigFile = None,
) -> None:
    """Make the items of a file, or change those that are there; others stay."""
    from gateway.from_settings import rulebook
    from gateway.ground.faults import ConfigurationFault
    from gateway.outreach import item_store
    from gateway.outreach.item import BadItem, check, load_items

    settings = load(config)[0]
    items, brand = load_items(file), settings.brand
    try:
        check(items, rulebook(settings).topics, brand.languages, brand.timezone)
    except BadItem as bad:
        raise ConfigurationFault(f"{file}: {bad}") from None
    database(settings).write_now(item_store.put, items, brand.timezone)
    typer.echo(f"ok: {len(items)} item{'' if len(items) == 1 else 's'}")


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """All items: id, topic, validity, title."""
    from gateway.outreach import item_store

    for one in database(load(config)[0]).read_now(item_store.listing, None, 10_000):
        typer.echo(f"{one.id}  {one.topic}  {one.since or '…'} - {one.until or '…'}  {next(iter(one.title.values()))}")
