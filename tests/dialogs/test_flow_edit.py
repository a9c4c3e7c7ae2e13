"""Editing a flow leaves alone what nobody touched, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs import flow_edit
from dialogs.flow_edit import EditRefused
from dialogs.flow_files import load
from dialogs.yaml_text import parsed, plain

FOLDER = Path(__file__).parents[2] / "config" / "flows"
FLOWS = sorted(path for path in FOLDER.glob("*.yaml") if ".test." not in path.name)
TEXT = """\
# What it is for.
flow:   odd      # a name, and odd spaces
title: {fr: Bizarre,   en: 'Odd'}
vars:
    size: number

steps:
  # Greets.
  - {id: a, say: "Hello",   go: b}   # politely

  - id: b   # asks
    ask: {fr: 'Taille ?', en: "Size?"}
    save: size
    unclear: &sorry
      say: Sorry   # kept
  # Ends.
  - id: c
    ask: "Again?"
    save: size
    unclear: *sorry
# The end.
"""


def values(text):
    return plain(parsed(text, "t"), "t")


def lines_but(text, *gone):
    return [line for line in text.splitlines() if not any(mark in line for mark in gone)]


@pytest.mark.parametrize("file", FLOWS, ids=lambda file: file.stem)
def test_from_file_to_canvas_to_file_nothing_changes(file):
    text = file.read_text()
    for step in values(text)["steps"][:3]:
        assert flow_edit.edit(text, step["id"], step) == text
        assert flow_edit.move(text, step["id"], _before(text, step["id"])) == text
    assert flow_edit.edit(text, "", {"title": values(text)["title"]}) == text


def _before(text, step):
    ids = [one["id"] for one in values(text)["steps"]]
    return ids[ids.index(step) - 1] if ids.index(step) else None


@pytest.mark.parametrize("file", FLOWS, ids=lambda file: file.stem)
def test_an_edited_step_leaves_all_other_lines_as_they_were(file):
    text = file.read_text()
    for step in values(text)["steps"][:2]:
        edited = flow_edit.edit(text, step["id"], {"skip_if": "misses > 3"})
        after = values(edited)
        assert next(one for one in after["steps"] if one["id"] == step["id"])["skip_if"] == "misses > 3"
        assert {**after, "steps": []} == {**values(text), "steps": []}
        kept = set(text.splitlines()) & set(edited.splitlines())
        changed = [line for line in text.splitlines() if line not in kept]
        assert all("id:" in line or step["id"] in edited for line in changed)
        undone = flow_edit.edit(edited, step["id"], {"skip_if": step.get("skip_if")})
        assert values(undone) == values(text)
        load(undone, "t")


def test_comments_spaces_and_anchors_stay():
    edited = flow_edit.edit(TEXT, "b", {"ask": {"fr": "Quelle taille ?", "en": "Which size?"}})
    assert lines_but(edited, "ask: {fr:", "Which") == lines_but(TEXT, "ask: {fr:")
    assert values(edited)["steps"][1]["ask"] == {"fr": "Quelle taille ?", "en": "Which size?"}
    assert "# asks" in edited
    assert "# kept" in edited
    assert "&sorry" in edited


def test_the_flow_itself_is_edited_above_its_steps():
    edited = flow_edit.edit(TEXT, "", {"interrupt": "never", "vars": {"size": "number", "pace": "text"}})
    assert values(edited)["interrupt"] == "never"
    assert edited.split("steps:")[1] == TEXT.split("steps:")[1]
    assert "# What it is for." in edited
    with pytest.raises(EditRefused):
        flow_edit.edit(TEXT, "", {"steps": []})


def test_steps_are_added_in_the_style_of_their_neighbour():
    after_a = flow_edit.add(TEXT, {"id": "n", "say": "New"}, "a")
    assert "  - {id: n, say: New}\n" in after_a
    after_b = flow_edit.add(TEXT, {"id": "n", "say": {"fr": "Neuf", "en": "New"}, "go": "end"}, "b")
    assert "  - id: n\n    say:" in after_b
    first = flow_edit.add(TEXT, {"id": "n", "say": "New"}, None)
    last = flow_edit.add(TEXT, {"id": "n", "say": "New"}, "c")
    assert [one["id"] for one in values(first)["steps"]] == ["n", "a", "b", "c"]
    assert [one["id"] for one in values(last)["steps"]] == ["a", "b", "c", "n"]
    for text in (after_a, after_b, first, last):
        assert set(TEXT.splitlines()) <= set(text.splitlines())
        load(text, "t")
        assert flow_edit.remove(text, "n") == TEXT


@pytest.mark.parametrize(
    ("step", "after", "order"), [("a", "c", "bca"), ("c", None, "cab"), ("b", "c", "acb"), ("c", "a", "acb")]
)
def test_a_moved_step_takes_its_comments_along(step, after, order):
    moved = flow_edit.move(TEXT.replace("*sorry", "{say: Sorry}"), step, after)
    assert "".join(one["id"] for one in values(moved)["steps"]) == order
    assert sorted(moved.splitlines()) == sorted(TEXT.replace("*sorry", "{say: Sorry}").splitlines())
    above = {"a": "# Greets.", "c": "# Ends."}.get(step)
    if above:
        assert moved.splitlines()[moved.splitlines().index("  " + above) + 1].split("id: ")[1][0] == step


@pytest.mark.parametrize(
    "change",
    [
        lambda: flow_edit.edit(TEXT, "gone", {"say": "x"}),
        lambda: flow_edit.add(TEXT, {"id": "a", "say": "x"}, None),
        lambda: flow_edit.add(TEXT, {"id": "n", "say": "x"}, "gone"),
        lambda: flow_edit.move(TEXT, "a", "a"),
        lambda: flow_edit.remove(TEXT, "gone"),
        lambda: flow_edit.remove("flow: f\nsteps:\n  - {id: a, say: x}\n", "a"),
    ],
)
def test_what_cannot_be_is_refused(change):
    with pytest.raises(EditRefused):
        change()


OPTIONS = """\
flow: options
steps:
  - id: a
    choose: "Which?"
    options:
      - {id: x, label: {fr: Un, en: One}, words: ["1"]}   # the first
      # The second is not for everybody.
      - {id: y, label: {fr: Deux,   en: Two}}
    save: chosen
  - {id: b, say: "Good"}
