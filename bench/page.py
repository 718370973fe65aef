"""What Python in the page costs its reader, in headless Chromium on the built site.

CPU time is that of the renderer process, its workers included, as Chromium itself
counts it, so a busy machine disturbs little. Bytes are those of the bodies that a
server with gzip sends. Each number stands beside the goal that the book sets itself.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from oslab.errors import Unavailable

SITE = Path(__file__).parent.parent / "_build/html"
PAGE = "chapters/fork.html"
FRAMES = 100
WARM = 40  # after so many frames the browser has compiled what it wants to compile
STARTS = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
TEXTS = ["; ".join(["fork"] * (i % 4 + 1) + [f"print {i}"]) for i in range(FRAMES)]

# Types a text that no frame was drawn for; resolves with the milliseconds until its picture.
TYPE = """async ([text]) => {
    const figure = document.querySelector('figure.oslab-explore:has(.oslab-text)');
    const input = figure.querySelector('.oslab-text input');
    const values = figure.querySelector('.oslab-values');
    const began = performance.now();
    const drawn = new Promise(done => new MutationObserver((_, watch) => {
        if (values.textContent.includes(text)) { watch.disconnect(); done(performance.now()); }
    }).observe(values, {childList: true, characterData: true, subtree: true}));
    input.value = text;
    input.dispatchEvent(new Event('input', {bubbles: true}));
    return await drawn - began;
}"""
# Walks a slider through its frames; each picture is there when the event returns.
SLIDE = """(frames) => {
    const figure = document.querySelector('figure.oslab-explore:has(input[type=range])');
    const slider = figure.querySelector('input[type=range]');
    const values = figure.querySelector('.oslab-values');
    const taken = [];
    for (let i = 0; i < frames; i++) {
        const before = values.textContent;
        slider.value = slider.value === slider.max ? slider.min : Number(slider.value) + 1;
        const began = performance.now();
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        taken.push(performance.now() - began);
        if (values.textContent === before) throw new Error('the picture did not move');
    }
    return taken;
}"""


class Packing(http.server.SimpleHTTPRequestHandler):
    """Serves files with gzip and notes how many bytes each body took."""

    sent: list[tuple[str, int]]

    def do_GET(self) -> None:
        """Answer with the packed file."""
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        body = _packed(file)
        self.sent.append((self.path.split("?")[0], len(body)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: a request is no news."""


@functools.cache
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


@contextmanager
def _served(sent: list[tuple[str, int]]) -> Iterator[str]:
    class Handler(Packing):
        pass

    Handler.sent = sent
    handler = functools.partial(Handler, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise Unavailable("a browser", "apt-get install chromium")
    if not (SITE / "_static/engine/engine.json").is_file():
        raise Unavailable("a built site with Python in the page", "Install npm; make book")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def _renderer_seconds(browser: Any) -> float:
    """Return the CPU time of all renderers so far."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return sum(one["cpuTime"] for one in told["processInfo"] if one["type"] == "renderer")


def _visit(browser: Any, base: str) -> Any:
    page = browser.new_context().new_page()
    page.goto(base + PAGE)
    page.wait_for_selector("figure.oslab-live:has(.oslab-text)", state="attached")
    page.wait_for_load_state("networkidle")
    return page


def measured() -> dict[str, float]:
    """Return what `main` prints, by name.

    Raises:
        Unavailable: without a browser or a built site with its engine.
    """
    sent: list[tuple[str, int]] = []
    starts, frames, warm = [], [], []
    with _served(sent) as base:
        for _ in range(STARTS):
            sent.clear()
            with _browser() as browser:  # a fresh one: nothing compiled, nothing cached
                page = _visit(browser, base)
                looked_up = page.evaluate(SLIDE, FRAMES)
                spent = [_renderer_seconds(browser)]
                page.evaluate(TYPE, ["fork; fork; fork; fork"])
                spent.append(_renderer_seconds(browser))
                frames += [page.evaluate(TYPE, [text]) for text in TEXTS[:WARM]]
                spent.append(_renderer_seconds(browser))
                frames += [page.evaluate(TYPE, [text]) for text in TEXTS[WARM:]]
                spent.append(_renderer_seconds(browser))
                starts.append(spent[1] - spent[0])
                warm.append((spent[3] - spent[2]) / (FRAMES - WARM))
    engine = sum(size for path, size in sent if "/_static/engine/" in path)
    return {
        "engine, MB": engine / 1e6,
        "first Python frame, CPU s": statistics.median(starts),
        "later frame, ms": statistics.median(frames),
        "later frame, CPU ms, warm": 1e3 * statistics.median(warm),
        "frame look-up, ms": statistics.median(looked_up),
    }


GOALS = {
    "engine, MB": 5.5,
    "first Python frame, CPU s": 2.5,
    "later frame, ms": 10.0,
    "later frame, CPU ms, warm": 10.0,
    "frame look-up, ms": 2.0,
}


def main() -> None:
    """Print a line a goal."""
    sys.stdout.write(f"{'Python in the page':30} {'found':>8} {'goal':>8}\n")
    try:
        found = measured()
    except Unavailable as cannot:
        sys.stdout.write(f"{cannot}\n")
        return
    for name, value in found.items():
        flag = "pass" if value <= GOALS[name] else "OVER"
        sys.stdout.write(f"{name:30} {value:8.2f} {GOALS[name]:8.1f} {flag}\n")


if __name__ == "__main__":
    main()
