"""The context package: what was said is quoted with its source, what is not known is absent."""

from __future__ import annotations

from handoff.context import Said, Trigger, package


def said(seq: int, author: str, text: str, **more) -> Said:
    return Said(id=f"m{seq}", seq=seq, author=author, text=text, **more)


TALK = [
    said(1, "customer", "Bonjour", channel="sms", at=10),
    said(2, "bot", "Quel est le numéro de commande ?"),
    said(3, "customer", "C'est la C-1234, elle est cassée", channel="sms", at=20),
    said(4, "bot", "Voici nos conditions de retour."),
    said(5, "customer", "Ça ne m'aide pas, c'est un problème", channel="whatsapp", at=30),
    said(6, "system", "Je passe la main à une personne."),
    said(7, "customer", "", channel="whatsapp", at=40, has_media=True),
]


def test_facts_name_the_message_that_told_them():
    made = package(Trigger(code="customer_asked"), TALK, facts={"order": "C-1234", "pace": "weekly", "none": None})
    assert [(one.slot, one.message_id) for one in made.facts] == [("order", "m3"), ("pace", None)]


def test_what_was_tried_goes_with_what_was_said_to_it():
    made = package(Trigger(code="repeated"), TALK, facts={})
    assert [(one.message_id, one.reaction) for one in made.answers] == [
        ("m2", "C'est la C-1234, elle est cassée"), ("m4", "Ça ne m'aide pas, c'est un problème"),
    ]  # fmt: skip
    assert made.promises == ("Je passe la main à une personne.",)


def test_need_journey_and_files():
    made = package(Trigger(code="customer_asked"), TALK, facts={})
    assert (made.need.kind, made.need.needs_answer) == ("problem", True)
    assert [(one.channel, one.at) for one in made.hops] == [("sms", 10), ("whatsapp", 30)]
    assert made.attachments == ("m7",)
    assert (made.from_seq, made.to_seq) == (1, 7)


def test_of_nothing_nothing_is_made_up():
    made = package(Trigger(code="human_took"), [], facts={})
    assert (made.need.title, made.need.kind, made.facts, made.answers, made.person) == ("", None, (), (), None)


def test_the_need_is_what_they_said_and_not_that_they_asked_for_a_person():
    asks = said(8, "customer", "un humain svp", channel="whatsapp", at=50, only_asks=True)
    made = package(Trigger(code="customer_asked"), [*TALK, asks], facts={})
    assert (made.need.title, made.need.kind) == ("Ça ne m'aide pas, c'est un problème", "problem")
    assert "un humain" not in made.need.summary
    alone = package(Trigger(code="customer_asked"), [said(1, "customer", "Bonjour"), asks], facts={})
    assert alone.need.title == "un humain svp"


def test_what_was_answered_or_said_long_ago_is_not_the_need():
    asks = said(9, "customer", "un humain svp", at=50, only_asks=True)
    answered = [*TALK, said(8, "agent", "C'est réglé", at=45), asks]
    assert package(Trigger(code="customer_asked"), answered, facts={}).need.title == "un humain svp"
    later = said(9, "customer", "un humain svp", at=50 + 2 * 86_400_000, only_asks=True)
    assert package(Trigger(code="customer_asked"), [*TALK, later], facts={}).need.title == "un humain svp"
