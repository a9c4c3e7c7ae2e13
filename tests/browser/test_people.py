"""People take over, lived in a browser: a customer on a phone, two agents, and the figures a supervisor reads."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from handoff import survey
from tests.browser.product import Running, running
from tests.browser.test_access import nothing_found

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def product(tmp_path_factory) -> Iterator[Running]:
    """One for each test: who is there, and what waits for them, is part of its story."""
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture
def marc(product: Running, browser: Browser) -> Iterator[Page]:
    yield from logged_in(product, browser, "marc")


@pytest.fixture
def anna(product: Running, browser: Browser) -> Iterator[Page]:
    yield from logged_in(product, browser, "anna")


def logged_in(product: Running, browser: Browser, who: str) -> Iterator[Page]:
    context = browser.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(product.desk)
    page.get_by_role("button", name=f"{who}@maison-lumen.example").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    yield page
    context.close()


def provider_is_slow(product: Running, account: str, seconds: int) -> None:
    body = json.dumps({"account": account, "kind": "throttled", "count": 1, "value": seconds}).encode()
    asked = urllib.request.Request(
        f"{product.phones}/_sandbox/faults", body, {"Content-Type": "application/json"}, method="PUT"
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200


def on_phone(page: Page, product: Running) -> None:
    page.set_viewport_size(NARROW)
    page.goto(product.phones)


def phone(page: Page, title: str) -> Locator:
    page.get_by_role("navigation").get_by_role("button", name=title).click()
    return page.get_by_label(title, exact=True)


def writes(phone: Locator, words: str) -> None:
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("textbox").press("Enter")


def composer(page: Page) -> Locator:
    return page.get_by_placeholder(re.compile("Écrire à"))


def messages(page: Page) -> Locator:
    return page.get_by_label("Messages", exact=True)


def is_there(page: Page) -> None:
    page.keyboard.press("v")
    page.get_by_role("button", name=re.compile("^Disponible")).click()
    expect(page.get_by_role("button", name=re.compile("^Disponible"))).to_be_visible()


def accepts(page: Page) -> None:
    expect(page.get_by_role("timer")).to_be_visible()
    nothing_found(page)
    page.keyboard.press("a")
    expect(composer(page)).to_be_focused()


def test_people_take_over(product: Running, page: Page, marc: Page, anna: Page) -> None:
    asks_for_a_person(product, page)
    marc_accepts_and_uses_what_the_bot_meant_to_say(marc)
    expect(phone(page, "SMS").get_by_role("log")).to_contain_text("ici Marc")
    anna_takes_it_from_him(marc, anna)
    he_takes_it_back_and_passes_it_on_with_a_note(marc, anna)
    code = she_shows_the_way_to_whatsapp(anna)
    customer_goes_on_in_whatsapp(page, code)
    she_answers_there_and_resolves(anna)
    customer_rates(page)
    the_figures_count_it(anna, product)


def asks_for_a_person(product: Running, page: Page) -> None:
    on_phone(page, product)
    sms = phone(page, "SMS")
    writes(sms, "bonjour")
    expect(sms.get_by_role("log")).to_contain_text("C'est vous qui décidez")
    provider_is_slow(product, "sms", 12)
    writes(sms, "aide")
    writes(sms, "un humain")


def marc_accepts_and_uses_what_the_bot_meant_to_say(marc: Page) -> None:
    is_there(marc)
    accepts(marc)
    expect(marc.get_by_role("complementary").or_(marc.get_by_label("Contexte", exact=True)).first).to_contain_text(
        "Le client a demandé une personne"
    )
    expect(marc.get_by_text("Le bot allait dire")).to_be_visible()
    expect(messages(marc).get_by_text("Brouillon du bot, non envoyé")).to_be_visible()
    nothing_found(marc)
    marc.keyboard.press("Escape")
    marc.keyboard.press("u")
    expect(composer(marc)).to_have_value(re.compile("Assistant automatique"))
    composer(marc).fill("Bonjour, ici Marc. Que se passe-t-il ?")
    composer(marc).press("Enter")
    expect(messages(marc).get_by_text("ici Marc")).to_be_visible()


def anna_takes_it_from_him(marc: Page, anna: Page) -> None:
    anna.get_by_role("link", name=re.compile("^Toutes")).click()
    anna.get_by_role("link", name=re.compile(r"\bSMS\b")).first.click()
    expect(anna.get_by_text("Marc a cette conversation")).to_be_visible()
    expect(marc.get_by_text("Anna regarde")).to_be_visible()
    composer(marc).press_sequentially("Je regarde votre")
    expect(anna.get_by_text("Marc écrit au client")).to_be_visible()
    nothing_found(anna)
    anna.get_by_role("button", name="Prendre la main").first.click()
    expect(composer(anna)).to_be_focused()
    expect(marc.get_by_text("Anna a cette conversation")).to_be_visible()
    expect(
        marc.get_by_role("textbox", name="Prendre la main").or_(marc.get_by_label("Prenez la main pour écrire"))
    ).to_have_value("Je regarde votre")  # what he had begun is not lost
    composer(anna).fill("Ici Anna, je prends la suite.")
    composer(anna).press("Enter")
    expect(messages(marc).get_by_text("je prends la suite")).to_be_visible()


def he_takes_it_back_and_passes_it_on_with_a_note(marc: Page, anna: Page) -> None:
    marc.get_by_role("button", name="Prendre la main").first.click()
    expect(composer(marc)).to_be_focused()
    expect(anna.get_by_text("Marc a cette conversation")).to_be_visible()
    marc.keyboard.press("Escape")
    marc.keyboard.press("n")
    marc.keyboard.type("@An")
    expect(marc.get_by_role("option", name=re.compile("Anna"))).to_be_visible()
    marc.keyboard.press("Enter")
    marc.keyboard.type("le colis 48213 est cassé")
    marc.keyboard.press("Enter")
    expect(messages(marc).get_by_text("le colis 48213 est cassé")).to_be_visible()
    expect(messages(anna).get_by_text("le colis 48213 est cassé")).to_be_visible()
    nothing_found(marc)
    marc.keyboard.press("Escape")
    anna.keyboard.press("Escape")
    is_there(anna)
    marc.keyboard.press("m")
    dialog = marc.get_by_role("dialog")
    expect(dialog).to_be_visible()
    nothing_found(marc)
    dialog.get_by_label("Ce qu’il faut savoir").fill("À rembourser, elle sait faire")
    dialog.get_by_role("button", name="Transférer").click()
    accepts(anna)
    expect(messages(anna).get_by_text("À rembourser, elle sait faire")).to_be_visible()


def she_shows_the_way_to_whatsapp(anna: Page) -> str:
    anna.keyboard.press("Escape")
    anna.keyboard.press("p")
    anna.get_by_role("button", name="Vers WhatsApp").click()
    expect(composer(anna)).to_have_value(re.compile("CS-"))
    code = re.search(r"CS-\w+", composer(anna).input_value())
    assert code is not None
    composer(anna).press("Enter")
    expect(messages(anna).get_by_text(code[0])).to_be_visible()
    return code[0]


def customer_goes_on_in_whatsapp(page: Page, code: str) -> None:
    expect(phone(page, "SMS").get_by_role("log")).to_contain_text(code)
    whatsapp = phone(page, "WhatsApp")
    writes(whatsapp, code)
    expect(whatsapp.get_by_role("log")).to_contain_text("sans rien répéter")
    writes(whatsapp, "Voici la photo du colis")


def she_answers_there_and_resolves(anna: Page) -> None:
    expect(messages(anna).get_by_text("Voici la photo du colis")).to_be_visible()
    expect(messages(anna).get_by_text("Suite sur WhatsApp")).to_be_visible()
    composer(anna).fill("Merci, vous êtes remboursée.")
    expect(anna.get_by_role("button", name=re.compile("sur WhatsApp"))).to_be_enabled()
    composer(anna).press("Enter")
    expect(messages(anna).get_by_text("vous êtes remboursée")).to_be_visible()
    anna.keyboard.press("Escape")
    anna.keyboard.press("e")
    asked = anna.get_by_role("dialog", name=re.compile("donné"))
    nothing_found(anna)
    asked.get_by_role("button", name="Question répondue").click()
    expect(anna.get_by_text("Résolue", exact=True)).to_be_visible()
    nothing_found(anna)


def customer_rates(page: Page) -> None:
    whatsapp = phone(page, "WhatsApp")
    expect(whatsapp.get_by_role("log")).to_contain_text("vous êtes remboursée")
    expect(whatsapp.get_by_role("log")).to_contain_text("facilement")
    writes(whatsapp, "6")
    expect(whatsapp.get_by_role("log")).to_contain_text(survey.thanks("fr"))


def the_figures_count_it(anna: Page, product: Running) -> None:
    """One case of one customer, passed on once and rated 6 of 7: what the supervisor's page is made of."""
    report = anna.request.get(f"{product.desk}/desk/api/insights").json()
    times = {one["name"]: one for one in report["times"]}
    assert times["first_response"]["n"] == 1
    assert [one for one in report["scores"] if one["answered"] == 1]


