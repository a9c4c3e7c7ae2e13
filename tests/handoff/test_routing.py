"""Routing: fair, explained, replayable; and the simulation of a busy desk, played with the real router."""

from __future__ import annotations

import heapq
import random
from statistics import mean, quantiles

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.deadlines import MINUTE, PATIENCE, agent_by, due_at, reply_by
from handoff.office import ALWAYS, Office
from handoff.routing import LET_GO, Candidate, Item, choose, is_alarming, lacks, place, replay, weight

NOW = 1_000_000_000


def waiting(number: int = 1, **more) -> Item:
    given_ = {"due_at": NOW + 30 * MINUTE, "queued_at": NOW, "target": 30 * MINUTE, "channel": "whatsapp", **more}
    return Item(case_id=f"case{number:04}", conversation_id=f"talk{number}", epoch=1, **given_)


def agent(name: str, **more) -> Candidate:
    return Candidate(id=name, **{"languages": ("fr", "en"), **more})


@pytest.mark.parametrize(
    ("item", "who", "why"),
    [
        (waiting(), agent("a"), None),
        (waiting(), agent("a", is_available=False), "not_available"),
        (waiting(team="orders"), agent("a", teams=("sales",)), "other_team"),
        (waiting(team="orders"), agent("a", teams=("sales", "orders")), None),
        (waiting(language="ar"), agent("a"), "language_ar"),
        (waiting(), agent("a", channels=("sms",)), "channel_whatsapp"),
        (waiting(skills=("refund",)), agent("a"), "skill_refund"),
        (waiting(prefers=("wine",)), agent("a"), "skill_wine"),
        (waiting(excluded={"a": NOW + 1}), agent("a"), "declined"),
        (waiting(excluded={"a": NOW}), agent("a"), None),
        (waiting(), agent("a", load=201), "full"),
        (waiting(channel="sms"), agent("a", load=250), None),
    ],
)
def test_what_an_agent_lacks_is_said(item, who, why):
    assert lacks(item, who, NOW) == why
    assert (choose(item, [who], NOW) is None) == (why is not None)


def test_the_last_agent_has_it_if_free_and_nobody_waits_for_them():
    item = waiting(wanted="anna")
    assert choose(item, [agent("anna", load=200), agent("marc")], NOW).why[0] == "last_agent"
    assert choose(item, [agent("anna", load=300), agent("marc")], NOW).agent_id == "marc"


def test_the_least_loaded_then_the_narrowest_then_the_longest_idle():
    everybody = [agent("a", load=100), agent("b", skills=("x",)), agent("c", last_assigned_at=9), agent("d")]
    order = []
    while everybody:
        chosen = choose(waiting(), everybody, NOW)
        order.append((chosen.agent_id, chosen.why[0]))
        everybody = [one for one in everybody if one.id != chosen.agent_id]
    assert order == [("d", "idle"), ("c", "breadth"), ("b", "load"), ("a", "only_one")]


