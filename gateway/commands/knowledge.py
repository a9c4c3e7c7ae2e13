"""`causerie knowledge`: answers to questions, from a file. Works on the database of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.commands.configured import ConfigFile, database, load

if TYPE_CHECKING:
    from dialogs.knowledge import KnowledgeItem

app = typer.Typer(no_args_is_help=True, help="Answers to questions: load, list.")


@app.command("load")
def load_file(
    file: Annotated[Path, typer.Argument(help="A YAML file of knowledge, such as config/knowledge.yaml.")],
    config: ConfigFile = None,
) -> None:
    """Make the items of a file, or change those that are there; others stay."""
    from dialogs import knowledge_store
    from dialogs.knowledge import BadKnowledge, check
    from gateway.ground.faults import ConfigurationFault

    settings = load(config)[0]
    try:
        items = _read(file)
        check(items, settings.brand.languages)
    except BadKnowledge as bad:
        raise ConfigurationFault(f"{file}: {bad}") from None
    database(settings).write_now(knowledge_store.put, items)
    typer.echo(f"ok: {len(items)} item{'' if len(items) == 1 else 's'}")


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """All items: id, days, how many questions, title."""
    from dialogs import knowledge_store

    for one in database(load(config)[0]).read_now(knowledge_store.listing):
        asked = sum(map(len, one.questions.values()))
        title = next(iter(one.title.values()))
        typer.echo(f"{one.id}  {one.since or '…'} - {one.until or '…'}  {asked} questions  {title}")


def _read(file: Path) -> list[KnowledgeItem]:
    from dialogs.errors import FlowProblem
    from dialogs.knowledge import load as load_items
    from gateway.ground.faults import ConfigurationFault

    try:
        return load_items(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationFault(f"{file}: {error}") from None
    except FlowProblem as problem:
        raise ConfigurationFault(str(problem)) from None
