"""People take over, on the whole product: offers, deadlines, transfers, what each sees, and the bot switched off."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise

import pytest

from gateway.journey.holding.surveying import GIVEN_UP
from handoff.deadlines import PATIENCE
from tests.journey.product import ANNA, MARC

ASKS = "un humain"


async def waiting(product, channel: str = "whatsapp") -> str:
    """The conversation of a customer who asked for a person."""
    before = {row.id for row in await product.rows('SELECT conversation_id AS id FROM "case"')}
    await product.tell(channel, ASKS)
    rows = await product.rows('SELECT conversation_id AS id FROM "case"')
    (fresh,) = [row.id for row in rows if row.id not in before] or [row.id for row in rows][-1:]
    return fresh


async def owner(product, conversation: str) -> tuple[str, str | None]:
    (row,) = await product.rows(f"SELECT owner_kind, owner_id FROM conversation WHERE id = '{conversation}'")
    names = {one.id: one.name for one in await product.rows("SELECT id, name FROM agent")}
    return row.owner_kind, names.get(row.owner_id)


async def becomes(product, conversation: str, kind: str, name: str | None = None) -> None:
    async def so():
        return await owner(product, conversation) == (kind, name)

    try:
        await product.until(so)
    except AssertionError:
        raise AssertionError(f"it is {await owner(product, conversation)}") from None


async def case(product, conversation: str):
    rows = await product.rows(
        f"SELECT * FROM \"case\" WHERE conversation_id = '{conversation}' ORDER BY opened_at DESC"
    )
    return rows[0]


async def on_duty(desk, status: str = "available", **more):
    return await desk.put("duty", {"status": status, **more})


async def test_an_offer_goes_to_who_is_there_and_is_accepted(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        assert (await owner(product, talk))[0] == "queue"  # nobody said to be there
        await on_duty(marc)
        await becomes(product, talk, "offer", "Marc")
        (offered,) = (await marc.get("cases?view=offers"))["items"]
        assert offered["conversation_id"] == talk
        assert (await marc.act(talk, "accept"))[0] == 200
        await becomes(product, talk, "agent", "Marc")
        trail = await marc.get(f"conversations/{talk}/trail")
        assert [one["act"] for one in trail["stretches"]] == ["begin", "hand_off", "offer", "accept"]
        (given,) = trail["assignments"]
        assert (given["outcome"], given["why"], given["replayed"]) == ("accepted", ["only_one"], True)


async def test_an_offer_that_runs_out_keeps_its_place_and_two_make_the_agent_away(product):
    talk = await waiting(product)
    due = (await case(product, talk)).due_at
    async with product.desk(MARC) as marc:
        await on_duty(marc)
        await product.write("UPDATE duty SET seen_at = seen_at + 10000000")  # their page shows signs all the time
        for missed in (1, 2):
            await becomes(product, talk, "offer", "Marc")
            product.forward(PATIENCE.offer / 1000 + 1)
            await becomes(product, talk, "queue")
            (row,) = await product.rows("SELECT status, misses, why FROM duty")
            assert (row.misses, row.status) == ((1, "available") if missed == 1 else (0, "away"))
            product.forward(PATIENCE.declined / 1000 + 1)
        assert row.why == "missed"
        assert (await case(product, talk)).due_at == due


async def test_only_who_is_asked_can_accept_or_decline(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc, product.desk(ANNA) as anna:
        await on_duty(marc)
        await becomes(product, talk, "offer", "Marc")
        assert (await anna.act(talk, "accept"))[1]["code"] == "owner_changed"
        assert (await marc.act(talk, "decline"))[0] == 200
        await becomes(product, talk, "queue")
        await on_duty(anna)
        await becomes(product, talk, "offer", "Anna")
        assert (await marc.act(talk, "take"))[0] == 200  # whoever takes it rescinds the offer
        (given,) = await product.rows("SELECT outcome FROM assignment WHERE outcome <> 'declined'")
        assert given.outcome == "rescinded"


async def test_nobody_is_given_more_than_they_can_carry(product):
    talks = [await waiting(product, channel) for channel in ("whatsapp", "messenger", "telegram")]
    await product.write("UPDATE agent SET capacity = 200")
    async with product.desk(MARC) as marc:
        await on_duty(marc)
        for talk in talks[:2]:
            await becomes(product, talk, "offer", "Marc")
        floor = await _floor(product)
        (left,) = [one for one in floor["waiting"] if one["owner"] == "queue"]
        assert left["conversation_id"] == talks[2]
        assert "full" in left["why_not"].values()
        await marc.act(talks[0], "accept")
        await marc.act(talks[0], "resolve")
        await becomes(product, talks[2], "offer", "Marc")


async def _floor(product):
    async with product.desk(ANNA) as anna:
        return await anna.get("floor")


async def test_who_waits_long_is_told_so_once_and_pushed_to_the_next_who_is_free(product):
    talk = await waiting(product)
    await product.settled()
    heard = len(product.heard("whatsapp"))
    product.forward(PATIENCE.no_agent / 1000 + 1)
    told = await product.answered("whatsapp", heard + 1)
    assert "garde sa place" in told[-1].text
    product.forward(PATIENCE.no_agent / 1000 + 1)
    async with product.desk(MARC) as marc:
        await on_duty(marc)
        await becomes(product, talk, "agent", "Marc")
    assert len(product.heard("whatsapp")) == heard + 1


async def test_an_agent_who_does_not_answer_loses_it_and_one_who_does_keeps_it(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        await marc.reply(talk, "Bonjour")
        product.forward(PATIENCE.no_reply / 1000 + 1)
        await product.tell("whatsapp", "J'ai un problème avec ma commande")
        await becomes(product, talk, "agent", "Marc")
        product.forward(PATIENCE.no_reply / 1000 + 1)
        await becomes(product, talk, "queue")


async def test_a_snooze_ends_with_its_time_or_with_the_customer_s_words(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        await marc.reply(talk, "Je regarde")
        for until in ("2030-01-01T00:00:00Z", None):
            held = (await marc.get(f"conversations/{talk}"))["conversation"]
            asked = {"epoch": held["owner"]["epoch"], "until": until}
            status, shown = await marc.post(f"conversations/{talk}/snooze", asked)
            assert (status, shown["conversation"]["status"]) == (200, "snoozed")
            assert [one["conversation_id"] for one in (await marc.get("cases?view=snoozed"))["items"]] == [talk]
            assert (await marc.get("cases?view=mine"))["items"] == []
            await product.tell("whatsapp", "Alors, ma commande ?")
            assert (await marc.get(f"conversations/{talk}"))["conversation"]["status"] == "active"
        held = (await marc.get(f"conversations/{talk}"))["conversation"]
        past = {"epoch": held["owner"]["epoch"], "until": "2020-01-01T00:00:00Z"}
        assert (await marc.post(f"conversations/{talk}/snooze", past))[0] == 422


async def test_a_transfer_takes_its_note_along_and_who_may_look_changes_at_once(product):
    talk = await waiting(product)
    async with product.desk(ANNA) as anna, product.desk(MARC) as marc:
        assert (await anna.put("teams/orders", {"name": "Commandes"}))[0] == 200
        await marc.act(talk, "take")
        held = (await marc.get(f"conversations/{talk}"))["conversation"]
        where = {"team": "orders", "reason": "Colis perdu, à relancer", "priority": "high"}
        asked = {"epoch": held["owner"]["epoch"], **where}
        status, shown = await marc.post(f"conversations/{talk}/transfer", asked)
        assert (status, shown) == (200, {"conversation": None})  # Marc is not of that team
        assert (await marc.get(f"conversations/{talk}"))["status"] == 404
        assert (await marc.get("cases?view=all"))["items"] == []
        (note,) = (await anna.get(f"conversations/{talk}/notes"))["items"]
        assert (note["kind"], note["body"], note["author_name"]) == ("transfer", "Colis perdu, à relancer", "Marc")
        row = await case(product, talk)
        assert (row.team_id, row.hops, row.priority) == ("orders", 1, "high")
        assert row.due_at == row.opened_at + PATIENCE.normal or row.due_at <= row.queued_at + PATIENCE.high
        unknown = {**asked, "team": "nobody"}
        assert (await anna.post(f"conversations/{talk}/transfer", unknown))[0] == 422


async def test_who_leaves_for_the_day_hands_over_what_somebody_waits_for(product):
    first, second = await waiting(product), await waiting(product, "messenger")
    async with product.desk(MARC) as marc:
        for talk in (first, second):  # before the router may offer them
            assert (await marc.act(talk, "take"))[0] == 200
        await on_duty(marc)
        await marc.reply(second, "Voilà")
        await on_duty(marc, "away", hand_over=True)
        assert (await owner(product, first))[0] == "queue"
        assert await owner(product, second) == ("agent", "Marc")
        await product.tell("messenger", "J'ai encore un problème")
        assert (await owner(product, second))[0] == "queue"


async def test_who_is_gone_without_a_word_keeps_nobody_waiting(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        await on_duty(marc)
        await becomes(product, talk, "offer", "Marc")
        await marc.act(talk, "accept")
        product.forward(PATIENCE.gone / 1000 + 1)
        await becomes(product, talk, "queue")
        assert (await marc.get("duty"))["why"] == "disconnected"
        assert (await marc.act(talk, "take"))[0] == 200  # back in one click


async def test_soon_after_the_end_people_have_it_again_and_thanks_change_nothing(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        await marc.reply(talk, "C'est réglé")
        await marc.act(talk, "resolve")
        await product.tell("whatsapp", "Merci beaucoup !")
        assert (await owner(product, talk))[0] == "bot"
        assert (await case(product, talk)).thanks == 1
        await product.tell("whatsapp", "Mon colis n'est toujours pas arrivé, c'est un problème")
        assert (await owner(product, talk))[0] == "queue"
        again = await case(product, talk)
        (me,) = await product.rows("SELECT id FROM agent WHERE name = 'Marc'")
        assert (again.reason, again.wanted) == ("reopened", me.id)


async def test_stop_is_obeyed_even_then(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        await marc.reply(talk, "C'est réglé")
        await marc.act(talk, "resolve")
    heard = len(product.heard("whatsapp"))
    await product.tell("whatsapp", "STOP")
    assert "plus aucune" in (await product.answered("whatsapp", heard + 1))[-1].text
    assert (await owner(product, talk))[0] == "bot"


@pytest.mark.parametrize("scope", ["brand", "account", "conversation"])
async def test_a_disengaged_bot_is_silent_and_people_have_what_is_said(product, scope):
    await product.tell("whatsapp", "Bonjour")
    heard = len(await product.answered("whatsapp", 1))
    talk = (await product.rows("SELECT id FROM conversation"))[0].id
    key = {"brand": "", "account": "whatsapp", "conversation": talk}[scope]
    async with product.desk(ANNA) as anna:
        switch = {"scope": scope, "key": key, "engaged": False, "reason": "La machine déraille"}
        assert (await anna.post("switches", switch))[0] == 200
        assert (await owner(product, talk))[0] == "queue"  # live conversations at once
        await product.tell("whatsapp", "Quels sont vos horaires ?")
        assert len(product.heard("whatsapp")) == heard
        await product.tell("whatsapp", "STOP")  # always obeyed
        await product.answered("whatsapp", heard + 1)
        assert (await anna.get("switches"))["items"][0]["by_name"] == "Anna"
        assert (await anna.get(f"conversations/{talk}"))["conversation"]["bot_disengaged"] is True
        await anna.act(talk, "hand_back")
        await product.tell("whatsapp", "Bonjour ?")
        assert (await owner(product, talk))[0] == "queue"
        assert (await anna.post("switches", {**switch, "engaged": True}))[1]["items"] == []


async def test_an_agent_disengages_one_conversation_and_no_account(product):
    await product.tell("whatsapp", "Bonjour")
    talk = (await product.rows("SELECT id FROM conversation"))[0].id
    async with product.desk(MARC) as marc:
        assert (await marc.post("switches", {"scope": "brand", "engaged": False}))[0] == 403
        assert (await marc.post("switches", {"scope": "conversation", "key": talk, "engaged": False}))[0] == 200


async def test_mentions_notes_tags_and_drafts(product):
    talk = await waiting(product)
    async with product.desk(ANNA) as anna, product.desk(MARC) as marc:
        who = {one["name"]: one["id"] for one in (await anna.get("colleagues"))["agents"]}
        note = {"client_id": "1", "body": "@Anna tu connais ?", "mentions": [who["Anna"]]}
        assert (await marc.post(f"conversations/{talk}/notes", note))[0] == 200
        assert (await marc.post(f"conversations/{talk}/notes", note))[0] == 200  # a repeated click
        assert (await anna.get("cases?view=mentions"))["counts"]["mentions"] == 1
        assert len((await anna.get(f"conversations/{talk}/notes"))["items"]) == 1
        assert (await anna.get("cases?view=mentions"))["counts"]["mentions"] == 0
        draft = {"kind": "reply", "body": "Bonjour, je"}
        assert (await marc.put(f"conversations/{talk}/drafts", draft))[0] == 204
        assert (await anna.get(f"conversations/{talk}/drafts"))["items"] == []
        assert (await marc.get(f"conversations/{talk}/drafts"))["items"][0]["body"] == draft["body"]
        await marc.act(talk, "take")
        await marc.reply(talk, "Bonjour")
        assert (await marc.get(f"conversations/{talk}/drafts"))["items"] == []
        assert (await marc.put(f"conversations/{talk}/tags", {"tags": ["colis", "vip"]}))[0] == 200
        assert [one["conversation_id"] for one in (await anna.get("cases?view=all&q=colis"))["items"]] == [talk]
    assert all("tu connais" not in text for text in product.heard("whatsapp"))


async def test_colleagues_see_each_other_look(product):
    talk = await waiting(product)
    async with product.desk(ANNA) as anna, product.desk(MARC) as marc:
        assert (await marc.post(f"conversations/{talk}/looking", {"mode": "replying"}))[0] == 204
        (seen,) = (await anna.get(f"conversations/{talk}"))["conversation"]["viewers"]
        assert (seen["name"], seen["mode"]) == ("Marc", "replying")
        (row,) = (await anna.get("cases?view=queue"))["items"]
        assert row["viewers"] == [seen]
        assert (await marc.get(f"conversations/{talk}"))["conversation"]["viewers"] == []
        product.forward(11)
        assert (await anna.get(f"conversations/{talk}"))["conversation"]["viewers"] == []


async def test_a_case_is_due_before_its_window_shuts(product):
    talk = await waiting(product)
    await product.write('UPDATE "case" SET due_at = due_at + 200000000')
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        product.forward(23.2 * 3600)

        async def brought_forward():
            row = await case(product, talk)
            return row.due_at < row.opened_at + 24 * 3600_000

        await product.until(brought_forward)


async def test_every_look_at_a_customer_is_written_down(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        whole = await marc.get(f"conversations/{talk}")
        await marc.get("cases?view=all&q=Anne")
    rows = await product.rows("SELECT action, target FROM audit ORDER BY action")
    assert ("look", whole["customer"]["id"]) in [tuple(row) for row in rows]
    assert ("search", "Anne") in [tuple(row) for row in rows]
    async with product.desk(ANNA) as anna:
        listed = (await anna.get(f"audit?target={whole['customer']['id']}"))["items"]
        assert [(one["agent_name"], one["action"], one["times"]) for one in listed] == [("Marc", "look", 1)]


async def test_the_handoff_message_is_said_once_however_often_one_asks(product):
    await waiting(product)
    heard = await product.answered("whatsapp", 1)
    for _ in range(3):
        await product.tell("whatsapp", ASKS)
    assert len(product.heard("whatsapp")) == len(heard)
    assert len(await product.rows('SELECT id FROM "case"')) == 1
    package = json.loads((await product.rows('SELECT context FROM "case"'))[0].context)
    assert package["trigger"]["code"] == "customer_asked"


async def resolved(product, marc, channel: str = "whatsapp") -> str:
    talk = await waiting(product, channel)
    await marc.act(talk, "take")
    await marc.reply(talk, "C'est réglé")
    await product.settled()
    await marc.act(talk, "resolve")
    return talk


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
async def test_who_was_helped_is_asked_how_it_was_and_answers_in_chat(product, channel):
    async with product.desk(MARC) as marc:
        talk = await resolved(product, marc, channel)
    heard = len(product.heard(channel))
    product.forward(GIVEN_UP / 1000 + 1)
    asked = (await product.answered(channel, heard + 1))[-1]
    assert "facilement" in asked.text
    await product.tell(channel, "6")
    (row,) = await product.rows("SELECT kind, score FROM survey")
    assert (row.kind, row.score) == ("ces", 6)
    assert (await product.answered(channel, heard + 2))[-1].text == "Merci, c'est noté."
    assert (await owner(product, talk))[0] == "bot"
    async with product.desk(MARC) as marc:  # nobody is asked twice a week
        again = await resolved(product, marc, channel)
        assert again == talk
    product.forward(GIVEN_UP / 1000 + 1)
    await product.round()
    assert len(await product.rows("SELECT id FROM survey")) == 1


async def test_a_customer_goes_on_elsewhere_and_is_not_asked_again(product):
    talk = await waiting(product, "sms")
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        status, given = await marc.post(f"conversations/{talk}/pivot", {"account": "whatsapp"})
        assert (status, given["channel"]) == (200, "whatsapp")
        await product.tell("whatsapp", f"Bonjour {given['code'].lower()}")
        assert "sans rien répéter" in (await product.answered("whatsapp", 1))[-1].text
        await product.tell("whatsapp", "Et voici la photo du colis")
        assert len(product.heard("whatsapp")) == 1  # the bot is silent: Marc has it
        shown = (await marc.get(f"conversations/{talk}"))["conversation"]
        assert (shown["channel"], shown["owner"]["name"]) == ("whatsapp", "Marc")
        await marc.reply(talk, "Merci pour la photo")
        assert (await product.answered("whatsapp", 2))[-1].text == "Merci pour la photo"
        said = [one["content"].get("body") for one in (await marc.get(f"conversations/{talk}/messages"))["items"]]
        assert "Et voici la photo du colis" in said
        async with product.desk(ANNA) as anna:
            changed = next(one for one in (await anna.get("insights"))["shares"] if one["name"] == "changed_channel")
            assert (changed["n"], changed["of"]) == (1, 1)
            behind = await anna.get("insights/conversations?of=changed_channel")
            assert [one["conversation_id"] for one in behind["items"]] == [talk]
        (made,) = (await marc.get(f"conversations/{talk}/links"))["made"]
        assert (await marc.post(f"links/{made['id']}/undo"))[0] == 204
        await product.tell("whatsapp", "Bonjour ?")
        assert (await marc.get(f"conversations/{talk}"))["conversation"]["channel"] == "sms"
        assert (await marc.post(f"links/{made['id']}/undo"))[0] == 409


@pytest.mark.parametrize("spoiled", ["late", "used", "elsewhere"])
async def test_a_code_works_once_in_time_and_where_it_was_meant(product, spoiled):
    talk = await waiting(product, "sms")
    async with product.desk(MARC) as marc:
        account = "telegram" if spoiled == "elsewhere" else "whatsapp"
        await marc.act(talk, "take")
        _, given = await marc.post(f"conversations/{talk}/pivot", {"account": account})
        if spoiled == "used":
            await product.tell("whatsapp", given["code"])
            await product.answered("whatsapp", 1)
        elif spoiled == "late":
            product.forward(16 * 60)
        await product.tell("whatsapp", given["code"], address="+33699999999" if spoiled == "used" else None)

        async def refused():
            return await product.rows("SELECT id FROM message WHERE content LIKE '%plus valable%'")

        await product.until(refused)
        made = await product.rows("SELECT id FROM link")
        assert len(made) == (1 if spoiled == "used" else 0)


async def test_two_customers_become_one_and_two_again(product):
    first = await waiting(product, "whatsapp")
    await product.tell("sms", "Bonjour")
    await product.tell("sms", "STOP")
    other = await product.customer("sms")
    async with product.desk(MARC) as marc:
        asked = {"customer_id": other["id"], "why": "Même numéro de client"}
        assert (await marc.post(f"conversations/{first}/links", asked))[0] == 200
        whole = await marc.get(f"conversations/{first}")
        assert {one["channel"] for one in whole["customer"]["addresses"]} == {"whatsapp", "sms"}
        assert any(rule["field"] == "stopped" for rule in whole["customer"]["terms"]["rules"])
        assert (await marc.post(f"conversations/{first}/links", asked))[0] == 409
        await product.tell("sms", "C'est encore moi")
        shown = (await marc.get(f"conversations/{first}"))["conversation"]
        assert shown["channel"] == "sms"
        (made,) = (await marc.get(f"conversations/{first}/links"))["made"]
        assert (await marc.post(f"links/{made['id']}/undo"))[0] == 204
        whole = await marc.get(f"conversations/{first}")
        assert {one["channel"] for one in whole["customer"]["addresses"]} == {"whatsapp"}


async def test_an_agent_says_what_needs_no_answer_and_it_is_learnt(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc, product.desk(ANNA) as anna:
        await marc.act(talk, "take")
        await marc.reply(talk, "Bonjour")
        await product.tell("whatsapp", "Je passe demain chercher le paquet")
        assert (await case(product, talk)).waiting_since is not None
        newest = (await marc.get(f"conversations/{talk}/messages"))["items"][-1]
        assert (await marc.post(f"messages/{newest['id']}/triage", {"needs_answer": False}))[0] == 204
        assert (await case(product, talk)).waiting_since is None
        await product.tell("whatsapp", "Je passe demain chercher le paquet !")
        assert (await case(product, talk)).waiting_since is None
        assert (await anna.get("triage")) == {"precision": 0.0, "recall": None, "corrected": 1}
        assert (await marc.post("messages/nobody/triage", {"needs_answer": False}))[0] == 404


async def test_figures_come_from_what_happened_and_name_their_cases(product):
    async with product.desk(MARC) as marc, product.desk(ANNA) as anna:
        talk = await waiting(product)
        product.forward(60)
        await marc.act(talk, "take")
        product.forward(60)
        await marc.reply(talk, "Bonjour")
        await marc.act(talk, "resolve")
        (row,) = await product.rows('SELECT * FROM "case"')
        made = await anna.get("insights")
        times = {one["name"]: one for one in made["times"]}
        assert times["queue_wait"]["n"] == 1
        assert times["queue_wait"]["median"] == round((row.taken_at - row.opened_at) / 1000, 1)
        assert times["first_response"]["median"] == round((row.answered_at - row.opened_at) / 1000, 1)
        assert times["resolution"]["cases"] == [row.id]
        assert times["handle"]["median"] == round((row.resolved_at - row.taken_at) / 1000, 1)
        async with anna.http.get(f"{anna.url}/desk/api/insights.csv") as answer:
            lines = (await answer.text()).splitlines()
            assert "attachment" in answer.headers["Content-Disposition"]
        assert len(lines) == 2
        assert row.id in lines[1]
        async with anna.http.get(f"{anna.url}/desk/api/insights.csv?what=figures") as answer:
            kept = {one["name"]: one for one in csv.DictReader(io.StringIO(await answer.text()))}
        assert (kept["resolution"]["n"], kept["transferred"]["of"]) == ("1", "1")
        assert (kept["ces"]["of"], kept["reason:customer_asked"]["n"]) == ("0", "1")  # the survey is still to be asked
        assert sum(int(one["n"]) for name, one in kept.items() if name.startswith("hour:")) == 1
        assert any(name.startswith("volume:whatsapp/") for name in kept)
        assert (await anna.get("insights?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z"))["status"] == 422


async def test_every_number_opens_its_conversations(product):
    async with product.desk(MARC) as marc, product.desk(ANNA) as anna:
        talk = await waiting(product)
        await product.tell("sms", "merci")
        product.forward(60)
        await marc.act(talk, "take")
        await marc.reply(talk, "Bonjour")
        await marc.put(f"conversations/{talk}/tags", {"tags": ["colis"]})
        await marc.act(talk, "resolve")
        made = await anna.get("insights")
        assert {one["name"]: one["n"] for one in made["endings"] if one["n"]} == {"thanked": 1, "handed_off": 1}
        assert made["tags"] == [{"key": "colis", "n": 1}]
        (day,) = made["days"]
        (hour,) = made["hours"]
        (reason,) = made["reasons"]
        named = [
            *(one["name"] for one in made["times"] if one["name"] != "focus"),  # nobody told where they look
            "handed_off", "channel:whatsapp", "ending:handed_off", "tag:colis", f"day:{day['key']}",
            f"hour:{hour['key']}", f"reason:{reason['key']}",
        ]  # fmt: skip
        for of in named:
            behind = await anna.get(f"insights/conversations?of={of}")
            assert [one["conversation_id"] for one in behind["items"]] == [talk], of
            assert behind["total"] == 1
        for of in ("late", "transferred", "ces", "kind:order", "ending:unanswered"):
            assert (await anna.get(f"insights/conversations?of={of}"))["total"] == 0, of
        (alone,) = (await anna.get("insights/conversations?of=ending:thanked"))["items"]
        assert (alone["channel"], alone["case_id"]) == ("sms", None)
        for of in ("nothing", "channel:", "ending:x", "hours:1"):
            assert (await anna.get(f"insights/conversations?of={of}"))["status"] == 422, of


async def test_the_floor_says_who_waits_for_what_and_who_has_whom(product):
    first, second = await waiting(product), await waiting(product, "sms")
    async with product.desk(MARC) as marc, product.desk(ANNA) as anna:
        (one,) = [one for one in (await anna.get("floor"))["waiting"] if one["conversation_id"] == first]
        assert (one["title"], one["owner"], one["owner_id"]) == (ASKS, "queue", None)
        assert one["customer"]
        await marc.act(second, "take")
        floor = await anna.get("floor")
        assert [one["conversation_id"] for one in floor["waiting"]] == [first]
        (held,) = next(one for one in floor["agents"] if one["name"] == "Marc")["cases"]
        assert (held["conversation_id"], held["channel"]) == (second, "sms")
        given = {"epoch": held["epoch"], "agent": next(a for a in floor["agents"] if a["name"] == "Anna")["id"]}
        passed = await anna.post(f"conversations/{second}/transfer", {**given, "reason": "Marc s'en va"})
        assert passed[0] == 200
        assert {one["conversation_id"] for one in (await anna.get("floor"))["waiting"]} == {first, second}


async def test_the_stretches_of_a_conversation_leave_no_gap(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        for name in ("take", "hand_back"):
            await marc.act(talk, name)
    await product.tell("whatsapp", ASKS)
    rows = await product.rows(f"SELECT * FROM stretch WHERE conversation_id = '{talk}' ORDER BY epoch")
    assert [row.owner_kind for row in rows] == ["bot", "queue", "agent", "bot", "queue"]
    assert all(one.ended_at == two.began_at for one, two in pairwise(rows))
    assert rows[-1].ended_at is None


async def test_what_the_bot_answers_alone_is_no_news_of_the_floor(product):
    """Or every message would have it looked over anew."""
    live = product.gateway.parts.live
    before = live.position()
    await product.tell("telegram", "help")
    await product.settled()
    assert {what for change in live.since(before) for what in change.what} <= {"message", "delivery"}
    await product.tell("telegram", ASKS)
    await product.settled()
    assert {"message", "case", "owner"} <= {what for change in live.since(before) for what in change.what}


async def test_who_takes_over_from_the_bot_knows_what_it_found_out(product):
    await product.tell("sms", "aide")
    talk = (await product.customer("sms"))["conversation"]["id"]
    asked = '{"frames":[{"flow":"x","version":"1","step":"a","vars":{"order_number":"Z-77","tries":null}}]}'
    await product.write(f"UPDATE conversation SET state = '{asked}' WHERE id = '{talk}'")
    async with product.desk(ANNA) as anna:
        await anna.act(talk, "take")
        context = (await anna.get(f"conversations/{talk}"))["case"]["context"]
        assert [(one["slot"], one["value"]) for one in context["facts"]] == [("order_number", "Z-77")]
