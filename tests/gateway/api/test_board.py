"""The customer's page: a link opens it once, a GET changes nothing, forms do and say what chat does and says."""

from __future__ import annotations

import itertools
import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from gateway.outreach import board_link
from tests.gateway.api.test_hooks import call, genuine
from tests.gateway.api.test_messages import eventually
from tests.gateway.api.test_texted import customer, texted
from tests.gateway.conftest import Door, phone

_numbers = itertools.count(1)


class Visitor:
    """A browser without scripts: a page, its forms, and the cookie."""

    def __init__(self, door: Door, number: str) -> None:
        self.door, self.number, self.cookie = door, number, ""

    def get(self, path: str = "/me"):
        return self.door.ask("GET", path, key=None, headers={"Cookie": self.cookie})

    def send(self, path: str, **fields):
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.door.ask("POST", path, body=urlencode(fields, doseq=True).encode(), key=None, headers=headers)
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer

    def act(self, act: str, **fields):
        return self.send("/me/act", act=act, csrf=field(self.get(), "csrf"), **fields)

    @property
    def rules(self):
        held = customer(self.door, self.number)[0]["terms"]["rules"]
        return {(one["scope"], one["field"]): one["value"] for one in held}


def field(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.body.decode())[1]


def text(page) -> str:
    return unescape(page.body.decode())


def say(door: Door, number: str, words: str) -> str:
    """Write, and read the answer."""
    heard = texted(door, MessageSid=f"SMboard{next(_numbers)}{number}", From=number, Body=words)

    def answers():
        items = door.get("/api/v1/messages", account="sms", address=number, direction="out").json["items"]
        return [one for one in items if one.get("reply_to", {}).get("id") == heard["id"]] or items[-1:]

    return eventually(answers)[-1]["content"]["body"]


def link(door: Door, number: str) -> str:
    """A new link, as the path that a browser asks for."""
    said = say(door, number, "my page")
    return re.search(r"https?://[^/]+(/me/\S+)", said)[1]


@pytest.fixture
def ann(door) -> Visitor:
    """Somebody on their page."""
    visitor = Visitor(door, phone())
    path = link(door, visitor.number)
    answer = visitor.send("/me/open", token=field(visitor.get(path), "token"))
    assert (answer.status, answer.headers["location"]) == (303, "/me")
    assert all(word in answer.headers["set-cookie"] for word in ("HttpOnly", "SameSite=Strict"))
    return visitor


def test_a_link_opens_once_and_looking_at_it_opens_nothing(door):
    number = phone()
    path = link(door, number)
    scanner, mine, other = (Visitor(door, number) for _ in range(3))
    for _ in range(3):
        assert scanner.get(path).status == 200
    assert scanner.cookie == ""
    token = field(mine.get(path), "token")
    assert mine.send("/me/open", token=token).status == 303
    assert mine.get().status == 200
    assert other.send("/me/open", token=token).status == other.get(path).status == 410
    assert "MY PAGE" in text(other.get(path)) or "MON ESPACE" in text(other.get(path))


@pytest.mark.parametrize("token", ["x", "InNvbWV0aGluZyI.AAAA", "a" * 4000, "%00"])
def test_a_forged_link_shows_the_way_to_a_new_one(door, token):
    answer = Visitor(door, "").get(f"/me/{token}")
    assert (answer.status, "MON ESPACE" in text(answer)) == (410, True)


def test_a_link_that_is_too_late_shows_the_way_to_a_new_one(door):
    visitor = Visitor(door, phone())
    path = link(door, visitor.number)
    token = field(visitor.get(path), "token")
    door.write("UPDATE board_link SET expires_at = 1 WHERE used_at IS NULL")
    for answer in (visitor.get(path), visitor.send("/me/open", token=token)):
        assert (answer.status, "MON ESPACE" in text(answer), visitor.cookie) == (410, True, "")


def test_a_visit_ends_and_says_how_to_come_back(ann):
    csrf = field(ann.get(), "csrf")
    ann.door.write(f"UPDATE board_link SET used_at = used_at - {board_link.FRESH}")
    assert 'action="/me/erase"' not in text(ann.get())  # what cannot be taken back asks for a new link
    for path in ("/me/data", "/me/erase"):
        assert ann.send(path, csrf=csrf, yes="yes").status == 403
    ann.door.write(f"UPDATE board_link SET used_at = used_at - {board_link.STAYS}")
    for answer in (ann.get(), ann.send("/me/act", act="stop", csrf=csrf)):
        assert (answer.status, "MON ESPACE" in text(answer)) == (403, True)
    assert ann.rules == {}


