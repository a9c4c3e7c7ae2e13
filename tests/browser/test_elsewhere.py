"""What other programs have or did not hear: a thread that another app has, a webhook that was told in vain."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.product import Running, running
from tests.browser.test_access import nothing_found
from tests.browser.test_people import accepts, composer, is_there, logged_in, writes


class Listener(BaseHTTPRequestHandler):
    """A program of the brand's own. It answers with `status`."""

    status = 410

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        """Quiet."""


@pytest.fixture
def listener() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def product(tmp_path_factory, listener) -> Iterator[Running]:
    told = f"http://127.0.0.1:{listener}/told"
    more = f"\nwebhooks: {{crm: {{url: '{told}', secret: 'sixteen-or-more!', events: [case.opened], private: true}}}}\n"
    with running(tmp_path_factory.mktemp("product"), more) as product:
        yield product


@pytest.fixture
def anna(product: Running, browser: Browser) -> Iterator[Page]:
    yield from logged_in(product, browser, "anna")


def asks(product: Running, page: Page, title: str) -> None:
    page.goto(product.phones)
    writes(page.get_by_label(title, exact=True), "un humain")


def test_a_thread_is_passed_to_another_app_and_taken_back(product: Running, page: Page, anna: Page) -> None:
    asks(product, page, "Messenger")
    is_there(anna)
    accepts(anna)
    expect(composer(anna)).to_be_focused()
    anna.get_by_role("button", name="Transférer").click()
    dialog = anna.get_by_role("dialog", name="Transférer")
    dialog.get_by_text("Une autre app", exact=True).click()
    expect(dialog).to_contain_text("reçoivent le fil")
    nothing_found(anna)
    dialog.get_by_label("Ce qu’elle doit savoir").fill("Demande la facture de mai")
    dialog.get_by_role("button", name="Transférer").click()
    expect(dialog).to_be_hidden()
    anna.get_by_role("link", name=re.compile("^Toutes")).click()
    anna.locator(".list-row").first.click()
    told = anna.get_by_role("status").filter(has_text="depuis une autre app")
    expect(told.get_by_role("button", name="Demander le fil")).to_be_visible()
    nothing_found(anna)
    told.get_by_role("button", name="Reprendre le fil").click()
    expect(told).to_have_count(0)
    expect(composer(anna)).to_be_editable()


def test_a_webhook_that_heard_nothing_is_told_again(product: Running, page: Page, anna: Page) -> None:
    asks(product, page, "SMS")
    expect(page.get_by_label("SMS", exact=True).get_by_role("log")).to_contain_text("Je passe la main")
    anna.get_by_role("link", name="En échec").click()
    part = anna.locator("section", has=anna.get_by_role("heading", name=re.compile("^Pas entendu par vos webhooks")))
    line = part.get_by_role("listitem").filter(has_text="case.opened")
    expect(line).to_contain_text("N’en veut plus")
    expect(line).to_contain_text("http_410")
    nothing_found(anna)
    Listener.status = 200
    line.get_by_role("button", name="Réessayer").click()
    expect(part).to_contain_text("Vos webhooks ont tout entendu")
