"""A week of one customer's life, on two channels: what they say, what they get, what is held back, and why.

docs/week.md is the transcript, held to the letter: where the product says something else, the page is written anew.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from gateway.ground.ids import new_id
from gateway.outreach import item_store
from gateway.outreach.item import load_items
from gateway.people import address_store
from gateway.people.address_store import NewAddress, NewKey
from tests.journey.product import Product

PAGE = Path(__file__).parents[2] / "docs" / "week.md"
ITEMS = Path(__file__).parents[2] / "config" / "items.yaml"
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2035, 3, 5, tzinfo=PARIS)  # far enough not to be over one day
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LOOK = 2 * 3600  # seconds from one look at the phones to the next
NAMES = {"telegram": "Telegram", "sms": "SMS"}


class Said(NamedTuple):
    """The customer writes."""

    day: int
    time: str
    channel: str
    fr: str
    en: str


class Posted(NamedTuple):
    """A program posts one message of the campaign."""

    day: int
    time: str
    fr: str
    en: str


WEEK: tuple[Said | Posted, ...] = (
    Said(0, "10:00", "telegram", "Bonjour", "Hello"),
    Said(0, "10:01", "telegram", "je veux les offres", "I want the offers"),
    Said(0, "10:02", "telegram", "oui", "yes"),
    Said(0, "10:03", "telegram", "moins souvent", "less often"),
    Said(0, "18:00", "sms", "pas le dimanche, et rien après 20h", "not on Sundays, and nothing after 8pm"),
    Posted(1, "10:00", "Offre 1 : bottes", "Offer 1: boots"),
    Posted(1, "10:00", "Offre 2 : écharpes", "Offer 2: scarves"),
    Said(1, "15:00", "telegram", "pourquoi ce message ?", "why did I get this message?"),
    Posted(2, "10:00", "Offre 3 : gants", "Offer 3: gloves"),
    Posted(2, "10:00", "Offre 4 : bonnets", "Offer 4: hats"),
    Said(2, "15:00", "sms", "qu'avez-vous retenu ?", "what did you hold back?"),
    Said(3, "09:30", "telegram", "mes choix", "my choices"),
    Said(3, "09:31", "telegram", "pause 2 jours", "pause 2 days"),
    Posted(3, "10:00", "Offre 5 : manteaux", "Offer 5: coats"),
    Said(4, "10:00", "telegram", "le dimanche", "Sunday"),
    Said(4, "10:01", "telegram", "ni l'un ni l'autre", "neither"),
    Said(4, "18:00", "telegram", "un récap le samedi à 10h", "send me a summary on Saturdays at 10am"),
    Said(5, "10:30", "telegram", "pourquoi ?", "why?"),
    Said(5, "11:00", "telegram", "STOP", "STOP"),
    Posted(5, "15:00", "Offre 6 : luges", "Offer 6: sledges"),
    Said(6, "10:00", "telegram", "START", "START"),
    Said(6, "10:01", "telegram", "oui", "yes"),
    Said(6, "10:02", "telegram", "qu'avez-vous retenu ?", "what did you hold back?"),
    Said(6, "10:03", "telegram", "que savez-vous de moi ?", "what do you know about me?"),
)


class Diary:
    """What passes on both phones, in order, as the page shows it."""

    def __init__(self, product: Product, language: str) -> None:
        self.product, self.language = product, language
        self.lines: list[str] = []
        self.day = -1
        self.seen: dict[str, int] = dict.fromkeys(NAMES, 0)

    def title(self, day: int) -> None:
        if day != self.day:
            self.day = day
            self.lines += ["", f"### {DAYS[day]}", ""]

    def note(self, time: str, who: str, words: str) -> None:
        self.lines.append(f"- {time} {who}: {' / '.join(words.splitlines())}")

    def listen(self, time: str) -> None:
        """What arrived since, on either phone."""
        for channel, name in NAMES.items():
            sent = self.product.sandbox.sent(channel)
            for bubble in sent[self.seen[channel] :]:
                shown = "".join(f" [{one['label']}]" for one in bubble.buttons)
                self.note(time, f"**{name}**", bubble.text + shown)
            self.seen[channel] = len(sent)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_week_goes_as_the_page_tells(embedded, language, tmp_path):
    diary = Diary(embedded, language)
    await publish(embedded)
    for event in WEEK:
        await live(diary, event)
    await until_the_end(diary)
    told = "\n".join(diary.lines).strip()
    (tmp_path / f"week.{language}.md").write_text(told)
    assert told in PAGE.read_text("utf-8"), f"docs/week.md says otherwise than {tmp_path}/week.{language}.md"


async def publish(product: Product) -> None:
    """What the demo brand has to tell, by topic."""
    items = load_items(ITEMS)
    await product.gateway.parts.database.write(lambda connection: item_store.put(connection, items, PARIS.key))


async def live(diary: Diary, event: Said | Posted) -> None:
    product, words = diary.product, getattr(event, diary.language)
    await at(diary, event.day, event.time)
    if isinstance(event, Said):
        diary.note(event.time, f"{NAMES[event.channel]}, customer", words)
        await product.tell(event.channel, words)
        if event.time == "10:00" and event.day == 0:
            await link(product)
    else:
        taken = await product.send("telegram", words, category="marketing", topic="offers", campaign="winter")
        decision = taken["decision"]
        diary.note(event.time, "API", f"“{words}”: {decision['outcome']}, {', '.join(decision['codes'])}")
    await product.step(1)
    diary.listen(event.time)


async def at(diary: Diary, day: int, time: str) -> None:
    """Let the hours until then go by, and what may leave in them leave."""
    hour, minute = map(int, time.split(":"))
    then = int(MONDAY.replace(day=MONDAY.day + day, hour=hour, minute=minute).timestamp() * 1000)
    product = diary.product
    if diary.day < 0:
        product.clock.set(then)
        product.clock.freeze()
    while product.clock() + LOOK * 1000 < then:
        await product.step(LOOK)
        diary.title((datetime.fromtimestamp(product.clock() / 1000, PARIS) - MONDAY).days)
        diary.listen(datetime.fromtimestamp(product.clock() / 1000, PARIS).strftime("%H:%M"))
    if then > product.clock():
        await product.step((then - product.clock()) / 1000)
    diary.title(day)
    diary.listen(time)


async def until_the_end(diary: Diary) -> None:
    await at(diary, 6, "23:00")


async def link(product: Product) -> None:
    """The telephone of the same person is known: what is said there goes into the same conversation."""
    who, number = await product.customer("telegram"), product.shown("sms")

    def add(connection) -> None:
        address_id = new_id()
        row = NewAddress(address_id, who["id"], "sms", "sms", number, "private", "inbound", product.clock())
        address_store.add(connection, [row])
        address_store.add_keys(connection, [NewKey("sms", number, "sms", address_id)])

    await product.gateway.parts.database.write(add)
