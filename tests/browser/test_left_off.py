"""Where an agent left off: what came since stands below a line, in every tab, and is a key away wherever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, does, nothing_found
from tests.browser.test_live import composer, lengthen, messages
from tests.browser.test_onward import header, hers, row

WIDE = {"width": 1440, "height": 900}
# As if another window were in front.
TURN = """(hidden) => {
  Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => hidden ? 'hidden' : 'visible'});
  document.hasFocus = () => !hidden;
  document.dispatchEvent(new Event('visibilitychange'));
}"""
# Whose words stand next below the line?
BELOW = """() => {
  const line = document.querySelector('.timeline-new').closest('.timeline-line');
  return line.querySelector('.content-text').innerText;
}"""

# Resolves once the server knows that this agent has seen all that there is here.
TOLD = """async () => {
  const base = '/desk/api/conversations/' + location.pathname.split('/').pop();
  const asked = async (what) => (await fetch(`${base}/${what}`)).json();
  for (let tries = 0; tries < 300; tries++) {
    const { items } = await asked('messages?limit=1');
    if ((await asked('left-off')).seq === items.at(-1).seq) return;
    await new Promise((again) => setTimeout(again, 200));
  }
  throw new Error('never told');
}"""


@pytest.fixture
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("product")


@pytest.fixture
def product(home: Path) -> Iterator[Running]:
    with running(home) as product:
        yield product


def says(product: Running, account: str, *texts: str) -> None:
    for text in texts:
        does(product, f"phones/{account}/say", {"text": text})


def line(page: Page):
    return messages(page).get_by_role("heading", name="Nouveau")


def goes_to(page: Page, account: str) -> None:
    row(page, account).click()
    expect(header(page)).to_contain_text(re.compile(account, re.IGNORECASE))


def test_what_came_since_one_looked_stands_below_a_line(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp", "sms")
    expect(line(page)).to_have_count(0)
    says(product, "whatsapp", "Une question", "J’attends")
    expect(row(page, "whatsapp")).to_contain_text("J’attends")
    goes_to(page, "whatsapp")
    expect(line(page)).to_be_in_viewport()
    assert page.evaluate(BELOW) == "Une question"
    nothing_found(page)
    page.set_viewport_size(NARROW)
    nothing_found(page)
    says(product, "whatsapp", "Et donc")  # before one's eyes
    expect(messages(page).get_by_text("Et donc")).to_be_in_viewport()
    assert page.evaluate(BELOW) == "Une question"
    page.reload()
    expect(messages(page).get_by_text("Et donc")).to_be_in_viewport()
    expect(line(page)).to_have_count(0)


def test_who_answers_has_read_what_there_was(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp", "sms")
    says(product, "whatsapp", "Une question")
    expect(row(page, "whatsapp")).to_contain_text("Une question")
    goes_to(page, "whatsapp")
    expect(line(page)).to_be_visible()
    composer(page).fill("Oui, je vous lis.")
    composer(page).press("Enter")
    expect(messages(page).get_by_text("Oui, je vous lis.")).to_be_visible()
    expect(line(page)).to_have_count(0)
    goes_to(page, "sms")
    goes_to(page, "whatsapp")
    expect(messages(page).get_by_text("Oui, je vous lis.")).to_be_visible()
    expect(line(page)).to_have_count(0)


def test_what_comes_to_a_window_that_nobody_looks_at_is_new_unless_seen_in_another_tab(
    product: Running, page: Page
) -> None:
    hers(product, page, "whatsapp")
    page.evaluate(TURN, True)
    says(product, "whatsapp", "Une question")
    expect(messages(page).get_by_text("Une question")).to_be_visible()
    expect(line(page)).to_have_count(0)
    page.evaluate(TURN, False)
    expect(line(page)).to_be_visible()
    page.evaluate(TURN, True)
    says(product, "whatsapp", "Je rappelle")
    other = page.context.new_page()
    other.goto(page.url)
    expect(line(other)).to_be_visible()
    assert other.evaluate(BELOW) == "Je rappelle"
    page.evaluate(TURN, False)
    expect(messages(page).get_by_text("Je rappelle")).to_be_visible()
    assert page.evaluate(BELOW) == "Une question"


def elsewhere(product: Running, browser: Browser, locale: str = "fr-FR") -> Page:
    """Anna, at another computer."""
    page = browser.new_context(locale=locale, viewport=WIDE).new_page()
    page.goto(f"{product.desk}/desk/mine")
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    return page


def told(page: Page) -> None:
    """The server knows that all of the open conversation was seen."""
    page.evaluate(TOLD)


def test_who_changes_computer_finds_their_place_and_back(product: Running, page: Page, browser: Browser) -> None:
    hers(product, page, "sms", "whatsapp")
    told(page)
    goes_to(page, "sms")
    says(product, "whatsapp", "Une question", "J’attends")
    expect(row(page, "whatsapp")).to_contain_text("J’attends")
    second = elsewhere(product, browser, "en-GB")
    row(second, "whatsapp").click()
    expect(messages(second).get_by_role("heading", name="New", exact=True)).to_be_in_viewport()
    assert second.evaluate(BELOW) == "Une question"
    nothing_found(second)
    told(second)
    second.context.close()
    says(product, "whatsapp", "Toujours là ?")
    expect(row(page, "whatsapp")).to_contain_text("Toujours là ?")
    goes_to(page, "whatsapp")  # where this browser had seen less
    new = page.locator(".timeline-line").filter(has=page.get_by_role("heading", name="Nouveau"))
    expect(new.locator(".content-text")).to_have_text("Toujours là ?")


def test_who_goes_on_at_once_has_seen_it_all_the_same(product: Running, page: Page) -> None:
    hers(product, page, "sms", "whatsapp")
    goes_to(page, "sms")
    says(product, "whatsapp", "Une question")
    expect(row(page, "whatsapp")).to_contain_text("Une question")
    goes_to(page, "whatsapp")
    with page.expect_request(lambda one: one.method == "PUT" and one.url.endswith("/left-off")):
        expect(line(page)).to_be_in_viewport()
        goes_to(page, "sms")


def test_a_page_that_nobody_is_at_has_seen_nothing(product: Running, page: Page, browser: Browser) -> None:
    hers(product, page, "whatsapp")
    told(page)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=5))  # no hand has moved since
    says(product, "whatsapp", "Il est tard")
    expect(messages(page).get_by_text("Il est tard")).to_be_visible()
    second = elsewhere(product, browser)
    row(second, "whatsapp").click()
    expect(line(second)).to_be_in_viewport()
    assert second.evaluate(BELOW) == "Il est tard"
    told(second)
    second.context.close()
    says(product, "whatsapp", "Vous êtes là ?")
    expect(messages(page).get_by_text("Vous êtes là ?")).to_be_visible()
    page.mouse.move(300, 300)
    told(page)
    second = elsewhere(product, browser)
    row(second, "whatsapp").click()
    expect(messages(second).get_by_text("Vous êtes là ?")).to_be_visible()
    expect(line(second)).to_have_count(0)
    second.context.close()


def test_the_first_of_hundreds_is_a_key_away_and_so_is_the_last(product: Running, home: Path, page: Page) -> None:
    hers(product, page, "sms", "whatsapp")
    goes_to(page, "sms")
    expect(messages(page).get_by_text("un humain", exact=True)).to_be_visible()
    goes_to(page, "whatsapp")
    lengthen(home / "demo.db", 600)
    says(product, "sms", "et encore un")
    expect(row(page, "sms")).to_contain_text("et encore un")
    goes_to(page, "sms")
    last = messages(page).get_by_text("et encore un", exact=True)
    expect(last).to_be_in_viewport()
    above = page.get_by_role("button", name="Plus de 100 nouveaux messages")
    expect(above).to_be_visible()
    nothing_found(page)
    above.click()
    expect(line(page)).to_be_in_viewport()
    expect(messages(page).get_by_text("mot 1", exact=True)).to_be_in_viewport()
    expect(messages(page)).to_be_focused()
    expect(above).to_have_count(0)
    assert page.locator(".message").count() < 60
    page.keyboard.press("U")
    expect(last).to_be_in_viewport()
    expect(page.get_by_role("button", name="601 nouveaux messages")).to_be_visible()
    page.keyboard.press("U")
    expect(line(page)).to_be_in_viewport()
    says(product, "sms", "pendant que je lis")
    expect(row(page, "sms")).to_contain_text("pendant que je lis")
    expect(line(page)).to_be_in_viewport()
    page.keyboard.press("U")
    expect(messages(page).get_by_text("pendant que je lis", exact=True)).to_be_in_viewport()
