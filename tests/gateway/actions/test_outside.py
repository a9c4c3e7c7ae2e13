"""Actions done by others, over real HTTP on this machine; and the addresses that are never called."""

from __future__ import annotations

import hmac
import json
import socket
import sys
from types import ModuleType, SimpleNamespace

import msgspec
import pytest
from aiohttp import web

from gateway.actions.doing import Outsiders
from gateway.actions.line import Line, is_public
from gateway.actions.model import ACTION
from gateway.actions.task import Done, Failed, Model, Outside, Task

NOW = 1_764_583_200_000
TASK = Task(
    id="t1", action="shop.order", args={"size": 40}, conversation_id="c1", customer_id="u1", flow="order", step="do",
    channel="sms", language="fr", said="Je prends le 40",
)  # fmt: skip


class Server:
    """Answers what it is told to, and keeps what it was asked."""

    def __init__(self, url):
        self.url, self.asked = url, []
        self.status, self.body, self.headers = 200, {"total": 3}, {}


@pytest.fixture
async def server(aiohttp_server):
    async def handle(request):
        raw = await request.read()
        told.asked.append((request.path, dict(request.headers), raw))
        body = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
        return web.Response(status=told.status, body=body, headers=told.headers, content_type="application/json")

    app = web.Application()
    app.router.add_post("/{any:.*}", handle)
    running = await aiohttp_server(app)
    told = Server(f"http://127.0.0.1:{running.port}")
    return told


@pytest.fixture
async def done():
    """Does the task by whoever is configured."""
    opened = []

    async def do(task=TASK, *, line=None, **outside):
        outsiders = Outsiders({task.action: Outside(**outside)}, line)
        opened.append(outsiders)
        return await outsiders.do(task, NOW)

    yield do
    for one in opened:
        await one.close()


# ---- webhooks


async def test_a_webhook_is_signed_and_its_json_is_the_result(server, done):
    assert await done(webhook=server.url + "/order", secret="s3cret", private=True) == Done({"total": 3})
    path, headers, raw = server.asked[0]
    seconds, given = headers["Causerie-Signature"].removeprefix("t=").split(",v1=")
    assert given == hmac.digest(b"s3cret", seconds.encode() + b"." + raw, "sha256").hex()
    assert (path, headers["Causerie-Action-Id"]) == ("/order", "t1")
    assert json.loads(raw)["args"] == {"size": 40}


@pytest.mark.parametrize("kind", ["webhook", "rasa", "assistant", "nlu"])
async def test_whoever_is_called_twice_can_know_it(server, done, kind):
    for _ in range(2):
        await done(**{kind: server.url}, secret="s", private=True)
    marks = [(headers["Causerie-Action-Id"], headers["Idempotency-Key"]) for _, headers, _ in server.asked]
    assert marks == [("t1", '"t1"')] * 2


async def test_a_model_can_too(server):
    model = Model(url=server.url, name="m", private=True)
    outsiders = Outsiders({}, model=model)
    asked = {"message": "x", "flows": [], "knowledge": []}
    await outsiders.do(msgspec.structs.replace(TASK, action=ACTION, args=asked), NOW)
    await outsiders.close()
    (_, headers, _) = server.asked[0]
    assert (headers["Causerie-Action-Id"], headers["Idempotency-Key"]) == ("t1", '"t1"')


ANSWERS = [
    (200, {"a": 1}, Done({"a": 1})),
    (204, b"", Done()),
    (404, {"error": "no_such_size"}, Failed("no_such_size")),
    (404, {"error": "<script>"}, Failed("http_404")),
    (400, b"nope", Failed("http_400")),
    (500, {"error": "x"}, Failed("http_500", again=True)),
    (429, b"", Failed("http_429", again=True)),
    (302, b"", Failed("http_302")),
    (200, b"<html>", Failed("bad_answer")),
    (200, b'"' + b"x" * 70_000 + b'"', Failed("too_large")),
]


