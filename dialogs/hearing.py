"""What a customer's content means here and now, and the first move it makes.

In order: an option tapped; protected words; the pending question by number or label, or by what is no text; an earlier
question corrected; a flow's keyword, the grammar or a rule; the pending question by likeness; an example; knowledge.
None of these, or not surely: the question again, or `welcome`, or `unclear`, which may ask if this or that was meant;
nothing for one more file of several.
"""

from __future__ import annotations

from typing import Any

from connectors.content import SILENT, ChoiceReply, Content, Media, Referral, Text, plain_text
from dialogs import album, brain, opinion, outside, question
from dialogs.beginning import already_said, argument, begin
from dialogs.catalog import REQUIRED
from dialogs.correction import CORRECT, correct
from dialogs.events import ActionDone
from dialogs.flow import HUMAN
from dialogs.run import STARTS, Run
from dialogs.stack import PERMISSION
from dialogs.steps import choose
from dialogs.steps.ask import AskStep
from dialogs.steps.choose import ChooseStep
from dialogs.tuning import tune
from dialogs.understand import options
from dialogs.understand.lexicon import Found
from dialogs.understand.listening import Utterance
from dialogs.understand.options import Answer
from dialogs.understand.protected import recognise
from dialogs.understand.telling import told
from dialogs.understand.topics import names_of

WELCOME, UNCLEAR, THANKS, KNOWLEDGE = "welcome", "unclear", "thanks", "knowledge"


def hear(run: Run, content: Content) -> None:
    run.waits = True
    if isinstance(content, SILENT):
        return
    if _comes_by_link(content):
        begin(run, WELCOME, {})
        return
    run.said, run.content = _words(content), content
    goes_on = album.goes_on(run, content)
    said = Utterance(run.said, lambda: names_of(run.topics()))
    if isinstance(content, ChoiceReply):  # of an older question, or a template's: the words on it, but no answer
        understood = _tapped(run, content.option_id) or _ordered(run, said) or _started(run, said, answers=False)
    elif run.alone:  # said before what was asked since
        understood = _ordered(run, said) or _started(run, said, answers=False) or _known(run)
    else:
        understood = _ordered(run, said) or _answered(run) or _corrected(run) or _started(run, said) or _known(run)
    if not understood and not brain.put(run, content) and not goes_on and not opinion.put(run, content):
        _not_understood(run, content, _perhaps(run, said))


def heed(run: Run, done: ActionDone) -> None:
    """Somebody outside has answered."""
    if opinion.is_its(done.id):
        _weigh(run, done)
        outside.go_on(run, done, opinion.ask if run.facts.get("opinion") else None)
        return
    heard = brain.take(run, done)
    if heard is not None:  # what it could not answer is heard as where there is none
        run.alone, run.message = True, heard.message
        hear(run, heard.content)
    if run.frames and run.top.flow == HUMAN:
        run.awaited = ()  # people see what waits
    outside.go_on(run, done, brain.ask if run.facts.get("brain") else None)


def _weigh(run: Run, done: ActionDone) -> None:
    """A model says what was meant: an answer is given, a flow is asked about; nothing if another question is open."""
    heard = outside.take(run, done)
    if outside.insists(run):
        return
    run.alone, run.message, run.content = True, heard.message, heard.content
    run.said = _words(heard.content)
    known = opinion.answer(run, done) if KNOWLEDGE in run.catalog.flows else None
    if known is not None:
        run.missed()  # by us: somebody may teach it
        begin(run, KNOWLEDGE, known)
        return
    said = Utterance(run.said, lambda: names_of(run.topics()))
    _not_understood(run, heard.content, opinion.perhaps(run, done) or _perhaps(run, said))


def _words(content: Content) -> str:
    if isinstance(content, Media):
        return content.caption or ""
    return plain_text(content).strip() if isinstance(content, Text | ChoiceReply) else ""


def _comes_by_link(content: Content) -> bool:
    """Telegram's first message is the command "/start", with the link's parameter: not our word START."""
    return isinstance(content, Referral) or (isinstance(content, Text) and content.body.lower().startswith("/start"))


# ---- the five ways of being understood


def _tapped(run: Run, option: str) -> bool:
    if brain.is_its(option):
        return brain.put(run, brain.tap(run, option))
    if option.startswith(STARTS):
        name, _, given = option.removeprefix(STARTS).partition(":")
        flow = run.catalog.flows.get(name)
        return flow is not None and begin(run, name, argument(run, flow, given))
    pending = run.pending
    return pending is not None and any(choice.id == option for choice in pending.options) and _choose(run, option)


def _ordered(run: Run, said: Utterance) -> bool:
    """Protected words. An option called just so goes first, but for STOP, and START where it means yes."""
    order = recognise(said, run.channel(), run.circumstances)
    if order is None or order.kind not in run.catalog.flows or (order.is_inferred and run.catalog.lexicon.knows(said)):
        return False
    if order.kind == "start" and brain.takes_start(run):
        return False
    if (order.kind != "stop" or order.is_inferred) and run.pending is not None and _exactly(run):
        return True
    if order.kind == "human" and (for_ever := run.catalog.lexicon.more_than(order, said, run.circumstances())):
        return begin(run, for_ever.flow, for_ever.args, for_ever.language)
    one_word = len(run.said.split()) == 1  # STOP and START are no English, wherever they are said
    return begin(run, order.kind, {}, order.language, guess=not one_word)


