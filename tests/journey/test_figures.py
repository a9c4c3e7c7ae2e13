"""What /metrics says of a message that came, was decided about, and left."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.journey.breakage import locked
from tests.journey.product import ANNA, Product

HOOK = {"account": "telegram"}


def broken(_connection, _now: int):
    raise TimeoutError


async def figures(product: Product) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels, counted afresh."""
    product.gateway.doctor.counted_at = 0
    async with product.http.get(f"{product.url}/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def of(seen, name: str, **labels: str) -> float:
    return seen.get((name, tuple(sorted(labels.items()))), 0.0)


async def test_a_message_is_counted_at_every_station(product):
    before = await figures(product)
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    await product.settled()
    after = await figures(product)

    def grown(name: str, **labels: str) -> float:
        return of(after, name, **labels) - of(before, name, **labels)

    assert grown("causerie_events_total", **HOOK) == 1
    assert grown("causerie_turns_total") == 1
    assert grown("causerie_decisions_total", outcome="send", code="OK") >= 1
    assert grown("causerie_provider_calls_total", outcome="sent", **HOOK) == 1
    assert grown("causerie_provider_call_seconds_count", **HOOK) == 1
    assert grown("causerie_round_seconds_count") >= 1
    assert of(after, "causerie_database_up") == 1


async def test_what_is_refused_is_counted_with_its_answer(embedded):
    before = await figures(embedded)
    async with embedded.http.post(f"{embedded.url}/hooks/telegram", json={}) as answer:
        assert answer.status == 403
    after = await figures(embedded)
    refused = {"account": "telegram", "answer": "403"}
    assert of(after, "causerie_webhooks_refused_total", **refused) - of(
        before, "causerie_webhooks_refused_total", **refused
    ) == 1  # fmt: skip


async def test_what_waits_is_counted_with_the_age_of_the_oldest(product):
    await product.tell("telegram", "hello")
    await product.settled()
    message = "UPDATE delivery SET state = 'failed', at = at - 5000 WHERE account = 'telegram'"
    await product.write(message)
    seen = await figures(product)
    assert of(seen, "causerie_waiting", what="dead") >= 1
    assert of(seen, "causerie_oldest_waiting_seconds", what="dead") >= 5
    assert of(seen, "causerie_waiting", what="conversations") == 0


async def test_open_desks_are_counted(embedded):
    before = of(await figures(embedded), "causerie_open_desks")
    async with embedded.desk(ANNA) as desk, desk.http.get(f"{embedded.url}/desk/api/stream") as stream:
        assert stream.status == 200
        assert of(await figures(embedded), "causerie_open_desks") - before == 1


async def test_a_backlog_that_cannot_be_counted_leaves_the_other_figures(product, monkeypatch):
    monkeypatch.setattr("gateway.api.health.PATIENCE", 0.2)
    if product.gateway.parts.database.is_embedded:
        monkeypatch.setattr("gateway.messages.backlog_store.backlog", broken)
        seen = await figures(product)
    else:
        async with locked(product, "lane"):
            seen = await figures(product)
    assert ("causerie_waiting", (("what", "deliveries"),)) not in seen
    assert of(seen, "causerie_database_up") == 1


async def test_what_alerts_look_at_begins_at_nought(embedded):
    seen = await figures(embedded)
    for account in embedded.gateway.parts.accounts:
        assert ("causerie_provider_calls_total", (("account", account), ("outcome", "auth"))) in seen
        assert ("causerie_webhooks_refused_total", (("account", account), ("answer", "overloaded"))) in seen
    assert ("causerie_worker_failures_total", (("worker", "turns"),)) in seen
