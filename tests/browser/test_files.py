"""Agents' files, lived in a browser: chosen, pasted, dropped, taken back, refused before they are sent, received."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import nothing_found
from tests.browser.test_people import accepts, composer, is_there, logged_in, messages, writes
from tests.pictures import square

PNG = square(10)
BEARING = """(form, [kind, name, mime, bytes]) => {
  const given = new DataTransfer();
  given.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], name, { type: mime }));
  const about = { bubbles: true, cancelable: true };
  form.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { ...about, clipboardData: given })
    : new DragEvent(kind, { ...about, dataTransfer: given }));
}"""


@pytest.fixture
def product(tmp_path_factory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture
def marc(product: Running, browser: Browser) -> Iterator[Page]:
    yield from logged_in(product, browser, "marc")


def begin(product: Running, page: Page, marc: Page, title: str) -> Locator:
    """A customer asks for a person, and Marc has them; the customer's phone."""
    page.goto(product.phones)
    one = page.get_by_label(title, exact=True)
    writes(one, "un humain")
    is_there(marc)
    accepts(marc)
    expect(composer(marc)).to_be_focused()
    return one


def chosen(marc: Page, name: str) -> Locator:
    return marc.get_by_role("group", name=re.compile(f"Fichier.*{re.escape(name)}"))


def picks(marc: Page, name: str, mime: str, body: bytes, *more: str) -> None:
    with marc.expect_file_chooser() as opened:
        marc.get_by_role("button", name="Joindre des fichiers").click()
    opened.value.set_files([{"name": one, "mimeType": mime, "buffer": body} for one in (name, *more)])


def order(marc: Page) -> list[str]:
    """The files at the composer, from the first."""
    return [one.inner_text() for one in marc.locator(".attached b").all()]


def brings(marc: Page, kind: str, name: str, mime: str, body: bytes) -> None:
    marc.locator(".composer-form").evaluate(BEARING, [kind, name, mime, base64.b64encode(body).decode()])


def test_a_file_is_sent_with_its_words(product: Running, page: Page, marc: Page) -> None:
    whatsapp = begin(product, page, marc, "WhatsApp")
    picks(marc, "plan.png", "image/png", PNG)
    expect(chosen(marc, "plan.png").locator("img")).to_be_visible()
    nothing_found(marc)
    composer(marc).fill("Voici le plan")
    composer(marc).press("Enter")
    expect(chosen(marc, "plan.png")).to_have_count(0)
    expect(messages(marc).get_by_role("img", name="plan.png")).to_be_visible()
    expect(whatsapp.get_by_role("log")).to_contain_text("Voici le plan")
    picture = whatsapp.get_by_role("log").locator("img.bubble-image")
    expect(picture).to_be_visible()
    assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 10
    nothing_found(marc)


def test_a_file_is_pasted_dropped_and_taken_back(product: Running, page: Page, marc: Page) -> None:
    begin(product, page, marc, "Telegram")
    brings(marc, "paste", "image.png", "image/png", PNG)
    expect(chosen(marc, "image.png")).to_be_visible()
    marc.get_by_role("button", name="Retirer image.png").click()
    expect(chosen(marc, "image.png")).to_have_count(0)
    expect(marc.get_by_role("button", name=re.compile("^Envoyer à"))).to_be_disabled()
    brings(marc, "dragover", "devis.pdf", "application/pdf", b"%PDF-1.7")
    expect(marc.locator(".composer-form")).to_have_attribute("data-dropping", "true")
    brings(marc, "drop", "devis.pdf", "application/pdf", b"%PDF-1.7")
    expect(chosen(marc, "devis.pdf")).to_be_visible()
    marc.get_by_role("button", name=re.compile("^Note")).click()
    marc.get_by_role("button", name=re.compile("^Réponse")).click()
    marc.get_by_role("button", name=re.compile("^Envoyer à")).click()
    expect(messages(marc).get_by_role("link", name="devis.pdf")).to_be_visible()
    expect(phone_log(page, "Telegram")).to_contain_text("devis.pdf")


def phone_log(page: Page, title: str) -> Locator:
    return page.get_by_label(title, exact=True).get_by_role("log")


