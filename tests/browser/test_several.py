"""Several conversations at once: chosen by key, press and range; what a colleague was quicker with is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import does, nothing_found
from tests.browser.test_answers import seen_by_everybody
from tests.browser.test_supervisor import do, log_in, say

ASKS = "un humain"
ACCOUNTS = ("whatsapp", "messenger", "telegram", "sms")
SHORT = {"width": 1440, "height": 560}  # so that a few rows are more than fit
TOP_ROW = """(frame) => {
  const { left, top } = frame.getBoundingClientRect();
  return document.elementFromPoint(left + 120, top + 60).closest('[data-row]').dataset.row;
}"""


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Running]:
    """Twelve customers who wait for people, all in one queue: nobody is on duty."""
    with running(tmp_path_factory.mktemp("product")) as product:
        for count in range(12):
            another(product, ACCOUNTS[count % 4], is_first=count < 4)
        yield product


@pytest.fixture
def queue(product: Running, page: Page) -> Page:
    """Marc's; Anna is an admin, who may do more."""
    page.emulate_media(reduced_motion="reduce")
    log_in(product, page, "marc")
    page.goto(f"{product.desk}/desk/queue")
    expect(rows(page).nth(3)).to_be_visible()
    return page


@pytest.fixture
def anna(product: Running, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    log_in(product, page, "anna")
    yield page
    context.close()


def another(product: Running, account: str, *, is_first: bool = False) -> None:
    if not is_first:
        does(product, f"phones/{account}/say", {"new_customer": {}})
    say(product, account, ASKS)


def rows(page: Page) -> Locator:
    return page.locator("[data-row]")


def boxes(page: Page) -> Locator:
    return page.get_by_role("checkbox", name=re.compile("^Choisir "))


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Plusieurs conversations")


def ids(page: Page, count: int) -> list[str]:
    return [str(rows(page).nth(index).get_attribute("data-row")) for index in range(count)]


def takes(page: Page, conversation: str) -> None:
    epoch = do(page, "GET", f"conversations/{conversation}")["conversation"]["owner"]["epoch"]
    do(page, "POST", f"conversations/{conversation}/take", {"epoch": epoch})


def owner(page: Page, conversation: str) -> dict:
    return do(page, "GET", f"conversations/{conversation}")["conversation"]["owner"]


def test_conversations_are_chosen_by_key_press_and_range(queue: Page) -> None:
    page = queue
    page.keyboard.press("j")
    expect(rows(page).first.locator("[aria-current]")).to_be_visible()
    page.keyboard.press("x")
    expect(boxes(page).first).to_be_checked()
    expect(bar(page)).to_contain_text("1 choisie")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows(page).nth(2).locator("[aria-current]")).to_be_visible()
    page.keyboard.press("Shift+X")
    expect(bar(page)).to_contain_text("3 choisies")
    page.keyboard.press("x")
    expect(boxes(page).nth(2)).not_to_be_checked()
    expect(boxes(page).nth(1)).to_be_checked()
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert page.url.rpartition("/")[2] == ids(page, 3)[2]  # what is open stays open

    boxes(page).nth(1).click()
    pages = len(page.context.pages)
    rows(page).nth(4).get_by_role("link").click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("4 choisies")
    assert len(page.context.pages) == pages  # no window is opened
    bar(page).get_by_role("button", name=re.compile("^Choisir les")).click()
    expect(bar(page)).to_contain_text(re.compile(r"1[0-9] choisies"))
    boxes(page).nth(0).focus()
    page.keyboard.press("Space")
    expect(boxes(page).nth(0)).not_to_be_checked()
    bar(page).get_by_role("button", name="Ne plus rien choisir").click()
    expect(bar(page)).to_have_count(0)


def test_what_a_colleague_took_is_said_and_stays_chosen(queue: Page, anna: Page) -> None:
    page = queue
    kept, lost, other = ids(page, 3)
    for index in range(3):
        boxes(page).nth(index).click()
    takes(anna, lost)
    expect(page.locator(f"[data-row='{lost}']")).to_have_count(0)  # it has left the list, and is not forgotten
    expect(bar(page)).to_contain_text("3 choisies")
    page.keyboard.press("e")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("3 conversations")
    asked.get_by_role("button", name="Question répondue").click()
    left = page.get_by_role("region", name="Ce qui n’est pas passé")
    expect(left).to_contain_text("2 résolues, 1 non")
    expect(left).to_contain_text(re.compile("Anna l’a prise (il y a|à l’instant)"))
    expect(bar(page)).to_contain_text("1 choisie")
    assert [owner(page, one)["kind"] for one in (kept, other)] == ["bot", "bot"]
    assert owner(page, lost)["name"] == "Anna"
    seen_by_everybody(page)

    # Tried again, it is still hers; once she gives it back it passes.
    left.get_by_role("button", name="Réessayer").click()
    expect(left).to_contain_text("Anna l’a")
    do(anna, "POST", f"conversations/{lost}/transfer", {"epoch": owner(anna, lost)["epoch"], "reason": "Reprenez"})
    expect(page.locator(f"[data-row='{lost}']")).to_be_visible()
    left.get_by_role("button", name="Réessayer").click()
    expect(left).to_contain_text("Anna l’a transférée")
    left.get_by_role("button", name="Réessayer").click()
    expect(left).to_have_count(0)
    expect(page.get_by_text("1 résolue", exact=True).last).to_be_visible()
    expect(bar(page)).to_have_count(0)


