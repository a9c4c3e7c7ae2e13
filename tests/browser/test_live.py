"""The Desk stays true: the gateway is killed and comes back, two agents work at once, a talk of 2,000 messages."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.product import Running, running

PULLED = """() => {
  const frame = document.querySelector('[data-timeline]');
  return frame.scrollTop > 0 || frame.innerText.includes('La conversation commence ici');
}"""

# No click of Playwright's, which waits for a link that the ended session may have taken away already.
TO_ALL = """() => document.querySelector('a[href="/desk/all"]')?.click()"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("product")


@pytest.fixture(scope="module")
def product(home: Path) -> Iterator[Running]:
    with running(home) as product:
        yield product


def customer_says(product: Running, account: str, text: str) -> None:
    body = json.dumps({"text": text}).encode()
    asked = urllib.request.Request(
        f"{product.phones}/_sandbox/phones/{account}/say", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200


def log_in(product: Running, page: Page, who: str = "anna") -> None:
    page.goto(product.desk)
    page.get_by_role("button", name=f"{who}@maison-lumen.example").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def open_and_take(page: Page, channel: str) -> None:
    page.get_by_role("link", name=re.compile(rf"\b{channel}\b")).first.click()
    page.get_by_role("button", name="Prendre la main").first.click()
    expect(composer(page)).to_be_editable()
    expect(composer(page)).to_be_focused()


def composer(page: Page):
    return page.get_by_placeholder(re.compile("Écri"))


def messages(page: Page):
    return page.get_by_label("Messages", exact=True)


def test_nothing_is_missed_when_the_gateway_is_killed_under_an_open_desk(product: Running, page: Page) -> None:
    customer_says(product, "whatsapp", "un humain")
    log_in(product, page)
    open_and_take(page, "WhatsApp")
    product.stop(signal.SIGKILL)
    expect(page.get_by_role("status").filter(has_text="Connexion perdue")).to_be_visible()
    for text in ("Premier mot", "Second mot"):
        composer(page).fill(text)
        composer(page).press("Enter")
    expect(messages(page).get_by_text("attend la connexion")).to_have_count(2)
    page.get_by_role("link", name="Toutes").click()  # what waits does not hang on what one looks at
    product.start()
    customer_says(product, "whatsapp", "Vous êtes là ?")
    expect(page.get_by_role("status").filter(has_text="Connexion rétablie")).to_be_visible()
    page.get_by_role("link", name=re.compile("WhatsApp")).first.click()
    for text in ("Premier mot", "Second mot", "Vous êtes là ?"):
        expect(messages(page).get_by_text(text)).to_have_count(1)
    expect(messages(page).get_by_text("attend la connexion")).to_have_count(0)
    said = messages(page).inner_text()
    assert said.index("Premier mot") < said.index("Second mot")


def test_what_was_written_and_not_sent_outlives_the_page_and_is_nobody_elses(product: Running, page: Page) -> None:
    customer_says(product, "messenger", "un humain")
    log_in(product, page)
    open_and_take(page, "Messenger")
    page.route("**/reply", lambda route: route.abort())
    composer(page).fill("Écrit dans le train")
    composer(page).press("Enter")
    expect(messages(page).get_by_text("attend la connexion")).to_be_visible()
    composer(page).fill("Commencé")
    page.unroute("**/reply")
    page.reload()
    expect(messages(page).get_by_text("Écrit dans le train")).to_be_visible()
    expect(composer(page)).to_have_value("Commencé")
    messages(page).get_by_role("button", name="Réessayer").click()
    expect(messages(page).get_by_text("Non envoyé")).to_have_count(0)
    place = page.url
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    log_in(product, page, "marc")
    page.goto(place)
    page.get_by_role("button", name="Prendre la main").first.click()
    expect(composer(page)).to_have_value("")


def test_an_answer_is_sent_and_the_case_resolved_without_the_mouse(product: Running, page: Page) -> None:
    customer_says(product, "telegram", "un humain")
    log_in(product, page)
    open_and_take(page, "Telegram")
    composer(page).fill("Bonne journée")
    composer(page).press("Shift+Enter")
    expect(composer(page)).to_have_value("Bonne journée\n")
    composer(page).press("Control+Shift+Enter")
    expect(messages(page).get_by_text("Bonne journée")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="Question répondue")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".conversation-header").get_by_text("Résolue")).to_be_visible()


def test_two_agents_see_each_other_take_the_pen(product: Running, browser: Browser, page: Page) -> None:
    customer_says(product, "telegram", "un humain")
    other = browser.new_page(locale="fr-FR")
    log_in(product, page)
    log_in(product, other, "marc")
    open_and_take(page, "Telegram")
    other.get_by_role("link", name="Toutes").click()
    other.get_by_role("link", name=re.compile("Telegram")).first.click()
    expect(other.get_by_text("Anna a cette conversation")).to_be_visible()
    other.get_by_role("button", name="Prendre la main").first.click()
    expect(page.get_by_text("Marc a cette conversation")).to_be_visible()
    composer(other).fill("Ici Marc")
    composer(other).press("Enter")
    expect(messages(page).get_by_text("Ici Marc")).to_be_visible()
    other.close()


