"""`causerie flows`: what the bot says, checked, tested and listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.commands import exchange, trials
from gateway.commands.configured import ConfigFile, flows_beside, flows_folder, load

if TYPE_CHECKING:
    from dialogs.errors import FlowProblem
    from dialogs.evaluation import Row
    from dialogs.flow import Flow
    from gateway.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="Dialog flows: check, test, list, evaluate; push, pull, diff with the store.",
)
app.command("test")(trials.play)
app.command()(exchange.push)
app.command()(exchange.pull)
app.command()(exchange.diff)

Languages = Annotated[
    str | None, typer.Option(help="Texts must be written in all of these, such as fr,en; else in the brand's.")
]


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A flow or a folder of flows; else the configured or shipped ones.")
    ] = None,
    languages: Languages = None,
    config: ConfigFile = None,
) -> None:
    """Say every problem of flows, one a line: where, what was seen, what to do."""
    settings = load(config)[0] if config else None
    wanted = tuple(languages.split(",")) if languages else settings.brand.languages if settings else ()
    place = path or flows_folder(settings)
    if not place.exists():
        raise typer.BadParameter(f"there is nothing at {place}", param_hint="PATH")
    if place.is_dir():
        problems, read = _of_folder(place, flows_beside(place, settings), wanted)
    else:
        problems, read = _of_file(place, flows_folder(settings), wanted)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise typer.Exit(1)
    if path is not None:  # of the flows that are in use already, nobody asked
        for note in _notes(read, _among(read, place, settings), wanted):
            typer.echo(note)
    typer.echo(f"ok: {len(read)} flow{'' if len(read) == 1 else 's'}")


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """The flows a gateway would start with, and the words that begin each."""
    from dialogs.flow_files import load_catalog

    settings = load(config)[0] if config else None
    for flow in load_catalog(flows_folder(settings)).flows.values():
        words = ", ".join(phrase.text for phrase in flow.start.words)
        typer.echo(f"{flow.name}  {flow.version}  {len(flow.steps)} steps  {words}".rstrip())


@app.command()
def evaluate(
    path: Annotated[Path, typer.Argument(help="A folder of utterances, such as tests/dialogs/evaluation.")],
    missed: Annotated[bool, typer.Option(help="Also list what was not heard right; only of what is tuned on.")] = False,
    config: ConfigFile = None,
) -> None:
    """How well these flows understand what people write: by set, language and kind."""
    from dialogs import evaluation
    from dialogs.flow_files import load_catalog
    from dialogs.utterances import read_cases

    settings = load(config)[0] if config else None
    try:
        cases, around = read_cases(path)
    except (OSError, ValueError, KeyError) as error:
        raise typer.BadParameter(f"{path} cannot be read ({error})", param_hint="PATH") from None
    understand = load_catalog(flows_folder(settings)).lexicon.understand
    for line in _table(evaluation.table(cases, understand, around)):
        typer.echo(line)
    for case in cases if missed else ():
        if case.part == "tuned on" and not evaluation.score(case, understand, around).right:
            typer.echo(f"{case.language} {case.kind}: {case.said}")


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield f"{'set':12}{'':3}{'kind':16}{'n':>5}{'right':>8}{'asks':>8}{'wrong':>8}{'false stops':>13}"
    for row in rows:
        counted = row.score
        shares = "".join(f"{100 * part / counted.all:7.1f}%" for part in (counted.right, counted.asked, counted.wrong))
        yield f"{row.part:12}{row.language:3}{row.kind:16}{counted.all:5}{shares}{counted.stopped:13}"


def _among(read: Sequence[Flow], place: Path, settings: Settings | None) -> dict[str, Flow]:
    return {flow.name: flow for flow in (*flows_beside(place, settings), *read)}


def _notes(read: Sequence[Flow], flows: Mapping[str, Flow], languages: Sequence[str]) -> Iterator[str]:
    """What channels show otherwise than it is written; the same of several in one line."""
    from gateway.journey.rehearsing import simulation
    from gateway.settings import Settings

    for flow in read:
        where: dict[tuple[str, str, str, str], dict[str, None]] = {}
        for one in simulation.lost(flow, flows, languages or Settings().brand.languages):
            places = where.setdefault((one.step, one.wanted, one.got, one.reason), {})
            places[f"{one.channel} ({one.language})"] = None
        for (step, wanted, got, reason), places in where.items():
            place = f'{flow.source}:{flow.by_id[step].line}: note: flow "{flow.name}", step "{step}"'
            yield f"{place}: on {', '.join(places)}: {wanted} becomes {got}, {reason}"


def _of_folder(
    folder: Path, beside: Iterable[Flow], languages: tuple[str, ...]
) -> tuple[list[FlowProblem], list[Flow]]:  # fmt: skip
    """All of them, which may be only some of those in use: they stand beside the others."""
    from dialogs.errors import FlowProblems
    from dialogs.flow_files import flow_texts, load_catalog

    try:
        texts = flow_texts(folder)
        found = load_catalog(texts, languages, beside).flows.values()
        return [], [flow for flow in found if flow.source in texts]
    except FlowProblems as found:
        return list(found.problems), []


def _of_file(file: Path, beside: Path, languages: tuple[str, ...]) -> tuple[list[FlowProblem], list[Flow]]:
    """One flow, which may start those it will stand beside."""
    from dialogs import check as checks
    from dialogs.errors import FlowProblem, FlowProblems
    from dialogs.flow_files import load as load_flow
    from dialogs.flow_files import load_catalog, read_files

    try:
        flow = load_flow(read_files([file])[file], str(file))
    except FlowProblem as problem:
        return [problem], []
    except FlowProblems as found:
        return list(found.problems), []
    return checks.check_flow(flow, {**load_catalog(beside).flows, flow.name: flow}, languages), [flow]