def test_a_supervisor_too_is_told_that_somebody_took_it_before_it_is_done_over_them(queue: Page, anna: Page) -> None:
    marc, taken = queue, ids(queue, 1)[0]
    anna.get_by_role("link", name="Toutes").click()
    row = anna.locator(f"[data-row='{taken}']")
    row.get_by_role("checkbox").click()
    takes(marc, taken)
    expect(row).to_contain_text("Marc")  # her page knows by now, and she may have seen it or not
    bar(anna).get_by_role("button", name="Résoudre").click()
    anna.get_by_role("dialog").get_by_role("button", name="Sans solution").click()
    left = anna.get_by_role("region", name="Ce qui n’est pas passé")
    expect(left).to_contain_text(re.compile("Marc l’a prise (il y a|à l’instant)"))
    assert owner(marc, taken)["name"] == "Marc"
    left.get_by_role("button", name="Réessayer").click()
    expect(left).to_have_count(0)
    assert owner(marc, taken)["kind"] == "bot"


def test_what_is_let_go_is_not_tried_again(queue: Page, anna: Page) -> None:
    page, (first, second) = queue, ids(queue, 2)
    page.get_by_role("link", name="Toutes").click()
    both = [page.locator(f"[data-row='{one}']") for one in (first, second)]
    for row in both:
        row.get_by_role("checkbox").click()
    page.route("**/resolve", lambda route: route.abort())
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_role("button", name="Sans solution").click()
    left = page.get_by_role("region", name="Ce qui n’est pas passé")
    expect(left.get_by_text("pas de connexion")).to_have_count(2)
    both[0].get_by_role("checkbox").click()
    expect(left.get_by_text("pas de connexion")).to_have_count(1)
    page.unroute("**/resolve")
    left.get_by_role("button", name="Réessayer").click()
    expect(left).to_have_count(0)
    assert [owner(anna, one)["kind"] for one in (first, second)] == ["queue", "bot"]


def test_one_note_passes_several_on_and_a_tag_may_be_followed_by_more(queue: Page, anna: Page) -> None:
    page = queue
    chosen = ids(page, 2)
    boxes(page).nth(0).click()
    boxes(page).nth(1).click()
    page.keyboard.press("l")
    page.get_by_role("combobox", name="Nouvelle étiquette").fill("salon")
    nothing_found(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 étiquetées").last).to_be_visible()
    expect(rows(page).nth(0).get_by_text("salon")).to_be_visible()
    page.get_by_role("button", name="Choisir de nouveau").click()
    expect(bar(page)).to_contain_text("2 choisies")
    page.keyboard.press("m")
    asked = page.get_by_role("dialog")
    asked.get_by_label("Ce qu’il faut savoir").fill("Même panne chez tous")
    asked.get_by_role("button", name="Transférer").click()
    expect(page.get_by_text("2 transférées").last).to_be_visible()
    for one in chosen:
        notes = do(anna, "GET", f"conversations/{one}/notes")["items"]
        assert [note["body"] for note in notes] == ["Même panne chez tous"]


def test_the_customers_new_words_are_not_put_aside_unread(product: Running, queue: Page) -> None:
    page = queue
    page.get_by_role("link", name=re.compile("WhatsApp")).last.click()
    page.get_by_role("button", name="Prendre la main").first.click()
    page.get_by_role("link", name="À moi").click()
    mine = boxes(page).first
    mine.click()
    say(product, "whatsapp", "Encore une chose")
    expect(rows(page).first).to_contain_text("Encore une chose")
    bar(page).get_by_role("button", name="Mettre en veille").click()
    page.get_by_role("dialog").get_by_role("button", name="Jusqu’à sa réponse").click()
    left = page.get_by_role("region", name="Ce qui n’est pas passé")
    expect(left).to_contain_text("le client a écrit depuis que vous l’avez choisie")
    left.get_by_role("button", name="Réessayer").click()  # now they know
    expect(page.get_by_text("1 en veille").last).to_be_visible()


def test_the_list_stays_where_it_is_while_others_come(product: Running, queue: Page) -> None:
    page = queue
    page.set_viewport_size(SHORT)
    page.goto(f"{product.desk}/desk/all")
    expect(rows(page).nth(4)).to_be_visible()
    scroller = page.locator(".list-rows")
    scroller.evaluate("(frame) => { frame.scrollTop = 3 * 82 + 20 }")
    seen = scroller.evaluate(TOP_ROW)
    another(product, "sms")
    pill = page.get_by_role("button", name=re.compile("1 nouvelle"))
    expect(pill).to_be_visible()
    assert scroller.evaluate(TOP_ROW) == seen
    another(product, "telegram")
    pill = page.get_by_role("button", name=re.compile("2 nouvelles"))
    expect(pill).to_be_visible()
    assert scroller.evaluate(TOP_ROW) == seen
    nothing_found(page)
    pill.click()
    expect(pill).to_have_count(0)
    expect(rows(page).first).to_contain_text("Telegram")
    assert scroller.evaluate("(frame) => frame.scrollTop") == 0

    # Who chooses has the next press under their hand: nothing moves, also at the top.
    boxes(page).first.click()
    seen = scroller.evaluate(TOP_ROW)
    another(product, "messenger")
    expect(page.get_by_role("button", name=re.compile("1 nouvelle"))).to_be_visible()
    assert scroller.evaluate(TOP_ROW) == seen
