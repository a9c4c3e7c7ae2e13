"""A day on which nobody is there: the customer hears so, and the floor says until when without an alarm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, nothing_found
from tests.browser.test_supervisor import log_in, opens, say

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Running]:
    """Closed today and tomorrow, should midnight come meanwhile; open all day after that."""
    today = datetime.now(PARIS).date()
    closed = ", ".join(f'"{(today + timedelta(days=ahead)).isoformat()}"' for ahead in (0, 1))
    days = "mon, tue, wed, thu, fri, sat, sun"
    hours = f'{{days: [{days}], from: "00:00", to: "24:00"}}'
    with running(
        tmp_path_factory.mktemp("closed"), f"\noffice: {{windows: [{hours}], closed: [{closed}]}}\n"
    ) as product:
        yield product


def test_who_asks_for_people_hears_when_they_are_back_and_the_floor_knows(product: Running, page: Page):
    page.emulate_media(reduced_motion="reduce")
    say(product, "whatsapp", "un humain")
    log_in(product, page, "anna")
    opens(page, "Plateau")
    tile = page.locator(".stat", has_text="Fermé jusqu’à")
    expect(tile).to_contain_text("00:00")
    expect(page.locator(".stat[data-tone=late]")).to_have_count(0)
    expect(page.get_by_text("un humain")).to_be_visible()
    nothing_found(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.goto(product.phones)
    expect(page.get_by_text("Nous sommes fermés pour l'instant. De retour")).to_be_visible()
