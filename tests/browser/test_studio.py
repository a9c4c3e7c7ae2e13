"""An admin changes what the bot says, without a line of code: on the canvas, with everything that may go wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.product import DEMO, Running, running
from tests.browser.test_access import nothing_found

QUESTION = {"Français": "Quel sujet vous intéresse ?", "Anglais": "Which topic interests you?"}
TESTS = """\
flow: welcome
tests:
  - name: whoever wants to choose is asked for a topic
    language: fr
    turns:
      - user: bonjour
      - choose: Mes choix
      - bot: {has: Quel sujet vous intéresse, options: [Les offres, Les nouveautés]}
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture
def studio(product: Running, page: Page) -> Page:
    page.emulate_media(reduced_motion="reduce")
    enter(product, page)
    return page


def enter(product: Running, page: Page) -> None:
    page.goto(product.desk)
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    page.get_by_role("navigation").get_by_role("link", name="Studio").click()
    expect(page.get_by_role("heading", name="Scénarios")).to_be_visible()


def open_flow(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(rf"\b{re.escape(name)}$")).click()
    expect(page.locator(".box").first).to_be_visible()


def entry(page: Page, name: str) -> Locator:
    """Of the list of steps."""
    return page.get_by_role("listbox", name="Étapes").get_by_role("option", name=re.compile(rf"^{name}\b"))


def step(page: Page, name: str) -> None:
    entry(page, name).click()
    expect(page.get_by_label("Nom de l’étape")).to_have_value(name)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def saved(page: Page) -> None:
    expect(page.get_by_text("Enregistré", exact=True)).to_be_visible()


def add_a_topic_question(page: Page) -> None:
    step(page, "greet")
    page.get_by_role("button", name="Ajouter une étape").click()
    page.get_by_role("menuitem", name="Faire choisir").click()
    name = page.get_by_label("Nom de l’étape")
    expect(name).to_have_value("choose")
    name.fill("topic")
    name.press("Enter")
    expect(entry(page, "topic")).to_be_visible()
    page.get_by_label("Ce qu’elle demande, Anglais").fill(QUESTION["Anglais"])
    for number, (french, english) in enumerate([("Les offres", "Offers"), ("Les nouveautés", "News")], 1):
        page.get_by_label(f"Option {number}: Libellé, Français").fill(french)
        page.get_by_label(f"Option {number}: Libellé, Anglais").fill(english)
    step(page, "greet")
    page.get_by_label("Mène à").first.select_option("topic")
    saved(page)


def skins(page: Page) -> dict[str, Locator]:
    return {name: page.get_by_role("figure", name=name) for name in ("WhatsApp", "Messenger", "SMS", "Telegram")}


def greeted(product: Running, page: Page, phone: str, *answers: str) -> None:
    """A customer whom nobody knows says hello, wants to choose, and is answered so."""
    page.goto(product.phones)
    case = page.get_by_label(phone, exact=True)
    case.get_by_role("button", name="Nouveau client").click()
    expect(case.get_by_role("button", name="Un humain svp")).to_be_visible()
    for words in ("bonjour", "mes choix"):
        case.get_by_role("textbox").fill(words)
        case.get_by_role("textbox").press("Enter")
        expect(case.get_by_role("log").get_by_text(words, exact=True).last).to_be_visible()
        expect(case.locator(".bubble-row.theirs").last).to_be_visible()
    for answer in answers:
        expect(case.get_by_role("log")).to_contain_text(answer)


def shown_on_four_skins(page: Page) -> None:
    step(page, "topic")
    page.get_by_role("group", name="Langue").get_by_role("button", name="en").click()
    for skin in skins(page).values():
        expect(skin).to_contain_text(QUESTION["Anglais"])
        expect(skin).to_contain_text("Offers")
    expect(skins(page)["SMS"]).to_contain_text("1. Offers")
    expect(skins(page)["SMS"]).to_contain_text("texte numéroté")
    expect(skins(page)["WhatsApp"]).to_contain_text("boutons")
    nothing_found(page)


def refused_until_it_is_written_in_french(page: Page) -> None:
    page.get_by_role("button", name="Publier").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("ne peut pas encore être publié")
    expect(dialog.get_by_role("button", name="Publier")).to_be_disabled()
    nothing_found(page)
    dialog.get_by_role("button", name=re.compile("^topic .*pas écrit en fr")).click()
    expect(page.get_by_label("Nom de l’étape")).to_have_value("topic")
    page.get_by_label("Ce qu’elle demande, Français").fill(QUESTION["Français"])
    expect(page.get_by_text("Aucun problème")).to_be_visible()
    saved(page)


def tried_and_tested(page: Page) -> None:
    tab(page, "Essayer")
    talk = page.get_by_role("log")
    talk.get_by_role("button", name="Mes choix").click()
    expect(talk).to_contain_text(QUESTION["Français"])
    expect(page.locator(".react-flow__node.waits")).to_contain_text("topic")
    nothing_found(page)
    tab(page, "Tests")
    expect(page.get_by_label("Tests, en YAML")).to_have_value(re.compile("whoever says hello"))  # shipped with it
    page.get_by_label("Tests, en YAML").fill(TESTS)
    page.get_by_role("button", name="Lancer les tests").click()
    expect(page.get_by_text("Le test tient")).to_be_visible()
    nothing_found(page)


