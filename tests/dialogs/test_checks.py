"""Each fault that can be known beforehand: found, in its place, with how to mend it; and nothing else."""

from __future__ import annotations

import pytest

from dialogs import check
from dialogs.degradations import degraded
from dialogs.flow_files import load
from gateway.journey.rehearsing import rehearsal

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
OTHER = load("{flow: other, vars: {size: number, topic: topic}, steps: [{id: a, ask: 'What?', save: size}]}", "o")
HUMAN = load("{flow: human, steps: [{id: a, handoff: customer_asked}]}", "h")
LOOPING = load("{flow: looping, steps: [{id: a, call: f}]}", "l")
ASK = "{id: q, ask: 'What?', save: x}"

FAULTS = [
    # where steps lead
    ("", "{id: a, set: {x: '1'}, go: b}, {id: b, say: x, go: a}", "a", 'goes round in "a" and "b" for ever'),
    ("", "{id: a, say: x, go: a}", "a", 'goes round in "a" for ever; let one of them ask'),
    ("expires: {after: 1d, go: gone}", "{id: a, say: x}", None, 'expires to "gone", and there is no such step'),
    ("", "{id: a, call: f}", "a", 'comes back to "f" without a question on the way'),
    ("", "{id: a, say: x}, {id: b, call: looping}", "b", 'comes back to "f" without a question on the way'),
    # names
    ("", ASK + ", {id: b, say: '{vars.y}'}", "b", 'reads "vars.y", and nothing gives it.'),
    ("vars: {size: any}", "{id: a, say: '{vars.sise}'}", "a", 'Did you mean "size"?'),
    ("", "{id: a, if: \"vars.done == 'x'\", go: end}", "a", 'reads "vars.done", and nothing gives it'),
    ("", "{id: a, say: '{brand.nam}'}", "a", 'reads "nam" of brand, which has no such field. Did you mean "name"?'),
    ("", "{id: a, say: '{now.year}'}", "a", 'reads "year" of now, which has no fields'),
    ("", "{id: a, say: '{topics.followd}'}", "a", 'Did you mean "followed"?'),
    ("vars: {t: topic}", "{id: a, say: '{vars.t.nom}'}", "a", 'reads "nom" of vars.t, which has no such field'),
    ("vars: {n: number}", "{id: a, say: '{n.unit}'}", "a", 'reads "unit" of n, which has no fields'),
    ("", "{id: a, call: other, with: {sise: '1'}}", "a", 'gives "sise" to "other", which has no such var. Did you'),
    # types
    ("", "{id: a, if: \"'yes'\", go: end}", "a", "\"'yes'\" is no condition"),
    ("", "{id: a, say: x, skip_if: '1'}", "a", '"1" is no condition'),
    ("vars: {n: number}", "{id: a, set: {n: \"'two'\"}}", "a", "puts 'two' into the var \"n\", which is a number"),
    ("", "{id: a, call: other, with: {size: \"'big'\"}}", "a", "puts 'big' into the var of \"other\", \"size\""),
    ("vars: {c: choice}", "{id: a, ask: 'What?', save: c}", "a", 'asks in words for "c", which is a choice'),
    ("vars: {n: number}", "{id: a, choose: W, options: [{id: x, label: X}], save: n}", "a", 'saves the option "x"'),
    ("vars: {n: text}", "{id: a, choose: W, options: topics.all, save: n}", "a", "saves a whole thing of topics.all"),
    ("", "{id: a, do: terms.pause, with: {for: \"'P1W'\"}}", "a", 'does terms.pause without "scope"'),
    ("", "{id: a, do: terms.why, with: {scop: '1'}}", "a", 'gives "scop" to terms.why'),
    # texts
    ("", f"{{id: a, say: 'Use {TOKEN}'}}", "a", "holds what looks like a Telegram bot's token"),
    ("", "{id: a, do: x.y, with: {key: \"'sk-0123456789abcdef0123'\"}}", "a", "looks like an API key"),
    ("", "{id: a, say: 'See https://ana:pass@x.example'}", "a", "looks like a password in an address"),
    ("", "{id: a, say: 'Mot de passe : hunter22'}", "a", "looks like a password"),
    # categories
    ("", "{id: a, wait: 2d}, {id: b, say: Still there?}", "a", "waits and then speaks first; say of what kind"),
    ("category: marketing", "{id: a, wait: 2d}, {id: b, say: Sale!}", None, "is marketing and names no topic"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "steps", "step", "says"), FAULTS)