@pytest.mark.parametrize(("status", "body", "answer"), ANSWERS)
async def test_what_each_answer_means(server, done, status, body, answer):
    server.status, server.body = status, body
    server.headers = {"Location": "http://127.0.0.1:1/"} if status == 302 else {}
    assert await done(webhook=server.url, secret="s", private=True) == answer


async def test_whoever_is_not_there_or_slow_is_tried_again(done):
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        assert await done(webhook=url, secret="s", private=True) == Failed("unreachable", again=True)
        mute.listen()
        assert await done(webhook=url, secret="s", private=True, timeout=0.05) == Failed("timeout", again=True)


def test_tries_have_pauses_and_an_end():
    outsiders = Outsiders({"shop.order": Outside(webhook="https://x.example", secret="s", tries=3)})
    failed = Failed("timeout", again=True)
    assert [outsiders.again_in(TASK, failed, tries) for tries in (1, 2, 3)] == [2000, 10_000, None]
    assert outsiders.again_in(TASK, Failed("bad_answer"), 1) is None


# ---- addresses


async def test_private_addresses_are_not_called(server, done):
    assert await done(webhook=server.url, secret="s") == Failed("private_address")
    assert await done(webhook=server.url.replace("127.0.0.1", "localhost"), secret="s") == Failed("private_address")
    assert (await done(webhook="not an address", secret="s")).code in ("bad_address", "unreachable")
    assert server.asked == []


async def test_a_name_is_judged_by_where_it_leads(server, done):
    class Resolver:
        async def resolve(self, host, port=0, family=socket.AF_INET):
            return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": family, "proto": 0, "flags": 0}]

        async def close(self):
            pass

    port = server.url.rsplit(":", 1)[1]
    url = f"http://shop.example:{port}/"
    assert await done(webhook=url, secret="s", line=Line(Resolver())) == Failed("private_address")
    assert server.asked == []
    assert await done(webhook=url, secret="s", private=True, line=Line(Resolver())) == Done({"total": 3})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("fd00::1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.215.14", True),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("nonsense", False),
    ],
)
def test_which_addresses_anybody_reaches(address, public):
    assert is_public(address) is public


# ---- Rasa