def _answered(run: Run) -> bool:
    """The pending question, by number or label, or by a place, a picture, a card."""
    return run.pending is not None and (_exactly(run) or question.shown(run))


def _corrected(run: Run) -> bool:
    """An earlier question of the same flow, with another answer."""
    if not run.frames or not correct(run):
        return False
    run.misses = 0
    return True


def _started(run: Run, said: Utterance, *, answers: bool = True) -> bool:
    """A flow by its words. Before its examples decide, the pending question may be meant, where this `answers`."""
    lexicon, may_start = run.catalog.lexicon, _may_start(run)
    found = lexicon.exactly(said, run.circumstances(), run.rules()) if may_start else None
    if brain.is_there(run):
        found, may_start = _ours(run, found, said) if may_start else None, False
    if (found is None or found.doubtful) and answers and _answers_freely(run, said):
        return True
    if found is None and may_start:
        found = lexicon.likely(said, run.circumstances(), run.rules())
    if found is None or not found.sure or (found.flow == THANKS and not run.greeted):  # to whom, if we have not met?
        return False
    args = {**found.defaults, **already_said(run, found), **found.args}
    if run.frames and run.interrupt() == "ask" and _would_leave(run, found.flow):
        run.misses = 0
        tune(run, found.language)
        run.ask_leave(found.flow, args)
        return True
    return begin(run, found.flow, args, found.language)


def _ours(run: Run, found: Found | None, said: Utterance) -> Found | None:
    """What is not the brain's to answer; of likenesses, what is nearly a stop."""
    if found is not None and brain.is_ours(run, found):
        return found
    near = run.catalog.lexicon.likely(said, run.circumstances(), run.rules())
    return near if near is not None and near.flow in brain.ALWAYS and near.sure else None


def _known(run: Run) -> bool:
    """A question that was answered before. What was asked meanwhile is asked again: nobody is led away."""
    knowledge = run.catalog.knowledge
    if not knowledge or KNOWLEDGE not in run.catalog.flows or brain.is_there(run):
        return False
    may = isinstance(run.content, Text) and _may_start(run)
    known = knowledge.answer(run.said, run.circumstances().today) if may else None
    return known is not None and begin(
        run, KNOWLEDGE, {"answer": known.item.answer, "item": known.item.id}, known.language
    )


def _would_leave(run: Run, name: str) -> bool:
    """Whether that flow takes the customer away from what is under way, and may be asked about."""
    flow = run.catalog.flows[name]
    if PERMISSION not in run.catalog.flows or name in REQUIRED or name == CORRECT or flow.underway == "keep":
        return False
    return all(frame.flow != name for frame in run.frames)


def _may_start(run: Run) -> bool:
    return (not run.frames or run.interrupt() != "never") and (run.alone or not question.is_bare(run))


def _perhaps(run: Run, said: Utterance) -> dict[str, Any] | None:
    """What was likely meant and must be asked about: the flow, how it is called, what it would be given."""
    found = run.catalog.lexicon.likely(said, run.circumstances(), run.rules()) if _may_start(run) else None
    flow = run.catalog.flows.get(found.flow) if found and not found.sure else None
    if found is None or flow is None:
        return None
    wishes = found.heard.reading.wishes if found.heard else ()
    says = told(wishes, run.topics()) if wishes else dict(flow.title.plain())
    return {"flow": found.flow, "args": {**found.defaults, **found.args}, "says": says}


def _not_understood(run: Run, content: Content, perhaps: dict[str, Any] | None) -> None:
    run.misses += 1
    tune(run, None)
    kind = "text" if isinstance(content, Text | ChoiceReply) else type(content).__struct_config__.tag
    if run.begins_anew:
        run.waits = False
    elif run.is_away:
        begin(run, HUMAN, {"reason": "bot_failed"}, understood=False)
    elif outside.insists(run):
        question.ask_again(run)
    elif perhaps is None and not run.greeted:
        run.missed()
        begin(run, WELCOME, {})
    else:
        run.missed()
        begin(run, UNCLEAR, {"kind": kind} | ({"maybe": perhaps} if perhaps else {}), understood=False)


# ---- the pending question


def _exactly(run: Run) -> bool:
    pending = run.pending
    assert pending is not None
    if pending.account not in (None, run.account()):
        return False  # what another's brain offered is nothing to the one here
    if pending.kind == "offer":
        chosen = options.exactly(run.said, [Answer(choice.id, choice.label) for choice in pending.options])
        return chosen is not None and _tapped(run, chosen)
    step = question.asking(run)
    chosen = options.exactly(run.said, choose.answers(step, run)) if isinstance(step, ChooseStep) else None
    return chosen is not None and _choose(run, chosen)


def _answers_freely(run: Run, said: Utterance) -> bool:
    if run.pending is None or run.pending.kind == "offer":
        return False
    step = question.asking(run)
    if isinstance(step, AskStep):
        return question.takes(step, run)
    chosen = options.likely(run.said, choose.answers(step, run))
    return _choose(run, chosen) if chosen is not None else question.fills(run, step, said)


def _choose(run: Run, option: str) -> bool:
    if option.startswith(STARTS):
        return _tapped(run, option)
    step = question.asking(run)
    run.waits = False
    taken = isinstance(step, ChooseStep) and choose.answer(step, run, option)
    run.misses, run.waits = (0, run.waits) if taken else (run.misses, True)
    return taken