"""


def test_an_option_that_changes_leaves_the_others_as_they_were_written():
    options = values(OPTIONS)["steps"][0]["options"]
    options[1]["label"]["en"] = "Pair"
    more = [*options, {"id": "z", "label": {"fr": "Trois", "en": "Three"}, "go": "b"}]
    fresh = flow_edit.edit(OPTIONS, "a", {"options": more})
    assert values(fresh)["steps"][0]["options"] == more
    kept, new = OPTIONS.splitlines(), fresh.splitlines()
    assert [line for line in new if line not in kept] == [
        "      - {id: y, label: {fr: Deux, en: Pair}}",
        "      - {id: z, label: {fr: Trois, en: Three}, go: b}",
    ]
    assert "# the first" in fresh
    assert "# The second is not for everybody." in fresh


def test_options_change_places_and_go():
    first, second = values(OPTIONS)["steps"][0]["options"]
    turned = flow_edit.edit(OPTIONS, "a", {"options": [second, first]})
    assert values(turned)["steps"][0]["options"] == [second, first]
    fewer = flow_edit.edit(OPTIONS, "a", {"options": [first]})
    assert values(fewer)["steps"][0]["options"] == [first]
    assert 'words: ["1"]' in fewer


def test_what_an_alias_shares_is_written_out_where_it_changes():
    changed = flow_edit.edit(TEXT, "c", {"unclear": {"say": "Pardon"}})
    steps = {step["id"]: step for step in values(changed)["steps"]}
    assert steps["c"]["unclear"] == {"say": "Pardon"}
    assert steps["b"]["unclear"] == {"say": "Sorry"}
    assert "unclear: &sorry" in changed


@pytest.mark.parametrize(
    "change",
    [lambda text: flow_edit.remove(text, "b"), lambda text: flow_edit.move(text, "c", "a")],
    ids=["removed", "moved behind"],
)
def test_a_step_that_others_share_with_leaves_them_whole(change):
    steps = {step["id"]: step for step in values(change(TEXT))["steps"]}
    assert steps["c"]["unclear"] == {"say": "Sorry"}


# ---- whatever the style

STYLES = {
    "not set in": "flow: x\nsteps:\n- id: a\n  say: A\n  # in\n- id: b\n  say: B\n",
    "set in by four": "flow: x\nsteps:\n    - id: a\n      say: A\n    - {id: b, say: B}\n",
    "on one line": "flow: x\nsteps: [{id: a, say: A}, {id: b, say: B}]\n",
    "in brackets": "flow: x\nsteps: [\n  {id: a, say: A},\n  {id: b, say: B},\n]\n",
    "as JSON": '{"flow": "x", "steps": [{"id": "a", "say": "A"}, {"id": "b", "say": "B"}]}',
    "keys behind the steps": "flow: x\nsteps:\n  - {id: a, say: A}\n  - {id: b, say: B}\nvars: {s: text}\ntitle: T\n",
    "steps first": "steps:\n  - {id: a, say: A}\n  - {id: b, say: B}\nflow: x\n",
    "a whole document": "---\nflow: x\nsteps:\n  - {id: a, say: A}\n  - {id: b, say: B}\n...\n",
    "dashes alone": "flow: x\nsteps:\n  -\n    id: a\n    say: A\n  -   id: b\n      say: B\n",
    "blocks": 'flow: x\nsteps:\n- id: a\n  say: |2\n      A\n     B\n- id: b\n  say: "B\n    more"\n',
    "merged": "flow: x\nsteps:\n- &one\n  id: a\n  say: A\n- <<: *one\n  id: b\n",
    "comments": "flow: x\nsteps: # all\n# above\n- id: a\n  say: A\n\n# above b\n- id: b\n  say: B # b\n# end\n",
    "quoted keys": '"flow": x\n"steps":\n  - "id": a\n    "say": A\n  - "id": b\n    "say": B\n',
    "CRLF": "flow: x\r\nsteps:\r\n- id: a\r\n  say: A\r\n- id: b\r\n  say: B\r\n",
    "no end": "flow: x\nsteps:\n- id: a\n  say: A\n- id: b\n  say: B",
}
NEW = {"id": "n", "say": "N"}
BOTH = {"fr": "Oui", "en": "Yes"}


def changed(flow, **keys):
    return {**flow, **keys}


def stepped(flow, a, b):
    """With other keys in its two steps."""
    return changed(flow, steps=[{**flow["steps"][0], **a}, {**flow["steps"][1], **b}])


EDITS = {
    "the first": (lambda text: flow_edit.edit(text, "a", {"say": "N", "go": "end"}),
                  lambda flow: stepped(flow, {"say": "N", "go": "end"}, {})),
    "the last": (lambda text: flow_edit.edit(text, "b", {"say": BOTH}), lambda flow: stepped(flow, {}, {"say": BOTH})),
    "a new key": (lambda text: flow_edit.edit(text, "", {"interrupt": "ask"}),
                  lambda flow: changed(flow, interrupt="ask")),
    "an old key": (lambda text: flow_edit.edit(text, "", {"vars": {"s": "number"}}),
                   lambda flow: changed(flow, vars={"s": "number"})),
    "no key": (lambda text: flow_edit.edit(text, "", {"vars": None}),
               lambda flow: {key: value for key, value in flow.items() if key != "vars"}),
    "one more": (lambda text: flow_edit.add(text, NEW, "a"),
                 lambda flow: changed(flow, steps=[flow["steps"][0], NEW, flow["steps"][1]])),
    "one before": (lambda text: flow_edit.add(text, NEW, None),
                   lambda flow: changed(flow, steps=[NEW, *flow["steps"]])),
    "one behind": (lambda text: flow_edit.add(text, NEW, "b"), lambda flow: changed(flow, steps=[*flow["steps"], NEW])),
    "the first gone": (lambda text: flow_edit.remove(text, "a"), lambda flow: changed(flow, steps=flow["steps"][1:])),
    "the last gone": (lambda text: flow_edit.remove(text, "b"), lambda flow: changed(flow, steps=flow["steps"][:1])),
    "the first moved": (lambda text: flow_edit.move(text, "a", "b"),
                        lambda flow: changed(flow, steps=flow["steps"][::-1])),
    "the last moved": (lambda text: flow_edit.move(text, "b", None),
                       lambda flow: changed(flow, steps=flow["steps"][::-1])),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("what", EDITS)
def test_an_edit_says_what_was_asked_whatever_the_style(style, what):
    edit, wanted = EDITS[what]
    text = STYLES[style]
    fresh = edit(text)
    assert values(fresh) == wanted(values(text))
    assert fresh.count("\r") == (fresh.count("\n") if style == "CRLF" else 0)
    assert fresh.endswith("\n") == text.endswith("\n")


@pytest.mark.parametrize("style", ["not set in", "set in by four", "comments", "keys behind the steps", "blocks"])
def test_and_leaves_the_other_step_as_it_was(style):
    text = STYLES[style]
    other = text[text.index("id: a") : text.index("- {id: b" if "- {id: b" in text else "- id: b")]
    assert other in flow_edit.edit(text, "b", {"go": "end"})


def test_a_key_of_the_flow_leaves_the_others_as_they_were():
    fresh = flow_edit.edit(TEXT, "", {"title": {"fr": "Autre", "en": "Odd"}, "interrupt": "ask"})
    gone = ("title:", "interrupt:")
    assert lines_but(fresh, *gone) == lines_but(TEXT, *gone)
    assert values(fresh) == {**values(TEXT), "title": {"fr": "Autre", "en": "Odd"}, "interrupt": "ask"}


def test_what_an_anchor_shares_stays_with_the_others():
    fresh = flow_edit.edit(TEXT, "b", {"unclear": {"say": "Pardon"}})
    assert [step.get("unclear") for step in values(fresh)["steps"]] == [None, {"say": "Pardon"}, {"say": "Sorry"}]
