"""What came of a case, and how long agents were at it: said, kept with the case, counted."""

from __future__ import annotations

from tests.journey.product import ANNA, MARC
from tests.journey.test_people import waiting


async def looks(desk, talk, focused=True):
    assert (await desk.post(f"conversations/{talk}/looking", {"mode": "viewing", "focused": focused}))[0] == 204


async def resolve(desk, talk, **more):
    epoch = (await desk.get(f"conversations/{talk}"))["conversation"]["owner"]["epoch"]
    return await desk.post(f"conversations/{talk}/resolve", {"epoch": epoch, **more})


async def test_a_case_says_what_came_of_it(product):
    talk = await waiting(product)
    async with product.desk(ANNA) as anna:
        await anna.act(talk, "take")
        status, refused = await resolve(anna, talk, conclusion="invented")
        assert (status, refused["code"]) == (422, "invalid")
        assert (await resolve(anna, talk, conclusion="other"))[0] == 200
        (past,) = (await anna.get(f"conversations/{talk}"))["past_cases"]
        assert (past["outcome"], past["conclusion"]) == ("resolved", "other")
        assert (await anna.get("insights"))["conclusions"] == [{"key": "other", "n": 1}]
        behind = await anna.get("insights/conversations?of=conclusion:other")
        assert [one["conversation_id"] for one in behind["items"]] == [talk]


async def test_nobody_has_to_say_it(product):
    talk = await waiting(product)
    async with product.desk(ANNA) as anna:
        await anna.act(talk, "take")
        assert (await resolve(anna, talk))[0] == 200
        (past,) = (await anna.get(f"conversations/{talk}"))["past_cases"]
        assert past["conclusion"] is None
        assert (await anna.get("insights"))["conclusions"] == []


async def test_only_the_time_that_its_agent_was_at_it_is_counted(product):
    talk = await waiting(product)
    async with product.desk(ANNA) as anna, product.desk(MARC) as marc:
        await marc.act(talk, "take")
        for desk, seconds, focused in (
            (marc, 0, True),  # the first sign of a stay tells of no time
            (marc, 5, True),
            (marc, 5, True),
            (marc, 5, False),  # another window, or nobody's hand moved for a minute
            (anna, 0, True),  # somebody else's case
            (anna, 5, True),
            (marc, 600, True),  # he comes back
            (marc, 4, True),
        ):
            product.forward(seconds)
            await looks(desk, talk, focused)
        assert (await resolve(marc, talk))[0] == 200
        product.forward(3)
        await looks(marc, talk)  # what follows the end
        product.forward(6 * 60)
        await looks(marc, talk)
        product.forward(5)
        await looks(marc, talk)  # later it is no work on it any more
        (past,) = (await anna.get(f"conversations/{talk}"))["past_cases"]
        counted, wrong = 5 + 5 + 4 + 3, 5  # one more beat than that would be a wrong one
        assert counted <= past["focus_seconds"] < counted + wrong
        times = {one["name"]: one for one in (await anna.get("insights"))["times"]}
        assert (times["focus"]["n"], times["focus"]["open"], times["focus"]["business_median"]) == (1, 0, None)
        assert counted <= times["focus"]["median"] < counted + wrong
        assert times["handle"]["median"] > times["focus"]["median"]
        (behind,) = (await anna.get("insights/conversations?of=focus"))["items"]
        assert (behind["conversation_id"], behind["seconds"]) == (talk, times["focus"]["median"])
