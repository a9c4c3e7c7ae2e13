"""A supervisor's day in a browser: the floor, the switch of the bot, the figures, a silence."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, does, nothing_found

KEY = "key-of-the-supervisor-tests"
ASKS = "un humain"
# What the pages do, without a page: a change needs the session's token.
DO = """async ([method, path, body]) => {
  const { csrf } = await (await fetch('/desk/api/session')).json();
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf };
  const answer = await fetch('/desk/api/' + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}"""


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CAUSERIE_API_KEY", KEY)
        with running(tmp_path_factory.mktemp("product")) as product:
            yield product


@pytest.fixture
def anna(product: Running, page: Page) -> Page:
    """She is an admin, and so a supervisor too."""
    log_in(product, page, "anna")
    return page


def log_in(product: Running, page: Page, who: str) -> None:
    page.goto(product.desk)
    page.get_by_role("button", name=f"{who}@maison-lumen.example").click()
    expect(page.get_by_role("navigation", name="Parties de Causerie")).to_be_visible()


def do(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    return page.evaluate(DO, [method, path, body])


def say(product: Running, account: str, text: str) -> None:
    does(product, f"phones/{account}/say", {"text": text})


def api(product: Running, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """As a program does it, with a key."""
    asked = urllib.request.Request(
        f"{product.desk}/api/v1/{path}", json.dumps(body).encode() if body else None,
        {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}, method=method,
    )  # fmt: skip
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.loads(answer.read())


def opens(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def waiting(page: Page, about: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("button", name=re.compile("^Prendre"))).filter(
        has_text=about
    )  # fmt: skip


def resolved(page: Page, channel: str) -> str:
    """The case that waits there, answered and resolved; its conversation."""
    one = next(one for one in do(page, "GET", "floor")["waiting"] if one["channel"] == channel)
    base = f"conversations/{one['conversation_id']}"
    do(page, "POST", f"{base}/take", {"epoch": one["epoch"]})
    content = {"type": "text", "body": "Bonjour, ici Anna"}
    do(page, "POST", f"{base}/reply", {"client_id": base, "content": content, "seen_seq": 10_000})
    epoch = do(page, "GET", base)["conversation"]["owner"]["epoch"]
    do(page, "POST", f"{base}/resolve", {"epoch": epoch})
    return str(one["conversation_id"])


def test_who_waits_is_explained_passed_on_and_taken(product: Running, anna: Page, browser) -> None:
    say(product, "sms", ASKS)
    opens(anna, "Plateau")
    row = waiting(anna, "SMS")
    expect(row).to_contain_text("Personne ne s’est déclaré présent.")
    expect(row).to_contain_text("à répondre dans")
    other = browser.new_context(locale="fr-FR").new_page()
    log_in(product, other, "marc")
    do(other, "PUT", "duty", {"status": "busy"})
    expect(row).to_contain_text("Marc : pas disponible")
    row.focus()
    anna.keyboard.press("a")
    asked = anna.get_by_role("dialog")
    asked.get_by_label("Pourquoi, pour les collègues").fill("Elle parle de sa commande")
    asked.get_by_label("À").select_option(label="Marc · Occupé")
    asked.get_by_role("button", name="Transmettre").click()
    expect(asked).to_have_count(0)
    expect(row).to_be_visible()
    row.focus()
    anna.keyboard.press("t")
    expect(row).to_have_count(0)
    mine = anna.get_by_role("listitem").filter(has_text="0,5 sur 3")
    mine.get_by_role("link", name=re.compile("^Ouvrir la conversation")).click()
    expect(anna.get_by_placeholder(re.compile("^Écrire à"))).to_be_enabled()
    notes = do(anna, "GET", f"conversations/{anna.url.rpartition('/')[2]}/notes")["items"]
    assert [one["body"] for one in notes if one["kind"] == "transfer"] == ["Elle parle de sa commande"]
    other.context.close()


def test_an_agent_has_none_of_these_pages(product: Running, page: Page) -> None:
    log_in(product, page, "marc")
    expect(page.get_by_role("link", name="Plateau")).to_have_count(0)
    page.goto(f"{product.desk}/desk/floor")
    expect(page).to_have_url(re.compile("/desk/queue$"))


def test_a_brand_without_its_bot_answers_by_people_only(product: Running, anna: Page) -> None:
    opens(anna, "Plateau")
    anna.get_by_role("button", name="Débrayer la machine…").click()
    asked = anna.get_by_role("dialog")
    asked.get_by_text("Toute la marque").click()
    asked.get_by_label("Pourquoi").fill("Le bot se trompe sur les retours")
    expect(asked).to_contain_text("Dès maintenant le bot ne dit plus rien à personne.")
    asked.get_by_role("button", name="Débrayer pour toute la marque").click()
    banner = anna.get_by_role("status").filter(has_text="La machine est débrayée pour toute la marque")
    expect(banner).to_be_visible()
    say(product, "messenger", "mes choix")
    expect(waiting(anna, "mes choix")).to_be_visible()
    opens(anna, "Mesures")
    expect(banner).to_be_visible()
    opens(anna, "Plateau")
    anna.get_by_role("button", name="Rembrayer la machine pour toute la marque").click()
    anna.get_by_role("dialog").get_by_role("button", name="Rembrayer").click()
    expect(banner).to_have_count(0)
    say(product, "telegram", "mes choix")
    anna.goto(product.phones)
    answer = "Que voulez-vous changer"
    expect(anna.get_by_label("Telegram", exact=True).get_by_role("log")).to_contain_text(answer)
    expect(anna.get_by_label("Messenger", exact=True).get_by_role("log")).not_to_contain_text(answer)


def test_a_silence_begun_on_the_page_holds_a_campaign(product: Running, anna: Page) -> None:
    opens(anna, "Silence")
    expect(anna.get_by_text("Aucun silence. Les messages")).to_be_visible()
    anna.get_by_role("button", name="Faire silence…").click()
    asked = anna.get_by_role("dialog")
    asked.get_by_text("Un sujet").click()
    asked.get_by_label("Sujet", exact=True).select_option(label="Offres")
    asked.get_by_label("Pourquoi").fill("Rappel de la lampe Aube")
    asked.get_by_role("button", name="Faire silence maintenant").click()
    expect(anna.get_by_text("Silence dès maintenant.")).to_be_visible()
    sent = campaign(product)
    assert (sent["status"], sent["decision"]["codes"]) == ("held", ["SILENCE_TOPIC"])
    anna.get_by_text("1 message retenu").click()
    expect(anna.get_by_label("Ce qu’il retient")).to_contain_text("publicité sur SMS · Offres · campagne printemps")
    anna.get_by_role("button", name="Lever le silence : Sujet « Offres »").click()
    asked.get_by_label("Reprendre", exact=True).select_option(label="tout de suite, avec tout le monde")
    asked.get_by_label(re.compile("^Ne pas envoyer la publicité")).check()
    asked.get_by_label("Note pour l’historique").fill("Lampe remplacée")
    asked.get_by_role("button", name="Reprendre la parole").click()
    expect(anna.get_by_text("Aucun silence. Les messages")).to_be_visible()
    past = anna.get_by_role("row").filter(has_text="Rappel de la lampe Aube")
    for told in ("Sujet « Offres »", "fini", "commencé par Anna", "levé par Anna", "Lampe remplacée"):
        expect(past).to_contain_text(told)


def campaign(product: Running) -> Any:
    """One message of a campaign, to somebody who follows offers."""
    to = {"account": "sms", "to": "+33612345678"}
    said = {**to, "content": {"type": "text", "body": "Bonjour"}, "category": "transactional"}
    first = api(product, "POST", "messages", {**said, "idempotency_key": "first"})["id"]
    customer = api(product, "GET", f"messages/{first}")["customer_id"]
    agreed = {"words": "oui, j'accepte", "at": "2026-11-24T10:00:00Z"}
    api(
        product,
        "POST",
        f"customers/{customer}/terms",
        {"scope": "topic:offers", "action": "follow", "confirmed": agreed},
    )
    sold = {**said, "category": "marketing", "topic": "offers", "campaign": "printemps", "idempotency_key": "second"}
    return api(product, "POST", "messages", sold)


def test_a_resolved_case_is_in_the_figures_and_opens(product: Running, anna: Page) -> None:
    say(product, "whatsapp", ASKS)
    opens(anna, "Plateau")
    expect(waiting(anna, "WhatsApp")).to_be_visible()
    talk = resolved(anna, "whatsapp")
    opens(anna, "Mesures")
    card = anna.get_by_role("region", name="Jusqu’à la résolution")
    expect(card).to_contain_text("petit échantillon")
    card.get_by_role("button").click()
    behind = anna.get_by_role("dialog")
    one = behind.get_by_role("listitem").filter(has=anna.locator(f"a[href='/desk/all/{talk}']"))
    expect(one).to_contain_text("résolu")
    anna.keyboard.press("Escape")
    anna.get_by_text("7 jours").click()
    with anna.expect_download() as kept:
        anna.get_by_role("link", name="Dossiers (CSV)").click()
    assert talk in kept.value.path().read_text()
    channels = anna.get_by_role("table", name="Messages par canal")
    channels.get_by_role("row", name=re.compile("WhatsApp")).get_by_role("button").click()
    behind.locator(f"a[href='/desk/all/{talk}']").click()
    expect(anna).to_have_url(re.compile(f"/desk/all/{talk}$"))
    expect(anna.get_by_label("Messages", exact=True)).to_contain_text("Bonjour, ici Anna")


def test_a_reply_that_is_written_here_is_called_while_one_writes(product: Running, anna: Page) -> None:
    opens(anna, "Plateau")
    anna.get_by_role("button", name="Ajouter une réponse").click()
    box = anna.get_by_role("dialog")
    box.get_by_label("Raccourci").fill("retard")
    box.get_by_label("Titre").fill("Colis en retard")
    box.get_by_label("Texte en français").fill("Bonjour {name}, votre colis arrive demain. {agent}")
    box.get_by_label("Puis étiqueter").fill("colis")
    box.get_by_role("button", name="Enregistrer").click()
    expect(box).to_have_count(0)
    anna.get_by_role("button", name="Ajouter une réponse").click()
    box.get_by_label("Raccourci").fill("retard")
    box.get_by_label("Titre").fill("Autre")
    box.get_by_label("Texte en français").fill("Autre")
    box.get_by_role("button", name="Enregistrer").click()
    expect(box).to_contain_text("Une autre réponse a ce raccourci")
    anna.keyboard.press("Escape")
    say(product, "whatsapp", "Où est mon colis ?")
    say(product, "whatsapp", ASKS)
    waiting(anna, "Où est mon colis ?").get_by_role("button", name="Prendre").click()
    anna.goto(product.desk)
    anna.get_by_role("link", name=re.compile("^À moi")).click()
    anna.get_by_role("link", name=re.compile("WhatsApp")).first.click()
    field = anna.get_by_placeholder(re.compile("Écrire à"))
    field.press_sequentially("/ret")
    anna.get_by_role("option", name=re.compile("Colis en retard")).click()
    expect(field).to_have_value(re.compile("votre colis arrive demain. Anna"))
    opens(anna, "Plateau")
    anna.get_by_role("button", name="Modifier « Colis en retard »").click()
    box.get_by_role("button", name="Retirer").click()
    expect(anna.get_by_text("Colis en retard")).to_have_count(0)


def floor(page: Page) -> None:
    opens(page, "Plateau")
    expect(waiting(page, "Telegram")).to_be_visible()


def writing_a_reply(page: Page) -> None:
    floor(page)
    page.get_by_role("button", name="Modifier « Conclure »").click()
    expect(page.get_by_role("dialog").get_by_role("checkbox")).to_be_checked()


def passing_on(page: Page) -> None:
    floor(page)
    page.get_by_role("button", name=re.compile("^Attribuer")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def switching_off(page: Page) -> None:
    floor(page)
    page.get_by_role("button", name="Débrayer la machine…").click()
    page.get_by_role("dialog").get_by_text("Une conversation").click()
    expect(page.get_by_role("dialog").get_by_role("radio").nth(3)).to_be_attached()


def switched_off(page: Page) -> None:
    floor(page)
    do(page, "POST", "switches", {"scope": "account", "key": "telegram", "engaged": False, "reason": "Essai"})
    expect(page.get_by_text("La machine est débrayée sur Telegram").last).to_be_visible()


def figures(page: Page) -> None:
    opens(page, "Mesures")
    page.get_by_text("En tableau").first.click()
    page.get_by_text("Dates…").click()


def behind_a_number(page: Page) -> None:
    opens(page, "Mesures")
    page.get_by_role("region", name="Attente dans la file").get_by_role("button").click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()


def silent(page: Page) -> None:
    opens(page, "Silence")
    begun = do(page, "POST", "silences", {"reason": "Essai", "scope": "channel:sms", "level": "total"})
    do(page, "POST", f"silences/{begun['silence']['id']}/lift", {"ramp_minutes": 60, "note": "Fini"})
    do(page, "POST", "silences", {"reason": "Essai", "level": "all_but_critical"})
    page.reload()
    expect(page.get_by_role("button", name="Lever le silence : Toute la marque").first).to_be_visible()


def beginning(page: Page) -> None:
    opens(page, "Silence")
    page.get_by_role("button", name="Faire silence…").click()
    page.get_by_role("dialog").get_by_text("Total").click()
    expect(page.get_by_text("Sujets critiques qui passent malgré tout")).to_be_visible()


def lifting(page: Page) -> None:
    silent(page)
    page.get_by_role("button", name="Lever le silence : Toute la marque").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


STATES = [
    floor,
    writing_a_reply,
    passing_on,
    switching_off,
    switched_off,
    figures,
    behind_a_number,
    silent,
    beginning,
    lifting,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(product: Running, anna: Page, state: Callable[[Page], None], scheme: str) -> None:
    say(product, "telegram", ASKS)
    anna.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    state(anna)
    nothing_found(anna)
    anna.set_viewport_size(NARROW)
    nothing_found(anna)
    assert anna.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
