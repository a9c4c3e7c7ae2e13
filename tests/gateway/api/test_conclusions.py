"""What came of a case is one of the brand's own words, told to its pages and kept in what is exported."""

from __future__ import annotations

import csv
import io

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import problem
from tests.gateway.api.test_uploads import talk


def test_a_conclusion_of_the_brand_is_offered_taken_and_exported(door):
    anna, marc = log_in(door), log_in(door, "marc@example.com")
    offered = door.ask("GET", "/desk/api/session", headers=marc).json["conclusions"]
    assert offered == {"refunded": {"fr": "Remboursé", "en": "Refunded"}}
    conversation = talk(door, anna)
    path = f"/desk/api/conversations/{conversation}"
    epoch = door.ask("GET", path, headers=anna).json["conversation"]["owner"]["epoch"]
    for wrong in ("=1+1", "x" * 101, "", "answered"):
        body = {"epoch": epoch, "conclusion": wrong}
        problem(door.ask("POST", f"{path}/resolve", body=body, headers=anna), 422, "invalid")
    body = {"epoch": epoch, "conclusion": "refunded"}
    problem(door.ask("POST", f"{path}/resolve", body=body, headers=marc), 409, "owner_changed")
    assert door.ask("POST", f"{path}/resolve", body=body, headers=anna).status == 200
    text = door.ask("GET", "/desk/api/insights.csv", headers=anna).body.decode()
    [row] = [one for one in csv.DictReader(io.StringIO(text)) if one["conversation_id"] == conversation]
    assert (row["conclusion"], row["focus_seconds"]) == ("refunded", "0")
    problem(door.ask("GET", "/desk/api/insights.csv", headers=marc), 403, "forbidden")
