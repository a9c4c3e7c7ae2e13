"""The gates one by one: what each refuses, in which words, and what it lets through."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from gateway.terms import policy
from gateway.terms.policy import Brand, Cap, Decision, Facts, Rival, decide
from gateway.terms.policy.decision import NEVER, strictest
from gateway.terms.policy.measures import Measure, counted_in, measures
from gateway.terms.policy.ring import Ring, rebuilt
from gateway.terms.reasons import REASONS, SHORT
from gateway.terms.silence import Silence
from tests.gateway.terms.policy.asked import DAY, HOUR, NOW, WEEK, ask, message, paris, place, terms

SEND = ("send", ("OK",), None)
ESSENTIALS = ("critical", "transactional")
OFFICE = {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "18:00"}]}
NOT_TODAY = {"windows": [{"days": ["fri"], "from": "09:00", "to": "18:00"}]}
EVENING = paris(2026, 11, 26, 20)
NIGHT = paris(2026, 11, 26, 23)
SATURDAY = paris(2026, 11, 28, 10)


def told(decision: Decision):
    return decision.outcome, decision.codes, decision.until


def test_somebody_who_agreed_is_written_to():
    assert told(ask()) == SEND


def full(n=1, period=WEEK, *ago):
    return rebuilt(n, period, [NOW - one for one in ago or (HOUR,)])


WAITING = Silence(id="s", scope="brand", level="marketing", since=NOW - HOUR)

# what is asked, and what is answered
GATES = [
    # 0: once, and in time
    ("twice", {"facts": {"is_final": True}}, ("suppress", ("DUPLICATE",), None)),
    ("too late", {"expires_at": NOW}, ("suppress", ("EXPIRED",), None)),
    ("older than anybody waits", {"created_at": NOW - 41 * DAY}, ("suppress", ("EXPIRED",), None)),
    # 1: the machine
    ("campaign stopped", {"facts": {"is_campaign_stopped": True}}, ("suppress", ("CAMPAIGN_STOPPED",), None)),
    ("engine off", {"facts": {"is_engine_off": True}, "expires_at": NOW + DAY}, ("defer", ("ENGINE_OFF",), NOW + DAY)),
    ("people hold the talk", {"facts": {"owner": "agent"}, "expires_at": NOW + DAY},
     ("defer", ("HUMAN_HAS_CONVERSATION",), NOW + DAY)),
    ("people are asked for", {"facts": {"owner": "queue"}, "expires_at": NOW + DAY},
     ("defer", ("HUMAN_HAS_CONVERSATION",), NOW + DAY)),
    ("the agent herself", {"facts": {"owner": "agent"}, "author": "agent"}, SEND),
    ("no robot", {"given": terms(all={"no_robot": True})}, ("suppress", ("NO_BOT",), None)),
    # 2: silence
    ("silence", {"facts": {"silences": (WAITING,)}, "expires_at": NOW + DAY}, ("hold", ("SILENCE_BRAND",), NOW + DAY)),
    # 3: people whom nobody may write to
    ("erased", {"facts": {"standing": "erased"}}, ("suppress", ("ERASED",), None)),
    ("erased before", {"facts": {"is_suppressed": True}}, ("suppress", ("ERASED",), None)),
    ("restricted", {"facts": {"standing": "restricted"}}, ("suppress", ("RESTRICTED",), None)),
    ("dead", {"facts": {"standing": "deceased"}}, ("suppress", ("RESTRICTED",), None)),
    ("a minor", {"facts": {"standing": "minor"}}, ("suppress", ("MINOR",), None)),
    # 4: consent and objection
    ("nobody agreed", {"given": terms({})}, ("suppress", ("NO_CONSENT",), None)),
    ("a no", {"given": terms(offers={"consent": False})}, ("suppress", ("NO_CONSENT",), None)),
    ("agreed for another address", {"given": terms(offers={"consent": {"where": ["sms"]}})},
     ("suppress", ("NO_CONSENT",), None)),
    ("agreed for this one", {"given": terms(offers={"consent": {"where": ["telegram"]}})}, SEND),
    ("agreed long ago", {"given": terms(offers={"consent": {"until": NOW}})}, ("suppress", ("CONSENT_EXPIRED",), None)),
    ("not confirmed yet", {"given": terms(offers={"consent": {"pending": True}})},
     ("suppress", ("OPTIN_PENDING",), None)),
    ("agreed to all that sells", {"given": terms({"category:marketing": {"consent": True}})}, SEND),
    ("but not to this", {"given": terms({"category:marketing": {"consent": True}}, offers={"consent": False})},
     ("suppress", ("NO_CONSENT",), None)),
    ("STOP", {"given": terms(all={"stopped": True})}, ("suppress", ("STOP_ALL",), None)),
    ("STOP to advertising", {"given": terms(marketing={"stopped": True})}, ("suppress", ("STOP_ALL",), None)),
    ("STOP here", {"given": terms(telegram={"stopped": True})}, ("suppress", ("STOP_CHANNEL",), None)),
    ("STOP elsewhere", {"given": terms(sms={"stopped": True})}, SEND),
    ("STOP to this", {"given": terms(offers={"stopped": True})}, ("suppress", ("STOP_TOPIC",), None)),
    ("STOP to what it belongs to", {"given": terms(shoes={"stopped": True}), "topic_path": ("offers", "shoes")},
     ("suppress", ("STOP_TOPIC",), None)),
    # 5: initiative
    ("topic off", {"given": terms(offers={"initiative": "off"})}, ("suppress", ("TOPIC_OFF",), None)),
    ("only when asked", {"given": terms(offers={"initiative": "pull"})}, ("feed_only", ("PULL_ONLY",), None)),
    ("in the digest", {"given": terms(offers={"initiative": "digest"})}, ("digest", ("TOPIC_DIGEST",), SATURDAY)),
    ("too late for the digest", {"given": terms(offers={"initiative": "digest"}), "expires_at": SATURDAY},
     ("feed_only", ("TOPIC_DIGEST", "EXPIRES_BEFORE"), None)),
    ("everything off, this followed", {"given": terms(all={"initiative": "off"})}, SEND),
    ("everything off", {"given": terms({"all": {"initiative": "off", "consent": True}})},
     ("suppress", ("TOPIC_OFF",), None)),
    ("the brand asks to be asked", {"given": terms({"all": {"consent": True}}), "initiative": "pull"},
     ("feed_only", ("PULL_ONLY",), None)),
    ("the nearest decides", {"given": terms(shoes={"initiative": "off"}), "topic_path": ("offers", "shoes")}, SEND),
    ("what it belongs to", {"given": terms({"all": {"consent": True}}, shoes={"initiative": "off"}),
                            "topic_path": ("boots", "shoes")}, ("suppress", ("TOPIC_OFF",), None)),
    # 6: pause
    ("a break", {"given": terms(all={"pause": NOW + DAY})}, ("defer", ("PAUSED",), NOW + DAY)),
    ("a break that is over", {"given": terms(all={"pause": NOW})}, SEND),
    ("a break here", {"given": terms(telegram={"pause": NOW + DAY})}, ("defer", ("PAUSED",), NOW + DAY)),
    ("the longest break", {"given": terms(all={"pause": NOW + DAY}, offers={"pause": NOW + 2 * DAY})},
     ("defer", ("PAUSED",), NOW + 2 * DAY)),
    ("not worth it after the break", {"given": terms(all={"pause": NOW + DAY}), "expires_at": NOW + DAY},
     ("suppress", ("PAUSED", "EXPIRES_BEFORE"), None)),
    # 7: complaint
    ("a complaint", {"facts": {"complaint": NEVER}}, ("suppress", ("COMPLAINT_OPEN",), None)),
    ("just settled", {"facts": {"complaint": NOW + DAY}}, ("suppress", ("COMPLAINT_COOLOFF",), None)),
    ("settled long ago", {"facts": {"complaint": NOW}}, SEND),
    ("a programme's step waits", {"facts": {"complaint": NEVER}, "kind": "step", "expires_at": NOW + DAY},
     ("defer", ("COMPLAINT_OPEN",), NOW + DAY)),
    ("and cools off", {"facts": {"complaint": NOW + DAY}, "kind": "step"},
     ("defer", ("COMPLAINT_COOLOFF",), NOW + DAY)),
    # 8: relevance
    ("sold out", {"void": "OUT_OF_STOCK"}, ("suppress", ("OUT_OF_STOCK",), None)),
    ("somebody must look", {"review": "REVIEW", "expires_at": NOW + DAY}, ("hold", ("REVIEW",), NOW + DAY)),
    # 9: reach
    ("blocked", {"places": (place(status="blocked"),)}, ("suppress", ("BLOCKED_BY_USER",), None)),
    ("opted out at the carrier", {"places": (place(status="opted_out"),)}, ("suppress", ("PLATFORM_OPTOUT",), None)),
    ("nobody there", {"places": (place(status="unreachable"),)}, ("suppress", ("UNREACHABLE",), None)),
    ("a group", {"places": (place(is_group=True),)}, ("suppress", ("GROUP_CHAT",), None)),
    ("window closed", {"places": (place(window=DAY),)}, ("suppress", ("WINDOW_CLOSED_NO_TEMPLATE",), None)),
    ("window open", {"places": (place(window=3 * DAY),)}, SEND),
    ("window never opened", {"places": (place(window=DAY, heard_at=None),)}, ("suppress", ("WINDOW_UNKNOWN",), None)),
    ("a template", {"places": (place(window=DAY),), "is_template": True}, SEND),
    ("people, a while longer", {"places": (place(window=DAY, human_window=7 * DAY),), "author": "agent"}, SEND),
    ("people, too late", {"places": (place(window=HOUR, human_window=DAY),), "author": "agent"},
     ("suppress", ("WINDOW_CLOSED_NO_TEMPLATE",), None)),
    ("a template that sells, to the US", {"places": (place("whatsapp", country="US", address_id="telegram"),),
                                          "is_template": True}, ("suppress", ("TEMPLATE_NOT_ALLOWED",), None)),
    ("by channels they did not choose", {"given": terms(all={"channels": ["sms"]})},
     ("suppress", ("CHANNEL_NOT_CHOSEN",), None)),
    # 10: hours
    ("the law's night", {"at": NIGHT}, ("defer", ("LEGAL_WINDOW",), paris(2026, 11, 27, 8))),
    ("their evening", {"at": EVENING, "given": terms(all={"hours": OFFICE})},
     ("defer", ("QUIET_HOURS",), paris(2026, 11, 27, 9))),
    ("half-open: the last moment", {"at": paris(2026, 11, 26, 18) - 1, "given": terms(all={"hours": OFFICE})}, SEND),
    ("half-open: closed", {"at": paris(2026, 11, 26, 18), "given": terms(all={"hours": OFFICE})},
     ("defer", ("QUIET_HOURS",), paris(2026, 11, 27, 9))),
    ("not one of their days", {"given": terms(all={"hours": NOT_TODAY})},
     ("defer", ("QUIET_DAY",), paris(2026, 11, 27, 9))),
    ("hours of the topic and of all", {"given": terms(all={"hours": OFFICE}, offers={"hours": NOT_TODAY})},
     ("defer", ("QUIET_DAY",), paris(2026, 11, 27, 9))),
    ("hours of all and of the topic", {"given": terms(all={"hours": NOT_TODAY}, offers={"hours": OFFICE})},
     ("defer", ("QUIET_DAY",), paris(2026, 11, 27, 9))),
    ("their holidays", {"at": paris(2026, 12, 25, 10), "given": terms(all={"holidays": False}), "created_at": NOW},
     ("defer", ("HOLIDAY",), paris(2026, 12, 26, 8))),
    ("both: their reason first", {"at": NIGHT, "given": terms(all={"hours": OFFICE})},
     ("defer", ("QUIET_HOURS", "LEGAL_WINDOW"), paris(2026, 11, 27, 9))),
    ("planned for later", {"not_before": NOW + DAY}, ("defer", ("SCHEDULED",), NOW + DAY)),
    ("planned for the night", {"not_before": NIGHT}, ("defer", ("SCHEDULED",), paris(2026, 11, 27, 8))),
    ("no hour before its end", {"at": NIGHT, "expires_at": paris(2026, 11, 27, 8)},
     ("suppress", ("LEGAL_WINDOW", "NO_WINDOW_BEFORE_EXPIRY"), None)),
    # 11: distance
    ("just written to", {"brand": Brand(gap=2 * HOUR), "facts": {"last": {"marketing": NOW - HOUR}}},
     ("defer", ("MIN_GAP",), NOW + HOUR)),
    ("the message's own distance", {"min_gap": 2 * HOUR, "facts": {"last": {"marketing": NOW - HOUR}}},
     ("defer", ("MIN_GAP",), NOW + HOUR)),
    ("after the news of an order", {"brand": Brand(after_service=2 * HOUR), "facts": {"last": {"service": NOW - HOUR}}},
     ("defer", ("MIN_GAP",), NOW + HOUR)),
    ("writing with us", {"brand": Brand(busy=HOUR), "places": (place(heard_at=NOW - HOUR // 2),)},
     ("defer", ("BUSY_IN_CONVERSATION",), NOW + HOUR // 2)),
    # 12: measures
    ("none at all", {"given": terms(offers={"frequency": {"n": 0, "per": "week"}})},
     ("suppress", ("CAP_TOPIC",), None)),
    ("one a week, had", {"given": terms(all={"frequency": {"n": 1, "per": "week"}}),
                         "facts": {"rings": {"all": full()}}},
     ("defer", ("CAP_OVERALL",), NOW - HOUR + WEEK)),
    ("one a week, free again", {"given": terms(all={"frequency": {"n": 1, "per": "week"}}),
                                "facts": {"rings": {"all": full(1, WEEK, WEEK)}}}, SEND),
    ("the brand's own", {"brand": Brand(caps=(Cap("category:marketing", 1, DAY),)),
                         "facts": {"rings": {f"brand/category:marketing@{DAY}": full(1, DAY)}}},
     ("defer", ("CAP_BRAND",), NOW - HOUR + DAY)),
    ("a campaign's part", {"brand": Brand(caps=(Cap("all", 2, 30 * DAY),)), "campaign": "x",
                           "facts": {"rings": {"campaign:x": full(1, 30 * DAY)}}},
     ("defer", ("CAP_CAMPAIGN",), NOW - HOUR + 30 * DAY)),
    ("the tighter waits longer", {"given": terms(all={"frequency": {"n": 1, "per": "day"}},
                                                 offers={"frequency": {"n": 1, "per": "week"}}),
                                  "facts": {"rings": {"all": full(1, DAY), "topic:offers": full()}}},
     ("defer", ("CAP_TOPIC", "CAP_OVERALL"), NOW - HOUR + WEEK)),
    ("free at night, so in the morning", {"given": terms(all={"frequency": {"n": 1, "per": "day"}}),
                                          "facts": {"rings": {"all": full(1, DAY, 11 * HOUR)}}},
     ("defer", ("CAP_OVERALL",), paris(2026, 11, 27, 8))),
    ("into the digest instead", {"given": terms(all={"frequency": {"n": 1, "per": "week"},
                                                     "digest": {"days": ["sat"], "time": "10:00", "every": "week"}}),
                                 "is_digestible": True, "facts": {"rings": {"all": full()}}},
     ("digest", ("CAP_OVERALL",), SATURDAY)),
    ("full until its end", {"given": terms(all={"frequency": {"n": 1, "per": "week"}}), "expires_at": NOW + DAY,
                            "facts": {"rings": {"all": full()}}},
     ("suppress", ("CAP_OVERALL", "EXPIRES_BEFORE"), None)),
    # 14: the provider
    ("not today", {"places": (place(limited_until=NOW + DAY, limits=1),)}, ("defer", ("PLATFORM_LIMIT",), NOW + DAY)),
    ("not the third time", {"places": (place(limited_until=NOW - 1, limits=2),), "attempts": 2},
     ("suppress", ("PLATFORM_LIMIT",), None)),
    # and no end of waiting
    ("waited often enough", {"at": NIGHT, "deferrals": 5},
     ("suppress", ("LEGAL_WINDOW", "DEFERRED_TOO_OFTEN"), None)),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), [row[1:] for row in GATES], ids=[row[0] for row in GATES])
def test_a_gate(asked, expected):
    assert told(ask(**asked)) == expected


PASSES = [
    ("people hold the talk", {"facts": {"owner": "agent"}}),
    ("silence about what sells", {"facts": {"silences": (WAITING,)}}),
    ("nobody agreed", {"given": terms({})}),
    ("STOP", {"given": terms(all={"stopped": True})}),
    ("everything off", {"given": terms(all={"initiative": "off"})}),
    ("a break", {"given": terms(all={"pause": NOW + DAY})}),
    ("a complaint", {"facts": {"complaint": NEVER}}),
    ("the law's night", {"at": NIGHT}),
    ("their hours", {"at": EVENING, "given": terms(all={"hours": OFFICE})}),
    ("a full measure", {"given": terms(all={"frequency": {"n": 0, "per": "day"}})}),
    ("a limit of the provider", {"places": (place(limited_until=NOW + DAY, limits=1),)}),
    ("no robot", {"given": terms(all={"no_robot": True})}),
]


@pytest.mark.parametrize("category", ESSENTIALS)
@pytest.mark.parametrize("asked", [row[1] for row in PASSES], ids=[row[0] for row in PASSES])
def test_what_is_essential_passes(category, asked):
    assert told(ask(category, **asked)) == SEND


SERVICE = [
    ("nobody needs to agree", {"given": terms({})}, SEND),
    ("STOP is about what sells", {"given": terms(all={"stopped": True})}, SEND),
    ("everything off too", {"given": terms(all={"initiative": "off"})}, SEND),
    ("delivery goes on in a break", {"given": terms(all={"pause": NOW + DAY})}, SEND),
    ("unless it is paused itself", {"given": terms(orders={"pause": NOW + DAY})}, ("defer", ("PAUSED",), NOW + DAY)),
    ("or switched off", {"given": terms(orders={"initiative": "off"})}, ("suppress", ("TOPIC_OFF",), None)),
    ("or stopped", {"given": terms(orders={"stopped": True})}, ("suppress", ("STOP_TOPIC",), None)),
    ("their hours are kept", {"at": EVENING, "given": terms(all={"hours": OFFICE})},
     ("defer", ("QUIET_HOURS",), paris(2026, 11, 27, 9))),
    ("the law's are not its", {"at": NIGHT}, SEND),
    ("once a week is about what sells", {"given": terms(all={"frequency": {"n": 0, "per": "week"}})}, SEND),
    ("its own measure", {"given": terms(service={"frequency": {"n": 0, "per": "week"}})},
     ("suppress", ("CAP_CATEGORY",), None)),
    ("while people hold the talk", {"facts": {"owner": "agent"}, "expires_at": NOW + DAY},
     ("defer", ("HUMAN_HAS_CONVERSATION",), NOW + DAY)),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), [row[1:] for row in SERVICE], ids=[row[0] for row in SERVICE])
def test_the_news_of_an_order(asked, expected):
    assert told(ask("service", **asked)) == expected


def test_what_confirms_keeps_hours_only_where_they_were_set_for_it():
    own = terms(transactional={"hours": OFFICE})
    assert told(ask("transactional", at=EVENING, given=terms(all={"hours": OFFICE}))) == SEND
    assert told(ask("transactional", at=EVENING, given=own)) == ("defer", ("QUIET_HOURS",), paris(2026, 11, 27, 9))
    just_now = (place(heard_at=EVENING - 10 * 60_000),)
    assert told(ask("transactional", at=EVENING, given=own, places=just_now)) == SEND


def test_what_was_asked_for_is_not_measured_but_a_digest_is_paused():
    asked = {"given": terms(all={"frequency": {"n": 0, "per": "week"}, "pause": NOW + DAY})}
    assert told(ask("requested", **asked)) == SEND
    assert told(ask("requested", kind="digest", **asked)) == ("defer", ("PAUSED",), NOW + DAY)


SILENCES = [
    ("marketing", "marketing", True), ("marketing", "service", False), ("marketing", "critical", False),
    ("all_but_critical", "service", True), ("all_but_critical", "transactional", True),
    ("all_but_critical", "requested", True), ("all_but_critical", "critical", False),
    ("total", "critical", True), ("total", "marketing", True), ("total", "conversation", False),
]  # fmt: skip


@pytest.mark.parametrize(("level", "category", "holds"), SILENCES)
def test_a_silence_holds_what_its_level_says(level, category, holds):
    silence = Silence(id="s", scope="brand", level=level, since=NOW)
    decision = ask(category, facts={"silences": (silence,)})
    assert (decision.codes == ("SILENCE_BRAND",)) is holds
    if holds:
        assert decision.outcome == ("hold" if category == "marketing" else "defer")


def test_a_silence_of_a_topic_or_a_channel_holds_nothing_else():
    for scope, code in (("topic:offers", "SILENCE_TOPIC"), ("channel:telegram", "SILENCE_CHANNEL")):
        silence = Silence(id="s", scope=scope, level="marketing", since=NOW)
        assert ask(facts={"silences": (silence,)}).codes == (code,)
    for scope in ("topic:news", "channel:sms"):
        silence = Silence(id="s", scope=scope, level="marketing", since=NOW)
        assert told(ask(facts={"silences": (silence,)})) == SEND


def test_critical_topics_on_the_list_pass_even_a_total_silence():
    silence = Silence(id="s", scope="brand", level="total", since=NOW, let_pass=("recall",))
    assert told(ask("critical", facts={"silences": (silence,)}, topic="recall")) == SEND
    assert ask("critical", facts={"silences": (silence,)}, topic="sale").codes == ("SILENCE_BRAND",)


def test_a_silence_with_an_end_is_waited_for():
    silence = Silence(id="s", scope="brand", level="marketing", since=NOW, until=NOW + HOUR)
    assert told(ask(facts={"silences": (silence,)})) == ("defer", ("SILENCE_BRAND",), NOW + HOUR)


def test_a_lifted_silence_comes_back_little_by_little():
    silence = Silence(id="s", scope="brand", level="marketing", since=NOW - DAY, lifted_at=NOW, ramp=2 * HOUR)
    outcomes = [ask(facts={"silences": (silence,)}, customer_id=f"c{n}").until for n in range(2000)]
    counts = {until: outcomes.count(until) / 2000 for until in set(outcomes)}
    assert set(counts) == {None, NOW + HOUR, NOW + 2 * HOUR}
    assert counts[None] == pytest.approx(0.1, abs=0.03)
    assert counts[NOW + HOUR] == pytest.approx(0.4, abs=0.04)
    after = [ask(at=NOW + 2 * HOUR, facts={"silences": (silence,)}, customer_id=f"c{n}").outcome for n in range(50)]
    assert set(after) == {"send"}


BOTH = (place(), place("sms"))


def moved(**asked):
    decision = ask(places=BOTH, is_movable=True, **asked)
    return decision.outcome, decision.place, decision.codes


def test_it_goes_by_the_channel_that_the_customer_put_first():
    assert moved() == ("send", None, ("OK",))
    assert moved(given=terms(all={"channels": ["sms", "telegram"]})) == ("switch", "sms", ("CHANNEL_CHOSEN",))
    assert moved(given=terms(all={"channels": ["telegram"]}, offers={"channels": ["sms"]}))[:2] == ("switch", "sms")


def test_it_goes_by_another_channel_where_the_first_cannot():
    blocked = (place(status="blocked"), place("sms"))
    decision = ask(places=blocked, is_movable=True)
    assert (decision.outcome, decision.place, decision.codes) == ("switch", "sms", ("BLOCKED_BY_USER",))
    assert ask(places=blocked).codes == ("BLOCKED_BY_USER",)  # what belongs to its channel stays
    agreed_here = terms(offers={"consent": {"where": ["telegram"]}})
    assert ask(places=blocked, is_movable=True, given=agreed_here).codes == ("BLOCKED_BY_USER",)  # nobody agreed there
    stopped = terms(sms={"stopped": True})
    assert ask(places=blocked, is_movable=True, given=stopped).codes == ("BLOCKED_BY_USER",)
    unknown = (place(status="blocked"), place("sms", verified=False))
    assert ask(places=unknown, is_movable=True).codes == ("BLOCKED_BY_USER",)


def test_who_is_silenced_on_one_channel_is_written_to_on_the_other():
    silence = Silence(id="s", scope="channel:telegram", level="marketing", since=NOW)
    assert moved(facts={"silences": (silence,)}) == ("switch", "sms", ("SILENCE_CHANNEL",))


def test_essentials_keep_one_channel_at_least():
    only_sms = terms(all={"channels": ["sms"]})
    assert told(ask("transactional", given=only_sms)) == SEND
    decision = ask("transactional", given=only_sms, places=BOTH, is_movable=True)
    assert (decision.outcome, decision.place) == ("switch", "sms")


def test_who_would_wait_long_for_one_channel_is_written_to_on_the_next_if_the_brand_says_so():
    quiet = terms(telegram={"hours": NOT_TODAY})
    assert moved(given=quiet)[0] == "defer"
    assert moved(given=quiet, brand=Brand(switch_after=12 * HOUR)) == ("switch", "sms", ("QUIET_DAY",))
    assert moved(given=quiet, brand=Brand(switch_after=2 * DAY))[0] == "defer"


def rival(n, at, expires_at, *scopes):
    return Rival(rank=(n,) * 3, at=at, expires_at=expires_at, scopes=scopes or ("all",))


ONE_A_WEEK = {"given": terms(all={"frequency": {"n": 1, "per": "week"}})}


@pytest.mark.parametrize(
    ("rivals", "expected"),
    [
        ([rival(99, NOW + DAY, NOW + 2 * DAY)], ("defer", ("LOST_TO_PRIORITY",), NOW + DAY)),
        ([rival(-99, NOW + DAY, NOW + 2 * DAY)], SEND),  # it matters less
        ([rival(99, NOW + DAY, NOW + 2 * WEEK)], SEND),  # it can come after
        ([rival(99, NOW + 3 * DAY, NOW + 4 * DAY)], SEND),  # nobody keeps a slot for so long
        ([rival(99, NOW + DAY, NOW + 2 * DAY, "topic:news")], SEND),  # another measure
    ],
)
def test_the_last_slot_is_kept_for_what_matters_more(rivals, expected):
    assert told(ask(**ONE_A_WEEK, facts={"rivals": rivals})) == expected


def test_with_two_slots_there_is_room_for_both():
    two = {"given": terms(all={"frequency": {"n": 2, "per": "week"}})}
    rivals = [rival(99, NOW + DAY, NOW + 2 * DAY)]
    assert told(ask(**two, facts={"rivals": rivals})) == SEND
    assert ask(**two, facts={"rivals": rivals * 2}).codes == ("LOST_TO_PRIORITY",)


@pytest.mark.parametrize(
    ("override", "asked"),
    [
        ("brand_cap", {"brand": Brand(caps=(Cap("all", 0, DAY),))}),
        ("min_gap", {"brand": Brand(gap=2 * HOUR), "facts": {"last": {"marketing": NOW - HOUR}}}),
        ("priority", {**ONE_A_WEEK, "facts": {"rivals": [rival(99, NOW + DAY, NOW + 2 * DAY)]}}),
    ],
)
def test_an_override_lifts_a_rule_of_the_brand(override, asked):
    assert told(ask(**asked)) != SEND
    assert told(ask(**asked, overrides=frozenset({override}))) == SEND


def test_no_override_lifts_what_the_customer_decided():
    every = frozenset({"brand_cap", "min_gap", "priority"})
    for own in ({"frequency": {"n": 0, "per": "week"}}, {"stopped": True}, {"pause": NOW + DAY}, {"hours": NOT_TODAY}):
        assert told(ask(given=terms(all=own), overrides=every)) == told(ask(given=terms(all=own))) != SEND


def test_two_measures_of_the_brand_about_the_same_are_two():
    brand = Brand(caps=(Cap("all", 1, DAY), Cap("all", 2, WEEK)))
    rings = {f"brand/all@{DAY}": full(1, DAY), f"brand/all@{WEEK}": rebuilt(2, WEEK, [NOW - HOUR])}
    made = ask(brand=brand, facts={"rings": rings})
    assert told(made) == ("defer", ("CAP_BRAND",), rings[f"brand/all@{DAY}"].free_at(NOW))
    free = {**rings, f"brand/all@{DAY}": Ring(1, DAY)}
    assert told(ask(brand=brand, facts={"rings": free})) == SEND


def test_who_is_restricted_is_still_answered():
    assert told(ask("conversation", author="bot", facts={"standing": "restricted"})) == SEND
    assert ask("transactional", facts={"standing": "restricted"}).codes == ("RESTRICTED",)


def test_a_date_that_dawns_again_for_who_travels_has_had_its_digest():
    given = terms(offers={"initiative": "digest"}, all={"digest": {"every": "day", "time": "12:00"}})
    noon, tomorrow = paris(2026, 11, 26, 12), paris(2026, 11, 27, 12)
    assert told(ask(given=given)) == ("digest", ("TOPIC_DIGEST",), noon)
    had = {"told": frozenset({"c/all/2026-11-26"})}
    assert told(ask(given=given, facts=had)) == ("digest", ("TOPIC_DIGEST",), tomorrow)


def test_a_part_that_follows_another_is_not_measured_again():
    full_up = {"given": terms(all={"frequency": {"n": 0, "per": "week"}}), "at": NIGHT}
    assert told(ask(**full_up, begun=True)) == SEND
    assert ask(given=terms(all={"stopped": True}), begun=True).codes == ("STOP_ALL",)


def test_measures_of_both_hold_and_the_news_of_an_order_counts_apart():
    brand = Brand(caps=(Cap("all", 5, WEEK), Cap("category:service", 9, WEEK)))
    chosen = terms(all={"frequency": {"n": 2, "per": "week"}})
    sold = measures(counted_in("marketing", "sms", ["offers"], None), chosen, brand)
    assert sold == [Measure("all", 2, WEEK, "CAP_OVERALL"), Measure(f"brand/all@{WEEK}", 5, WEEK, "CAP_BRAND")]
    news = measures(counted_in("service", "sms", ["orders"], None), chosen, brand)
    assert news == [Measure(f"brand/category:service@{WEEK}", 9, WEEK, "CAP_BRAND")]


def test_a_mixed_message_is_of_its_strictest_category():
    assert strictest(["transactional", "marketing"]) == "marketing"
    assert strictest(["conversation", "service"]) == "service"
    assert strictest(["critical"]) == "critical"


def test_an_answer_meets_a_closed_door_and_nothing_else():
    def answer(**more):
        return told(
            ask("conversation", author=more.pop("author", "bot"), given=terms({"all": {"stopped": True}}), **more)
        )

    assert answer(at=NIGHT) == SEND
    assert answer(places=(place(status="blocked"),)) == ("suppress", ("BLOCKED_BY_USER",), None)
    assert answer(places=(place(status="unreachable"),)) == SEND
    assert answer(places=(place(window=DAY),)) == ("suppress", ("WINDOW_CLOSED_NO_TEMPLATE",), None)
    assert answer(places=(place(window=DAY, human_window=7 * DAY),), author="agent") == SEND
    assert answer(places=(place(window=DAY),), is_template=True) == SEND
    assert answer(expires_at=NOW) == ("suppress", ("EXPIRED",), None)


# -- the whole


def codes_said() -> set[str]:
    """Every reason code that stands in the policy's source."""
    folder = Path(policy.__file__).parent
    found = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[A-Z]{2,}[A-Z_]*", text):
                found.add(text)
    return found


