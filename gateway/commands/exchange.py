"""`causerie flows push`, `pull` and `diff`: flows between a folder, as in git, and the store of the gateway."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.commands import trials
from gateway.commands.configured import ConfigFile, database, flows_folder, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from dialogs.errors import FlowProblems
    from dialogs.flow import Flow
    from dialogs.flow_test import FlowTests
    from dialogs.publishing import Release
    from gateway.settings import Settings

Folder = Annotated[Path | None, typer.Argument(help="A folder of flows; else the configured or shipped one.")]
BESIDE = {"tests": ".test.yaml", "layout": ".layout.json"}


def push(
    path: Folder = None,
    config: ConfigFile = None,
    note: Annotated[str, typer.Option(help="Why: it stays in the history.")] = "",
    upgrade: Annotated[
        str, typer.Option(help="Conversations in an older version: keep it, move at their next message, restart.")
    ] = "keep",
    despite_tests: Annotated[bool, typer.Option("--despite-tests", help="Publish although tests fail.")] = False,
) -> None:
    """Publish the flows of a folder that differ from those in use, all or none. Tests and layouts go along.

    The tests of what changes are played first.
    """
    from dialogs.errors import FlowProblems
    from dialogs.flow import UPGRADES
    from dialogs.publishing import Release
    from gateway.ground.clock import now, to_iso

    if upgrade not in UPGRADES:
        raise typer.BadParameter(f"{upgrade} is none of {', '.join(UPGRADES)}", param_hint="--upgrade")
    settings, _ = load(config)
    folder = _existing(path or flows_folder(settings))
    release = Release(at=to_iso(now()), author=getpass.getuser(), note=note, upgrade=upgrade)  # type: ignore[arg-type]
    opened = database(settings)
    try:
        failed = [] if despite_tests else opened.read_now(_failures, folder, settings)
        _refuse(failed)
        published = opened.write_now(_push, folder, settings, release)
    except FlowProblems as problems:
        typer.echo(str(_placed(problems, folder)), err=True)
        raise typer.Exit(1) from None
    finally:
        opened.close()
    for flow in published:
        typer.echo(f"published {flow.name} {flow.version}")
    typer.echo(f"ok: {len(published)} published")


def pull(
    path: Annotated[Path, typer.Argument(help="A folder: made where it is not there.")], config: ConfigFile = None
) -> None:
    """Write the flows in use into a folder, with their tests and layouts. Other files there stay."""
    settings, _ = load(config)
    opened = database(settings)
    try:
        files = opened.read_now(_files)
    finally:
        opened.close()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be made a folder ({error.strerror})", param_hint="PATH") from None
    changed = [name for name, text in files.items() if not _holds(path / name, text)]
    for name in changed:
        (path / name).write_bytes(files[name].encode())
    typer.echo(f"ok: {len(files)} files, {len(changed)} changed")


def diff(path: Folder = None, config: ConfigFile = None) -> None:
    """What pushing a folder would change. Ends with 1 where anything would."""
    from dialogs.diff import lines

    settings, _ = load(config)
    folder = _existing(path or flows_folder(settings))
    opened = database(settings)
    try:
        held = opened.read_now(_current)
    finally:
        opened.close()
    found = False
    for name, text in _named(folder).items():
        told = lines(held.get(name, ""), text, names=(f"{name} in use", f"{name} in {folder}"))
        found = found or bool(told)
        typer.echo("\n".join(told), nl=bool(told))
    if found:
        raise typer.Exit(1)


def _refuse(failed: list[str]) -> None:
    if failed:
        for failure in failed:
            typer.echo(failure, err=True)
        typer.echo("nothing is published: mend the flows or their tests, or push with --despite-tests", err=True)
        raise typer.Exit(1)


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {folder}", param_hint="PATH")
    return folder


def _holds(file: Path, text: str) -> bool:
    return file.exists() and file.read_bytes() == text.encode()


def _named(folder: Path) -> dict[str, str]:
    """The flows of a folder by name. Raises FlowProblems where two have the same."""
    from dialogs.errors import FlowProblem, FlowProblems
    from dialogs.flow_files import flow_texts

    texts = flow_texts(folder)
    places: dict[str, str] = {}
    problems: list[FlowProblem] = []
    for source, text in texts.items():
        first = places.setdefault(_name(text, source), source)
        if first != source:
            problems.append(FlowProblem(source, 1, f"is the same flow as {first}; keep one of them"))
    if problems:
        raise FlowProblems(problems)
    return {name: texts[source] for name, source in places.items()}


def _name(text: str, source: str) -> str:
    """One that cannot be read goes by its file's name: the store says what is wrong."""
    from dialogs.errors import FlowProblem
    from dialogs.flow_files import load as load_flow

    try:
        return load_flow(text, source).name
    except FlowProblem:
        return Path(source).stem