def test_what_is_not_carried_is_said_before_it_is_sent(product: Running, page: Page, marc: Page) -> None:
    begin(product, page, marc, "SMS")
    picks(marc, "page.html", "text/html", b"<script>alert(1)</script>")
    expect(chosen(marc, "page.html").get_by_role("alert")).to_contain_text("ne s’envoie pas")
    picks(marc, "film.mp4", "video/mp4", b"\0\0\0\x18ftypisom" + b"\0" * 6_000_000)
    expect(chosen(marc, "film.mp4").get_by_role("alert")).to_contain_text("SMS transmet au plus 5 Mo")
    expect(marc.get_by_role("button", name=re.compile("^Envoyer à"))).to_be_disabled()
    nothing_found(marc)
    marc.get_by_role("button", name="Retirer film.mp4").click()
    picks(marc, "film.mp4", "video/mp4", b"\0" * 17_000_000)
    expect(chosen(marc, "film.mp4").get_by_role("alert")).to_contain_text("au plus 16 Mo")


def test_several_are_one_message_each_with_the_words_under_the_first(
    product: Running, page: Page, marc: Page
) -> None:  # fmt: skip
    whatsapp = begin(product, page, marc, "WhatsApp")
    picks(marc, "a.png", "image/png", PNG, "b.png", "c.png")
    told = marc.get_by_role("group", name="Fichiers joints")
    expect(told).to_contain_text("3 messages, un par fichier. Vos mots iront sous le premier.")
    composer(marc).fill("é" * 1025)
    expect(told).to_contain_text("trop longs")
    composer(marc).fill("Les voici")
    assert order(marc) == ["a.png", "b.png", "c.png"]
    nothing_found(marc)
    composer(marc).press("Enter")
    expect(marc.locator(".attached")).to_have_count(0)
    expect(whatsapp.get_by_role("log").locator("img.bubble-image")).to_have_count(3)
    shown = messages(marc).get_by_role("img", name=re.compile(r"^[abc]\.png$"))
    expect(shown).to_have_count(3)
    assert [one.get_attribute("alt") for one in shown.all()] == ["a.png", "b.png", "c.png"]
    expect(messages(marc).locator("article", has=marc.get_by_role("img", name="a.png"))).to_contain_text("Les voici")


def test_where_an_app_has_no_captions_the_words_go_first(product: Running, page: Page, marc: Page) -> None:
    messenger = begin(product, page, marc, "Messenger")
    picks(marc, "a.png", "image/png", PNG)
    expect(marc.get_by_role("group", name="Fichiers joints")).to_contain_text("ils partiront d’abord, à part")
    composer(marc).fill("La voici")
    composer(marc).press("Enter")
    expect(messenger.get_by_role("log").locator("img.bubble-image")).to_be_visible()
    said = messages(marc).locator("article[data-author='agent']")
    expect(said).to_have_count(2)
    expect(said.first).to_contain_text("La voici")


def test_eleven_are_one_too_many(product: Running, page: Page, marc: Page) -> None:
    begin(product, page, marc, "Telegram")
    picks(marc, "0.png", "image/png", PNG, *(f"{n}.png" for n in range(1, 11)))
    expect(marc.get_by_role("group", name="Fichiers joints").get_by_role("alert")).to_contain_text("Au plus 10")
    expect(marc.locator(".attached")).to_have_count(10)


def test_what_was_not_sent_is_there_again_here_and_elsewhere(
    product: Running, page: Page, marc: Page, browser: Browser
) -> None:  # fmt: skip
    begin(product, page, marc, "WhatsApp")
    here = marc.url
    picks(marc, "a.png", "image/png", PNG, "b.png")
    composer(marc).fill("À finir")
    expect(marc.get_by_role("group", name="Fichiers joints")).to_contain_text("2 messages")
    for away in (marc.go_back, lambda: marc.goto(here.rpartition("/")[0])):  # within the page, and with a new one
        away()
        expect(marc.locator(".attached")).to_have_count(0)
        marc.goto(here)
        expect(marc.locator(".attached")).to_have_count(2)
        assert order(marc) == ["a.png", "b.png"]
    device = logged_in(product, browser, "marc")
    tablet = next(device)
    tablet.goto(here)
    expect(tablet.locator(".attached")).to_have_count(2)
    expect(composer(tablet)).to_have_value("À finir")
    tablet.get_by_role("button", name="Retirer a.png").click()
    expect(tablet.locator(".attached")).to_have_count(1)
    marc.reload()
    expect(marc.locator(".attached")).to_have_count(1)
    assert order(marc) == ["b.png"]
    device.close()
