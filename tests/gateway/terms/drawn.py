"""What the tests of the invariants draw from: seasons, people, rules, and how a provider may answer."""

from __future__ import annotations

from hypothesis import strategies as st

from gateway.terms import week
from tests.gateway.terms.policy.asked import paris
from tests.gateway.terms.town import LATER, LOST, OK, REFUSED

# Around the days on which clocks jump in Paris, and holidays
DAWN = {"spring": paris(2026, 3, 26, 9), "autumn": paris(2026, 10, 22, 9), "christmas": paris(2026, 12, 22, 9)}
PEOPLE = (
    ("telegram", "4242", None), ("sms", "+33612345678", None), ("sms", "+590690123456", None),
    ("sms", "+16505551234", None), ("telegram", "77", "Asia/Kathmandu"), ("telegram", "78", "Pacific/Kiritimati"),
)  # fmt: skip
SCOPES = (
    "all",
    "topic:offers",
    "topic:fashion",
    "topic:shoes",
    "channel:sms",
    "channel:telegram",
    "category:marketing",
)
HOURS = ("00:00", "02:30", "09:00", "18:00", "22:00", "24:00")
DAYS = st.lists(st.sampled_from(week.DAYS), min_size=1, unique=True)
WINDOWS = st.builds(
    lambda days, opens, closes: {"days": days, "from": opens, "to": closes}, DAYS, st.sampled_from(HOURS[:5]),
    st.sampled_from(HOURS),
).filter(lambda one: one["from"] != one["to"])  # fmt: skip
VALUES = {
    "frequency": st.builds(lambda n, per: {"n": n, "per": per}, st.integers(0, 3), st.sampled_from(["day", "week"])),
    "hours": st.builds(lambda some: {"windows": some}, st.lists(WINDOWS, min_size=1, max_size=2)),
    "holidays": st.booleans(),
    "initiative": st.sampled_from(["push", "push", "pull", "off"]),
    "channels": st.sampled_from([["sms"], ["telegram"], ["sms", "telegram"]]),
    "consent": st.sampled_from([True, True, False]),
}
RULES = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name] | st.none()))
OUTCOMES = st.sampled_from([OK, OK, OK, REFUSED, LATER, LOST])
