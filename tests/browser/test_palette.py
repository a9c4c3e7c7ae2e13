"""Everything that can be done at the Desk, by its name: found, run, and in the way of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, does, nothing_found
from tests.browser.test_live import composer, log_in
from tests.browser.test_onward import hers


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


def field(page: Page):
    return page.get_by_role("combobox", name="Actions")


def options(page: Page):
    return page.get_by_role("listbox", name="Actions").get_by_role("option")


def opened(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()


def test_a_command_is_found_by_its_name_and_run(product: Running, page: Page) -> None:
    hers(product, page, "whatsapp")
    expect(composer(page)).to_be_focused()
    opened(page)  # from within the field
    nothing_found(page)
    field(page).fill("resou")
    expect(options(page)).to_have_count(1)
    expect(options(page)).to_contain_text(re.compile("Résoudre.*e$"))
    expect(field(page)).to_have_attribute("aria-activedescendant", options(page).get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Question répondue")).to_be_focused()
    page.keyboard.press("Escape")
    expect(composer(page)).to_be_focused()  # where one was before the palette
    opened(page)
    field(page).fill("rien de tel")
    expect(page.get_by_role("status").filter(has_text="Rien ne s’appelle")).to_be_visible()
    nothing_found(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(composer(page)).to_be_focused()


def test_a_canned_reply_is_put_where_one_writes(product: Running, page: Page) -> None:
    hers(product, page, "telegram")
    composer(page).fill("Bonjour.")
    opened(page)
    field(page).fill("reponses types")
    expect(options(page)).to_have_count(3)
    chosen = options(page).nth(1)
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_attribute("aria-selected", "true")
    page.set_viewport_size(NARROW)
    nothing_found(page)
    chosen.click()
    expect(composer(page)).to_have_value(re.compile(r"^Bonjour\. \w"))
    expect(composer(page)).to_be_focused()


def test_one_goes_anywhere_and_only_what_can_be_done_there_is_offered(product: Running, page: Page) -> None:
    log_in(product, page)
    opened(page)
    field(page).fill("mesures")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/insights$"))
    opened(page)
    expect(options(page).filter(has_text="Aller aux messages")).to_have_count(0)
    field(page).fill("non compris")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/unclear$"))
    page.get_by_role("button", name="Actions").click()
    page.keyboard.press("Control+k")
    expect(field(page)).to_have_count(0)
    opened(page)
    field(page).fill("bureau file")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/queue$"))


def test_an_agent_is_offered_no_page_that_is_not_theirs(product: Running, page: Page) -> None:
    does(product, "phones/sms/say", {"text": "un humain"})
    log_in(product, page, "marc")
    opened(page)
    expect(options(page).filter(has_text="Bureau").first).to_be_visible()
    expect(options(page).filter(has_text=re.compile("Studio|Mesures|Plateau"))).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+k")  # one dialog at a time
    expect(field(page)).to_have_count(0)
