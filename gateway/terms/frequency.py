"""How often: at most so many messages in any rolling day, week or month, or in any so many of them.

None, "each" and {"n": 0, ...} are three things: nothing decided, decided that there is no limit, and not at all.
"""

from __future__ import annotations

from typing import Any

PERIODS = {"day": 86_400_000, "week": 7 * 86_400_000, "month": 30 * 86_400_000}  # milliseconds
MOST = 1000
LONGEST = 12  # periods in one: a year of months
EACH = "each"
_WORDS = {"daily": "day", "weekly": "week", "monthly": "month"}
_BY_PERIOD = {period: word for word, period in _WORDS.items()}


def normal(value: Any) -> Any:
    """The one way a frequency is kept: "each", or {"n", "per", "span"?}. Raises ValueError where it is none.

    >>> normal("weekly"), normal({"n": 0, "per": "day", "span": 1}), normal({"n": 1, "per": "week", "span": 2})
    ({'n': 1, 'per': 'week'}, {'n': 0, 'per': 'day'}, {'n': 1, 'per': 'week', 'span': 2})
    """
    if value == EACH:
        return EACH
    if isinstance(value, str) and value in _WORDS:
        return {"n": 1, "per": _WORDS[value]}
    given = dict(value) if isinstance(value, dict) else {}
    n, per, span = given.pop("n", given.pop("max", None)), given.pop("per", None), given.pop("span", 1)
    if given or not isinstance(per, str) or per not in PERIODS:
        raise ValueError('a frequency is "each", or {"n": 2, "per": "day" | "week" | "month"}')
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MOST:
        raise ValueError(f"n is a whole number from 0, not at all, to {MOST}")
    if isinstance(span, bool) or not isinstance(span, int) or not 1 <= span <= LONGEST:
        raise ValueError(f"span is how many periods make one, from 1 to {LONGEST}")
    return {"n": n, "per": per} if span == 1 else {"n": n, "per": per, "span": span}


def cap(value: Any) -> tuple[int, int] | None:
    """At most so many in so many milliseconds; None: no limit.

    >>> cap({"n": 2, "per": "week"}), cap("each"), cap(None), cap({"n": 0, "per": "day"})
    ((2, 604800000), None, None, (0, 86400000))
    """
    if value is None or value == EACH:
        return None
    kept = value if isinstance(value, dict) and "n" in value else normal(value)  # older ledgers spell it otherwise
    return kept["n"], PERIODS[kept["per"]] * kept.get("span", 1)


def per_day(value: Any) -> float:
    """How many a day that lets through in the long run."""
    limit = cap(value)
    return float("inf") if limit is None else limit[0] * PERIODS["day"] / limit[1]


def at_once(value: Any) -> float:
    """How many that lets through in one moment."""
    limit = cap(value)
    return float("inf") if limit is None else limit[0]


def both(one: Any, other: Any) -> Any:
    """As often as may be without being too often for either: where neither is the stricter, fewer over longer.

    >>> both({"n": 1, "per": "day"}, {"n": 3, "per": "week"}), both({"n": 2, "per": "day"}, {"n": 1, "per": "day"})
    ({'n': 1, 'per': 'day', 'span': 3}, {'n': 1, 'per': 'day'})
    """
    limits = cap(one), cap(other)
    if limits[0] is None or limits[1] is None:
        return one if limits[1] is None else other
    (few, short), (many, long) = sorted((limits[0], limits[1]), key=lambda limit: (limit[0], -limit[1]))
    if few * -(-long // short) <= many:
        return one if limits[0] == (few, short) else other
    days = -(-long // (many // few * PERIODS["day"]))
    return _spelled(few, days)


def _spelled(n: int, days: int) -> dict[str, Any]:
    """So many in so many days, or in the next longer time that has a word."""
    length = {per: PERIODS[per] // PERIODS["day"] for per in PERIODS}
    fits = [(per, -(-days // length[per])) for per in ("day", "week", "month")]
    per, span = min(((p, s) for p, s in fits if s <= LONGEST), key=lambda one: one[1] * length[one[0]])
    return dict(normal({"n": n, "per": per, "span": span}))


def pace(value: Any) -> str:
    """The word that flows use for it: each, daily, weekly, monthly, custom or never.

    >>> pace({"n": 1, "per": "week"}), pace({"n": 3, "per": "week"}), pace({"n": 0, "per": "week"}), pace(None)
    ('weekly', 'custom', 'never', 'each')
    """
    if value is None or value == EACH:
        return EACH
    kept = normal(value)
    if kept["n"] == 0:
        return "never"
    return _BY_PERIOD[kept["per"]] if kept["n"] == 1 and "span" not in kept else "custom"


def told(period: int) -> tuple[str, int]:
    """A period in milliseconds as how many of what: the longest that measure it.

    >>> told(PERIODS["week"]), told(14 * PERIODS["day"]), told(2 * PERIODS["day"])
    (('week', 1), ('week', 2), ('day', 2))
    """
    return next((per, period // PERIODS[per]) for per in ("month", "week", "day") if period % PERIODS[per] == 0)
