"""An agent's own keys: given in the help, said where another has them, kept for that agent, and followed everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, nothing_found
from tests.browser.test_live import composer, log_in, messages
from tests.browser.test_onward import hers


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def helped(page: Page) -> None:
    messages(page).focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def key_of(page: Page, command: str):
    return page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{command}\\s: .*Changer la touche$"))


def gives(page: Page, command: str, key: str) -> None:
    key_of(page, command).click()
    page.keyboard.press(key)


def test_a_command_gets_another_key_and_the_old_one_does_nothing(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp")
    helped(page)
    key_of(page, "Mettre en veille").click()
    nothing_found(page)
    page.keyboard.press("Escape")  # of the key, not of the help
    expect(key_of(page, "Mettre en veille")).to_be_focused()
    gives(page, "Mettre en veille", "y")
    expect(key_of(page, "Mettre en veille")).to_have_text("y")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    tool = page.get_by_role("button", name="Mettre en veille", exact=True)
    expect(tool).to_have_attribute("aria-keyshortcuts", "y")
    expect(tool).to_have_attribute("title", "Mettre en veille (y)")
    page.reload()
    expect(tool).to_have_attribute("aria-keyshortcuts", "y")
    messages(page).focus()
    page.keyboard.press("s")
    page.keyboard.press("y")
    expect(page.get_by_role("dialog", name="Mettre en veille")).to_be_visible()


def test_a_key_that_another_command_has_is_said_and_may_be_exchanged(product: Running, page: Page) -> None:
    hers(product, page, "telegram")
    helped(page)
    gives(page, "Résoudre", "m")
    said = page.get_by_role("alert")
    expect(said).to_contain_text("m est la touche de « Transférer ».")
    nothing_found(page)
    page.set_viewport_size(NARROW)
    nothing_found(page)
    page.keyboard.press("Control+e")
    expect(said).to_contain_text("Le navigateur a celle-là")
    page.keyboard.press("m")
    page.keyboard.press("Tab")
    expect(said.get_by_role("button", name="Les échanger")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said).to_have_count(0)
    expect(key_of(page, "Résoudre")).to_have_text("m")
    expect(key_of(page, "Transférer")).to_have_text("e")
    page.get_by_role("button", name="Tout remettre").click()
    expect(key_of(page, "Résoudre")).to_have_text("e")
    expect(page.get_by_role("button", name="Tout remettre")).to_have_count(0)


def test_a_key_with_alt_works_while_one_writes_and_is_one_agents_own(product: Running, page: Page) -> None:
    hers(product, page, "sms")
    helped(page)
    gives(page, "Résoudre", "Alt+r")
    expect(key_of(page, "Résoudre")).to_have_text("Alt + r")
    page.get_by_label("Une lettre seule").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    composer(page).fill("Bonne journée")
    composer(page).press("Alt+r")
    expect(page.get_by_role("dialog").get_by_role("button", name="Question répondue")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    log_in(product, page, "marc")
    page.goto(f"{product.desk}/desk/queue")
    page.get_by_role("button", name="Raccourcis clavier").click()
    expect(key_of(page, "Résoudre")).to_have_text("e")
