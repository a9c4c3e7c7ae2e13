"""The fields of a rule: 0, blank and inherit are three things, and which of two values allows more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.terms import field, frequency
from gateway.terms.preference import Change, Terms, apply, merged, reversed_changes
from tests.gateway.terms.effort import tries

KEPT = {
    "initiative": [("push", "push")],
    "frequency": [("weekly", {"n": 1, "per": "week"}), ({"n": 0, "per": "day"}, {"n": 0, "per": "day"}),
                  ({"max": 2, "per": "month"}, {"n": 2, "per": "month"}), ("each", "each")],
    "digest": [({"days": ["sat"], "time": "10:00"}, {"days": ["sat"], "time": "10:00", "every": "week"}),
               ({"every": "month"}, {"days": [], "time": "10:00", "every": "month", "nth": 1})],
    "channels": [(["sms", "telegram", "sms"], ["sms", "telegram"])],
    "pause": [(1_800_000_000_000, 1_800_000_000_000), ("2027-01-15T08:00:00Z", 1_800_000_000_000)],
    "language": [("fr", "fr")],
    "holidays": [(False, False)],
    "no_robot": [(True, True)],
    "stopped": [(True, True)],
    "consent": [(True, True), ({"where": ["a"], "until": 5}, {"where": ["a"], "until": 5})],
}  # fmt: skip
REFUSED = {
    "initiative": ["Push", None, 1, []],
    "frequency": ["often", {"n": -1, "per": "week"}, {"n": 1.5, "per": "week"}, {"n": True, "per": "week"},
                  {"n": 1001, "per": "week"}, {"n": 1, "per": "year"}, {"n": 1}, {"n": 1, "per": []}, 3, None, ""],
    "digest": [{"days": ["funday"]}, {"every": "hour"}, {"time": "24:00"}, {"every": "month", "nth": 31}, "weekly",
               {"every": "month", "nth": 5, "days": ["mon"]}, None],
    "channels": [[], ["fax"], "sms", None, [["sms"]]],
    "pause": [0, -1, True, "tomorrow", "2027-01-15T08:00:00", 10**15, 1.5, None],
    "language": ["french", "F", "", None, 3],
    "holidays": ["no", 0, None],
    "no_robot": [1, None],
    "stopped": [1, "yes", None],
    "consent": ["yes", 1, {"where": "a"}, {"who": "me"}, None],
    "colour": ["red"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "given", "kept"), [(n, *one) for n, some in KEPT.items() for one in some])
def test_a_value_is_kept_in_one_way(name, given, kept):
    assert field.normal(name, given) == kept
    assert field.normal(name, kept) == kept


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, some in REFUSED.items() for value in some])
def test_what_a_field_may_not_have_is_refused(name, value):
    with pytest.raises(ValueError):
        field.normal(name, value)


def test_zero_blank_and_inherit_are_three_things():
    assert frequency.cap({"n": 0, "per": "week"}) == (0, 604_800_000)
    assert frequency.cap("each") is None
    assert frequency.cap(None) is None
    assert [frequency.pace(one) for one in ({"n": 0, "per": "week"}, "each", None)] == ["never", "each", "each"]
    terms = apply(Terms(), [Change(scope="all", field="frequency", after={"n": 0, "per": "week"})])
    assert terms.get("all", "frequency") == {"n": 0, "per": "week"}
    assert apply(terms, [Change(scope="all", field="frequency", after=None)]).rules == {}


WEEK, WORK = {"windows": [{"from": "08:00", "to": "20:00"}]}, {"windows": [{"from": "09:00", "to": "18:00"}]}
LOOSENS = [
    ("initiative", "pull", "push", True), ("initiative", "push", "digest", False), ("initiative", None, "push", False),
    ("frequency", {"n": 1, "per": "week"}, {"n": 2, "per": "week"}, True),
    ("frequency", {"n": 1, "per": "week"}, None, True), ("frequency", None, {"n": 0, "per": "day"}, False),
    ("frequency", {"n": 0, "per": "day"}, {"n": 1, "per": "month"}, True),
    ("hours", WORK, WEEK, True), ("hours", WEEK, WORK, False), ("hours", WORK, None, True),
    ("hours", None, WEEK, False),
    ("holidays", False, True, True), ("holidays", False, None, True), ("holidays", None, False, False),
    ("channels", ["sms"], ["sms", "telegram"], True), ("channels", ["sms", "telegram"], ["telegram"], False),
    ("channels", ["sms"], ["telegram"], True), ("channels", ["sms"], None, True), ("channels", None, ["sms"], False),
    ("pause", 10, 5, True), ("pause", 10, None, True), ("pause", None, 10, False),
    ("no_robot", True, False, True), ("no_robot", None, True, False),
    ("stopped", True, None, True), ("stopped", None, True, False),
    ("consent", None, True, True), ("consent", True, False, False), ("consent", False, True, True),
    ("consent", {"where": ["a"]}, {"where": ["a", "b"]}, True),
    ("consent", {"where": ["a", "b"]}, {"where": ["a"]}, False),
    ("consent", {"where": ["a"]}, True, True), ("consent", True, {"where": ["a"]}, False),
    ("digest", {"every": "week", "days": ["sat"]}, {"every": "day"}, True),
    ("digest", None, {"every": "day"}, False),
    ("language", "fr", "en", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "expected"), LOOSENS)
def test_more_is_loosening_and_less_is_not(name, before, after, expected):
    assert field.loosens(name, before, after) is expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, None), (False, "NO_CONSENT"), (None, "NO_CONSENT"), ({"where": ["here"]}, None),
        ({"where": ["there"]}, "NO_CONSENT"), ({"until": 100}, "CONSENT_EXPIRED"), ({"until": 101}, None),
        ({"pending": True}, "OPTIN_PENDING"),
    ],
)  # fmt: skip
def test_a_consent_holds_where_and_as_long_as_it_was_given(value, code):
    assert field.agrees(value, "here", 100) == code


scopes = st.sampled_from(["all", "topic:offers", "channel:sms", "category:marketing"])
rules = st.one_of(*(st.tuples(st.just(n), st.sampled_from([k for _, k in some])) for n, some in KEPT.items()))
changes = st.lists(st.tuples(scopes, rules, st.booleans()), min_size=1, max_size=5)


def as_changes(terms: Terms, made) -> list[Change]:
    found, seen = [], set()
    for scope, (name, value), takes_back in made:
        if (scope, name) not in seen:
            seen.add((scope, name))
            after = None if takes_back else value
            found.append(Change(scope=scope, field=name, before=terms.get(scope, name), after=after))
    return found


@tries(40)
@given(st.lists(changes, max_size=4), changes)
def test_taking_a_change_back_restores_the_rules(history, last):
    terms = Terms()
    for made in history:
        terms = apply(terms, as_changes(terms, made))
    done = as_changes(terms, last)
    undone = apply(apply(terms, done), reversed_changes(done))
    assert undone.rules == terms.rules
    assert undone.version == terms.version + 2


@tries(40)
@given(st.lists(changes, max_size=3), st.lists(changes, max_size=3))
def test_merging_two_people_never_allows_more_than_either(mine, theirs):
    one, other = Terms(), Terms()
    for made in mine:
        one = apply(one, as_changes(one, made))
    for made in theirs:
        other = apply(other, as_changes(other, made))
    both = apply(one, merged(one, other, (["mine"], ["theirs"])))
    for scope in {*one.rules, *other.rules}:
        for name in field.FIELDS:
            kept = both.get(scope, name)
            if name == "consent":
                for address, side in (("mine", one), ("theirs", other)):
                    if (
                        field.agrees(side.get(scope, name), address, 0) is not None
                        and side.get(scope, name) is not True
                    ):
                        assert field.agrees(kept, address, 0) is not None or kept is None
            elif name != "initiative":
                for side in (one, other):
                    assert side.get(scope, name) is None or not field.loosens(name, side.get(scope, name), kept)


def test_as_much_in_the_long_run_but_more_at_once_loosens():
    daily, weekly = {"n": 1, "per": "day"}, {"n": 7, "per": "week"}
    assert field.loosens("frequency", daily, weekly)
    assert not field.loosens("frequency", weekly, daily)
    assert not field.loosens("frequency", daily, {"n": 3, "per": "week"})
