"""Flows from their files: YAML that people read and diff, turned into values or into problems that say what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from dialogs import check
from dialogs.catalog import Catalog
from dialogs.entry import Entry
from dialogs.errors import FlowProblem, FlowProblems
from dialogs.flow import CATEGORIES, TARGETS, VAR_TYPES, Flow, Phrase, Start, Step
from dialogs.steps import KINDS
from dialogs.steps.common import COMMON_KEYS, read_common, read_lapse
from dialogs.wording import Wording
from dialogs.yaml_text import parsed, plain

TESTS = ".test.yaml"
FORMAT = 1  # of the files that this version reads; older ones too


def load_catalog(
    flows: Path | Mapping[str, str], languages: tuple[str, ...] = (), beside: Iterable[Flow] = ()
) -> Catalog:  # fmt: skip
    """Flows of a folder, or of texts by source, checked. Raises FlowProblems with all that was found.

    `languages` are those in which every text must be written: the brand's. A flow that stands `beside` them is there
    unless they hold one of its name, and what is wrong with it is not told.
    """
    texts = flow_texts(flows) if isinstance(flows, Path) else flows
    loaded: list[Flow] = []
    problems: list[FlowProblem] = []
    for source, text in texts.items():
        try:
            loaded.append(load(text, source))
        except FlowProblem as problem:
            problems.append(problem)
    problems += _doubles(loaded)
    if not problems:
        names = {flow.name for flow in loaded}
        others = [flow for flow in beside if flow.name not in names]
        sources = {flow.source for flow in others}
        loaded = [*others, *loaded]
        problems += [one for one in check.check(loaded, languages) if one.source not in sources]
    if problems:
        raise FlowProblems(problems)
    return Catalog(loaded)


def load(text: str, source: str) -> Flow:
    """One flow. Raises FlowProblem on the first thing that cannot be read; what it means is checked by `check`."""
    try:
        return replace(_read(text), source=source)
    except FlowProblem as problem:
        raise FlowProblem(source, problem.line, problem.text, problem.step) from problem


@lru_cache(maxsize=512)  # the same texts are checked, released and taken up one after another
def _read(text: str, source: str = "") -> Flow:
    raw = parsed(text, source)
    if not isinstance(raw, dict) or "flow" not in raw:
        raise FlowProblem(source, 1, 'no flow here; begin with "flow: <name>" and a list of "steps"')
    entry = Entry(raw, source=source, place="", line=1)
    if entry.number("format", FORMAT) > FORMAT:
        raise entry.problem(f'is written for a newer Causerie: "format" is {raw["format"]}, this one reads {FORMAT}')
    name = entry.name("flow")
    entry.place = f'flow "{name}"'
    flow = Flow(
        name=name,
        version=_version(raw, source),
        source=source,
        title=entry.wording("title", Wording({"*": name})),
        start=_start(entry),
        interrupt=entry.one_of("interrupt", ("allow", "ask", "replace", "never"), "allow"),
        underway=entry.one_of("underway", ("ask_again", "keep", "drop"), "ask_again"),
        vars=_vars(entry),
        expires=read_lapse(entry, "expires"),
        category=entry.one_of("category", (*CATEGORIES, None), None),
        topic=entry.name("topic", None),
        steps=tuple(_steps(entry)),
    )
    entry.finish()
    return flow


def flow_texts(folder: Path) -> dict[str, str]:
    """The flows of a folder, by file. Raises FlowProblems."""
    found = read_files(path for path in folder.glob("*.yaml") if not path.name.endswith(TESTS))
    return {str(path): text for path, text in found.items()}


def kept_tests(folder: Path) -> dict[str, str]:
    """The tests of a folder, by the names of their flows. Raises FlowProblems."""
    return {path.name.removesuffix(TESTS): text for path, text in read_files(folder.glob(f"*{TESTS}")).items()}


def read_files(paths: Iterable[Path]) -> dict[Path, str]:
    """What they say, by name. Raises FlowProblems with all that cannot be read."""
    texts: dict[Path, str] = {}
    problems: list[FlowProblem] = []
    for path in sorted(paths):
        try:
            texts[path] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            problems.append(FlowProblem(str(path), line, "is not UTF-8; save the file as UTF-8"))
        except OSError as error:
            problems.append(FlowProblem(str(path), 0, f"cannot be read ({error.strerror})"))
    if problems:
        raise FlowProblems(problems)
    return texts


def _start(entry: Entry) -> Start:
    inner = entry.inner("start", f'{entry.place}, "start"')
    if inner is None:
        return Start()
    intents = inner.take("intents", [])
    if not isinstance(intents, list) or not all(isinstance(intent, str) for intent in intents):
        raise inner.problem('"intents" is a list of names', "intents")
    start = Start(
        words=tuple(Phrase(text, language) for text, language in inner.by_language("words")),
        examples=tuple(Phrase(text, language) for text, language in inner.by_language("examples")),
        intents=tuple(str(intent) for intent in intents),
        argument=inner.name("argument", None),
    )
    inner.finish()
    return start


def _vars(entry: Entry) -> dict[str, str]:
    inner = entry.inner("vars", f'{entry.place}, "vars"')
    return {name: inner.one_of(name, VAR_TYPES, "text") for name in inner} if inner else {}


def _steps(entry: Entry) -> Iterator[Step]:
    seen: dict[str, int] = {}
    for inner in entry.items("steps", entry.place):
        step_id = inner.name("id")
        inner.place = f'{entry.place}, step "{step_id}"'
        if step_id in seen:
            raise inner.problem(f"this id is taken by the step of line {seen[step_id]}; give each its own")
        if step_id in TARGETS:
            raise inner.problem(f'"{step_id}" is the name of a place to go; call the step otherwise')
        seen[step_id] = inner.line
        yield _step(inner)


def _step(entry: Entry) -> Step:
    kinds = [key for key in entry if key in KINDS]
    if len(kinds) != 1:
        what = f"is both {' and '.join(kinds)}" if kinds else "does nothing"
        raise entry.problem(f"{what}; a step has exactly one of {', '.join(KINDS)}")
    step = KINDS[kinds[0]].read(entry, read_common(entry))
    entry.finish((*COMMON_KEYS, *KINDS))
    return step


def _doubles(flows: list[Flow]) -> Iterator[FlowProblem]:
    seen: dict[str, str] = {}
    for flow in flows:
        if flow.name in seen:
            yield FlowProblem(flow.source, 1, f'flow "{flow.name}" is also in {seen[flow.name]}; keep one of them')
        seen.setdefault(flow.name, flow.source)


def _version(raw: Any, source: str) -> str:
    content = msgspec.json.encode(plain(raw, source))
    return hashlib.sha256(content).hexdigest()[:16]
