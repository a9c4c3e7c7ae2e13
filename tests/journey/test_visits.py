"""A customer comes from the brand's own site: people who take over know what they looked at there."""

from __future__ import annotations

import json

import pytest

from tests.journey.product import MARC, SITE

SEEN = {
    "pages": [
        {"url": "https://www.lumen.example/lampes?mail=a@b.fr#x", "title": "Nos  lampes", "ago": 120_000},
        {"url": "javascript:alert(1)", "title": "?", "ago": 90_000},
        {"url": "https://u:secret@www.lumen.example/livraison", "title": "Livraison", "ago": 60_000},
    ],
    "searches": [{"words": "lampe cassée", "ago": 100_000}],
}


async def visited(product, told=SEEN, origin=SITE):
    """What the script sends, as plain text, and what it is answered."""
    headers = {"Origin": origin, "Content-Type": "text/plain"}
    async with product.http.post(f"{product.url}/site/visits", data=json.dumps(told), headers=headers) as answer:
        return answer, await answer.json()


async def known(product, channel):
    """What somebody who takes over sees of the visit."""
    await product.tell(channel, "un humain svp")
    talk = (await product.customer(channel))["conversation"]["id"]
    async with product.desk(MARC) as marc:
        return (await marc.get(f"conversations/{talk}"))["case"]["context"].get("visit")


async def test_what_they_looked_at_comes_along(product):
    answer, told = await visited(product)
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    await product.tell("telegram", f"/start {told['code']}")
    await product.answered("telegram", 1)
    seen = await known(product, "telegram")
    assert [(one["url"], one["title"]) for one in seen["pages"]] == [
        ("https://www.lumen.example/lampes", "Nos lampes"),
        ("https://www.lumen.example/livraison", "Livraison"),
    ]
    assert [one["words"] for one in seen["searches"]] == ["lampe cassée"]
    assert product.clock() - seen["pages"][0]["at"] >= 120_000


@pytest.mark.parametrize(
    ("words", "answer"),
    [("Bonjour {}", "C'est vous qui décidez"), ("{}", "C'est vous qui décidez"), ("stop ({})", "no more advertising")],
)
async def test_the_bot_hears_what_was_said_beside_the_code(product, words, answer):
    _, told = await visited(product)
    await product.tell("whatsapp", words.format(told["code"].lower()))
    assert answer in (await product.answered("whatsapp", 1))[0].text


@pytest.mark.parametrize("spoiled", ["late", "used", "made up"])
async def test_a_code_works_once_and_in_time(product, spoiled):
    _, told = await visited(product)
    code = "WS-ABCDEFGHJK" if spoiled == "made up" else told["code"]
    if spoiled == "used":
        await product.tell("sms", f"Bonjour {code}")
    if spoiled == "late":
        product.forward(16 * 60)
    await product.tell("whatsapp", f"Bonjour {code}")
    assert "C'est vous qui décidez" in (await product.answered("whatsapp", 1))[0].text
    assert await known(product, "whatsapp") is None


async def test_who_is_forgotten_visited_nothing(product):
    _, told = await visited(product)
    await product.tell("sms", f"Bonjour {told['code']}")
    assert await product.number("SELECT count(*) FROM visit WHERE conversation_id IS NOT NULL") == 1
    customer = (await product.customer("sms"))["id"]
    status, _ = await product.post(f"/api/v1/customers/{customer}/erase", {})
    assert status == 200
    assert await product.number("SELECT count(*) FROM visit") == 0


async def test_what_is_refused_is_not_kept(product):
    for origin in ("https://elsewhere.example", "null", ""):
        answer, _ = await visited(product, origin=origin)
        assert (answer.status, answer.headers.get("Access-Control-Allow-Origin")) == (403, None)
    for odd in ([], {"pages": [{"url": 1}]}, {"pages": [{"url": "x", "title": "", "ago": -1}]},
                {"pages": [SEEN["pages"][0]] * 21}):  # fmt: skip
        assert (await visited(product, odd))[0].status == 422
    assert await product.number("SELECT count(*) FROM visit") == 0


async def test_one_visitor_cannot_fill_the_store(product):
    statuses = [(await visited(product))[0].status for _ in range(22)]
    assert statuses == [200] * 20 + [429] * 2
    product.forward(61)
    assert (await visited(product))[0].status == 200


async def test_visits_nobody_came_from_go(product):
    await visited(product)
    product.forward(16 * 60)
    await visited(product)
    assert await product.number("SELECT count(*) FROM visit") == 1
