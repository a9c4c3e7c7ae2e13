"""Figures that a page of the brand asks for, as they come of what was said."""

from __future__ import annotations

import csv
import io

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.api.test_presence import does, held

__all__ = ["held"]


def test_a_contact_is_what_a_customer_had_to_write_again_after_an_answer(door, held):
    place, anna = held
    conversation = place.rpartition("/")[2]

    def contacts() -> int:
        items = door.ask("GET", "/desk/api/insights/conversations?of=contacts", headers=anna).json["items"]
        return next(one["count"] for one in items if one["conversation_id"] == conversation)

    def hears(text: str) -> None:
        does(door, "whatsapp", {"text": text})
        said = lambda: door.ask("GET", f"{place}/messages", headers=anna).json["items"]  # noqa: E731
        assert eventually(lambda: text in [one["content"].get("body") for one in said()])

    def answers(text: str) -> None:
        body = {"client_id": text, "content": {"type": "text", "body": text}, "seen_seq": 0, "force": True}
        assert door.ask("POST", f"{place}/reply", headers=anna, body=body).status == 200

    hears("vous êtes là ?")
    assert eventually(lambda: contacts() == 1)  # words in a row are one
    answers("Oui, que puis-je faire ?")
    assert contacts() == 1
    hears("où est mon colis ?")
    hears("le numéro 12")
    assert eventually(lambda: contacts() == 2)
    answers("Il arrive demain")
    hears("merci beaucoup")
    assert contacts() == 2  # thanks are none
    made = door.ask("GET", "/desk/api/insights", headers=anna).json["efforts"][0]
    assert (made["name"], made["median"] >= 1, made["business_median"]) == ("contacts", True, None)
    text = door.ask("GET", "/desk/api/insights.csv?what=figures", headers=anna).body.decode()
    assert "contacts" in [row["name"] for row in csv.DictReader(io.StringIO(text))]
    problem(door.ask("GET", "/desk/api/insights", headers=log_in(door, "marc@example.com")), 403, "forbidden")
