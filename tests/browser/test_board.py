"""The customer's page in a browser: axe finds nothing, wide or narrow, light or dark, in French and English."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import running
from tests.browser.test_access import NARROW, does, nothing_found


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def opened(product, page: Page, words: str) -> None:
    """By the link that the bot sends, as a customer would."""
    does(product, "phones/telegram/say", {"text": words})
    page.goto(product.phones)
    expect(page.get_by_text("/me/").last).to_be_visible()
    links = re.findall(r"http://[^\s]+/me/[\w.\-]+", page.locator("body").inner_text())
    page.goto(links[-1])
    nothing_found(page)
    page.get_by_role("button").click()


def decided(page: Page) -> None:
    """Whoever follows a topic, at a pace, and has hours sees all the controls."""
    follow = page.get_by_role("button", name=re.compile("^(Suivre|Follow)")).first
    if follow.is_visible():
        follow.click()
        nothing_found(page)
        page.get_by_role("button", name=re.compile("^(Oui|Yes)$")).click()
        page.locator("#pace-offers").select_option("weekly")
        page.locator("form", has=page.locator("#pace-offers")).get_by_role("button").click()
        page.get_by_label(re.compile("^(Dim|Sun)$")).uncheck()
        page.locator("form", has=page.locator("#opens")).get_by_role("button").click()
        nothing_found(page)


@pytest.mark.parametrize(("language", "words"), [("fr", "mon espace"), ("en", "my page")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(product, page: Page, language: str, words: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(product, page, words)
    decided(page)
    page.locator("#language").select_option(language)
    page.locator("form", has=page.locator("#language")).get_by_role("button").click()
    page.goto(product.desk + "/me")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("summary").first.click()
    for size in ({"width": 1280, "height": 900}, NARROW):
        page.set_viewport_size(size)
        nothing_found(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if (folder := os.environ.get("CAUSERIE_PICTURES")) is not None:
            page.screenshot(path=f"{folder}/board-{language}-{scheme}-{size['width']}.png", full_page=True)


def test_everybody_can_read_what_is_kept_of_them(product, page: Page) -> None:
    opened(product, page, "my page")
    page.goto(product.desk + "/me/data")
    expect(page.get_by_role("button", name=re.compile("JSON"))).to_be_visible()
    for size in ({"width": 1280, "height": 900}, NARROW):
        page.set_viewport_size(size)
        nothing_found(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_it_works_without_scripts(product, browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    does(product, "phones/telegram/say", {"text": "my page"})
    reader = browser.new_context().new_page()
    reader.goto(product.phones)
    expect(reader.get_by_text("/me/").last).to_be_visible()
    link = re.findall(r"http://[^\s]+/me/[\w.\-]+", reader.locator("body").inner_text())[-1]
    page.goto(link)
    page.get_by_role("button").click()
    page.get_by_role("button", name="STOP", exact=False).click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("no more advertising|plus aucune publicité"))
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text(re.compile("MY PAGE|MON ESPACE"))
