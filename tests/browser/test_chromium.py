"""The browser that all browser tests stand on starts, draws and runs scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_page_is_drawn_and_its_script_runs(page: Page) -> None:
    page.set_content("<button onclick=\"this.textContent = 'pressé'\">appuyer</button>")
    page.get_by_role("button").click()
    expect(page.get_by_role("button")).to_have_text("pressé")
    assert len(page.screenshot()) > 1000
