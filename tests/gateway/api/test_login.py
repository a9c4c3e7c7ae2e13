"""Who may log in, how often one may guess, and when a session ends."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiohttp.test_utils import make_mocked_request

from gateway.api.auth import Gatekeeper, hash_password
from gateway.api.problem import Problem
from gateway.api.session_store import LASTS
from gateway.api.tries import NAMES, Tries
from gateway.ground import schema
from gateway.ground.database import Database
from handoff import agent_store

ANNA = "anna@example.com"


@pytest.fixture
def home(tmp_path):
    """A gatekeeper, its database and a clock that one sets."""
    database = Database(f"sqlite:///{tmp_path / 'login.db'}")
    schema.prepare(database)
    made = {
        "name": "Anna",
        "role": "admin",
        "languages": "fr",
        "password_hash": hash_password("lumen"),
        "created_at": 0,
    }
    database.write_now(lambda connection: agent_store.add(connection, id="anna", email=ANNA, **made))
    at = SimpleNamespace(now=0)
    yield SimpleNamespace(
        database=database,
        at=at,
        door=lambda secure=False: Gatekeeper(database, lambda: at.now, preset_key=None, secure=secure),
    )
    database.close()


def asked(door, token, method="GET", csrf=""):
    return make_mocked_request(method, "/", headers={"Cookie": f"{door.cookie}={token}", "X-CSRF-Token": csrf})


async def refusal(door, email=ANNA, password="wrong", source="1.2.3.4"):
    with pytest.raises(Problem) as refused:
        await door.log_in(email, password, source)
    return refused.value


async def test_ten_wrong_guesses_a_minute_from_one_place_are_enough(home):
    door = home.door()
    for _ in range(10):
        assert (await refusal(door)).status == 401
    slowed = await refusal(door, password="lumen")
    assert (slowed.status, slowed.more["retry_after"]) == (429, 60)
    assert (await door.log_in(ANNA, "lumen", "5.6.7.8"))[0].name == "Anna"
    home.at.now = 60_000
    assert (await door.log_in(ANNA, "lumen", "1.2.3.4"))[0].name == "Anna"


async def test_guesses_made_at_the_same_moment_are_counted_too(home):
    door = home.door()
    refused = await asyncio.gather(*(refusal(door) for _ in range(30)))
    assert sorted(one.status for one in refused) == [401] * 10 + [429] * 20


async def test_a_password_one_knows_does_not_buy_guesses_at_another(home):
    door = home.door()
    for _ in range(10):
        await refusal(door, "marc@example.com")
        if (await allowed(door)).status == 429:
            return
    raise AssertionError("ten wrong guesses, and still no end")


async def allowed(door):
    try:
        await door.log_in(ANNA, "lumen", "1.2.3.4")
    except Problem as problem:
        return problem
    return SimpleNamespace(status=200)


async def test_one_account_is_not_guessed_from_many_places(home):
    door = home.door()
    for place in range(30):
        assert (await refusal(door, f" {ANNA.upper()} ", source=f"10.0.0.{place}")).status == 401
    assert (await refusal(door, password="lumen", source="10.0.1.1")).status == 429
    home.at.now = 900_000
    assert (await door.log_in(ANNA, "lumen", "10.0.1.1"))[0].name == "Anna"


def test_what_is_remembered_of_failures_is_bounded():
    tries = Tries(1, 1000)
    for name in range(NAMES + 1):
        tries.count(str(name), 0)
    assert (tries.wait("0", 0), tries.wait("1", 0)) == (0, 1000)


async def test_a_session_ends_with_its_time_its_log_out_or_its_agent(home):
    door = home.door()
    _, token = await door.log_in(ANNA, "lumen", "")
    assert (await door.identify(asked(door, token), "admin")).id == "anna"
    home.at.now = LASTS
    with pytest.raises(Problem, match="nobody is logged in"):
        await door.identify(asked(door, token), "agent")
    _, token = await door.log_in(ANNA, "lumen", "")
    await door.log_out(asked(door, token))
    with pytest.raises(Problem, match="nobody is logged in"):
        await door.identify(asked(door, token), "agent")
    _, token = await door.log_in(ANNA, "lumen", "")
    home.database.write_now(agent_store.disable, "anna", home.at.now)
    with pytest.raises(Problem, match="nobody is logged in"):
        await door.identify(asked(door, token), "agent")
    assert (await refusal(door, password="lumen")).status == 401


async def test_over_https_the_cookie_is_bound_to_it(home):
    assert home.door().cookie == "causerie_session"
    assert home.door(secure=True).cookie == "__Host-causerie_session"


@pytest.mark.parametrize(
    ("proxies", "told", "source"),
    [
        (0, "6.6.6.6", ""),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (1, "", ""),
        (3, "1.2.3.4", ""),
    ],
)
async def test_a_source_is_what_our_own_proxy_heard_and_not_what_a_stranger_says(home, proxies, told, source):
    door = Gatekeeper(home.database, lambda: 0, preset_key=None, secure=True, proxies=proxies)
    request = make_mocked_request("POST", "/", headers={"X-Forwarded-For": told} if told else {})
    assert door.source(request) == (source or request.remote or "")