def test_a_customer_s_next_words_wake_what_was_put_aside(product: Running, page: Page, marc: Page) -> None:
    on_phone(page, product)
    writes(phone(page, "Telegram"), "un humain")
    marc.get_by_role("link", name=re.compile(r"\bTelegram\b")).first.click()
    marc.get_by_role("button", name="Prendre la main").first.click()
    expect(composer(marc)).to_be_focused()
    marc.keyboard.press("Escape")
    marc.keyboard.press("s")
    nothing_found(marc)
    marc.get_by_role("dialog").get_by_role("button", name="Jusqu’à sa réponse").click()
    marc.get_by_role("link", name="En veille").click()
    marc.get_by_role("link", name=re.compile(r"\bTelegram\b")).first.click()
    expect(marc.get_by_text("En veille jusqu’à sa réponse")).to_be_visible()
    nothing_found(marc)
    writes(phone(page, "Telegram"), "Vous êtes toujours là ?")
    expect(marc.get_by_text("En veille jusqu’à sa réponse")).to_have_count(0)
    expect(composer(marc)).to_be_editable()


def test_a_message_is_named_tagged_and_the_bot_disengaged_by_key(product: Running, page: Page, marc: Page) -> None:
    on_phone(page, product)
    messenger = phone(page, "Messenger")
    writes(messenger, "merci beaucoup")
    expect(messenger.get_by_role("log")).to_contain_text("Maison Lumen")
    marc.get_by_role("link", name=re.compile("^Toutes")).click()
    marc.get_by_role("link", name=re.compile(r"\bMessenger\b")).first.click()
    expect(messages(marc)).to_contain_text("merci beaucoup")
    marc.keyboard.press("1")
    expect(marc.get_by_role("button", name="Problème")).to_be_visible()
    before = marc.get_by_role("button", name=re.compile("réponse")).first.get_attribute("aria-pressed")
    marc.keyboard.press("Shift+N")
    after = "false" if before == "true" else "true"
    expect(marc.get_by_role("button", name=re.compile("réponse")).first).to_have_attribute("aria-pressed", after)
    marc.keyboard.press("l")
    marc.keyboard.type("fidèle")
    marc.keyboard.press("Enter")
    expect(marc.get_by_role("button", name="Retirer l’étiquette « fidèle »")).to_be_visible()
    nothing_found(marc)
    marc.keyboard.press("Escape")
    marc.keyboard.press("o")
    nothing_found(marc)
    marc.keyboard.press("Enter")
    expect(marc.get_by_role("button", name="Embrayer de nouveau la machine")).to_be_visible()
    expect(marc.get_by_text("Le client attend une personne")).to_be_visible()
    marc.keyboard.press("o")
    marc.get_by_role("dialog").get_by_role("button", name="Embrayer de nouveau la machine").press("Enter")
    expect(marc.get_by_role("button", name="Débrayer la machine ici")).to_be_visible()
