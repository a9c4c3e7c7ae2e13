"""Setting any field, and the ladder of "less often" and "more often"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gateway.terms import digest, frequency, sentences
from gateway.terms import field as fields
from gateway.terms.actions import following, pausing, stopping
from gateway.terms.actions.plan import ActionRefused, Asked, Plan, agreed, beneath, initiative
from gateway.terms.preference import Change

# From the most to the least: each step is the rules that it sets
_SATURDAY: Final = {"days": ["sat"], "time": "10:00", "every": "week"}
_MONTHLY: Final = {"days": ["sat"], "time": "10:00", "every": "month", "nth": 1}
LADDER: Final[Sequence[dict[str, Any]]] = (
    {"initiative": "push", "frequency": frequency.EACH},
    {"initiative": "push", "frequency": {"n": 3, "per": "week"}},
    {"initiative": "push", "frequency": {"n": 1, "per": "week"}},
    {"initiative": "digest", "digest": _SATURDAY},
    {"initiative": "digest", "digest": _MONTHLY},
    {"initiative": "pull"},
)


def set_rule(asked: Asked) -> Plan:
    """One field of one scope; null takes it back."""
    field, given = str(asked.args.get("field")), asked.args.get("value")
    match field, given:
        case "stopped", _:
            return stopping.stop(asked) if asked.value(field, given or False) else stopping.start(asked)
        case "pause", _:
            return pausing.resume(asked) if given is None else pausing.pause(asked)
        case "consent", _:
            return following.consent(asked, asked.value(field, given or False))
        case "initiative", "off":
            return following.off(asked)
        case "initiative", "pull" | "digest":
            effect = sentences.on_set(asked.scope, field, given, asked.topics)
            return Plan(following.lessened(asked, str(given)), effect)
        case "digest", value if value is not None:
            return _digest(asked, asked.value(field, value))
    after = None if given is None else asked.value(field, given)
    if field not in sentences.FIELDS:
        raise ActionRefused("bad_value")
    before = asked.terms.get(asked.scope, field)
    effect = sentences.on_set(asked.scope, field, after, asked.topics, before=before)
    foresees = asked.scope if field in ("frequency", "hours") else None
    return Plan([asked.change(asked.scope, field, after)], effect, foresees)


def less(asked: Asked) -> Plan:
    """The next step down the ladder; at its end nothing changes."""
    at = _step(asked)
    return _climb(asked, at, min(at + 1, len(LADDER) - 1))


def more(asked: Asked) -> Plan:
    """One step up."""
    at = _step(asked)
    return _climb(asked, at, max(at - 1, 0))


def _digest(asked: Asked, value: Any) -> Plan:
    changes = [asked.change(asked.scope, "digest", value), *following.lessened(asked, "digest")]
    return Plan(changes, sentences.on_digest(asked.scope, value, asked.topics), asked.scope)


def _climb(asked: Asked, at: int, to: int) -> Plan:
    step = LADDER[to]
    told = next((field for field in ("digest", "frequency") if field in step), "initiative")
    before = asked.terms.get(asked.scope, told)
    effect = sentences.on_set(asked.scope, told, step[told], asked.topics, before=before)
    if at == to:
        return Plan([], effect)
    changes = [asked.change(asked.scope, field, value) for field, value in step.items() if field != "initiative"]
    changes += _moved(asked, LADDER[at]["initiative"], step["initiative"])
    return Plan(changes, effect, asked.scope if told != "initiative" else None)


def _moved(asked: Asked, before: str, after: str) -> list[Change]:
    """Who takes the first step, where a step of the ladder changes that: also in the topics that stood beside it."""
    if before == after:
        return []
    if not fields.loosens("initiative", before, after):
        return following.lessened(asked, after)
    beside = [one for one in beneath(asked.scope, asked.topics) if asked.terms.get(one, "initiative") == before]
    return [asked.change(scope, "initiative", after) for scope in (asked.scope, *beside)]


def _step(asked: Asked) -> int:
    """Where on the ladder this scope stands."""
    match initiative(asked.terms, asked.topics, asked.scope):
        case "push":
            pace = _pace(asked)
            return max(i for i in range(3) if frequency.per_day(LADDER[i]["frequency"]) >= pace)
        case "digest":
            calendar = asked.terms.nearest((asked.scope, "all"), "digest") or _SATURDAY
            return 3 if digest.per_month(calendar) > digest.per_month(_MONTHLY) else 4
        case _:
            return 5


def _pace(asked: Asked) -> float:
    """A day at most: the cap of the scope, or of all the topics in it that are told of, where each has one."""
    below = [one for one in beneath(asked.scope, asked.topics) if _is_told(asked, one)]
    apart = sum((frequency.per_day(asked.terms.get(one, "frequency")) for one in below), 0.0) or float("inf")
    return min(frequency.per_day(asked.terms.get(asked.scope, "frequency")), apart)


def _is_told(asked: Asked, scope: str) -> bool:
    return agreed(asked.terms, scope) and initiative(asked.terms, asked.topics, scope) == "push"
