"""A break, and its end before its time."""

from __future__ import annotations

import re

from gateway.terms import sentences
from gateway.terms.actions.plan import ActionRefused, Asked, Plan
from gateway.terms.wording import subject

DAY = 86_400_000
_DURATION = re.compile(r"(PT(?=\d+[HM])|P(?=\d+[DWM]))(\d{1,4})([DWMH])")
_LENGTHS = {"PD": DAY, "PW": 7 * DAY, "PM": 30 * DAY, "PTH": 3_600_000, "PTM": 60_000}


def pause(asked: Asked) -> Plan:
    """For so long ("P2W", "PT2H"), or until then."""
    given = next((value for name in ("for", "until", "value") if (value := asked.args.get(name)) is not None), None)
    duration = _DURATION.fullmatch(given) if isinstance(given, str) else None
    if duration is None:
        return pause_until(asked, asked.value("pause", given))
    length = int(duration[2]) * _LENGTHS[duration[1] + duration[3]]
    return pause_until(asked, asked.context.now + length)


def pause_until(asked: Asked, until: int) -> Plan:
    if until <= asked.context.now:
        raise ActionRefused("bad_value")
    effect = sentences.on_pause(until, asked.context.zone, subject(asked.scope, asked.topics))
    return Plan([asked.change(asked.scope, "pause", until)], effect)


def resume(asked: Asked) -> Plan:
    changes = [asked.change(asked.scope, "pause", None)]
    return Plan(changes, sentences.on_resume(), already=sentences.not_paused())
