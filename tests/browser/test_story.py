"""The first story, lived in a browser: a customer on each phone, an agent at the Desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running, running

PHONES = ("WhatsApp", "Messenger", "SMS", "Telegram")


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def write(phone, words: str) -> None:
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("textbox").press("Enter")


def choose(phone, label: str, number: int) -> None:
    """By whatever the app offers: a list, a button or quick reply, or the number of the option."""
    button = phone.get_by_role("button", name=label, exact=True).last
    opener = phone.get_by_role("button", name="Choisir", exact=True).last
    if button.is_visible():
        button.click()
    elif opener.is_visible():
        opener.click()
        sheet = phone.page.get_by_role("dialog")
        sheet.get_by_text(label, exact=True).first.click()
        sheet.get_by_role("button", name="Envoyer").click()
    else:
        write(phone, str(number))


@pytest.mark.parametrize("title", PHONES)
def test_the_story(product: Running, page: Page, title: str) -> None:
    page.goto(product.phones)
    phone = page.get_by_label(title, exact=True)
    wall = phone.get_by_role("log")
    write(phone, "Bonjour")
    expect(wall).to_contain_text("C'est vous qui décidez")
    choose(phone, "Mes choix", 1)
    expect(wall).to_contain_text("Que voulez-vous changer")
    choose(phone, "Sujets", 1)
    expect(wall).to_contain_text("Vos sujets")
    write(phone, "1")
    expect(wall).to_contain_text("Vous suivez Offres")
    choose(phone, "Oui", 1)
    expect(wall).to_contain_text("Un autre sujet")
    write(phone, "fréquence")
    expect(wall).to_contain_text("Pour quel sujet")
    choose(phone, "Offres", 1)
    expect(wall).to_contain_text("rythme pour Offres")
    write(phone, "1 par semaine")
    expect(wall).to_contain_text("1 message par semaine au plus")
    write(phone, "un humain")
    expect(wall).to_contain_text("Je passe la main")
    answer_from_the_desk(product, page, title)
    page.goto(product.phones)
    expect(page.get_by_label(title, exact=True).get_by_role("log")).to_contain_text(f"Bonjour, ici Anna ({title})")


def answer_from_the_desk(product: Running, page: Page, title: str) -> None:
    page.goto(f"{product.desk}/desk/queue")
    page.locator("input[type=password]").fill("lumen-anna")
    page.get_by_label("E-mail").fill("anna@maison-lumen.example")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile(rf"\b{title}\b")).first.click()
    page.get_by_role("button", name="Prendre la main").first.click()
    composer = page.get_by_placeholder(re.compile("Écri"))
    expect(composer).to_be_enabled()
    composer.fill(f"Bonjour, ici Anna ({title})")
    composer.press("Enter")
    expect(page.get_by_role("main")).to_contain_text(f"Bonjour, ici Anna ({title})")


def test_the_raw_request_is_shown(product: Running, page: Page) -> None:
    page.goto(product.phones)
    phone = page.get_by_label("Telegram", exact=True)
    write(phone, "aide")
    expect(phone.get_by_role("log")).to_contain_text("Assistant automatique de Maison Lumen")
    phone.get_by_text("{ }").last.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("sendMessage")
    expect(drawer).not_to_contain_text("demo-telegram-token")