def test_a_group_is_sent_no_link(door):
    number = next(_numbers)
    asked = {
        "message_id": number, "date": 1780952383, "text": "my page",
        "from": {"id": 4711, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "chat": {"id": -100500, "type": "supergroup", "title": "Family"},
        "reply_to_message": {"message_id": 1, "date": 1780952380, "text": "Hello", "chat": {"id": -100500, "type":
            "supergroup", "title": "Family"}, "from": {"id": 7, "is_bot": True, "first_name": "Bot"}},
    }  # fmt: skip
    sent = json.dumps({"update_id": 88_000 + number, "message": asked}).encode()
    assert door.raw(call("/hooks/telegram", sent, genuine(door, "telegram", sent))).status == 200
    known = {"account": "telegram", "address": "-100500", "direction": "out"}
    (said,) = eventually(lambda: door.get("/api/v1/messages", **known).json["items"])
    assert "in private" in said["content"]["body"]
    assert "/me/" not in said["content"]["body"]


def test_nobody_is_shown_nothing(door):
    visitor = Visitor(door, "")
    visitor.cookie = "causerie_board=forged"
    assert visitor.get().status == 403
    assert visitor.send("/me/act", act="stop").status == 403
    assert visitor.send("/me/data").status == visitor.send("/me/erase", yes="yes").status == 403


def test_a_form_from_elsewhere_changes_nothing(ann):
    for csrf in ("", "forged"):
        assert ann.send("/me/act", act="stop", csrf=csrf).status == 403
    other = Visitor(ann.door, phone())
    other.send("/me/open", token=field(other.get(link(ann.door, other.number)), "token"))
    assert ann.send("/me/act", act="stop", csrf=field(other.get(), "csrf")).status == 403
    assert ann.rules == {}


def test_a_get_changes_nothing(ann):
    before = ann.door.rows("SELECT count(*) FROM terms_change"), ann.door.rows("SELECT count(*) FROM item_shown")
    for query in ("", "?act=stop&yes=yes"):
        assert ann.get(f"/me{query}").status == 200
    assert ann.get("/me/act?act=stop").status == 410  # no more than a link that is none
    assert ann.get("/me/erase").status == 410
    assert before == (
        ann.door.rows("SELECT count(*) FROM terms_change"), ann.door.rows("SELECT count(*) FROM item_shown"),
    )  # fmt: skip


def test_tightening_is_done_and_loosening_asks_for_a_yes(ann):
    asked = ann.act("follow", topic="offers")
    assert ("follow" in text(asked), ann.rules) == (True, {})
    done = ann.act("follow", topic="offers", yes="yes")
    assert 'role="status"' in text(done)
    assert ann.rules["topic:offers", "initiative"] == "push"
    ann.act("pace", scope="topic:offers", pace="weekly")
    assert ann.rules["topic:offers", "frequency"] == {"n": 1, "per": "week"}
    assert "0 of 1 a week" in text(ann.get()) or "0 sur 1 par semaine" in text(ann.get())


def test_the_page_and_chat_say_the_same(ann):
    ann.act("stop")
    assert ann.rules == {("all", "stopped"): True}
    page = text(ann.get())
    sentences = customer(ann.door, ann.number)[0]["terms"]["sentences"]["en"]
    assert all(one in page for one in sentences)
    assert "STOP" in say(ann.door, ann.number, "my choices")
    undone = ann.act("undo", change=ann.door.rows("SELECT change_id FROM terms_change ORDER BY id DESC LIMIT 1")[0][0])
    assert ann.rules == {("all", "stopped"): True}  # only START takes STOP back
    assert 'role="alertdialog"' in text(undone)


@pytest.mark.parametrize(
    ("act", "more"),
    [("pace", {"pace": "often"}), ("follow", {"topic": "nothing"}), ("burn", {}),
     ("hours", {"days": "mon", "opens": "9", "closes": "18:00"}), ("digest", {"when": "never", "time": "10:00"}),
     ("digest", {"when": "sat", "time": "24:00"}), ("channels", {"first": "email"}),
     ("pause", {"for": "P999999D"}), ("language", {"language": "<script>"}), ("off", {"scope": "' OR 1=1"})],
)  # fmt: skip
def test_what_no_form_offers_is_refused(ann, act, more):
    answer = ann.act(act, **more)
    assert (answer.status, 'role="alert"' in text(answer)) == (422, True)
    assert ann.rules == {}


def test_hours_and_digests_are_chosen_and_shown_as_chosen(ann):
    ann.act("hours", days=["sat", "sun"], opens="10:00", closes="18:00")
    assert ann.rules["all", "hours"] == {"windows": [{"days": ["sat", "sun"], "from": "10:00", "to": "18:00"}]}
    ann.act("digest", when="sun", time="18:00")
    assert ann.rules["all", "digest"] == {"days": ["sun"], "time": "18:00", "every": "week"}
    page = text(ann.get())
    assert re.findall(r'value="(\w{3})" checked', page) == ["sat", "sun"]
    assert re.findall(r'<option value="([^"]+)" selected', page)[-6:-1] == ["10:00", "18:00", "yes", "sun", "18:00"]
    asked = ann.act("hours", days=["mon", "tue", "wed", "thu", "fri", "sat", "sun"], opens="00:00", closes="24:00")
    assert 'role="alertdialog"' in text(asked)  # more hours need a yes
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', text(asked).partition("</form>")[0]))
    ann.send("/me/act", **again)
    assert ("all", "hours") not in ann.rules


def test_holidays_are_kept_free_at_once_and_taken_back_after_a_yes(ann):
    ann.act("holidays", holidays="no")
    assert ann.rules["all", "holidays"] is False
    assert '<option value="no" selected' in text(ann.get())
    assert 'role="alertdialog"' in text(ann.act("holidays", holidays="yes"))
    assert ann.rules["all", "holidays"] is False
    ann.act("holidays", holidays="yes", yes="yes")
    assert ("all", "holidays") not in ann.rules
    assert ann.act("holidays", holidays="maybe").status == 422


@pytest.mark.parametrize("given", [{"days": "mon", "opens": "09:00", "closes": "09:00"},
                                   {"opens": "09:00", "closes": "18:00"}])  # fmt: skip
def test_hours_that_leave_none_get_a_question(ann, given):
    answer = ann.act("hours", **given)
    assert (answer.status, "Which hours" in text(answer) or "Quelles heures" in text(answer)) == (422, True)
    assert ann.rules == {}


def test_a_topic_of_the_digest_is_pushed_again_after_a_yes(ann):
    ann.act("follow", topic="offers", yes="yes")
    ann.act("pace", scope="topic:offers", pace="digest")
    assert ann.rules["topic:offers", "initiative"] == "digest"
    asked = ann.act("pace", scope="topic:offers", pace="weekly")
    assert 'role="alertdialog"' in text(asked)
    assert ann.rules["topic:offers", "initiative"] == "digest"
    ann.act("pace", scope="topic:offers", pace="weekly", yes="yes")
    assert ann.rules["topic:offers", "initiative"] == "push"
    assert ann.rules["topic:offers", "frequency"] == {"n": 1, "per": "week"}


def test_a_card_says_why_it_is_there_and_its_topic_can_go(ann):
    ann.door.post("/api/v1/items", {"id": "why", "topic": "offers", "title": {"fr": "Lampe", "en": "Lamp"}})
    assert re.search("You chose nothing about|Vous n'avez rien choisi pour", text(ann.get()))
    ann.act("follow", topic="offers", yes="yes")
    assert re.search("You follow “Offers”|Vous suivez « Offres »", text(ann.get()))
    ann.act("off", scope="topic:offers")
    assert ">Lamp<" not in text(ann.get())
    ann.door.ask("DELETE", "/api/v1/items/why")


def test_what_items_say_is_text_and_no_page(ann):
    evil = {"id": "evil", "topic": "offers", "title": {"fr": "<script>x</script>", "en": "<script>x</script>"}}
    ann.door.post("/api/v1/items", evil)
    page = ann.get()
    assert b"<script" not in page.body
    assert "&lt;script&gt;x" in page.body.decode()
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    ann.door.ask("DELETE", "/api/v1/items/evil")


def test_data_is_taken_along_and_erased_for_good(ann):
    csrf = field(ann.get(), "csrf")
    taken = ann.send("/me/data", csrf=csrf)
    assert json.loads(taken.body)["customer"]["addresses"][0]["address"] == ann.number
    asked = ann.send("/me/erase", csrf=csrf)
    assert ("alertdialog" in text(asked), customer(ann.door, ann.number) != []) == (True, True)
    assert ann.send("/me/erase", csrf=csrf, yes="yes").status == 200
    assert customer(ann.door, ann.number) == []
    assert ann.get().status == 403


def test_data_asked_for_in_chat_comes_by_a_link_that_opens_it_once(door):
    visitor = Visitor(door, phone())
    say(door, visitor.number, "what do you know about me?")
    for words in ("my data", "yes"):
        say(door, visitor.number, words)
    said = say(door, visitor.number, "my data")
    path = re.search(r"https?://[^/]+(/me/\S+)", said)[1]
    assert path.endswith("?to=data")
    shown = visitor.get(path)
    opened = visitor.send("/me/open", token=field(shown, "token"), to=field(shown, "to"))
    assert (opened.status, opened.headers["location"]) == (303, "/me/data")
    page = visitor.get("/me/data")
    assert page.status == 200, page.body
    assert visitor.number in text(page)
    assert "You: what do you know about me?" in text(page)
    taken = visitor.send("/me/data", csrf=field(page, "csrf"))
    assert json.loads(taken.body)["customer"]["addresses"][0]["address"] == visitor.number
    assert visitor.get(path).status == 410
    door.write(f"UPDATE board_link SET used_at = used_at - {board_link.FRESH}")
    assert visitor.get("/me/data").status == 403


def test_a_link_leads_nowhere_else(door):
    visitor = Visitor(door, phone())
    token = field(visitor.get(link(door, visitor.number) + "?to=https://evil.example"), "token")
    opened = visitor.send("/me/open", token=token, to="https://evil.example")
    assert opened.headers["location"] == "/me"
