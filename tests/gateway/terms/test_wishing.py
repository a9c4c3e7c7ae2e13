"""Several wishes of one message: one change, what tightens at once, what loosens after a yes."""

from __future__ import annotations

import pytest

from gateway.terms.actions import ActionRefused

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat"]
WEEKDAYS = {"windows": [{"days": DAYS, "from": "00:00", "to": "24:00"}]}
ONCE = {"n": 1, "per": "week"}


def wish(field, value=None, *, how="set", scope="all"):
    return {"scope": scope, "field": field, "value": value, "how": how}


@pytest.fixture
def ann(town):
    customer = town.meet("telegram", "100")
    town.act(customer, "terms.follow", topic="offers")
    return customer


def change(town, customer, *wishes, confirmed=False):
    return town.act(customer, "terms.change", wishes=list(wishes), confirmed=confirmed)


def test_several_wishes_are_one_change_with_one_undo(town, ann):
    before = town.terms(ann).rules
    done = change(town, ann, wish("frequency", ONCE), wish("hours", WEEKDAYS), wish("holidays", False))
    assert (done["needs_yes"], done["left"], done["refused"]) == (False, [], [])
    assert "at most 1 message a week" in done["effect"]["en"]
    assert "not on Sundays" in done["effect"]["en"]
    assert town.terms(ann).rules["all"] == {"frequency": ONCE, "hours": WEEKDAYS, "holidays": False}
    town.act(ann, "terms.undo", change=done["change"])
    assert town.terms(ann).rules == before


def test_what_tightens_is_done_and_what_loosens_waits_for_a_yes(town, ann):
    change(town, ann, wish("hours", WEEKDAYS))
    asked = change(town, ann, wish("frequency", ONCE), wish("hours", how="clear"))
    assert asked["change"] is not None
    assert asked["left"] == [wish("hours", how="clear")]
    assert town.terms(ann).rules["all"] == {"frequency": ONCE, "hours": WEEKDAYS}
    done = change(town, ann, *asked["left"], confirmed=True)
    assert done["needs_yes"] is False
    assert town.terms(ann).rules["all"] == {"frequency": ONCE}


def test_what_holds_already_is_no_change(town, ann):
    change(town, ann, wish("frequency", ONCE))
    again = change(town, ann, wish("frequency", ONCE))
    assert again["change"] is None
    assert again["effect"]["en"].startswith("That is already so.")


@pytest.mark.parametrize(
    ("asked", "code"), [(wish("pause"), "how_long"), (wish("hours", {"windows": []}), "never"),
                        (wish("digest", {"every": "month", "nth": 31}), "bad_value")]
)  # fmt: skip
def test_what_cannot_be_settled_is_told_and_leaves_the_rest(town, ann, asked, code):
    done = change(town, ann, asked, wish("frequency", ONCE))
    assert done["refused"] == [{"wish": asked, "code": code}]
    assert town.terms(ann).rules["all"] == {"frequency": ONCE}


def test_less_often_goes_down_the_ladder_with_the_topics_that_stood_beside_it(town, ann):
    told = []
    for _ in range(6):
        done = change(town, ann, wish("frequency", how="less"))
        assert done["needs_yes"] is False
        told.append((town.terms(ann).get("topic:offers", "initiative"), done["effect"]["en"].split(".")[0]))
    assert [initiative for initiative, _ in told] == ["push", "push", "digest", "digest", "pull", "pull"]
    assert told[0][1] == "All topics: at most 3 messages a week"


def test_less_often_starts_from_what_the_topics_allow(town, ann):
    change(town, ann, wish("frequency", ONCE, scope="topic:offers"))
    change(town, ann, wish("frequency", how="less"))
    assert town.terms(ann).get("topic:offers", "initiative") == "digest"


def test_more_often_asks_for_a_yes_and_brings_back_what_less_took(town, ann):
    for _ in range(3):
        change(town, ann, wish("frequency", how="less"))
    asked = change(town, ann, wish("frequency", how="more"))
    assert (asked["change"], asked["needs_yes"]) == (None, True)
    change(town, ann, *asked["left"], confirmed=True)
    assert town.terms(ann).get("topic:offers", "initiative") == "push"


def test_less_often_never_wakes_what_only_came_on_request(town, ann):
    town.act(ann, "terms.set", scope="topic:fashion", field="consent", value=True)
    assert change(town, ann, wish("frequency", how="less"))["needs_yes"] is False
    assert town.terms(ann).get("all", "initiative") is None


def test_on_demand_only_is_meant_of_the_topics_that_are_followed_too(town, ann):
    change(town, ann, wish("initiative", "pull"))
    assert town.terms(ann).get("topic:offers", "initiative") == "pull"


def test_a_channel_is_closed_at_once_and_opened_after_a_yes(town, ann):
    change(town, ann, wish("initiative", "off", scope="channel:sms"))
    assert town.terms(ann).get("channel:sms", "stopped") is True
    assert change(town, ann, wish("initiative", "push", scope="channel:sms"))["needs_yes"] is True


def test_every_other_week_is_kept_and_told(town, ann):
    done = change(town, ann, wish("frequency", {"n": 1, "per": "week", "span": 2}))
    assert "at most 1 message in 2 weeks" in done["effect"]["en"]
    assert "1 message en 2 semaines au plus" in done["effect"]["fr"]


def test_no_wish_at_all_is_refused(town, ann):
    with pytest.raises(ActionRefused):
        change(town, ann)
