"""A second opinion: what a model takes words for that nobody here understood. It may name, and quote; we decide.

It is shown the words, the flows that it may name and what is known, and nothing of who said them. A flow that it names
is asked about ("Do you mean …?") and never begun unasked; those that loosen or forget cannot be named at all. An answer
that it wrote counts where all that it says stands in the items that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.content import Content, Text, plain_text
from dialogs import outside
from dialogs.effects import Do
from dialogs.events import ActionDone
from dialogs.flow import Flow
from dialogs.knowledge import KnowledgeItem
from dialogs.run import Run
from dialogs.state import Heard
from dialogs.understand import intents
from dialogs.understand.words import fold

NAME, ACTION = "opinion", "opinion.ask"
UNNAMED = frozenset({
    "stop", "stop.part", "start", "data.erase", "preferences.resume", "welcome", "unclear", "thanks", "knowledge",
    "interrupt", "correct", "cancel", "annoyed",
})  # fmt: skip
LONGEST, LONGEST_ANSWER = 500, 600  # characters of what was said; of an answer that it wrote
MOST_ITEMS, MOST_EXAMPLES = 30, 4
STEM, LEAST_FOUND = 4, 0.8  # letters that tell a word; what part of such words must stand in the items
_PRECISE = re.compile(r"\d|@|://|www\.")  # numbers, prices, addresses: they stand there so, or are made up


def put(run: Run, content: Content) -> bool:
    """Ask for it; False where there is none to ask, or a question of ours is open."""
    if run.alone or run.begins_anew or not isinstance(content, Text) or not run.facts.get("opinion"):
        return False
    if not run.said or outside.insists(run):
        return False
    outside.put(run, Heard(content, run.message), ask)
    return True


def is_its(action_id: str) -> bool:
    return action_id.startswith(f"{NAME}-")


def ask(run: Run, line: Sequence[Heard]) -> None:
    args = {
        "message": plain_text(line[0].content)[:LONGEST], "language": run.language,
        "flows": list(_flows(run)), "knowledge": list(_knowledge(run, plain_text(line[0].content))),
    }  # fmt: skip
    do = Do(id=outside.number(run, NAME), action=ACTION, args=args, flow=NAME, step="ask")
    outside.ask(run, line, do, run.facts["opinion"]["patience"])


def perhaps(run: Run, done: ActionDone) -> dict[str, Any] | None:
    """The flow that it names, as `unclear` asks about one."""
    flow = run.catalog.flows.get(str(_told(done).get("flow")))
    if flow is None or not _may_be_named(flow):
        return None
    return {"flow": flow.name, "args": {}, "says": dict(flow.title.plain())}


def answer(run: Run, done: ActionDone) -> dict[str, Any] | None:
    """The item that it names, or what it wrote out of some, for the flow `knowledge`."""
    told = _told(done)
    named = told.get("from") if "answer" in told else [told.get("knowledge")]
    today = run.circumstances().today
    items = [run.catalog.knowledge.items.get(str(one)) for one in named if one] if isinstance(named, list) else []
    known = [one for one in items if one is not None and one.holds(today)]
    if not known or len(known) < len(items):
        return None
    if "answer" not in told:
        return {"answer": known[0].answer, "item": known[0].id}
    text = told["answer"]
    stands = isinstance(text, str) and 0 < len(text) <= LONGEST_ANSWER and stands_in(text, known)
    return {"answer": text, "item": known[0].id} if stands else None


def stands_in(text: str, items: Sequence[KnowledgeItem]) -> bool:
    """Whether what was written says nothing that these do not: each number and address, and nearly each word."""
    source = "\n".join(words for one in items for texts in (one.title, one.answer) for words in texts.values())
    precise = [word.strip(".,;:!?()«»\"'") for word in text.split() if _PRECISE.search(word)]
    if any(one not in source for one in precise):
        return False
    there = {word[:STEM] for word in fold(source).split()}
    words = [word for word in fold(text).split() if len(word) >= STEM]
    return bool(words) and sum(word[:STEM] in there for word in words) >= LEAST_FOUND * len(words)


def _told(done: ActionDone) -> Mapping[str, Any]:
    return done.result if isinstance(done.result, Mapping) and done.error is None else {}


def _may_be_named(flow: Flow) -> bool:
    start = flow.start
    return flow.name not in UNNAMED and bool(start.words or start.examples or start.intents)


def _flows(run: Run) -> Iterator[dict[str, Any]]:
    """Each by its title, and how customers ask for it."""
    for flow in run.catalog.flows.values():
        if _may_be_named(flow):
            said = [phrase.text for phrase in (*flow.start.examples, *flow.start.words)]
            ours = [text for text, one in intents.examples().items() if one.intent in flow.start.intents]
            title = flow.title.say(run.language, run.lookup)
            yield {"id": flow.name, "title": title, "examples": [*said[:MOST_EXAMPLES], *ours[:MOST_EXAMPLES]]}


def _knowledge(run: Run, words: str) -> Iterator[dict[str, Any]]:
    """What comes near first."""
    known, today = run.catalog.knowledge, run.circumstances().today
    near = [one.item for one in known.nearest(words, today)]
    for name in [*near, *(one for one in known.items if one not in near)][:MOST_ITEMS]:
        item = known.items[name]
        if item.holds(today):
            language = run.language if run.language in item.answer else next(iter(item.answer))
            title = item.title.get(language, "")
            yield {"id": name, "title": title, "answer": item.answer[language]}