def test_every_reason_has_its_sentence_in_both_languages():
    said = codes_said() | {"NO_CONSENT", "OPTIN_PENDING", "CONSENT_EXPIRED", "COLLAPSED"}
    assert said - set(REASONS) - {"FR", "RULES", "PLACE_RULES"} == set()
    assert all(set(one) == {"fr", "en"} and all(one.values()) for one in [*REASONS.values(), *SHORT.values()])
    assert set(SHORT) <= set(REASONS)


def test_the_order_is_the_policy():
    names = [rule.__module__.rpartition(".")[2] for rule in (*policy.RULES, *policy.PLACE_RULES)]
    assert names == [
        "lifetime", "machine", "silenced", "standing", "consent", "initiative", "pause", "complaint", "relevance",
        "reach", "hours", "gap", "caps", "arbitration", "provider",
    ]  # fmt: skip


def test_the_most_personal_reason_is_given_first():
    """All that can be wrong is wrong: what is taken away one by one is told in the order of the gates."""
    rules = {"all": {"stopped": True, "pause": NOW + DAY}, "topic:offers": {"initiative": "off", "consent": True}}
    order = []
    for gone in (None, ("all", "stopped"), ("topic:offers", "initiative"), ("all", "pause")):
        if gone:
            del rules[gone[0]][gone[1]]
        facts = Facts(terms=terms(rules), places=(place(status="blocked"),), complaint=NEVER)
        order.append(decide(message(), facts, NIGHT).codes[0])
    assert order == ["STOP_ALL", "TOPIC_OFF", "PAUSED", "COMPLAINT_OPEN"]
