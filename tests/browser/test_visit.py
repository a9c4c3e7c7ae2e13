"""The script on the brand's own site, in a browser: what was looked at comes along with whoever writes."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import does
from tests.ports import free_port

PAGE = """<!doctype html><html lang="en"><title>{title}</title><script src="{desk}/site.js"></script>
<p>{title}</p><a id="write" href="https://t.me/bare" data-causerie>Write to us</a>
<a id="wa" href="https://wa.me/33755531234?text=Bonjour+madame" data-causerie>WhatsApp</a></html>"""


@contextmanager
def site(port: int, desk: str) -> Iterator[str]:
    """The brand's own: a page for whatever is asked."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            title = self.path.strip("/").partition("?")[0].title()
            body = PAGE.format(title=title, desk=desk).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", port), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
        server.shutdown()


@pytest.fixture(scope="module")
def brand(tmp_path_factory):
    port = free_port()
    more = f'site: {{origins: ["http://127.0.0.1:{port}"]}}\n'
    with running(tmp_path_factory.mktemp("product"), more) as product, site(port, product.desk) as origin:
        yield product, origin


def walk(origin: str, page: Page, link: str = "write") -> str:
    """Through the site, to the link: the address that it opens."""
    page.route(re.compile(r"^https://(t|wa)\.me/"), lambda route: route.fulfill(body="the app"))
    for path in ("lamps", "lamps?q=red+lamp", "delivery"):
        page.goto(f"{origin}/{path}")
    page.locator(f"#{link}").click()
    page.wait_for_url(re.compile(r"^https://(t|wa)\.me/"))
    return page.url


def test_an_agent_sees_where_they_came_from(brand: tuple[Running, str], page: Page):
    product, origin = brand
    address = walk(origin, page)
    code = re.search(r"start=([\w-]+)", address)
    assert code is not None, address
    does(product, "phones/telegram/say", {"text": f"/start {code[1]}"})
    does(product, "phones/telegram/say", {"text": "a human please"})
    page.goto(product.desk)
    page.get_by_role("button", name=re.compile("marc@")).click()
    page.get_by_role("link", name=re.compile("Camille")).first.click()
    panel = page.locator(".context")
    expect(panel.get_by_text("red lamp")).to_be_visible()
    expect(panel.get_by_role("link", name="Delivery")).to_have_attribute("href", f"{origin}/delivery")


def test_words_of_the_link_go_before_the_code(brand: tuple[Running, str], page: Page):
    address = walk(brand[1], page, "wa")
    assert re.fullmatch(r"https://wa\.me/33755531234\?text=Bonjour%20madame%20WS-\w{10}", address), address


def test_who_asks_not_to_be_followed_is_not(brand: tuple[Running, str], browser: Browser):
    _, origin = brand
    page = browser.new_context().new_page()
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})")
    assert walk(origin, page) == "https://t.me/bare"
    page.goto(f"{origin}/lamps")
    assert page.evaluate("sessionStorage.length") == 0
