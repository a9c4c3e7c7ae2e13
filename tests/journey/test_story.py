"""A customer's story on each simulated phone, from hello to a person."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from tests.journey.product import CHANNELS, MARC


@pytest.mark.parametrize("channel", CHANNELS)
async def test_help_is_one_message_each_time(product, channel):
    product.sandbox.say(channel, "help")
    await product.answered(channel, 1)
    product.sandbox.say(channel, "aide")
    sent = await product.answered(channel, 2)
    assert "Maison Lumen" in sent[0].text
    assert "HUMAN" in sent[0].text
    assert "HUMAIN" in sent[1].text


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_customer_chooses_topics_and_pace(product, channel):
    product.sandbox.say(channel, "Bonjour")
    await product.answered(channel, 1)
    product.sandbox.say(channel, "mes choix")
    await product.answered(channel, 2)
    product.sandbox.say(channel, "sujets")
    sent = await product.until(lambda: _saying(product, channel, "sujets"))
    product.sandbox.say(channel, "1")
    await product.until(lambda: _saying(product, channel, "Vous suivez Offres"))
    product.sandbox.say(channel, "oui")

    async def followed():
        _, found = await product.get("/api/v1/customers", account=channel, address=_address(product, channel))
        rules = found["items"][0]["terms"]["rules"] if found["items"] else []
        return {"scope": "topic:offers", "field": "initiative", "value": "push"} in rules

    assert await product.until(followed)
    assert sent


async def test_stop_is_obeyed_and_kept(product):
    product.sandbox.say("telegram", "Bonjour")
    await product.answered("telegram", 1)
    product.sandbox.say("telegram", "STOP")
    sent = await product.answered("telegram", 2)
    assert "plus aucune publicité" in sent[1].text
    body = {"account": "telegram", "to": _address(product, "telegram"), "category": "marketing",
            "content": {"type": "text", "body": "Soldes !"}, "topic": "offers"}  # fmt: skip
    status, taken = await product.post("/api/v1/messages", body)
    assert status == 202
    assert taken["decision"]["outcome"] == "suppress"
    assert taken["decision"]["codes"] == ["STOP_ALL"]


async def test_a_person_takes_over_and_gives_back(product):
    product.sandbox.say("whatsapp", "Bonjour")
    await product.answered("whatsapp", 1)
    product.sandbox.say("whatsapp", "un humain")
    await product.answered("whatsapp", 2)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as desk:
        login = {"email": "anna@example.com", "password": "lumen"}
        async with desk.post(f"{product.url}/desk/api/login", json=login) as answer:
            assert answer.status == 200
            csrf = {"X-CSRF-Token": (await answer.json())["csrf"]}
        row = (await (await desk.get(f"{product.url}/desk/api/cases?view=queue")).json())["items"][0]
        assert row["reason"] == "customer_asked"
        base = f"{product.url}/desk/api/conversations/{row['conversation_id']}"
        taken = await desk.post(f"{base}/take", json={"epoch": row["owner"]["epoch"]}, headers=csrf)
        assert taken.status == 200
        late = await desk.post(f"{base}/take", json={"epoch": row["owner"]["epoch"]}, headers=csrf)
        assert (await late.json())["code"] == "owner_changed"
        said = {"client_id": "1", "content": {"type": "text", "body": "Bonjour, Anna à l'appareil."}, "seen_seq": 99}
        reply = await desk.post(f"{base}/reply", json=said, headers=csrf)
        assert reply.status == 200
        twice = await desk.post(f"{base}/reply", json=said, headers=csrf)
        assert (await twice.json())["id"] == (await reply.json())["id"]
        sent = await product.answered("whatsapp", 3)
        assert sent[2].text == "Bonjour, Anna à l'appareil."
        product.sandbox.say("whatsapp", "Merci !")
        whole = await (await desk.get(base)).json()
        resolved = await desk.post(
            f"{base}/resolve", json={"epoch": whole["conversation"]["owner"]["epoch"]}, headers=csrf
        )
        assert (await resolved.json())["conversation"]["owner"]["kind"] == "bot"
    assert len(product.sandbox.sent("whatsapp")) == 3  # the bot stayed silent while Anna held the pen


async def test_an_agent_who_may_not_write_any_more_is_told_why(product, monkeypatch):
    async def later():
        """A day passes at once: Anna's conversation would go back to the queue as soon as the floor is looked over."""

    await product.tell("whatsapp", "un humain")
    monkeypatch.setattr(product.gateway.parts.placers, "_sweep", later)
    (held,) = await product.rows("SELECT id FROM conversation")
    async with product.desk() as anna:
        await anna.act(held.id, "take")
    product.forward(25 * 3600)
    async with product.desk() as anna:
        status, refused = await anna.reply(held.id, "Bonjour")
        assert (status, refused["code"], refused["detail"]) == (409, "cannot_reply", "window closed")
    async with product.desk(MARC) as marc:
        status, refused = await marc.reply(held.id, "Bonjour")
        assert (status, refused["code"]) == (409, "owner_changed")
        assert "Anna" in refused["detail"]


