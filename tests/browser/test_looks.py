"""How the pages stand: dark and light, narrow and wide, with what matters in sight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import does

# Does the choice stand in its field as a whole?
WHOLE_CHOICE = """(field) => {
  const ruler = new OffscreenCanvas(1, 1).getContext('2d');
  const style = getComputedStyle(field);
  ruler.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return ruler.measureText(field.selectedOptions[0].text).width <= room;
}"""
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def say(phone: Locator, words: str, answer: str) -> None:
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("textbox").press("Enter")
    expect(phone.get_by_role("log")).to_contain_text(answer)


def test_the_phones_turn_dark_and_light(product: Running, page: Page) -> None:
    page.goto(product.phones)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Apparence sombre").click()
    page.wait_for_function(f"{paper} !== '{light}'")
    page.reload()
    page.get_by_role("button", name="Apparence claire").click()
    page.wait_for_function(f"{paper} === '{light}'")


def test_four_phones_stand_side_by_side(product: Running, page: Page) -> None:
    page.goto(product.phones)
    expect(page.locator(".phone")).to_have_count(4)
    assert len({one.bounding_box()["y"] for one in page.locator(".phone").all()}) == 1


def test_a_press_beside_a_menu_closes_it(product: Running, page: Page) -> None:
    page.goto(product.phones)
    page.get_by_label("SMS", exact=True).get_by_role("button", name="Joindre").click()
    expect(page.get_by_role("button", name="Position")).to_be_visible()
    page.get_by_role("heading", name="Téléphones").click()
    expect(page.get_by_role("button", name="Position")).to_have_count(0)


def test_a_narrow_page_shows_the_end_of_the_phone_one_turns_to(product: Running, page: Page) -> None:
    page.goto(product.phones)
    phone = page.get_by_label("WhatsApp", exact=True)
    say(phone, "bonjour", "C'est vous qui décidez")
    say(phone, "mes choix", "Que voulez-vous changer")
    say(phone, "un humain", "Je passe la main")
    page.get_by_label("Messenger", exact=True).get_by_role("textbox").focus()
    page.set_viewport_size(NARROW)
    tabs = page.get_by_role("navigation")
    tabs.get_by_role("button", name="SMS").click()
    expect(phone).to_be_hidden()
    page.reload()
    tabs.get_by_role("button", name="SMS").click()
    tabs.get_by_role("button", name="WhatsApp").click()
    expect(phone.get_by_text("Elle vous répond ici.")).to_be_in_viewport()


def test_a_narrow_desk_keeps_every_act_and_the_last_word_in_sight(product: Running, page: Page) -> None:
    page.goto(product.desk)
    page.get_by_role("button", name="marc@maison-lumen.example").click()
    page.get_by_role("link", name="WhatsApp").first.click()
    last = page.get_by_label("Messages", exact=True).get_by_text("Elle vous répond ici.")
    expect(last).to_be_in_viewport()
    page.set_viewport_size(NARROW)
    expect(last).to_be_in_viewport()
    for name in ("Prendre la main", "Rendre au bot", "Résoudre", "Voir le contexte"):
        expect(page.get_by_role("button", name=name).first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.set_viewport_size(WIDE)
    expect(last).to_be_in_viewport()


def test_a_narrow_composer_says_where_an_answer_goes_and_sends_it(product: Running, page: Page) -> None:
    does(product, "phones/sms/say", {"text": "un humain"})
    page.goto(product.desk)
    page.get_by_role("button", name="marc@maison-lumen.example").click()
    page.get_by_role("link", name=re.compile(r"\bSMS\b")).first.click()
    page.get_by_role("button", name="Prendre la main").first.click()
    composer = page.get_by_placeholder(re.compile("Écri"))
    expect(composer).to_be_editable()
    page.get_by_role("button", name="Continuer ailleurs").click()
    page.get_by_role("button", name="Vers WhatsApp").click()
    expect(composer).to_have_value(re.compile("CS-"))
    does(product, "phones/whatsapp/say", {"text": re.findall(r"CS-\w+", composer.input_value())[0]})
    page.set_viewport_size(NARROW)
    ways, send = page.get_by_label("Répondre par"), page.get_by_role("button", name=re.compile("^Envoyer à"))
    expect(ways).to_be_in_viewport(ratio=1)
    expect(send).to_be_in_viewport(ratio=1)
    assert ways.evaluate(WHOLE_CHOICE)
    assert send.bounding_box()["width"] > NARROW["width"] / 2
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
