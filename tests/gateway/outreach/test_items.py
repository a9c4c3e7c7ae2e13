"""Items are told to who asks and in digests, once; they begin and end on the brand's days."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.ground.faults import ConfigurationFault
from gateway.ground.shipped import config_dir
from gateway.outreach import item_store, whats_new
from gateway.outreach.item import BadItem, Item, check, load_items, validity
from gateway.terms.topic import load_topics
from tests.gateway.terms.test_digesting import HOUR, SATURDAY, paris, told, work
from tests.gateway.terms.town import TOPICS

ZONE = "Europe/Paris"


def item(name: str, topic: str = "offers", **more) -> Item:
    return Item(id=name, topic=topic, title={"fr": f"Titre {name}", "en": f"Title {name}"}, **more)


def put(town, *items: Item) -> None:
    town.write(item_store.put, items, ZONE)


def ask(town, customer: str, language: str = "en") -> str:
    terms = town.terms(customer)
    return town.write(whats_new.answer, TOPICS, terms, customer, town.now)[language]


@pytest.fixture
def ann(town) -> str:
    customer = town.meet("telegram", "1")
    town.act(customer, "terms.follow", topic="offers")
    return customer


def test_who_asks_is_told_what_they_follow_and_each_once(town, ann):
    put(town, *(item(name) for name in "abcd"), item("shoe", "shoes"))
    first, second, third = ask(town, ann), ask(town, ann), ask(town, ann)
    assert [name in first for name in ("Title a", "Title b", "Title c", "Title d")] == [True, True, True, False]
    assert first.endswith("send WHAT'S NEW.")
    assert "Title d" in second
    assert "Title a" not in second
    assert third.startswith("Nothing more since last time")
    assert "shoe" not in first + second + third


def test_where_there_is_nothing_it_says_so(town, ann):
    assert ask(town, ann) == "Nothing new at the moment. I looked at: Offers."
    assert ask(town, ann, "fr") == "Rien de nouveau pour l'instant. J'ai regardé : Offres."
    town.act(ann, "terms.off", scope="topic:offers")
    for topic in ("fashion", "shoes", "orders"):
        town.act(ann, "terms.off", scope=f"topic:{topic}")
    assert ask(town, ann) == "Nothing new: you follow no topic."


def test_asking_counts_in_no_measure(town, ann):
    town.act(ann, "terms.set", field="frequency", value={"n": 1, "per": "week"})
    put(town, item("a"))
    ask(town, ann)
    town.post(ann)
    assert len(town.run()) == 1


def test_an_item_is_told_within_its_days(town, ann):
    put(town, item("a", since="2026-11-27", until="2026-11-28"))
    seen = []
    for when in ((2026, 11, 26, 23, 59), (2026, 11, 27), (2026, 11, 28, 23, 59), (2026, 11, 29)):
        town.now = paris(*when)
        seen.append("Title a" in ask(town, ann))
    assert seen == [False, True, True, False]


def test_a_digest_tells_what_was_gathered_and_what_is_new(town, ann):
    town.act(ann, "terms.set", scope="topic:offers", field="digest", value=SATURDAY)
    work(town)
    put(town, item("a"), item("b"), item("shoe", "shoes"))
    ask(town, ann)
    put(town, item("c"))
    town.now = paris(2026, 11, 27)
    town.post(ann)
    town.now = paris(2026, 11, 28, 10)
    work(town)
    (body,) = told(town)
    assert ("Titre c" in body, "Bonjour" in body) == (True, True)
    assert "Titre a" not in body  # they asked, and know it
    town.now += 7 * 24 * HOUR
    work(town)
    assert len(told(town)) == 1  # nothing new since


def test_a_digest_of_items_alone_is_told_and_not_to_who_stopped_paused_or_complains(town, ann):
    town.act(ann, "terms.set", scope="topic:offers", field="digest", value=SATURDAY)
    work(town)
    put(town, item("a"))
    for day, kept in ((28, "terms.pause"), (35, "terms.stop"), (42, "complaint")):
        town.now = paris(2026, 11, 28, 9) + (day - 28) * 24 * HOUR
        if kept == "complaint":
            town.act(ann, "terms.start")
            town.complain(ann, is_open=True)
        else:
            town.act(ann, kept, **({"for": "P3D"} if kept == "terms.pause" else {}))
        town.now += HOUR
        work(town)
        assert told(town) == [], kept
    town.complain(ann, is_open=False)
    town.now = paris(2026, 12, 26, 10)
    work(town)
    (body,) = told(town)
    assert "Titre a" in body
    assert len(town.run()) == 1


def test_the_shipped_items_are_sound():
    check(load_items(config_dir() / "items.yaml"), load_topics(config_dir() / "topics.yaml"), ("fr", "en"), ZONE)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (item("a", "nothing"), "no topic nothing"),
        (Item(id="a", topic="offers", title={"fr": "x"}), "title is not written in en"),
        (item("a", since="2026-11-28", until="2026-11-27"), "ends before it begins"),
        (item("a", since="2026-11-28T10:00:00"), "has no zone"),
        (item("a", since="soon"), "soon"),
    ],
)
def test_a_bad_item_says_what_is_wrong(bad, why):
    with pytest.raises(BadItem, match=why):
        check([bad], TOPICS, ("fr", "en"), ZONE)


def test_a_bad_file_names_itself(tmp_path: Path):
    file = tmp_path / "items.yaml"
    file.write_text(json.dumps({"items": [{"id": "a", "topic": "t", "title": {"fr": "x"}, "link": "javascript:x"}]}))
    with pytest.raises(ConfigurationFault, match="link"):
        load_items(file)


def test_days_are_the_brands():
    assert validity(item("a", since="2026-11-27", until="2026-11-27"), ZONE) == (
        paris(2026, 11, 27),
        paris(2026, 11, 28),
    )