def test_preferred_skills_are_let_go_late_and_languages_never():
    item, who = waiting(prefers=("wine", "gifts"), language="fr"), agent("a", languages=("fr",))
    for share, found in zip((0, LET_GO[0], LET_GO[1]), (False, False, True), strict=True):
        at = NOW + item.target * share // 100
        assert (choose(item, [who], at) is not None) is found
    assert choose(item, [who], NOW + 10 * item.target).why == ("only_one", "without_wine", "without_gifts")
    assert choose(item, [agent("b", languages=("en",))], NOW + 100 * item.target) is None
    assert is_alarming(item, NOW + item.target * 3 // 2)


def test_a_silent_customer_weighs_a_quarter():
    assert weight("whatsapp") == 100
    assert weight("whatsapp", waits=False, quiet_for=PATIENCE.quiet) == 25
    assert weight("whatsapp", waits=True, quiet_for=PATIENCE.quiet) == 100
    assert (weight("sms"), weight("email")) == (50, 34)


def test_nobody_waits_behind_what_cannot_be_placed():
    stuck, simple = waiting(1, language="ar", due_at=NOW), waiting(2)
    found = place([simple, stuck], [agent("a")], NOW)
    assert [one.item for one in found.placed] == [simple]
    assert found.waiting == {stuck.case_id: {"a": "language_ar"}}


def test_what_nobody_waits_at_a_screen_for_is_pushed():
    assert choose(waiting(), [agent("a")], NOW).mode == "offer"
    assert choose(waiting(is_async=True), [agent("a")], NOW).mode == "assign"
    assert choose(waiting(channel="email"), [agent("a")], NOW).mode == "assign"


SHORT = Office("UTC", (((0, 60),),) * 7)  # the first hour of each day


def test_what_is_due_is_so_in_business_time():
    """An hour a day: half of it today, the rest tomorrow."""
    assert due_at(45 * MINUTE, "normal", SHORT) == (24 * 60 + 15) * MINUTE
    assert due_at(45 * MINUTE, "normal") == 75 * MINUTE
    assert due_at(45 * MINUTE, "high", SHORT) == 55 * MINUTE


def test_who_waits_for_an_agent_is_told_at_once_where_none_will_come():
    assert agent_by(MINUTE, SHORT) == MINUTE + PATIENCE.no_agent
    assert agent_by(70 * MINUTE, SHORT) == 70 * MINUTE
    assert agent_by(70 * MINUTE) == 70 * MINUTE + PATIENCE.no_agent


def test_an_agent_has_as_long_as_the_office_is_open_for_it():
    tomorrow = 24 * 60 * MINUTE
    assert reply_by(MINUTE, SHORT) == MINUTE + PATIENCE.no_reply
    assert reply_by(58 * MINUTE, SHORT) == 58 * MINUTE + PATIENCE.no_reply  # closed by then: looked at, and told
    assert reply_by(tomorrow - MINUTE, SHORT) == tomorrow + PATIENCE.no_reply


def test_skills_are_let_go_in_business_time():
    asked = waiting(prefers=("wine", "refund"), queued_at=NOW - 10 * 60 * MINUTE, waited=29 * MINUTE)
    assert choose(asked, [agent("a")], NOW) is None
    assert not is_alarming(asked, NOW)
    later = msgspec.structs.replace(asked, waited=38 * MINUTE)
    assert choose(later, [agent("a")], NOW).why == ("only_one", "without_wine", "without_refund")
    assert is_alarming(msgspec.structs.replace(asked, waited=45 * MINUTE), NOW)


LANGUAGES, SKILLS = ("fr", "en", "ar"), ("refund", "wine")
agents_ = st.lists(
    st.builds(
        Candidate, id=st.uuids().map(str), languages=st.sets(st.sampled_from(LANGUAGES), min_size=1).map(tuple),
        skills=st.sets(st.sampled_from(SKILLS)).map(tuple), capacity=st.sampled_from((100, 300)),
        load=st.integers(0, 300), is_available=st.booleans(), last_assigned_at=st.integers(0, NOW),
    ),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip
items_ = st.lists(
    st.builds(
        Item, case_id=st.uuids().map(str), conversation_id=st.uuids().map(str), epoch=st.just(1),
        due_at=st.integers(NOW - 100 * MINUTE, NOW + 100 * MINUTE), queued_at=st.integers(NOW - 100 * MINUTE, NOW),
        target=st.sampled_from((3, 10, 30)).map(lambda one: one * MINUTE), channel=st.sampled_from(("whatsapp", "sms")),
        language=st.sampled_from((None, *LANGUAGES)), prefers=st.sets(st.sampled_from(SKILLS)).map(tuple),
    ),
    max_size=8, unique_by=lambda one: one.case_id,
)  # fmt: skip


@given(items_, agents_)
def test_its_guarantees(items, agents):
    """Work-conserving; nobody is overloaded; equals are given out by due time; each choice can be made again."""
    found = place(items, agents, NOW)
    assert {one.item.case_id for one in found.placed} | set(found.waiting) == {one.case_id for one in items}
    by_id = {one.id: one for one in agents}
    load = {one.id: one.load for one in agents}
    for one in found.placed:
        load[one.agent_id] += weight(one.item.channel)
        assert load[one.agent_id] <= by_id[one.agent_id].capacity
    left = [msgspec.structs.replace(one, load=load[one.id]) for one in agents]
    for item in items:
        if item.case_id in found.waiting:
            assert all(lacks(item, one, NOW) for one in left)
    order = [one.item.due_at for one in found.placed]
    assert order == sorted(order)


@given(items_, agents_)
def test_an_assignment_can_be_made_again_from_what_was_seen(items, agents):
    for item in items:
        chosen = choose(item, agents, NOW)
        snapshot = msgspec.json.decode(msgspec.json.encode({"item": item, "agents": agents, "now": NOW}))
        assert replay(snapshot) == chosen


@given(items_)
def test_the_order_of_two_who_wait_never_changes(items):
    """The key is fixed: however late one looks, what stood before stands before."""
    one = agent("a", languages=LANGUAGES, skills=SKILLS, capacity=10**9)
    soon = [placed.item.case_id for placed in place(items, [one], NOW).placed]
    late = [placed.item.case_id for placed in place(items, [one], NOW + 10**7).placed]
    assert soon == late


# -- a busy desk: handoff.md §3.5, played with the real router

TARGETS = {"normal": 30 * MINUTE, "high": 10 * MINUTE, "urgent": 3 * MINUTE}
SHARES = (("normal", 0.7), ("high", 0.2), ("urgent", 0.1))
HOURS = 10
SERVICE = 9  # minutes, in the mean


def play(seed: int, share: float, office: Office = ALWAYS, hours: int = HOURS) -> dict[str, list[float]]:
    """Minutes of business time waited by priority, some hours long, at `share` of what 12 agents with 3 places each do.

    While the office is closed customers come, and agents do not.
    """
    rng = random.Random(seed)
    agents = {
        f"a{n:02}": Candidate(id=f"a{n:02}", languages=(LANGUAGES[n % 3], LANGUAGES[(n + 1) % 3])) for n in range(12)
    }
    pace = share * 12 * 3 / (SERVICE * MINUTE)  # arrivals a millisecond
    at, number, queue, events = 0.0, 0, {}, []
    while at < hours * 60 * MINUTE:
        at += rng.expovariate(pace)
        priority = rng.choices([name for name, _ in SHARES], [much for _, much in SHARES])[0]
        target = TARGETS[priority]
        item = waiting(
            number,
            due_at=office.after(int(at), target),
            queued_at=int(at),
            target=target,
            language=rng.choice(LANGUAGES),
        )
        heapq.heappush(events, (int(at), number, "comes", item))
        number += 1
    waits: dict[str, list[float]] = {name: [] for name in TARGETS}
    while events:
        now, _, what, subject = heapq.heappop(events)
        if what == "comes":
            queue[subject.case_id] = subject
        elif what == "ends":
            one = agents[subject]
            agents[subject] = msgspec.structs.replace(one, load=one.load - 100)
        if not office.is_open(now):
            number += 1
            heapq.heappush(events, (office.opens(now), number, "opens", None))
            continue
        for placed in place(queue.values(), list(agents.values()), now).placed:
            first = min(one.due_at for one in queue.values() if one.language == placed.item.language)
            assert placed.item.due_at == first
            del queue[placed.item.case_id]
            name = next(name for name, target in TARGETS.items() if target == placed.item.target)
            waits[name].append(office.between(placed.item.queued_at, now) / MINUTE)
            one = agents[placed.agent_id]
            agents[placed.agent_id] = msgspec.structs.replace(one, load=one.load + 100, last_assigned_at=now)
            number += 1
            ends = now + int(rng.lognormvariate(1.9, 0.77) * MINUTE)
            heapq.heappush(events, (ends, number, "ends", placed.agent_id))
    assert not queue  # nobody starves
    return waits


def test_a_day_at_85_percent_is_calm_and_at_95_late_by_priority():
    calm, busy = play(1, 0.85), play(1, 0.95)
    assert mean(one for values in calm.values() for one in values) < 2.5
    p90 = {name: quantiles(values, n=10)[8] for name, values in busy.items()}
    assert p90["urgent"] < p90["high"] < p90["normal"]
    worst = {name: max(values) for name, values in busy.items()}
    # Bounded overtaking: what is urgent waits never longer than a normal case of the same moment
    assert worst["urgent"] <= worst["normal"]


def test_after_a_night_the_order_is_the_same_and_nobody_starves():
    """Ten hours with a lunch, two days; what came by night is there in the morning, and is given out by due time."""
    office = Office("UTC", (((0, 240), (300, 600)),) * 7)
    waits = play(2, 0.08, office, hours=33)
    worst = {name: max(values) for name, values in waits.items()}
    assert worst["urgent"] <= worst["high"] <= worst["normal"]
    assert worst["normal"] < 120
