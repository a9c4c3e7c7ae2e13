"""An admin teaches the bot what it did not understand, and sees where real conversations went."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import does, nothing_found

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
UNHEARD = {
    "où est la fontaine du magasin": "telegram",
    "elle est où la fontaine du magasin svp": "sms",
    "vous réparez les lampes cassées": "telegram",
    "mon chat brille dans le noir": "sms",
}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running(tmp_path_factory.mktemp("product")) as product:
        for said, account in UNHEARD.items():
            does(product, f"phones/{account}/say", {"text": said})
        yield product


def enter(product: Running, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(product.desk)
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    page.get_by_role("navigation").get_by_role("link", name="Studio").click()


def group(page: Page, words: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=words).filter(has=page.get_by_role("button"))


def seen_by_everybody(page: Page) -> None:
    """Light and dark, wide and narrow."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        nothing_found(page)
    page.set_viewport_size(NARROW)
    nothing_found(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.set_viewport_size(WIDE)


def becomes_an_answer(page: Page) -> None:
    row = group(page, "fontaine")
    expect(row).to_contain_text("2")
    row.get_by_role("button", name="Y répondre").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Façons de demander, Français")).to_have_value("\n".join(list(UNHEARD)[:2]))
    form.get_by_role("button", name="Enregistrer").click()
    expect(form.get_by_role("alert")).to_contain_text("Il manque un titre dans chaque langue, une réponse")
    nothing_found(page)
    for language, title, answer in (("Français", "Fontaine", "Au fond."), ("Anglais", "Fountain", "In the back.")):
        form.get_by_label(f"Titre ({language})").fill(title)
        form.get_by_label(f"Réponse, {language}").fill(answer)
    form.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("« Fontaine » y répond désormais.")).to_be_visible()
    expect(row).to_have_count(0)


def becomes_an_example(page: Page) -> None:
    group(page, "lampes").get_by_role("button", name="Ajouter à un scénario").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Scénario").select_option("help")
    nothing_found(page)
    form.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_text("Ajouté au brouillon")).to_be_visible()
    expect(group(page, "lampes")).to_have_count(0)


def tried(page: Page, question: str) -> Locator:
    page.get_by_label("Essayer une question").fill(question)
    page.keyboard.press("Enter")
    return page.get_by_role("status").filter(has_text="«").first


def test_what_was_not_understood_is_taught(product: Running, page: Page) -> None:
    enter(product, page)
    page.get_by_role("link", name="Pas compris 3").click()
    seen_by_everybody(page)
    becomes_an_answer(page)
    becomes_an_example(page)
    group(page, "chat").get_by_role("button", name="Écarter").press("Enter")
    page.get_by_role("status").get_by_role("button", name="Annuler").press("Enter")
    expect(page.get_by_text("C’est de nouveau dans la liste.")).to_be_visible()
    group(page, "chat").get_by_role("button", name="Écarter").press("Enter")
    expect(page.get_by_role("status").get_by_role("button", name="Annuler")).to_be_visible()
    nothing_found(page)
    expect(page.get_by_text("Tout a été compris, ou traité.")).to_be_visible()
    page.get_by_role("link", name="Réponses").click()
    expect(tried(page, "Où est la fontaine du magasin ?")).to_contain_text("« Fontaine » répond")
    expect(page.locator(".tried-said")).to_have_text("Au fond.")
    expect(tried(page, "où est votre fontaine")).to_contain_text("Ajouter à « Fontaine »")
    seen_by_everybody(page)
    page.get_by_role("button", name="Fontaine", exact=True).press("Enter")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
    expect(page.get_by_role("button", name="Fontaine", exact=True)).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("zanzibar")
    expect(page.get_by_text("Aucune réponse ne contient ces mots.")).to_be_visible()


def test_the_canvas_shows_where_real_conversations_went_and_holds_notes(product: Running, page: Page) -> None:
    enter(product, page)
    page.get_by_role("link", name="welcome").click()
    page.get_by_role("button", name="Vraies conversations").click()
    expect(page.get_by_role("status").filter(has_text="2 conversations par la version en usage")).to_be_visible()
    page.get_by_role("listbox", name="Étapes").get_by_role("option", name="greet").click()
    expect(page.get_by_role("region", name="Vraies conversations")).to_contain_text("Venues ici2")
    page.get_by_role("button", name="Ajouter une note").click()
    with page.expect_response(lambda answer: "/notes/" in answer.url and answer.request.method == "PUT"):
        page.keyboard.type("Relu par Claire.")
    nothing_found(page)
    page.reload()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Relu par Claire.")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Supprimer la note").click()
    expect(page.get_by_label("Note", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Annuler la dernière action").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Relu par Claire.")
    page.get_by_label("Note", exact=True).fill("Relu par Claire et Marc.")
    page.get_by_role("listbox", name="Étapes").focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Note", exact=True)).to_have_value("Relu par Claire.")
    with page.expect_response(lambda answer: "/notes/" in answer.url and answer.request.method == "PUT"):
        page.keyboard.press("Control+Shift+z")
    page.reload()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Relu par Claire et Marc.")
