"""Two customers who may be one, lived in a browser: an agent compares, says no, thinks better of it, takes it back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.product import Running
from tests.browser.test_access import nothing_found
from tests.browser.test_people import accepts, is_there, marc, messages, on_phone, phone, product, writes

__all__ = ["marc", "product"]  # fixtures


def test_an_agent_says_who_is_one_and_who_is_two(product: Running, page: Page, marc: Page) -> None:
    on_phone(page, product)
    for app in ("WhatsApp", "SMS"):
        writes(phone(page, app), "Mon adresse est ana@mail.fr")
        expect(phone(page, app).get_by_role("log")).to_contain_text("assistant automatique")
    writes(phone(page, "SMS"), "un humain")
    is_there(marc)
    accepts(marc)
    panel = marc.get_by_role("region", name="Contexte")
    expect(panel).to_contain_text("une adresse écrite dans la conversation")
    expect(panel).to_contain_text("ana@mail.fr")
    nothing_found(marc)
    panel.get_by_role("button", name="Ils sont deux").click()
    panel.get_by_text("Deux personnes, a-t-on dit (1)").click()
    panel.get_by_role("button", name="Comparer de nouveau").click()
    panel.get_by_role("button", name=re.compile("C.est le même")).click()
    expect(panel).to_contain_text("Réunis")
    expect(panel.get_by_text("WhatsApp").first).to_be_visible()
    talk = messages(marc)
    expect(talk.get_by_text("Mon adresse est ana@mail.fr")).to_have_count(2)  # on both, before anybody said so
    expect(talk.get_by_text("Suite sur SMS").first).to_be_visible()
    nothing_found(marc)
    panel.get_by_role("button", name="Annuler").click()
    expect(talk.get_by_text("Mon adresse est ana@mail.fr")).to_have_count(1)
    expect(talk.get_by_text("Suite sur")).to_have_count(0)
    expect(panel.get_by_text("Deux personnes, a-t-on dit (1)")).to_be_visible()
    nothing_found(marc)
