"""The next opening is the first instant at which everything is open: held against looking at every minute."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from gateway.terms import wall, week
from gateway.terms.policy.law import law
from gateway.terms.policy.opening import Hours, Where, closed, opening
from tests.gateway.terms.effort import tries
from tests.gateway.terms.test_wall import utc, zones
from tests.gateway.terms.test_week import values

MINUTE = 60_000
DAYS = 8
# Around the days on which clocks jump, around holidays, and elsewhere
starts = st.one_of(
    st.integers(0, 10 * 1440).map(lambda minute: utc(2026, 3, 24) + minute * MINUTE),
    st.integers(0, 10 * 1440).map(lambda minute: utc(2026, 10, 20) + minute * MINUTE),
    st.integers(0, 10 * 1440).map(lambda minute: utc(2026, 12, 22) + minute * MINUTE),
)
hours = st.builds(lambda value, free, own: Hours(week.week(value), free, own), values, st.booleans(), st.booleans())


def looked(all_hours, where, start, before):
    """Minute by minute."""
    at = start
    while at < before:
        if not closed(all_hours, where, at):
            return at
        at = (at // MINUTE + 1) * MINUTE
    return None


@tries(25)
@given(
    st.lists(hours, min_size=1, max_size=3),
    st.lists(zones, min_size=1, max_size=2, unique=True),
    starts,
    st.integers(0, 59_999),
)
@example(
    [Hours(week.week({"windows": [{"from": "00:00", "to": "02:30"}]}))], ["Europe/Paris"], utc(2026, 10, 25, 0, 45), 0
)  # closed at half past two, open again when it is two once more
@example(
    [Hours(week.week({"windows": [{"from": "02:30", "to": "04:00"}]}))], ["Europe/Paris"], utc(2026, 3, 29, 0, 10), 0
)  # opens behind the gap
def test_nothing_opens_before_the_next_opening(all_hours, some_zones, start, odd):
    where = Where(tuple(some_zones), "FR", law())
    before = start + DAYS * 1440 * MINUTE
    assert opening(all_hours, where, start + odd, before) == looked(all_hours, where, start + odd, before)


def test_two_zones_are_open_when_both_are():
    office = Hours(week.week({"windows": [{"from": "09:00", "to": "18:00"}]}))
    where = Where(("Europe/Paris", "America/New_York"), "FR", law())
    assert opening([office], where, utc(2026, 11, 26, 0), utc(2026, 11, 30)) == utc(2026, 11, 26, 14)  # nine over there


def test_who_is_never_open_is_told_so():
    never = [Hours(week.week({"windows": [{"days": [day], "from": "09:00", "to": "18:00"}]})) for day in ("mon", "tue")]
    where = Where(("Europe/Paris",), "FR", law())
    assert opening(never, where, utc(2026, 11, 26), utc(2027, 11, 26)) is None


def test_the_customers_own_reason_comes_first():
    own = Hours(week.week({"windows": [{"days": ["mon"], "from": "09:00", "to": "12:00"}]}))
    legal = Hours(week.week({"windows": [{"from": "08:00", "to": "20:00"}]}), is_law=True)
    where = Where(("Europe/Paris",), "FR", law())
    monday_night = utc(2026, 11, 23, 22)
    assert closed([own, legal], where, monday_night) == ["QUIET_HOURS", "LEGAL_WINDOW"]
    assert closed([own, legal], where, utc(2026, 11, 24, 9)) == ["QUIET_DAY"]
    assert wall.shown(monday_night, "Europe/Paris").minute == 23 * 60