async def test_the_desk_wants_a_login_and_its_own_page(product):
    async with aiohttp.ClientSession() as stranger:
        assert (await stranger.get(f"{product.url}/desk/api/cases")).status == 401
        wrong = {"email": "anna@example.com", "password": "nope"}
        assert (await stranger.post(f"{product.url}/desk/api/login", json=wrong)).status == 401
        assert (await stranger.get(f"{product.url}/api/v1/messages")).status == 401


async def test_messages_are_listed_in_the_api_s_shape(product):
    product.sandbox.say("telegram", "help")
    await product.answered("telegram", 1)

    async def both():
        _, listed = await product.get("/api/v1/messages", account="telegram")
        return listed["items"] if len(listed["items"]) == 2 and listed["items"][1]["status"] == "sent" else None

    asked, said = await product.until(both)
    assert asked["direction"] == "in"
    assert asked["content"] == {"type": "text", "body": "help"}
    assert said["reply_to"]["id"] == asked["id"]
    assert said["author"] == "bot"
    assert said["decision"] == {"outcome": "send", "codes": ["OK"]}
    assert said["deliveries"][0]["provider_id"] == said["provider_id"]


def _address(product, channel):
    return product.sandbox.lines[channel].shown


async def _saying(product, channel, words):
    return any(words in one.text for one in product.sandbox.sent(channel))


async def test_a_picture_is_fetched_and_shown_to_agents(product):
    body = {"media": {"kind": "image", "name": "x.png", "mime": "image/png", "base64": "iVBORw0KGgo="}}
    for channel in ("whatsapp", "telegram", "sms"):
        async with product.http.post(f"{product.sandbox.base_url}/_sandbox/phones/{channel}/say", json=body) as answer:
            assert answer.status == 200

        async def stored(channel=channel):
            _, listed = await product.get("/api/v1/messages", account=channel, direction="in")
            found = [one["content"] for one in listed["items"] if one["content"]["type"] == "media"]
            return found and len(found[0].get("media_id", "")) == 36 and found[0]

        content = await product.until(stored)
        assert content["kind"] == "image"
        assert content["mime"] == "image/png"


async def test_a_tap_is_acknowledged(product):
    product.sandbox.say("telegram", "Bonjour")
    sent = await product.answered("telegram", 1)
    product.sandbox.tap("telegram", sent[0].id, sent[0].buttons[0]["id"])
    await product.answered("telegram", 2)

    async def heard():
        _, listed = await product.get("/api/v1/messages", account="telegram", direction="in")
        return [one["content"] for one in listed["items"] if one["content"]["type"] == "choice_reply"]

    chosen = (await product.until(heard))[0]
    assert chosen["label"] == "Mes choix"
    assert chosen["via"] == "tap"


async def test_who_asks_to_be_erased_twice_hears_it_and_is_forgotten_a_minute_later(product):
    product.clock.freeze()
    body = {"media": {"kind": "image", "name": "x.png", "mime": "image/png", "base64": "iVBORw0KGgo="}}
    async with product.http.post(f"{product.sandbox.base_url}/_sandbox/phones/telegram/say", json=body) as answer:
        assert answer.status == 200
    await product.until(lambda: files_of(product))
    for words in ("effacez mes données", "oui", "EFFACER"):
        await product.tell("telegram", words)
    await product.step(1)
    assert product.heard("telegram")[-1].startswith("C'est fait : dans une minute")
    assert await product.number("SELECT count(*) FROM address_key") == 1
    await product.step(120)
    assert [row.standing for row in await product.rows("SELECT standing FROM customer")] == ["erased"]
    assert await product.number("SELECT count(*) FROM address_key") == 0
    assert await product.number("SELECT count(*) FROM suppression") >= 1
    assert files_of(product) == []


def files_of(product) -> list[Path]:
    """What customers sent, as it lies on the disk."""
    return list(Path(product.gateway.settings.media.folder).glob("*"))
