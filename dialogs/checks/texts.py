"""Texts: languages that are missing, and secrets that anybody could read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogs.checks.finding import Finding
from dialogs.flow import Flow, Step, expressions_in
from dialogs.steps.call import CallStep
from dialogs.steps.do import DoStep
from dialogs.steps.set_vars import SetStep

_SECRETS: Mapping[str, re.Pattern[str]] = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a Meta access token": re.compile(r"\bEAA[A-Za-z0-9]{30,}"),
    "a Twilio secret": re.compile(r"\b(?:AC|SK)[0-9a-f]{32}\b"),
    "a Telegram bot's token": re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b"),
    "an API key": re.compile(r"\b(?:sk|pk|rk|ghp|gho|glpat|xox[abp])[-_][A-Za-z0-9_-]{16,}|\bAKIA[A-Z0-9]{16}\b"),
    "a signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}"),
    "a bearer token": re.compile(r"\bbearer [A-Za-z0-9._~+/-]{16,}", re.IGNORECASE),
    "a password in an address": re.compile(r"\bhttps?://[^\s/:@]+:[^\s/@]+@"),
    "a password": re.compile(r"\b(?:password|passwd|mot de passe|secret) ?[:=] ?\S{6,}", re.IGNORECASE),
}


def languages(flow: Flow, wanted: Sequence[str]) -> Iterator[Finding]:
    for step in flow.steps:
        for wording in step.wordings():
            missing = [one for one in wanted if wording.phrases.get(one, wording.phrases.get("*", "")) == ""]
            if missing:
                seen = next((words for _, words in wording.plain() if words), "")
                what = f'"{seen[:30]}"' if seen else "a text"
                yield Finding(step, f"{what} is not written in {', '.join(missing)}; add it")


def secrets(flow: Flow, _flows: Mapping[str, Flow]) -> Iterator[Finding]:
    """What looks like a secret, by its kind: to show it again would be another leak."""
    for step in flow.steps:
        found = {kind for text in _written(step) for kind, form in _SECRETS.items() if form.search(text)}
        for kind in sorted(found):
            yield Finding(step, f"holds what looks like {kind}: flows are read by many; keep it in the configuration")


def _written(step: Step) -> Iterator[str]:
    for wording in step.wordings():
        yield from (words for _, words in wording.plain())
    yield from (expression.source for expression in step.expressions())
    if isinstance(step, SetStep):
        given: Any = step.values
    elif isinstance(step, DoStep | CallStep):
        given = step.args
    else:
        return
    yield from (one.source for one in expressions_in(given))
