"""Opening hours on their page: seen, changed by keys alone, refused where they cannot be, and put back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import NARROW, nothing_found
from tests.browser.test_supervisor import do, log_in, opens

WEEKDAYS = ("mardi", "mercredi", "jeudi", "vendredi")
OFFICE = """
office:
  windows: [{days: [mon, tue, wed, thu, fri], from: "09:00", to: "19:00"}]
  not_on_holidays: true
"""


@pytest.fixture
def product(tmp_path_factory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("product"), OFFICE) as product:
        yield product


@pytest.fixture
def anna(product: Running, page: Page) -> Page:
    """An admin, before the hours of the brand and of two teams."""
    page.emulate_media(reduced_motion="reduce")
    log_in(product, page, "anna")
    for team, name in (("montreal", "Montréal"), ("nuit", "Nuit")):
        do(page, "PUT", f"teams/{team}", {"name": name})
    opens(page, "Horaires")
    return page


def office(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def changing(page: Page, name: str) -> Locator:
    """The dialog in which a team gets hours of its own, by keys alone."""
    page.get_by_role("button", name=f"Modifier les horaires : {name}").press("Enter")
    asked = page.get_by_role("dialog")
    asked.get_by_role("radio", name="Ceux de la marque").first.press("ArrowRight")
    expect(asked.get_by_role("radio", name="Les siens").first).to_be_checked()
    return asked


def test_a_team_gets_hours_a_zone_and_closed_days_of_its_own_and_loses_them_again(anna: Page) -> None:
    team = office(anna, "Montréal")
    expect(team).to_contain_text("ceux de la marque")
    expect(team).to_contain_text("lundi à vendredi")
    nothing_found(anna)
    asked = changing(anna, "Montréal")
    monday = asked.get_by_role("group", name="lundi")
    monday.get_by_label("lundi, période 1, à").fill("12:00")
    monday.get_by_role("button", name="Ajouter une période : lundi").press("Enter")
    expect(monday.get_by_label("lundi, période 2, de")).to_be_focused()
    expect(monday.get_by_role("alert")).to_contain_text("Dites de quand à quand")
    expect(asked.get_by_role("button", name="Enregistrer")).to_be_disabled()
    monday.get_by_label("lundi, période 2, de").fill("11:00")
    monday.get_by_label("lundi, période 2, à").fill("17")
    expect(monday.get_by_role("alert")).to_contain_text("Deux périodes se chevauchent")
    nothing_found(anna)
    monday.get_by_label("lundi, période 2, de").fill("13h")
    expect(monday.get_by_role("alert")).to_have_count(0)
    for day in WEEKDAYS:
        asked.get_by_role("button", name=f"Comme la veille : {day}").press("Enter")
    asked.get_by_label("Fuseau horaire").select_option("America/Toronto")
    closed = asked.get_by_role("group", name="Jours de fermeture")
    closed.get_by_role("radio", name="Les siens").check()
    expect(closed).to_contain_text("25 décembre")
    closed.get_by_label("Date").fill("2027-07-01")
    closed.get_by_role("button", name="Ajouter le jour").press("Enter")
    expect(closed).to_contain_text("1 juillet")
    closed.get_by_role("button", name=re.compile("^Retirer : .*25 décembre")).press("Enter")
    expect(closed).not_to_contain_text("25 décembre")
    expect(closed.get_by_label("Date")).to_be_focused()
    nothing_found(anna)
    asked.get_by_role("button", name="Enregistrer").press("Enter")
    expect(asked).to_have_count(0)
    expect(anna.get_by_role("status").filter(has_text="valent dès maintenant")).to_contain_text("Montréal")
    expect(team).to_contain_text("America/Toronto")
    expect(team).to_contain_text("09:00–12:00")
    expect(team).to_contain_text("Changés par Anna")
    nothing_found(anna)
    (west,) = [one for one in do(anna, "GET", "hours")["items"] if one["team"] == "montreal"]
    assert [one["days"] for one in west["own"]["windows"]] == [["mon", "tue", "wed", "thu", "fri"]] * 2
    assert "07-01" in west["own"]["closed"]
    assert "12-25" not in west["own"]["closed"]
    anna.get_by_role("button", name="Remettre les horaires d’avant : Montréal").press("Enter")
    expect(team).to_contain_text("ceux de la marque")
    expect(team).to_contain_text("09:00–19:00")


def test_the_brands_hours_are_said_on_the_page_and_kept_over_a_restart(product: Running, anna: Page) -> None:
    brand = office(anna, "Toute la marque")
    expect(brand).to_contain_text("de la configuration")
    anna.get_by_role("button", name="Modifier les horaires : Toute la marque").click()
    asked = anna.get_by_role("dialog")
    asked.get_by_text("Fixés ici").click()
    for day in ("lundi", *WEEKDAYS):
        asked.get_by_label(f"{day}, période 1, de").fill("22:00")
        asked.get_by_label(f"{day}, période 1, à").fill("06:00")
    expect(asked.get_by_text("jusqu’au lendemain")).to_have_count(5)
    asked.get_by_role("button", name="Enregistrer").click()
    expect(brand).to_contain_text("fixés ici")
    expect(office(anna, "Nuit")).to_contain_text("22:00–06:00")
    product.stop()
    product.start()
    anna.reload()
    expect(brand).to_contain_text("22:00–06:00")
    anna.get_by_role("button", name="Remettre les horaires d’avant : Toute la marque").click()
    expect(brand).to_contain_text("de la configuration")


def test_of_two_at_once_the_second_is_told_and_so_is_who_is_left_alone(product: Running, anna: Page) -> None:
    asked = changing(anna, "Nuit")
    always = {"windows": [{"from": "00:00", "to": "24:00"}]}
    do(anna, "PUT", "hours/nuit", {"own": always, "seen": None})
    asked.get_by_role("button", name="Enregistrer").click()
    expect(asked.get_by_role("alert")).to_contain_text("Quelqu’un a changé ces horaires entre-temps")
    nothing_found(anna)
    asked.get_by_role("button", name="Annuler").click()
    expect(office(anna, "Nuit")).to_contain_text("toujours ouvert")
    anna.route("**/desk/api/hours", lambda route: route.abort())
    anna.reload()
    expect(anna.get_by_role("alert")).to_contain_text("n’ont pas pu être chargés")
    nothing_found(anna)
    anna.unroute("**/desk/api/hours")
    anna.get_by_role("button", name="Réessayer").click()
    expect(office(anna, "Nuit")).to_be_visible()


def test_it_stands_on_a_narrow_dark_page_in_english_and_is_for_supervisors(product: Running, browser: Browser) -> None:
    page = browser.new_context(locale="en-GB", color_scheme="dark", viewport=NARROW, reduced_motion="reduce").new_page()
    page.goto(product.desk)
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    page.get_by_role("link", name="Opening hours").click()
    expect(page.get_by_text("There is no team")).to_be_visible()
    expect(office(page, "The whole brand")).to_contain_text("Monday to Friday")
    nothing_found(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    expect(page.get_by_role("img", name="Anna")).to_be_in_viewport(ratio=1)  # at the end of the bar
    page.get_by_role("button", name="Change the hours: The whole brand").click()
    asked = page.get_by_role("dialog")
    asked.get_by_text("Said here").click()
    expect(asked.get_by_label("Monday, period 1, to")).to_have_value("19:00")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        asked.get_by_role("button", name=f"Take period 1 away: {day}").press("Enter")
        expect(asked.get_by_role("button", name=f"Add a period: {day}")).to_be_focused()
    expect(asked.get_by_role("alert")).to_contain_text("It would never be open")
    nothing_found(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.context.close()
    other = browser.new_context(locale="fr-FR").new_page()
    log_in(product, other, "marc")
    expect(other.get_by_role("link", name="Horaires")).to_have_count(0)
    other.goto(f"{product.desk}/desk/hours")
    expect(other).to_have_url(re.compile("/desk/queue$"))
    other.context.close()