def published(page: Page, note: str) -> None:
    page.get_by_role("button", name="Publier").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Le test tient")
    dialog.get_by_label("Ce qui change, et pourquoi").fill(note)
    dialog.get_by_role("button", name="Publier").click()
    expect(dialog).to_contain_text("Le prochain client le reçoit")
    nothing_found(page)


def rolled_back(product: Running, page: Page, from_: str, note: str) -> None:
    page.goto(f"{product.desk}/desk/studio/welcome")
    tab(page, "Historique")
    expect(page.get_by_role("button", name=from_)).to_contain_text("en usage")
    page.get_by_role("button", name=re.compile("livré avec le produit")).click()
    expect(page.locator(".release-body")).to_contain_text("retiré topic")
    nothing_found(page)
    page.get_by_role("button", name="Reprendre cette version").click()
    page.get_by_label("Ce qui change, et pourquoi").fill(note)
    page.get_by_role("button", name="Reprendre cette version").click()
    expect(page.get_by_role("button", name=note)).to_contain_text("en usage")
    expect(entry(page, "topic")).to_have_count(0)


def test_a_question_from_the_canvas_to_the_customer_and_back(product: Running, studio: Page) -> None:
    nothing_found(studio)
    open_flow(studio, "welcome")
    nothing_found(studio)
    add_a_topic_question(studio)
    shown_on_four_skins(studio)
    refused_until_it_is_written_in_french(studio)
    tried_and_tested(studio)
    published(studio, "Demander le sujet")
    greeted(product, studio, "Telegram", QUESTION["Français"])
    rolled_back(product, studio, "Demander le sujet", "C’était trop")
    greeted(product, studio, "SMS", "Que voulez-vous changer")


def yaml(product: Running, page: Page, name: str) -> str:
    answer = page.request.get(f"{product.desk}/desk/api/studio/flows/{name}").json()
    return str((answer["draft"] or {"yaml": answer["yaml"]})["yaml"])


def test_what_nobody_touched_stays_to_the_byte_and_undo_goes_all_the_way(product: Running, studio: Page) -> None:
    page = studio
    before = yaml(product, page, "thanks")
    open_flow(page, "thanks")
    first = page.get_by_role("listbox", name="Étapes").get_by_role("option").first
    name = re.split(r"\s", first.inner_text())[0]
    first.click()
    page.get_by_role("button", name="Ajouter une étape").click()
    page.get_by_role("menuitem", name=re.compile("^Dire")).click()
    page.get_by_label("Ce qu’elle dit, Français").fill("Encore merci.")
    saved(page)
    lines = yaml(product, page, "thanks").splitlines()
    assert [line for line in before.splitlines() if line not in lines] == []
    assert any("Encore merci." in line for line in lines)
    page.get_by_role("listbox", name="Étapes").focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Ce qu’elle dit, Français")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(entry(page, "say")).to_have_count(0)
    expect(entry(page, name)).to_have_count(1)
    saved(page)
    expect(page.get_by_text("Écriture…")).to_have_count(0)
    assert yaml(product, page, "thanks") == before


