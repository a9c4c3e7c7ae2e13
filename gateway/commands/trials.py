"""`causerie flows test`: the tests beside the flows, played on every channel's skin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.commands.configured import ConfigFile, flows_beside, flows_folder, load

if TYPE_CHECKING:
    from dialogs.catalog import Catalog
    from dialogs.flow_test import FlowTests
    from gateway.journey.rehearsing.trial import Verdict
    from gateway.journey.world import World
    from gateway.settings import Settings


def play(
    path: Annotated[
        Path | None, typer.Argument(help="A folder of flows and their tests; else the configured or shipped ones.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Play the tests of flows (*.test.yaml) on every channel, once as usual and once with faulty delivery."""
    from dialogs.errors import FlowProblem, FlowProblems
    from dialogs.flow_files import load_catalog

    settings = load(config)[0] if config else None
    folder = path or flows_folder(settings)
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {folder}", param_hint="PATH")
    try:
        catalog = load_catalog(folder, beside=flows_beside(folder, settings))
        world, tests = world_of(settings, catalog), list(_tests(folder))
    except (FlowProblem, FlowProblems) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    failed = [failure for one in tests for failure in failures(one, world)]
    for failure in failed:
        typer.echo(failure, err=True)
    if failed:
        raise typer.Exit(1)
    count = sum(len(one.tests) for one in tests)
    typer.echo(f"ok: {count} test{'' if count == 1 else 's'}")


def failures(tests: FlowTests, world: World) -> Iterator[str]:
    """Play them; a line for each that does not hold."""
    from gateway import tables
    from gateway.ground.database import scratch
    from gateway.journey.rehearsing import trial

    for verdict in trial.run(tests, world, lambda: scratch(tables.ALL)):
        if verdict.problem:
            yield _told(tests.source, verdict)


def _told(source: str, verdict: Verdict) -> str:
    how = ", delivered twice and out of order" if verdict.faults else ""
    return f'{source}:{verdict.line}: test "{verdict.test}" on {verdict.channel}{how}: {verdict.problem}'


def _tests(folder: Path) -> Iterator[FlowTests]:
    from dialogs.flow_files import TESTS, read_files
    from dialogs.flow_test import load_tests

    for file, text in read_files(folder.glob(f"*{TESTS}")).items():
        yield load_tests(text, str(file))


def world_of(settings: Settings | None, catalog: Catalog) -> World:
    """The brand with these flows, and nobody in it."""
    from gateway.from_settings import rulebook
    from gateway.journey.library import Library
    from gateway.journey.rehearsing.rehearsal import skins
    from gateway.journey.world import World
    from gateway.settings import Settings

    settings = settings or Settings()
    brand = settings.brand
    return World(
        accounts=skins(), library=Library(catalog), rulebook=rulebook(settings), brand=brand.name,
        languages=brand.languages, zone=brand.timezone,
    )  # fmt: skip
