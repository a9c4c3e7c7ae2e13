"""The pictures in README.md, taken of the real product: `python -m tests.browser.pictures`."""

from __future__ import annotations

import base64
import os
import re
import struct
import sys
import tempfile
import zlib
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.product import Running, running

FOLDER = chromium.ROOT / "docs" / "pictures"
SIZE = {"width": 1360, "height": 850}
# The 256 colours most used, none close to another; every pixel takes the nearest. It makes a third of the file.
FEWER_COLOURS = """async (source) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = pen.getImageData(0, 0, image.width, image.height).data, uses = new Map(), of = [];
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];
    of.push(colour);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const far = (one, other) => Math.max(
    Math.abs((one >> 16) - (other >> 16)), Math.abs((one >> 8 & 255) - (other >> 8 & 255)),
    Math.abs((one & 255) - (other & 255)));
  const palette = [];
  for (const [colour] of [...uses].sort((one, other) => other[1] - one[1]))
    if (palette.length < 256 && palette.every((other) => far(colour, other) > 7)) palette.push(colour);
  const nearest = new Map();
  for (const colour of uses.keys()) {
    let best = 0;
    palette.forEach((other, index) => { if (far(colour, other) < far(colour, palette[best])) best = index; });
    nearest.set(colour, best);
  }
  return { width: image.width, height: image.height, palette, indexes: of.map((colour) => nearest.get(colour)) };
}"""


def main() -> None:
    """Play a morning of the demo brand, and take both pictures."""
    found = chromium.find()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.executable),
            args=[*chromium.ARGUMENTS, "--disable-lcd-text"],
            env={**os.environ, **found.environment},
        )
        page = browser.new_page(viewport=SIZE, locale="en-GB", timezone_id="Europe/Paris")
        customers_write(product, page)
        keep(page, "phones")
        an_agent_answers(product, page)
        keep(page, "desk")
        browser.close()


def customers_write(product: Running, page: Page) -> None:
    page.goto(product.phones)
    said = {
        "WhatsApp": [("hello", "You are in charge"), ("my choices", "What would you like to change")],
        "Messenger": [("bonjour", "C'est vous qui décidez"), ("1 par semaine", "1 message par semaine au plus")],
        "SMS": [("hello", "You are in charge"), ("STOP", "no more advertising")],
        "Telegram": [("hello", "You are in charge"), ("a human please", "handing over to a person")],
    }
    for title, lines in said.items():
        for words, answer in lines:
            write(page.get_by_label(title, exact=True), words, answer)
    for phone in page.locator(".phone").all():
        phone.hover()
    expect(page.locator(".phone-unread")).to_have_count(0)
    page.get_by_role("heading", name="Phones").click()


def write(phone: Locator, words: str, answer: str) -> None:
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("textbox").press("Enter")
    expect(phone.get_by_role("log")).to_contain_text(answer)


def an_agent_answers(product: Running, page: Page) -> None:
    write(page.get_by_label("WhatsApp", exact=True), "I want to talk to someone", "handing over to a person")
    page.goto(product.desk)
    page.get_by_role("button", name="anna@maison-lumen.example").click()
    page.get_by_role("link", name="Telegram").first.click()
    page.get_by_role("button", name="Take over").first.click()
    composer = page.get_by_placeholder(re.compile("Write to"))
    composer.fill("Hello Camille, this is Anna. I have read what you said: what can I do for you?")
    composer.press("Enter")
    expect(page.get_by_label("Messages", exact=True)).to_contain_text("this is Anna")
    page.get_by_role("link", name=re.compile("^All")).click()
    page.get_by_role("link", name="Telegram").click()
    expect(page.get_by_label("Messages", exact=True)).to_contain_text("this is Anna")


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)  # statuses climb
    studio = page.context.browser.new_page()
    drawn = studio.evaluate(FEWER_COLOURS, base64.b64encode(page.screenshot(animations="disabled")).decode())
    studio.close()
    file = FOLDER / f"{name}.png"
    file.write_bytes(png(drawn["width"], drawn["height"], drawn["palette"], bytes(drawn["indexes"])))
    sys.stdout.write(f"{file}: {file.stat().st_size // 1000} kB\n")


def png(width: int, height: int, palette: list[int], indexes: bytes) -> bytes:
    """https://www.w3.org/TR/png/, one byte a pixel."""
    rows = b"".join(b"\0" + indexes[at : at + width] for at in range(0, len(indexes), width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(colour.to_bytes(3, "big") for colour in palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main()