def test_what_was_tried_is_kept_as_a_test_and_stands_before_publishing(product: Running, studio: Page) -> None:
    page = studio
    open_flow(page, "board")
    tab(page, "Essayer")
    expect(page.get_by_role("log")).to_contain_text("Votre page")
    page.get_by_label("Garder cet essai comme test").fill("la page est donnée")
    page.get_by_role("button", name="Garder", exact=True).click()
    expect(page.get_by_text("il est parmi les tests")).to_be_visible()
    nothing_found(page)
    tab(page, "Tests")
    kept = page.get_by_label("Tests, en YAML")
    page.get_by_role("button", name="Lancer les tests").click()
    expect(page.get_by_text("Le test tient")).to_be_visible(timeout=30_000)
    expect(kept).to_have_value(re.compile('name: "la page est donnée"'))
    kept.fill(re.sub(r"bot: .*", "bot: Une autre réponse", kept.input_value()))
    page.get_by_role("button", name="Lancer les tests").click()
    expect(page.get_by_text("Une autre réponse").last).to_be_visible(timeout=30_000)
    entry(page, "give").click()
    tab(page, "Étape")
    page.get_by_label("Ce qu’elle dit, Français").fill("Voici : {page.effect.fr}")
    saved(page)
    page.get_by_role("button", name="Publier", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Il n’est publié que si vous le voulez", timeout=30_000)
    nothing_found(page)
    dialog.get_by_role("button", name="Publier malgré les tests").click()
    expect(dialog).to_contain_text("Le prochain client le reçoit")


def test_everything_is_done_by_keys(studio: Page) -> None:
    page = studio
    open_flow(page, "preferences")
    steps = page.get_by_role("listbox", name="Étapes")
    ids = [one.inner_text().split()[0] for one in steps.get_by_role("option").all()]
    steps.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(steps.get_by_role("option", selected=True)).to_contain_text(ids[1])
    page.keyboard.press("Alt+ArrowDown")
    expect(steps.get_by_role("option").nth(2)).to_contain_text(ids[1])
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(steps.get_by_role("option")).to_have_count(len(ids) + 1)
    page.keyboard.press("Delete")
    expect(steps.get_by_role("option")).to_have_count(len(ids))
    page.keyboard.press("/")
    page.keyboard.type("pause")
    expect(page.get_by_label("Rechercher une étape")).to_be_focused()
    assert steps.get_by_role("option").count() < len(ids)
    page.keyboard.press("Enter")
    expect(page.locator(".form :focus")).to_have_count(1)
    page.keyboard.press("Escape")


def other_saves(product: Running, page: Page, name: str, change: tuple[str, str], seen: int) -> None:
    session = page.request.get(f"{product.desk}/desk/api/session").json()
    text = yaml(product, page, name).replace(*change)
    asked = urllib.request.Request(
        f"{product.desk}/desk/api/studio/flows/{name}/draft",
        json.dumps({"yaml": text, "seen": seen}).encode(),
        {
            "Content-Type": "application/json",
            "X-CSRF-Token": session["csrf"],
            "Cookie": "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies()),
        },
        method="PUT",
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200


def test_of_two_admins_neither_loses_a_word(product: Running, studio: Page, browser: Browser) -> None:
    page = studio
    open_flow(page, "help")
    theirs = browser.new_page(locale="fr-FR")
    enter(product, theirs)
    old = re.search(r'"([^"]*automatique[^"]*)"', yaml(product, theirs, "help"))
    assert old is not None
    other_saves(product, theirs, "help", ("title:", "category: service\ntitle:"), 0)
    theirs.close()
    step(page, page.get_by_role("listbox", name="Étapes").get_by_role("option").first.inner_text().split()[0])
    page.get_by_label("Ce qu’elle dit, Français").fill("Je suis là pour vous aider.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Quelqu’un d’autre a modifié ce scénario")
    expect(dialog).to_contain_text("Anna l’a enregistré")
    expect(dialog).to_contain_text("category: service")
    nothing_found(page)
    dialog.get_by_role("button", name="Garder ce qui est choisi").click()
    expect(dialog).to_have_count(0)
    saved(page)
    both = yaml(product, page, "help")
    assert "category: service" in both
    assert "Je suis là pour vous aider." in both


def test_who_publishes_over_what_came_from_git_is_told(product: Running, studio: Page, tmp_path):
    open_flow(studio, "cancel")
    first = studio.get_by_role("listbox", name="Étapes").get_by_role("option").first
    first.click()
    studio.get_by_label("Ce qu’elle dit, Français").fill("Très bien, on oublie.")
    saved(studio)
    shipped = (DEMO.parent / "flows" / "cancel.yaml").read_text()
    (tmp_path / "cancel.yaml").write_text(shipped.replace("Nothing else changes", "All else stays"))
    push = [sys.executable, "-m", "gateway", "flows", "push", str(tmp_path), "--note", "printemps", "--config"]
    subprocess.run([*push, str(product.file)], check=True, capture_output=True)
    studio.get_by_role("button", name="Publier").click()
    dialog = studio.get_by_role("dialog")
    expect(dialog.get_by_role("note")).to_contain_text("a publié une autre version («\u00a0printemps\u00a0»)")
    expect(dialog).to_contain_text("All else stays")
    nothing_found(studio)


MINDED = """
actions:
  talk: {assistant: "https://rasa.example.com/webhooks/rest/webhook"}
model: {url: "https://models.example.com/v1", name: small}
"""


def test_who_answers_real_customers_and_is_not_asked_here_is_said(tmp_path, page: Page):
    product = Running(tmp_path, MINDED)
    product.configure("channel: sms", "channel: sms\n    brain: talk")
    product.start()
    try:
        enter(product, page)
        open_flow(page, "welcome")
        tab(page, "Essayer")
        note = page.get_by_role("note")
        expect(note).to_have_text("Le modèle n’est pas interrogé ici sur ce que personne ne comprend.")
        page.get_by_label("Canal").select_option("sms")
        expect(note).to_contain_text("Sur sms, un cerveau (Rasa) répond d’abord. Il n’est pas interrogé ici")
        nothing_found(page)
        tab(page, "Tests")
        expect(note).to_contain_text("Sur sms, un cerveau (Rasa) répond d’abord")
    finally:
        product.stop()


def test_where_all_is_tried_nothing_is_said(studio: Page):
    open_flow(studio, "welcome")
    tab(studio, "Essayer")
    expect(studio.get_by_role("log")).to_contain_text("Maison Lumen")
    expect(studio.get_by_role("note")).to_have_count(0)
