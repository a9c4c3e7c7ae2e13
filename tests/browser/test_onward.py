"""An agent's day, one conversation after the other: resolved and on to the next that waits, or through with all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, does, nothing_found


@pytest.fixture
def product(tmp_path_factory) -> Iterator[Running]:
    """One for each test: what waits for Anna is its story."""
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def hers(product: Running, page: Page, *accounts: str) -> None:
    """Customers ask for a person, and Anna takes them all; the last stays open."""
    for account in accounts:
        does(product, f"phones/{account}/say", {"text": "un humain"})
    page.goto(product.desk)
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    for account in accounts:
        page.get_by_role("link", name=re.compile("^File")).click()
        row(page, account).click()
        page.get_by_role("button", name="Prendre la main").first.click()
        expect(page).to_have_url(re.compile("/desk/mine/"))
        expect(composer(page)).to_be_editable()


def row(page: Page, account: str):
    return page.locator(".list-row").filter(has_text=re.compile(account, re.IGNORECASE))


def composer(page: Page):
    return page.get_by_placeholder(re.compile("Écri"))


def press_resolve(page: Page, first: str = "Question répondue") -> None:
    page.keyboard.press("e")
    expect(page.get_by_role("dialog").get_by_role("button", name=first, exact=True)).to_be_focused()


def header(page: Page):
    return page.locator(".conversation-header")


def test_resolved_one_stays_until_one_says_otherwise_and_then_goes_on(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp", "messenger", "telegram", "sms")
    expect(page.locator(".list-row")).to_have_count(4)
    first, second, third, fourth = page.locator(".list-channel").all_inner_texts()  # by due time
    row(page, first).click()
    expect(header(page)).to_contain_text(first)
    page.get_by_label("Messages", exact=True).focus()
    press_resolve(page)
    page.keyboard.press("Enter")
    expect(header(page).get_by_text("Résolue")).to_be_visible()
    row(page, second).click()
    expect(header(page)).to_contain_text(second)
    press_resolve(page)
    expect(page.get_by_role("dialog").get_by_label("Puis la suivante qui vous attend")).not_to_be_checked()
    page.keyboard.press("Shift+Enter")  # this once
    expect(header(page)).to_contain_text(third)
    expect(page.get_by_label("Messages", exact=True)).to_be_focused()
    page.keyboard.press("?")
    page.get_by_label("Une fois une conversation résolue").check()
    nothing_found(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("r")
    composer(page).fill("Bonne journée")
    composer(page).press("Control+Shift+Enter")
    expect(page.get_by_role("dialog").get_by_label("Puis la suivante qui vous attend")).to_be_checked()
    nothing_found(page)
    page.get_by_role("dialog").get_by_role("button", name="Question répondue").press("Enter")
    expect(header(page)).to_contain_text(fourth)


def test_who_is_through_is_told_so_and_what_waits_elsewhere(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp", "sms")
    does(product, "phones/telegram/say", {"text": "un humain"})
    composer(page).fill("Je regarde et je vous écris.")
    composer(page).press("Enter")  # the SMS waits for its customer now
    expect(page.get_by_label("Messages", exact=True)).to_contain_text("Je regarde et je vous écris.")
    row(page, "whatsapp").click()
    expect(header(page)).to_contain_text("WhatsApp")
    page.get_by_label("Messages", exact=True).focus()
    press_resolve(page)
    page.keyboard.press("Shift+Enter")
    expect(page).to_have_url(re.compile("/desk/mine$"))
    through = page.get_by_role("heading", name="Rien ne vous attend")
    expect(through).to_be_focused()
    expect(page.get_by_text("L’une des vôtres attend son client. Une personne est dans la file.")).to_be_visible()
    nothing_found(page)
    page.set_viewport_size(NARROW)
    expect(through).to_be_in_viewport(ratio=1)
    nothing_found(page)
    does(product, "phones/sms/say", {"text": "Vous avez trouvé ma commande ?"})
    expect(through).to_have_count(0)


def test_where_no_reasons_are_asked_for_a_second_button_goes_on(tmp_path_factory, page: Page) -> None:
    folder = tmp_path_factory.mktemp("product")
    product = Running(folder, "")
    product.file.write_text(re.sub(r"(?m)^conclusions:\n(  .*\n)+", "", product.file.read_text()))
    product.start()
    try:
        hers(product, page, "whatsapp", "sms")
        composer(page).press("Escape")
        page.get_by_label("Messages", exact=True).focus()
        page.keyboard.press("e")
        asked = page.get_by_role("dialog")
        expect(asked.get_by_role("button", name="Résoudre", exact=True)).to_be_focused()
        nothing_found(page)
        page.keyboard.press("ArrowRight")
        expect(asked.get_by_role("button", name="Résoudre et suivante")).to_be_focused()
        page.keyboard.press("Enter")
        expect(header(page)).to_contain_text("WhatsApp")
    finally:
        product.stop()


def test_an_answer_is_sent_and_put_aside_by_key_or_by_menu(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp", "sms")
    asked = page.get_by_role("dialog", name="Mettre en veille")
    composer(page).fill("Je demande à l’atelier.")
    composer(page).press("Control+Alt+Enter")
    expect(asked.get_by_role("button", name="Jusqu’à sa réponse")).to_be_focused()
    expect(page.get_by_label("Messages", exact=True)).to_contain_text("Je demande à l’atelier.")
    page.keyboard.press("Enter")
    expect(row(page, "sms")).to_have_count(0)
    row(page, "whatsapp").click()
    composer(page).fill("Je reviens vers vous demain.")
    more = page.get_by_role("button", name="Envoyer, et ensuite")
    more.click()
    expect(page.get_by_role("button", name=re.compile("^Envoyer, puis résoudre"))).to_be_focused()
    nothing_found(page)
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.set_viewport_size(NARROW)
    more.click()
    aside = page.get_by_role("button", name=re.compile("^Envoyer, puis mettre en veille"))
    expect(aside).to_be_in_viewport(ratio=1)
    nothing_found(page)
    aside.click()
    asked.get_by_role("button", name=re.compile("Demain matin")).click()
    expect(page.get_by_role("heading", name="Rien ne vous attend")).to_be_visible()
    page.get_by_role("link", name="En veille").click()
    expect(page.locator(".list-row")).to_have_count(2)


def test_what_the_server_has_not_taken_is_not_put_aside(product: Running, page: Page) -> None:
    hers(product, page, "sms")
    page.route("**/reply", lambda route: route.abort())
    composer(page).fill("Je demande à l’atelier.")
    composer(page).press("Control+Alt+Enter")
    expect(page.get_by_label("Messages", exact=True).get_by_text("attend la connexion")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
