"""Everybody can read and use it: axe finds nothing, in whatever state a page is, light or dark, wide or narrow."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.product import Running, running

NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """A morning on every phone: talk, pictures, people asked for, something that fails."""
    with running(tmp_path_factory.mktemp("product")) as product:
        for account in ("whatsapp", "messenger", "sms", "telegram"):
            for said in (
                {"text": "bonjour"},
                {"text": "mes choix"},
                {"location": {"latitude": 48.8, "longitude": 2.3}},
            ):
                does(product, f"phones/{account}/say", said)
        does(product, "phones/whatsapp/say", {"text": "un humain"})
        does(product, "faults", {"account": "telegram", "kind": "auth", "count": 1}, "PUT")
        does(product, "phones/telegram/say", {"text": "aide"})
        yield product


def does(product: Running, path: str, body: dict, method: str = "POST") -> None:
    asked = urllib.request.Request(
        f"{product.phones}/_sandbox/{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200


def phones(product: Running, page: Page) -> None:
    page.goto(product.phones)
    expect(page.get_by_role("log").first).to_contain_text("Que voulez-vous changer")


def fresh_phone(product: Running, page: Page) -> None:
    phones(product, page)
    page.get_by_label("SMS", exact=True).get_by_role("button", name="Nouveau client").click()
    expect(page.get_by_role("button", name="Un humain svp")).to_be_visible()


def raw_request(product: Running, page: Page) -> None:
    phones(product, page)
    page.get_by_label("WhatsApp", exact=True).get_by_text("{ }").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def faults(product: Running, page: Page) -> None:
    phones(product, page)
    page.get_by_label("SMS", exact=True).get_by_text("Pannes").click()
    expect(page.get_by_role("combobox").first).to_be_visible()


def login(product: Running, page: Page) -> None:
    page.goto(product.desk)
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()


def wrong_password(product: Running, page: Page) -> None:
    login(product, page)
    page.get_by_label("E-mail").fill("anna@maison-lumen.example")
    page.get_by_label("Mot de passe", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()


def queue(product: Running, page: Page) -> None:
    login(product, page)
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    expect(page.get_by_role("link", name=re.compile("WhatsApp"))).to_be_visible()


def empty(product: Running, page: Page) -> None:
    queue(product, page)
    page.get_by_role("link", name="Résolues").click()
    expect(page.get_by_text("Rien n’a encore été résolu.")).to_be_visible()


def conversation(product: Running, page: Page) -> None:
    queue(product, page)
    page.get_by_role("link", name=re.compile("WhatsApp")).click()
    expect(page.get_by_label("Messages", exact=True)).to_contain_text("Je passe la main")


def shortcuts(product: Running, page: Page) -> None:
    conversation(product, page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def duty(product: Running, page: Page) -> None:
    conversation(product, page)
    page.keyboard.press("v")
    expect(page.get_by_role("button", name=re.compile("^Disponible"))).to_be_visible()


def note(product: Running, page: Page) -> None:
    conversation(product, page)
    page.keyboard.press("n")
    field = page.get_by_placeholder(re.compile("^Une note"))
    field.fill("@A")  # in the place of a draft that came back
    field.press("n")
    expect(field).to_have_value("@An")


def triage(product: Running, page: Page) -> None:
    conversation(product, page)
    page.get_by_title("Ce qu’est le dernier message").click()
    expect(page.get_by_role("button", name=re.compile("^Commande"))).to_be_visible()


def tagging(product: Running, page: Page) -> None:
    conversation(product, page)
    page.keyboard.press("l")
    expect(page.get_by_role("combobox", name="Nouvelle étiquette")).to_be_focused()


def passing_on(product: Running, page: Page) -> None:
    conversation(product, page)
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()


def failed(product: Running, page: Page) -> None:
    queue(product, page)
    page.get_by_role("link", name=re.compile("En échec")).click()
    expect(page.get_by_text("l’accès du compte est refusé")).to_be_visible()


def flows(product: Running, page: Page) -> None:
    queue(product, page)
    page.get_by_role("link", name="Studio").click()
    expect(page.get_by_role("link", name=re.compile("welcome"))).to_be_visible()


def question(product: Running, page: Page) -> None:
    flows(product, page)
    page.get_by_role("link", name=re.compile("welcome")).click()
    page.get_by_role("listbox", name="Étapes").get_by_role("option").first.click()
    expect(page.get_by_role("figure", name="Telegram")).to_contain_text("Mes choix")


def simulator(product: Running, page: Page) -> None:
    question(product, page)
    page.get_by_role("tab", name="Essayer").click()
    expect(page.get_by_role("log")).to_contain_text("C'est vous qui décidez")


def text_of_flow(product: Running, page: Page) -> None:
    question(product, page)
    page.get_by_role("tab", name="YAML").click()
    expect(page.get_by_label("YAML du scénario")).to_have_value(re.compile("flow: welcome"))


def offline(product: Running, page: Page) -> None:
    page.route("**/desk/api/stream*", lambda route: route.abort())
    queue(product, page)
    expect(page.get_by_role("status").filter(has_text="Connexion perdue")).to_be_visible()


STATES = [
    phones,
    fresh_phone,
    raw_request,
    faults,
    login,
    wrong_password,
    queue,
    empty,
    conversation,
    shortcuts,
    duty,
    note,
    triage,
    tagging,
    passing_on,
    failed,
    flows,
    question,
    simulator,
    text_of_flow,
    offline,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(product: Running, page: Page, state: Callable[[Running, Page], None], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    state(product, page)
    nothing_found(page)
    page.set_viewport_size(NARROW)
    nothing_found(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def nothing_found(page: Page) -> None:
    page.mouse.move(700, 1)  # from whatever was pressed, and the hint that fades in there
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0)))")
    found = Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == [], found.generate_report()