def _placed(problems: FlowProblems, folder: Path) -> FlowProblems:
    """By the files of the flows that they name."""
    from dialogs.errors import FlowProblem, FlowProblems
    from dialogs.flow_files import flow_texts

    try:
        places = {_name(text, source): source for source, text in flow_texts(folder).items()}
    except FlowProblems:
        return problems  # they name files already
    return FlowProblems(
        FlowProblem(places.get(one.source, one.source), one.line, one.text) for one in problems.problems
    )


def _current(connection: Connection) -> dict[str, str]:
    from dialogs import flow_store

    return dict(flow_store.current_texts(connection))


def _read(tests: dict[str, str], place: Path | str) -> dict[str, FlowTests]:
    """By flow. Raises FlowProblems."""
    from dialogs.errors import FlowProblem, FlowProblems
    from dialogs.flow_test import load_tests

    read, problems = {}, []
    for name, text in tests.items():
        try:
            read[name] = load_tests(text, f"{place}/{name}{BESIDE['tests']}")
        except FlowProblem as problem:
            problems.append(problem)
    if problems:
        raise FlowProblems(problems)
    return read


def _failures(connection: Connection, folder: Path, settings: Settings) -> list[str]:
    """What tests say against that push: those of flows that change, and those that change. Raises FlowProblems."""
    from dialogs import draft_store, flow_store, knowledge_store, publishing
    from dialogs.catalog import Catalog
    from dialogs.errors import FlowProblems
    from dialogs.flow_files import kept_tests

    texts, here = _named(folder), kept_tests(folder)
    problems = publishing.examine(connection, texts, settings.brand.languages)
    if problems:
        raise FlowProblems(problems)
    _refuse_orphans(connection, texts, _read(here, folder), settings)
    held = flow_store.current(connection)
    kept = {row.name: row.text for row in draft_store.beside_all(connection, "tests")}
    fresh = {flow.name: flow for flow in publishing.read(texts)}
    changed = {name for name, flow in fresh.items() if held.get(name) != flow.version}
    changed |= {name for name, text in here.items() if kept.get(name) != text}
    flows = {**(flow_store.catalog(connection).flows or _seeds(settings)), **fresh}
    world = trials.world_of(settings, Catalog(flows.values(), knowledge=knowledge_store.learnt(connection)))
    left = {name: kept[name] for name in changed & kept.keys() - here.keys()}
    tests = {**_read(here, folder), **_read(left, "kept")}
    return [failure for name in sorted(changed & tests.keys()) for failure in trials.failures(tests[name], world)]


def _refuse_orphans(
    connection: Connection, texts: Mapping[str, str], tests: Mapping[str, FlowTests], settings: Settings
) -> None:
    """Tests of a flow that nobody has are never played. Raises FlowProblems."""
    from dialogs.errors import FlowProblem, FlowProblems

    flows = {*texts, *(_current(connection) or _seeds(settings))}
    problems = [
        FlowProblem(one.source, 1, f'tests the flow "{name}", and there is none; call the file after its flow')
        for file, one in tests.items()
        for name in dict.fromkeys((file, one.flow))
        if name not in flows
    ]
    if problems:
        raise FlowProblems(problems)


def _seeds(settings: Settings) -> Mapping[str, Flow]:
    """The flows that a database begins with."""
    from dialogs.flow_files import load_catalog

    return load_catalog(flows_folder(settings)).flows


def _push(connection: Connection, folder: Path, settings: Settings, release: Release) -> list[Flow]:
    from dialogs import draft_store, publishing
    from dialogs.flow_files import kept_tests, read_files

    texts = _named(folder)
    read = _read(kept_tests(folder), folder)  # what cannot be read is not kept
    _refuse_orphans(connection, texts, read, settings)
    published = publishing.publish(connection, texts, settings.brand.languages, release)
    for kind, ending in BESIDE.items():
        for file, text in read_files(folder.glob(f"*{ending}")).items():
            name = file.name.removesuffix(ending)
            draft_store.put_beside(connection, name, kind, text, author=release.author, at=release.at)
    return published


def _files(connection: Connection) -> dict[str, str]:
    from dialogs import draft_store

    files = {f"{name}.yaml": text for name, text in _current(connection).items()}
    for kind, ending in BESIDE.items():
        files |= {f"{row.name}{ending}": row.text for row in draft_store.beside_all(connection, kind)}
    return files
