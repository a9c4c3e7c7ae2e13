"""A fault in a flow is told with its place, what was seen and what to do."""

from __future__ import annotations

import pytest

from dialogs.errors import FlowProblem, FlowProblems
from dialogs.flow_files import load, load_catalog
from tests.dialogs.world import FLOWS

STEP = "flow: f\nsteps:\n  - "
FAULTS = [
    ("not YAML", "flow: f\nsteps: [", "f.yaml:2: is not YAML"),
    ("a key twice", "flow: f\nflow: g\nsteps: []", "f.yaml:2: is not YAML: found duplicate key"),
    ("no flow", "steps: []", 'f.yaml:1: no flow here; begin with "flow: <name>"'),
    ("no steps", "flow: f", 'flow "f": "steps" is missing'),
    ("empty steps", "flow: f\nsteps: []", 'f.yaml:2: flow "f": "steps" is a list; write a list with at least one'),
    ("a name with capitals", "flow: Big\nsteps: []", '"flow" is "Big"; a name has small letters'),
    ("no id", STEP + "{say: x}", 'f.yaml:3: flow "f": "id" is missing'),
    ("the same id", STEP + "{id: a, say: x}\n  - {id: a, say: y}", 'f.yaml:4: flow "f", step "a": this id is taken'),
    ("a reserved id", STEP + "{id: end, say: x}", '"end" is the name of a place to go'),
    ("no verb", STEP + "{id: a, go: b}", "does nothing; a step has exactly one of say, ask, choose, if"),
    ("two verbs", STEP + "{id: a, say: x, ask: y}", "is both say and ask"),
    ("a slip in a key", STEP + "{id: a, say: x, offfers: [b]}", '"offfers" is not known here. Did you mean "offers"?'),
    ("not CEL", STEP + "{id: a, if: a b, go: end}", '"if": Failed to parse expression'),
    ("not CEL in a text", STEP + "{id: a, say: '{a b}'}", '"say" (*): Failed to parse expression'),
    ("an open brace", STEP + "{id: a, say: 'x {y'}", 'a "{" that never closes; write "{{"'),
    ("a closing brace", STEP + "{id: a, say: 'x }'}", 'a "}" that no "{" opened'),
    ("a language that is none", STEP + "{id: a, say: {French: x}}", 'has a text for "French"'),
    ("a text that is none", STEP + "{id: a, say: [x]}", '"say" is a list; write a text by language'),
    ("an if that goes nowhere", STEP + "{id: a, if: 'true'}", '"go" is missing; say where to go'),
    (
        "a time that is none",
        STEP + "{id: a, ask: x, save: y, silence: {after: soon, go: end}}",
        "write a time such as 30s",
    ),
    ("the same option", STEP + "{id: a, choose: x, options: [{id: o, label: O}, {id: o, label: P}]}", 'the id "o"'),
    ("a var of no type", "flow: f\nvars: {x: colour}\nsteps: []", '"x" is "colour"; it may be text, number, date'),
    ("an odd interrupt", "flow: f\ninterrupt: maybe\nsteps: []", "it may be allow, ask, replace, never"),
    (
        "a bomb",
        "flow: f\nx: &a [1,1,1,1,1,1,1,1,1]\n"
        + "".join(f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]\n" for p, c in zip("abcdef", "bcdefg", strict=True)),
        "more than 20000",
    ),
]


@pytest.mark.parametrize(("text", "says"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_says_where_what_and_what_to_do(text, says):
    with pytest.raises(FlowProblem) as problem:
        load(text, "f.yaml")
    assert says in str(problem.value)
    assert "\n" not in str(problem.value)


GOOD = (FLOWS / "help.yaml").read_text("utf-8")
CHECKED = [
    ("a target that is not there", "{id: a, say: x, go: confrm}, {id: confirm, say: y}", 'goes to "confrm", and there'),
    ("with a guess", "{id: a, say: x, go: confrm}, {id: confirm, say: y}", 'Did you mean "confirm"?'),
    ("a language missing", "{id: a, say: {en: Hello}}", '"Hello" is not written in fr; add it'),
    ("nobody gets there", "{id: a, say: x, go: end}, {id: b, say: y}", 'step "b": no way leads here'),
    (
        "a name nobody gives",
        "{id: a, say: '{topic.name}'}",
        'reads "topic", and nothing gives it. Did you mean "topics"?',
    ),
    ("a name of a fact taken", "{id: a, set: {topics: '1'}}", 'saves "topics", which is the name of a fact'),
    ("a flow that is not there", "{id: a, call: prefs}", 'starts the flow "prefs", and there is none.'),
    ("an action that is not there", "{id: a, do: terms.pauze}", '"terms.pauze", which is no action of ours. Did you'),
    ("an offer that is not there", "{id: a, say: x, offers: [hulp]}", 'starts the flow "hulp", and there is none.'),
]


@pytest.mark.parametrize(("steps", "says"), [case[1:] for case in CHECKED], ids=[case[0] for case in CHECKED])
def test_what_can_be_known_beforehand_is_checked(steps, says):
    with pytest.raises(FlowProblems) as problems:
        load_catalog({"f.yaml": f"flow: f\nsteps: [{steps}]"}, ("fr", "en"))
    assert says in str(problems.value)


def test_all_problems_are_told_at_once():
    texts = {"one.yaml": "flow: one\nsteps: [", "two.yaml": "steps: []", "help.yaml": GOOD, "again.yaml": GOOD}
    with pytest.raises(FlowProblems) as problems:
        load_catalog(texts)
    told = str(problems.value).splitlines()
    assert len(told) == 3
    assert told[2] == 'again.yaml:1: flow "help" is also in help.yaml; keep one of them'


def test_the_flows_whose_words_always_work_must_exist():
    with pytest.raises(FlowProblems, match='there is no flow "stop", and its words must always work'):
        load_catalog({"help.yaml": GOOD})


def test_names_that_a_macro_brings_are_known():
    load("{flow: f, steps: [{id: a, if: 'topics.all.exists(t, t.followed)', go: end}]}", "f")
    with pytest.raises(FlowProblems) as problems:
        load_catalog({"f": "{flow: f, steps: [{id: a, if: 'topics.all.exists(t, t.followed)', go: end}]}"})
    assert "reads" not in str(problems.value)


def test_one_keyword_starts_one_flow_only():
    texts = {name: f"{{flow: {name}, start: {{words: [same]}}, steps: [{{id: a, say: x}}]}}" for name in ("one", "two")}
    with pytest.raises(FlowProblems, match='flow "two": "same" already starts the flow "one"'):
        load_catalog(texts)
