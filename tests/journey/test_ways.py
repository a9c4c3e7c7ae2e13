"""By which of a customer's apps an agent answers, and what passes once the app's window is closed."""

from __future__ import annotations

from tests.journey.product import MARC
from tests.journey.test_people import becomes, waiting

DAY = 86_400
APPROVED = {"type": "template", "template_id": "we_are_back", "locale": "fr", "params": {"1": "Marie"}}


async def reply(desk, talk, content, **more):
    seen = (await desk.get(f"conversations/{talk}"))["conversation"]["seq"]
    given = {"client_id": f"{content['type']}{more}", "content": content, "seen_seq": seen, "force": True, **more}
    return await desk.post(f"conversations/{talk}/reply", given)


async def test_a_closed_window_lets_approved_messages_pass_and_leaves_the_other_apps_open(product):
    talk = await waiting(product, "sms")
    async with product.desk(MARC) as marc:
        await marc.act(talk, "take")
        _, given = await marc.post(f"conversations/{talk}/pivot", {"account": "whatsapp"})
        await product.tell("whatsapp", given["code"])
        product.forward(DAY + 60)
    await becomes(product, talk, "queue")
    async with product.desk(MARC) as marc:  # the next morning
        await marc.act(talk, "take")
        shown = (await marc.get(f"conversations/{talk}"))["conversation"]
        assert [(one["account"], one["why_not"]) for one in shown["ways"]] == [
            ("whatsapp", "window_closed"),
            ("sms", None),
        ]
        assert {one["account"] for one in shown["elsewhere"]} == {"messenger", "telegram"}
        words = {"type": "text", "body": "Vous êtes là ?"}
        status, refused = await reply(marc, talk, words)
        assert (status, refused["code"]) == (409, "cannot_reply")
        assert (await reply(marc, talk, APPROVED))[0] == 200
        status, said = await reply(marc, talk, words, account="sms")
        assert (status, said["account"]) == (200, "sms")
        assert (await reply(marc, talk, words, account="telegram"))[0] == 409


async def test_the_desk_shows_what_a_message_was_read_to_be_and_what_an_agent_says(product):
    talk = await waiting(product)
    async with product.desk(MARC) as marc:
        read = (await marc.get(f"conversations/{talk}"))["conversation"]["triage"]
        assert (read["corrected"], read["needs_answer"]) == (False, True)
        said = {"kind": "thanks", "needs_answer": False}
        assert (await marc.post(f"messages/{read['message_id']}/triage", said))[0] == 204
        (row,) = [one for one in (await marc.get("cases?view=all"))["items"] if one["conversation_id"] == talk]
        assert row["triage"] == {**read, **said, "corrected": True}
        await product.tell("whatsapp", "Ma commande est cassée")
        newer = (await marc.get(f"conversations/{talk}"))["conversation"]["triage"]
        assert (newer["message_id"] != read["message_id"], newer["corrected"]) == (True, False)
