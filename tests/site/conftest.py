"""A real browser for the pages: headless Chromium, a fresh profile, loopback only."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "_build/html"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing: a request is no news."""


@contextmanager
def served(folder):
    """Serve `folder` on loopback and yield its address."""
    handler = functools.partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def site():
    """Return the address of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.fail("there is no built site: run `make book`")
    with served(SITE) as base:
        yield base


@pytest.fixture(scope="session")
def chromium():
    """Return one browser for the whole run."""
    if os.environ.get("BROWSER") == "skip":
        pytest.skip("BROWSER=skip asks for no browser")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("no Chromium here; install it (apt-get install chromium) or set BROWSER=skip")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page and what it did beside being shown."""

    page: object
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture
def visit(chromium):
    """Return a function that opens an address; its page may neither complain nor call out."""
    made, contexts = [], []

    def open_page(address, *, width=1280, mode="light", before=None, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, **options
        )
        contexts.append(context)
        context.set_default_timeout(120_000)  # a busy machine is no reason to fail
        seen = Visit(context.new_page())
        made.append(seen)
        home = (
            address.split("#")[0]
            if address.startswith("file:")
            else "/".join(address.split("/")[:3])
        )
        home = "file:" if address.startswith("file:") else home
        seen.page.on("console", lambda m: _hear(seen, m.type, m.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("request", lambda r: _follow(seen, home, r.url))
        if before:
            before(seen.page)
        seen.page.goto(address, wait_until="load")
        return seen.page

    yield open_page
    for context in contexts:
        context.close()
    assert [seen.complaints for seen in made if seen.complaints] == []
    assert [seen.elsewhere for seen in made if seen.elsewhere] == []


def _hear(seen, kind, text):
    if kind in ("error", "warning"):
        seen.complaints.append(f"{kind}: {text}")


def _follow(seen, home, url):
    if not url.startswith((home, "data:", "blob:")):
        seen.elsewhere.append(url)