async def test_an_action_server_is_asked_as_rasa_asks_it(server, done):
    server.body = {
        "events": [{"event": "slot", "name": "total", "value": 3}, {"event": "followup", "name": "x"}],
        "responses": [{"text": "Three."}, {"text": "More?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}],
    }
    answer = await done(rasa=server.url + "/webhook", secret="k", private=True)
    options = [{"id": "/affirm", "label": "Yes"}]
    assert answer == Done({"text": "Three.\nMore?", "options": options, "slots": {"total": 3}})
    path, headers, raw = server.asked[0]
    asked = json.loads(raw)
    assert (path, headers["Authorization"]) == ("/webhook", "Bearer k")
    assert (asked["next_action"], asked["sender_id"], asked["tracker"]["slots"]) == ("shop.order", "c1", {"size": 40})
    heard = asked["tracker"]["latest_message"]
    assert (heard["text"], heard["metadata"]) == ("Je prends le 40", {"causerie_action_id": "t1"})


async def test_an_assistant_is_talked_to(server, done):
    server.body = [{"recipient_id": "c1", "text": "Bonjour"}, {"recipient_id": "c1", "image": "https://x.example/1"}]
    answer = await done(assistant=server.url + "/webhooks/rest/webhook", private=True)
    picture = {"media": {"kind": "image", "url": "https://x.example/1"}}
    assert answer == Done({"text": "Bonjour", "options": [], "messages": [{"text": "Bonjour"}, picture]})
    assert json.loads(server.asked[0][2]) == {"sender": "c1", "message": "Je prends le 40"}


MESSAGES = [
    ({"text": "a", "buttons": [{"title": "A"}]}, {"text": "a", "options": [{"id": "A", "label": "A"}]}),
    (
        {"text": "b", "quick_replies": [{"title": "B", "payload": "/b"}]},
        {"text": "b", "options": [{"id": "/b", "label": "B"}]},
    ),
    (
        {"text": "c", "buttons": [{"title": "C", "type": "web_url", "url": "https://c.example"}]},
        {"text": "c", "options": [{"id": "C", "label": "C", "url": "https://c.example"}]},
    ),
    (
        {"attachment": {"type": "video", "payload": {"src": "https://d.example/d"}}},
        {"media": {"kind": "video", "url": "https://d.example/d"}},
    ),
    ({"image": "javascript:alert(1)", "text": "e", "buttons": "?", "custom": {"x": 1}}, {"text": "e"}),
]


@pytest.mark.parametrize(("said", "message"), MESSAGES)
async def test_what_an_assistant_says_is_kept_message_by_message(server, done, said, message):
    server.body = [{"recipient_id": "c1", **said}, "?", {"recipient_id": "c1"}]
    answer = await done(assistant=server.url, private=True)
    assert answer.result["messages"] == [message]


async def test_an_assistant_that_is_slow_is_not_told_the_same_again(done):
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        assert await done(assistant=url, private=True, timeout=0.05) == Failed("timeout")


async def test_an_understanding_is_asked(server, done):
    server.body = {
        "intent": {"name": "order", "confidence": 0.93},
        "entities": [{"entity": "size", "value": "40"}],
        "text": "…",
    }
    answer = await done(nlu=server.url + "/model/parse", private=True)
    assert answer == Done({"intent": "order", "confidence": 0.93, "entities": {"size": "40"}})


@pytest.mark.parametrize("kind", ["rasa", "assistant", "nlu"])
async def test_what_is_not_rasa_s_form_is_said(server, done, kind):
    server.body = "hello"
    assert await done(**{kind: server.url}, private=True) == Failed("bad_answer")


@pytest.fixture
def sdk(monkeypatch):
    """A stand-in of rasa_sdk with the two calls we make of it; the real one is in the extra [rasa]."""

    class Executor:
        def __init__(self):
            self.actions = {}

        def register_action(self, action):
            self.actions[action().name()] = action()

        async def run(self, call):
            dispatched = []
            events = await self.actions[call["next_action"]].run(dispatched, call["tracker"], call["domain"])
            return SimpleNamespace(model_dump=lambda: {"events": events, "responses": dispatched})

    class Hello:
        def name(self):
            return "action_hello"

        async def run(self, dispatcher, tracker, domain):
            if tracker["slots"].get("size") == 0:
                raise RuntimeError("boom")
            dispatcher.append({"text": f"Size {tracker['slots']['size']}"})
            return [{"event": "slot", "name": "seen", "value": True}]

    package, executor, ours = ModuleType("rasa_sdk"), ModuleType("rasa_sdk.executor"), ModuleType("shop_actions")
    executor.ActionExecutor, ours.Hello = Executor, Hello
    for module in (package, executor, ours):
        monkeypatch.setitem(sys.modules, module.__name__, module)


async def test_an_action_written_with_rasa_sdk_runs_here(sdk, done):
    answer = await done(python="shop_actions:Hello")
    assert answer == Done({"text": "Size 40", "options": [], "slots": {"seen": True}})


@pytest.mark.parametrize(
    ("place", "args", "code"),
    [
        ("gone:Hello", {}, "not_importable"),
        ("shop_actions:Gone", {}, "not_importable"),
        ("shop_actions:Hello", {"size": 0}, "raised"),
    ],
)
async def test_code_that_breaks_breaks_nothing_else(sdk, done, place, args, code):
    task = Task(id="t", action="a.b", args=args, conversation_id="c", customer_id="u", flow="f", step="s")
    assert await done(task, python=place) == Failed(code)


def test_who_does_what():
    outsiders = Outsiders({"shop.order": Outside(rasa="http://one"), "shop.*": Outside(rasa="http://all")})
    assert outsiders.find("shop.order").address == "http://one"
    assert outsiders.find("shop.size").address == "http://all"
    assert outsiders.find("other.size") is None
