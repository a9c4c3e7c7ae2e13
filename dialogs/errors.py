"""What can go wrong in a dialog, for the two people concerned: who wrote the flow, and who runs it."""

from __future__ import annotations

from collections.abc import Iterable


class FlowProblem(Exception):
    """One fault of a flow: where, what is wrong and was seen, what to do. One line."""

    def __init__(self, source: str, line: int, text: str, step: str | None = None) -> None:
        super().__init__(f"{source}:{line}: {text}" if line else f"{source}: {text}")
        self.source = source
        self.line = line
        self.text = text
        self.step = step  # where it is one step's


class FlowProblems(Exception):
    """All the faults found, one a line."""

    def __init__(self, problems: Iterable[FlowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DialogFailure(Exception):
    """The bot cannot go on. The text names flows, steps and expressions; never what a customer said."""


class ExpressionFailure(DialogFailure):
    """An expression had no value: a name that is not there, two things that do not add up."""


class Loops(DialogFailure):
    """The same words over and over: whoever answers is a machine, or should talk to a person."""


class Unheard(DialogFailure):
    """A flow goes on although nobody has answered for long: it ends without a word."""