def test_a_fault_is_found_in_its_place(head, steps, step, says):
    flow = load(f"flow: f\n{head}\nsteps: [{steps}]\n", "f.yaml")
    found = check.check_flow(flow, {"f": flow, "other": OTHER, "looping": LOOPING, "human": HUMAN})
    assert [(problem.step, says in str(problem)) for problem in found] == [(step, True)]
    assert TOKEN not in str(found[0])


FINE = [
    ("", "{id: a, say: x, go: b}, " + ASK.replace("q", "b", 1) + ", {id: c, if: vars.x == 'more', go: a}"),
    ("", "{id: a, set: {n: '0'}}, {id: b, set: {n: vars.n + 1}}, {id: c, if: vars.n < 9, go: b}"),
    ("", "{id: a, if: 'topics.all.exists(t, t.followed)', go: end}"),
    ("vars: {t: topic}", "{id: a, say: '{vars.t.name} {terms.summary.fr} {channel.buttons}'}"),
    ("", "{id: q, ask: 'More?', save: x}, {id: a, call: f}"),
    ("", "{id: a, do: x.y, save: r, on_error: end}, {id: b, say: '{r.deep.down} {vars.r.deep}'}"),
    ("category: service", "{id: a, wait: 2d}, {id: b, say: Still there?}"),
    ("", "{id: a, wait: 2d}, {id: b, do: x.y, on_error: end}"),
    ("vars: {n: number}", "{id: a, choose: W, options: [{id: x, label: X, value: '2'}], save: n}"),
    ("", "{id: a, say: 'Your password was changed. The secret: be patient'}"),
    ("", "{id: a, ask: 'W?', save: x, valid: \"answer != 'a.b'\", silence: {after: 1h, go: a}}"),
]


@pytest.mark.parametrize(("head", "steps"), FINE)
def test_what_is_right_is_not_complained_of(head, steps):
    flow = load(f"flow: f\n{head}\nsteps: [{steps}]\n", "f.yaml")
    assert check.check_flow(flow, {"f": flow, "other": OTHER, "human": HUMAN}) == []


def test_problems_come_in_the_order_of_lines():
    text = "flow: f\nsteps:\n  - {id: a, say: '{vars.x}'}\n  - {id: b, say: {en: x}, go: gone}\n"
    found = check.check_flow(load(text, "f.yaml"), {}, ("fr", "en"))
    assert [(problem.line, problem.step) for problem in found] == [(3, "a"), (4, "b"), (4, "b")]


def test_what_each_channel_cannot_show_is_told():
    flow = load(
        """
flow: f
steps:
  - id: a
    choose: {fr: Laquelle ?, en: Which one?}
    options:
      - {id: x, label: {fr: Une réponse bien trop longue pour un bouton, en: Short}}
      - {id: y, label: Two}
  - {id: b, say: Nothing to lose}
""",
        "f.yaml",
    )
    skins = rehearsal.skins()
    found = degraded(flow, {}, {channel: skins[channel] for channel in skins}, ("fr", "en"))
    assert {one.step for one in found} == {"a"}
    assert ("sms", "en") in {(one.channel, one.language) for one in found}
    assert [one for one in found if one.channel == "telegram" and one.language == "en"] == []
    assert any(one.channel == "whatsapp" and one.language == "fr" for one in found)