def test_words_typed_outside_the_field_do_nothing_to_the_conversation(product: Running, page: Page) -> None:
    customer_says(product, "sms", "un humain")
    log_in(product, page)
    open_and_take(page, "SMS")
    asked = page.get_by_role("dialog")
    for key, first in (("e", "Question répondue"), ("s", "Jusqu’à sa réponse"), ("b", "Rendre au bot")):
        composer(page).press("Escape")
        page.keyboard.press(key)
        expect(asked.get_by_role("button", name=first)).to_be_focused()
        page.keyboard.press("Space")  # it answers a button that has the focus
        expect(asked).to_have_count(0)
        expect(composer(page)).to_be_focused()
    page.keyboard.type("t beau")
    expect(composer(page)).to_have_value("   t beau")
    expect(composer(page)).to_be_editable()

    # What was meant is asked about too, and answered by keys.
    composer(page).press("Escape")
    messages(page).focus()
    page.keyboard.press("b")
    hand_back = asked.get_by_role("button", name="Rendre au bot")
    expect(hand_back).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect(messages(page)).to_be_focused()  # and still in the conversation
    page.keyboard.press("b")
    expect(hand_back).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(asked.get_by_role("button", name="Annuler")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Le bot")).to_be_visible()


def test_letters_alone_may_be_turned_off(product: Running, page: Page) -> None:
    log_in(product, page)
    shortcuts, single = page.get_by_role("button", name="Raccourcis clavier"), page.get_by_label("Une lettre seule")
    shortcuts.click()
    single.uncheck()
    page.keyboard.press("Escape")
    expect(shortcuts).to_be_focused()
    page.reload()
    expect(shortcuts).to_be_visible()
    page.keyboard.press("v")
    page.keyboard.press("?")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(single).to_have_count(0)
    shortcuts.click()
    single.check()
    page.keyboard.press("Escape")
    expect(shortcuts).to_be_focused()
    page.keyboard.press("?")
    expect(single).to_be_checked()


def test_a_session_that_ends_elsewhere_ends_here(product: Running, page: Page) -> None:
    log_in(product, page)
    page.context.clear_cookies()
    page.evaluate(TO_ALL)
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()


def test_a_talk_of_two_thousand_messages_stays_light(product: Running, home: Path, page: Page) -> None:
    customer_says(product, "sms", "un humain")
    log_in(product, page)
    open_and_take(page, "SMS")
    lengthen(home / "demo.db", 2_000)
    page.reload()
    expect(messages(page).get_by_text("mot 2000", exact=True)).to_be_in_viewport()
    assert page.locator(".message").count() < 60
    beginning = messages(page).get_by_text("La conversation commence ici")
    while not beginning.is_visible():  # as somebody who reads back, pulling again and again
        messages(page).evaluate("(frame) => { frame.scrollTop = 0 }")
        page.wait_for_function(PULLED)
    messages(page).evaluate("(frame) => { frame.scrollTop = 0 }")
    expect(beginning).to_be_in_viewport()
    assert page.locator(".message").count() < 60
    page.get_by_role("button", name="Derniers messages").click()
    expect(messages(page).get_by_text("mot 2000", exact=True)).to_be_in_viewport()
    customer_says(product, "sms", "et encore un")
    expect(messages(page).get_by_text("et encore un", exact=True)).to_be_in_viewport()


def lengthen(database: Path, count: int) -> None:
    """As if the customer had talked for years: copies of their last message, in the places that come next."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.row_factory = sqlite3.Row
        last = dict(
            connection.execute(
                "SELECT * FROM message WHERE account = 'sms' AND direction = 'in' ORDER BY seq DESC"
            ).fetchone()
        )
        first = connection.execute(
            "SELECT max(seq) FROM message WHERE conversation_id = ?", [last["conversation_id"]]
        ).fetchone()[0]
        for number in range(1, count + 1):
            content = json.dumps({"type": "text", "body": f"mot {number}"})
            said = {**last, "id": f"00000000-0000-7000-8000-{number:012d}", "seq": first + number, "content": content,
                    "provider_id": f"SMold{number}"}  # fmt: skip
            names = ", ".join(said)
            connection.execute(f"INSERT INTO message ({names}) VALUES ({', '.join('?' * len(said))})", [*said.values()])
        connection.execute("UPDATE conversation SET seq = ? WHERE id = ?", [first + count, last["conversation_id"]])
