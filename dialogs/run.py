"""One step of the engine in the making: the only thing here that changes, and it does not outlive `engine.step`.

Steps move it by its verbs: say, ask, save, go, enter, leave, do, wait, hand_off. It does nothing itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from connectors.content import Choices, Content, Option, Text
from dialogs.catalog import Catalog
from dialogs.effects import Do, Effect, Ended, Handoff, NotUnderstood, Say
from dialogs.errors import DialogFailure, Loops, Unheard
from dialogs.flow import END, HUMAN, Step
from dialogs.stack import PERMISSION, Stack
from dialogs.state import Choice, Frame, Pending, Shown, State
from dialogs.understand.circumstances import CHANNELS, UNKNOWN_MOMENT, Circumstances

MOST_STEPS = 100  # run without the customer or a timer moving: more is a loop
MOST_REPEATS = 50  # the same words in a row: two machines are talking
MOST_CORRECTABLE = 20  # questions that can be gone back to
PATIENCE = 60  # of timers with a silent customer: so many waits, or a few questions that nobody answers
SILENCE, WAITED = 12, 1  # what each takes of it
STARTS = "start:"  # an option that starts a flow: "start:<flow>" or "start:<flow>:<argument>"


class Outcome(NamedTuple):
    """What `engine.step` gives back; `path` names the steps that ran, as (flow, step)."""

    state: State
    effects: tuple[Effect, ...]
    path: tuple[tuple[str, str], ...] = ()


class Run(Stack):
    def __init__(self, catalog: Catalog, state: State, facts: Mapping[str, Any]) -> None:
        super().__init__(catalog, state)
        self.facts = facts
        self.heard, self.leaning, self.spoken = state.language, state.leaning, state.spoken
        self.greeted, self.misses = state.greeted, state.misses
        self.spent, self.unheard = state.spent, state.unheard
        self.last, self.repeats = state.last, state.repeats
        self.human = state.human
        self.awaited, self.expects, self.filed = state.awaited, state.expects, state.filed
        self._before = (state.pending, state.shown)
        self.said = ""
        self.message: str | None = None  # that said it
        self.alone = self.is_away = False  # nobody outside is asked; because they cannot be
        self.content: Content | None = None
        self.answer: Any = None  # while a question checks it
        self.path: list[tuple[str, str]] = []
        self.item: Any = None  # what a computed option is made of, while its label is written
        self.again: tuple[int, str] = (0, "")  # how often the question was not understood, and what to say before it
        self.unasked = False  # a wait is over: the bot speaks first
        self.objection = ""  # what the question has against the answer given
        self.language = self.heard or self._first_language()

    def outcome(self) -> Outcome:
        state = State(
            frames=tuple(self.frames), pending=self.pending, language=self.heard, spoken=self.spoken,
            leaning=self.leaning, greeted=self.greeted, misses=self.misses, spent=self.spent, unheard=self.unheard,
            last=self.last, repeats=self.repeats, serial=self.serial, human=self.human, shown=self._still_shown(),
            awaited=self.awaited, expects=self.expects, filed=self.filed,
        )  # fmt: skip
        return Outcome(state, tuple(self.effects), tuple(self.path))

    def _still_shown(self) -> Shown | None:
        """Whoever asked last is answered: a new question of the bot takes the place of what others showed."""
        pending, shown = self._before
        return shown if self.pending is pending or self.pending is None else None

    # ---- what expressions see

    def lookup(self, name: str) -> Any:
        match name:
            case "vars":
                return self.frames[-1].vars
            case "said":
                return self.said
            case "misses":
                return self.misses
            case "human":
                return {"summary": self.human} if self.human else {}
            case "language":
                return self.language
            case "item" if self.item is not None:
                return self.item
            case "answer" if self.answer is not None:
                return self.answer
        value = self.facts.get(name)
        return self.frames[-1].vars.get(name) if value is None else value

    def topics(self) -> Sequence[Mapping[str, Any]]:
        return (self.facts.get("topics") or {}).get("all") or ()

    def channel(self) -> str:
        return str((self.facts.get("channel") or {}).get("name", ""))

    def account(self) -> str:
        return str((self.facts.get("channel") or {}).get("account", ""))

    def circumstances(self) -> Circumstances:
        """What the customer's words do not say themselves."""
        facts = self.facts
        kept = [rule["value"] for rule in self.rules() if (rule["scope"], rule["field"]) == ("all", "channels")]
        return Circumstances(
            topics=self.topics(), channels=tuple(facts.get("channels") or CHANNELS), channel=self.channel(),
            kept=tuple(kept[0]) if kept else (), now=str(facts.get("now") or UNKNOWN_MOMENT),
            zone=str(facts.get("zone") or "UTC"), languages=tuple(facts.get("languages") or ("en",)),
        )  # fmt: skip

    def rules(self) -> Sequence[Mapping[str, Any]]:
        """What the customer decided until now."""
        return (self.facts.get("terms") or {}).get("rules") or ()

    def _first_language(self) -> str:
        """A timer, or what came of an action, does not say what the customer's app is set to: as it was said before."""
        languages = self.facts.get("languages") or ("en",)
        known = self.facts.get("language")
        self.spoken = known if known in languages else self.spoken
        return str(self.spoken if self.spoken in languages else languages[0])

    def speak(self, language: str, *, only_now: bool = False) -> None:
        self.language, self.leaning = language, None
        self.heard = self.heard if only_now else language

    # ---- budgets

    def hears(self) -> None:
        """The customer, or whoever starts a flow for them, has moved."""
        self.spent = self.unheard = 0

    def waited(self, cost: int) -> None:
        """A timer has moved. A flow that goes on and on before a silent customer is stopped."""
        self.spent = 0
        self.unheard += cost
        if self.unheard > PATIENCE:
            raise Unheard(f'flow "{self.top.flow}", step "{self.top.step}": nobody has answered for too long')

    def spend(self) -> None:
        frame = self.top
        self.spent += 1
        self.path.append((frame.flow, frame.step))
        if self.spent > MOST_STEPS:
            raise DialogFailure(f'flow "{frame.flow}", step "{frame.step}": {MOST_STEPS} steps without an answer')

    def _count(self, step: str, body: str) -> None:
        """A word beside the dialog (help, thanks) is said as often as it is asked for."""
        if not self.top.quiet:
            self.count(step, body)

    def count(self, step: str, body: str) -> None:
        words = zlib.crc32(body.encode())
        self.last, self.repeats = words, self.repeats + 1 if words == self.last else 0
        if self.repeats > MOST_REPEATS:
            raise Loops(f'step "{step}": the same words {MOST_REPEATS} times in a row')

    # ---- the verbs of steps

    def save(self, name: str | None, value: Any) -> None:
        if name is not None:
            self.replace(vars={**self.top.vars, name: value})

    def next(self, step: Step) -> None:
        self.go(self.after(step))

    def after(self, step: Step) -> str:
        return step.go or self.flow_of(self.top).following[step.id]

    def park(self, step: Step) -> None:
        """Be ready to go on after that step, when the flow now called is over."""
        self.replace(step=self.after(step))

    def go(self, target: str) -> None:
        if target == END:
            self.leave()
        elif target == HUMAN:
            self.enter(HUMAN, {})
        else:
            self.replace(step=target)

    def say(self, step: str, body: str, options: Sequence[Option] = (), *, notice: bool = False) -> None:
        content = Choices(body=body, options=tuple(options)) if options else Text(body=body)
        self._count(step, body)
        flow = self.flow_of(self.top)
        category, topic = (flow.category or "service", flow.topic) if self.unasked else (None, None)
        told = Say(content=content, flow=flow.name, step=step, notice=notice, category=category, topic=topic)
        self.effects.append(told)
        self.greeted, self.expects = True, False

    def offer(self, step: str, options: Sequence[Option], body: str) -> None:
        """Options that nobody has to take. A question under way keeps its numbers."""
        if self.pending is None or self.pending.kind == "offer":
            self.pending = Pending(kind="offer", depth=-1, step=step, options=_map(options), body=body)

    def ask(self, step: str, body: str, options: Sequence[Option] = (), *, silence: int | None = None) -> None:
        """Ask and wait."""
        retries, preface = self.again
        self.again = (0, "")
        self.forget_question()
        timer = self.timer("silence", silence) if silence else None
        self._expire()
        self.say(step, f"{preface}\n{body}" if preface else body, options)
        self.pending = Pending(
            kind="choose" if options else "ask", depth=len(self.frames) - 1, step=step, options=_map(options),
            body=body, retries=retries, timer=timer,
        )  # fmt: skip
        self.waits = True

    def answered(self, step: Step) -> None:
        """The question is answered: it is none any more, but may still be gone back to."""
        self.forget_question()
        self.replace(asked=(*self.top.asked, step.id)[-MOST_CORRECTABLE:])

    def do(self, step: str, action: str, args: dict[str, Any]) -> None:
        self.serial += 1
        action_id = f"do-{self.serial}"
        self.effects.append(Do(id=action_id, action=action, args=args, flow=self.top.flow, step=step))
        self.replace(awaiting=action_id, asked=())  # what is done is not undone by going back
        self.waits = True

    def wait(self, seconds: int) -> None:
        self._expire()
        self.replace(awaiting=self.timer("wait", seconds))
        self.waits = True

    def _expire(self) -> None:
        """The flow's own limit counts from when it last began to wait."""
        expires = self.flow_of(self.top).expires
        if expires is not None:
            self.cancel_timers(self.top)
            self.replace(expiry=self.timer("expiry", expires.seconds))

    def hand_off(self, step: str, code: str, title: str, summary: str) -> None:
        self.effects.append(Handoff(code=code, title=title, summary=summary, flow=self.top.flow, step=step))

    def missed(self) -> None:
        """Words were not understood: somebody may want to know which."""
        if isinstance(self.content, Text) and self.said:
            self.effects.append(NotUnderstood(language=self.language))

    # ---- beginning and ending a flow

    def enter(
        self, name: str, args: Mapping[str, Any], *, called: bool = False, returns: str | None = None,
        wanted: str | None = None,
    ) -> None:  # fmt: skip
        """Start a flow on top."""
        flow = self.catalog.flows.get(name)
        if flow is None:
            raise DialogFailure(f'there is no flow "{name}"')
        frame = Frame(
            flow=name, version=flow.version, step=flow.first, vars=dict(args), quiet=flow.underway == "keep",
            returns=returns, called=called, wanted=wanted,
        )  # fmt: skip
        self.push(flow, frame, called=called)

    def ask_leave(self, name: str, args: Mapping[str, Any]) -> None:
        """Ask whether to leave what is under way for that flow."""
        titles = {"here": self.flow_of(self.top).title, "there": self.catalog.flows[name].title}
        asking = {key: title.say(self.language, self.lookup) for key, title in titles.items()}
        self.enter(PERMISSION, {**asking, "args": dict(args)}, wanted=name)

    def leave(self, value: Any = None) -> None:
        """The flow on top is over: the one below goes on, or what it asked is asked again."""
        frame = self.frames.pop()
        self.cancel_timers(frame)
        self.effects.append(Ended(flow=frame.flow, version=frame.version))
        if frame.wanted is not None and value is True:
            self._drop_called()
            self.enter(frame.wanted, frame.vars.get("args") or {})
            return
        if not self.frames:
            return
        if frame.returns:
            self.save(frame.returns, value)
        if self.pending is not None and self.pending.depth == len(self.frames) - 1:
            self.waits = True  # still asked: a quiet flow said its word beside it

    def leave_question(self) -> None:
        """The flow that asked is over, with those that called it; what it interrupted stays."""
        assert self.pending is not None
        self.drop(self.pending.depth + 1)
        self._drop_called()

    def _drop_called(self) -> None:
        """The flow on top, with those that called it."""
        depth = len(self.frames) - 1
        while depth > 0 and self.frames[depth].called:
            depth -= 1
        self.drop(max(depth, 0))


def _map(options: Sequence[Option]) -> tuple[Choice, ...]:
    return tuple(Choice(option.id, option.label) for option in options)
