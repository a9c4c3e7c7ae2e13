"""A break, and its end before its time."""

from __future__ import annotations

import re

from gateway.terms import sentences
from gateway.terms.actions.plan import ActionRefused, Asked, Plan
from gateway.terms.wording import subject

DAY = 86_400_000
_DURATION = re.compile(r"P(\d{1,3})([DWM])")
_DAYS = {"D": 1, "W": 7, "M": 30}


def pause(asked: Asked) -> Plan:
    """For so long ("P2W"), or until then."""
    given = next((value for name in ("for", "until", "value") if (value := asked.args.get(name)) is not None), None)
    duration = _DURATION.fullmatch(given) if isinstance(given, str) else None
    if duration is None:
        return pause_until(asked, asked.value("pause", given))
    days = int(duration[1]) * _DAYS[duration[2]]
    return pause_until(asked, asked.context.now + days * DAY)


def pause_until(asked: Asked, until: int) -> Plan:
    if until <= asked.context.now:
        raise ActionRefused("bad_value")
    effect = sentences.on_pause(until, asked.context.zone, subject(asked.scope, asked.topics))
    return Plan([asked.change(asked.scope, "pause", until)], effect)


def resume(asked: Asked) -> Plan:
    changes = [asked.change(asked.scope, "pause", None)]
    return Plan(changes, sentences.on_resume(), already=sentences.not_paused())
