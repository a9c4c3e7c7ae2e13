"""Once the window is closed an agent picks an approved message, fills its blanks and sees what will be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, nothing_found
from tests.browser.test_files import PNG
from tests.browser.test_people import accepts, composer, is_there, logged_in, messages, writes


@pytest.fixture
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("product")


@pytest.fixture
def product(folder: Path) -> Iterator[Running]:
    with running(folder) as product:
        yield product


@pytest.fixture
def marc(product: Running, browser: Browser) -> Iterator[Page]:
    yield from logged_in(product, browser, "marc")


def close_windows(folder: Path) -> None:
    """As if everybody had last written long ago."""
    with closing(sqlite3.connect(folder / "demo.db", timeout=20)) as connection, connection:
        connection.execute("UPDATE thread SET last_inbound_at = 1")


def closed(product: Running, folder: Path, page: Page, marc: Page) -> Locator:
    """Marc has somebody whose window is closed, and the approved messages before him; the customer's phone."""
    page.goto(product.phones)
    whatsapp = page.get_by_label("WhatsApp", exact=True)
    writes(whatsapp, "un humain")
    is_there(marc)
    accepts(marc)
    expect(composer(marc)).to_be_focused()
    close_windows(folder)
    marc.reload()
    marc.get_by_role("button", name="Envoyer un message approuvé").click()
    return whatsapp


def test_an_approved_message_is_picked_filled_and_sent(
    product: Running, folder: Path, page: Page, marc: Page
) -> None:  # fmt: skip
    whatsapp = closed(product, folder, page, marc)
    picked = marc.get_by_label("Message approuvé")
    picked.select_option(label="order ready · fr")
    preview = marc.get_by_role("figure", name="Ce que lira le client")
    expect(preview).to_contain_text("{{1}}, votre commande {{2}} est prête")
    send = marc.get_by_role("button", name="L’envoyer")
    expect(send).to_be_disabled()
    nothing_found(marc)
    for blank, value in (("Blanc 1", "Camille"), ("Blanc 2", "A-1042"), ("Blanc 3", "samedi")):
        marc.get_by_label(blank).fill(value)
    words = "Camille, votre commande A-1042 est prête. Elle vous attend jusqu'au samedi."
    expect(preview).to_have_text(words)
    marc.set_viewport_size(NARROW)
    nothing_found(marc)
    send.click()
    expect(messages(marc)).to_contain_text("order_ready")
    expect(whatsapp.get_by_role("log")).to_contain_text(words)


def test_a_picture_is_chosen_seen_and_sent_above_it(product: Running, folder: Path, page: Page, marc: Page) -> None:
    whatsapp = closed(product, folder, page, marc)
    marc.get_by_label("Message approuvé").select_option(label="new in store · fr")
    marc.get_by_label("Blanc 1").fill("Camille")
    send = marc.get_by_role("button", name="L’envoyer")
    expect(send).to_be_disabled()
    nothing_found(marc)
    chooses(marc, "facture.pdf", "application/pdf", b"%PDF-1.7")
    expect(marc.get_by_role("alert").filter(has_text="ne transmet pas")).to_be_visible()
    expect(send).to_be_disabled()
    marc.get_by_role("button", name="Retirer facture.pdf").click()
    chooses(marc, "plan.png", "image/png", PNG)
    preview = marc.get_by_role("figure", name="Ce que lira le client")
    picture = preview.get_by_role("img", name="plan.png")
    expect(picture).to_be_visible()
    assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 10
    nothing_found(marc)
    marc.set_viewport_size(NARROW)
    nothing_found(marc)
    send.click()
    expect(messages(marc).get_by_role("img", name="plan.png")).to_be_visible()
    expect(whatsapp.get_by_role("log")).to_contain_text("Camille, voici ce qui vient d'arriver")
    expect(whatsapp.get_by_role("log").locator("img.bubble-image")).to_be_visible()


def chooses(marc: Page, name: str, mime: str, body: bytes) -> None:
    with marc.expect_file_chooser() as opened:
        marc.get_by_role("button", name="Choisir une image").click()
    opened.value.set_files({"name": name, "mimeType": mime, "buffer": body})
