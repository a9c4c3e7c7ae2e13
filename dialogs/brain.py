"""The brain of an account: somebody outside, to whom all is put there that is not ours to answer.

Ours are the words that are always obeyed, what customers decide about being written to, and the answer to a question
that a flow has just asked. One thing is put at a time, in the order in which it was said; while the brain thinks, what
is ours is answered. It answers in messages (an assistant) or says which intent was meant (an understanding).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.content import ChoiceReply, Choices, Content, Media, Option, Text
from dialogs import outside
from dialogs.beginning import begin
from dialogs.effects import Do, Say
from dialogs.events import ActionDone
from dialogs.run import Run
from dialogs.state import Choice, Heard, Pending
from dialogs.understand.lexicon import Found

NAME = "brain"  # by which its messages are said
TAP, LABEL = "brain:", "brain."  # options of its own: what is sent back for a tap is in the id, or is the label
LONGEST_TAP = 200  # characters of an id
MOST_MESSAGES, MOST_OPTIONS = 10, 30
SURE = 0.7  # of an intent; below, our own understanding is asked
ALWAYS = frozenset({"stop", "stop.part", "annoyed"})
OURS = ALWAYS | {
    "start", "help", "human", "undo", "why", "held_back", "about_me", "not_me", "board", "preferences"
}  # fmt: skip
FAMILIES = ("preferences.", "data.")
MIDDLE = frozenset({"cancel", "correct"})  # ours in the middle of a question of ours


def is_there(run: Run) -> bool:
    """Does somebody outside answer on this account, and was not asked in vain?"""
    return not run.alone and bool(run.facts.get("brain"))


def is_ours(run: Run, found: Found) -> bool:
    """Whether we answer it ourselves. To a question of the brain, "Sunday morning" is an answer and no wish."""
    if found.flow in MIDDLE:
        return outside.has_asked(run)
    if found.flow not in OURS and not found.flow.startswith(FAMILIES):
        return False
    word = found.heard is None or found.heard.by == "example"
    return found.flow in ALWAYS or word or not run.expects


def takes_start(run: Run) -> bool:
    """Whether "yes" may be the brain's: where nothing is stopped, there is nothing to start again."""
    return is_there(run) and not (run.facts.get("terms") or {}).get("stopped")


def is_its(option: str) -> bool:
    return option.startswith((TAP, LABEL))


def tap(run: Run, option: str) -> ChoiceReply:
    """An option of the brain as a tap, however it was chosen."""
    if isinstance(run.content, ChoiceReply):
        return run.content
    labels = {choice.id: choice.label for choice in run.pending.options} if run.pending else {}
    return ChoiceReply(option_id=option, label=labels.get(option, run.said), via="number")


def put(run: Run, content: Content) -> bool:
    """Put it to the brain, or in its line; False where there is none, or nothing that it could read."""
    asks = outside.has_asked(run)
    if not is_there(run) or not _words(content) or (asks and run.interrupt() in ("ask", "never")):
        return False
    if asks:
        run.leave_question()
    outside.put(run, Heard(content, run.message), ask)
    return True


def ask(run: Run, line: Sequence[Heard]) -> None:
    brain = run.facts["brain"]
    args = {"text" if brain["kind"] == "nlu" else "message": _words(line[0].content)}
    do = Do(id=outside.number(run, NAME), action=brain["action"], args=args, flow=NAME, step="ask")
    outside.ask(run, line, do, brain["patience"])


def take(run: Run, done: ActionDone) -> Heard | None:
    """Say what it answered, or begin what it says was meant. What came to nothing is given back, for us to answer."""
    heard = outside.take(run, done)
    result = done.result if isinstance(done.result, Mapping) else {}
    if "intent" in result:
        return None if _meant(run, result) else heard
    messages = result.get("messages") or ()
    if done.error is not None or not messages:
        run.is_away = True
        return heard
    _tell(run, messages[:MOST_MESSAGES])
    return None


def _words(content: Content) -> str:
    """What the brain reads. Rasa takes "/" at the beginning for an order to itself: only its own buttons say that."""
    match content:
        case ChoiceReply(option_id=option) if option.startswith(TAP):
            return option.removeprefix(TAP)
        case ChoiceReply(label=label):
            return label.lstrip("/ ").strip()
        case Text(body=body):
            return body.lstrip("/ ").strip()
        case Media(caption=caption):
            return (caption or "").lstrip("/ ").strip()
    return ""


def _meant(run: Run, result: Mapping[str, Any]) -> bool:
    """Begin the flow of that intent, if it is sure and there is one; entities become the vars called so."""
    flow = run.catalog.lexicon.flow_of(str(result["intent"]))
    if flow is None or float(result.get("confidence") or 0) < SURE:
        return False
    told = result.get("entities") or {}
    return begin(run, flow.name, {name: told[name] for name in flow.vars if name in told})


def _tell(run: Run, messages: Sequence[Mapping[str, Any]]) -> None:
    if run.pending is not None and run.pending.kind == "offer" and run.pending.account in (None, run.account()):
        run.pending = None  # newer than what was offered
    run.misses, run.greeted = 0, True
    for message in messages:
        for content in _contents(message):
            run.count(NAME, getattr(content, "body", ""))
            run.effects.append(Say(content=content, flow=NAME, step="say"))
            if isinstance(content, Choices) and _may_offer(run):
                answers = tuple(Choice(one.id, one.label) for one in content.options if one.url is None)
                run.pending = Pending(
                    kind="offer", depth=-1, step="say", options=answers, body=content.body, account=run.account()
                )
    run.expects = "options" in messages[-1] or str(messages[-1].get("text", "")).rstrip().endswith("?")


def _may_offer(run: Run) -> bool:
    """What was offered elsewhere makes room; what was just offered here, or asked by us, does not."""
    pending = run.pending
    return pending is None or (pending.kind == "offer" and pending.account not in (None, run.account()))


def _contents(message: Mapping[str, Any]) -> Iterator[Text | Choices | Media]:
    """Of one message of its: a picture, then the words with what can be chosen."""
    text, options = message.get("text") or "", [*_options(message.get("options") or ())]
    if media := message.get("media"):
        yield Media(kind=media["kind"], url=media["url"])
    if options:
        yield Choices(body=text or "…", options=tuple(options))
    elif text:
        yield Text(body=text)


def _options(given: Sequence[Mapping[str, Any]]) -> Iterator[Option]:
    for number, one in enumerate(given[:MOST_OPTIONS]):
        wanted, label = str(one.get("id") or ""), str(one["label"])
        fits = wanted and wanted != label and len(wanted) <= LONGEST_TAP
        yield Option(id=f"{TAP}{wanted}" if fits else f"{LABEL}{number}", label=label, url=one.get("url"))
