"""Python in the page: other values, the reader's own text, its errors, and loops without end."""

import functools
import http.server
import json
import re
import shutil
import subprocess
import threading
from collections import Counter

import pytest

from .conftest import ROOT, SITE

pytestmark = pytest.mark.site
PAGE = "chapters/fork.html"
START_MS = 120_000  # how long a busy machine may take to start CPython
WITHOUT_NPM = "npm is missing: the site has no Python for the page"


@pytest.fixture
def engine():
    """Skip where the site has no Python for the page."""
    if not shutil.which("npm"):
        pytest.skip(WITHOUT_NPM)


@pytest.fixture
def figure(engine, site, visit):
    """Return the first figure of a page whose Python can be changed."""
    return _figure(visit(site + PAGE))


def _skip_predictions(page):
    waiting = page.locator(".oslab-skip:visible")
    while waiting.count():
        waiting.first.click()


def _texts(page):
    _skip_predictions(page)
    return page.locator("figure.oslab-explore.oslab-live:has(.oslab-text)").first


def _figure(page):
    _skip_predictions(page)
    found = page.locator("figure.oslab-explore:has(.oslab-edit)").first
    found.locator(".oslab-edit > summary").press("Enter")
    return found


def _run(figure, text):
    figure.locator("textarea").fill(text)
    figure.locator("textarea").press("Control+Enter")


def _wait(figure, part, pattern):
    told = figure.locator(part, has_text=re.compile(pattern))
    told.wait_for(state="attached", timeout=START_MS)


def _drawn(figure):
    return figure.locator(".oslab-view").inner_html()


def test_an_edit_runs_breaks_stops_and_is_reset(figure):
    before = _drawn(figure)
    name = json.loads(figure.locator(".oslab-data").text_content())["simulate"]["name"]
    original = figure.locator("textarea").input_value()

    _run(figure, f"def {name}(**values):\n    return 1 / 0\n")
    _wait(figure, ".oslab-error", r"line 2[\s\S]*ZeroDivisionError")
    _run(figure, f"def {name}(**values)\n    return 1\n")
    _wait(figure, ".oslab-error", "SyntaxError")
    _run(figure, f"def {name}(**values):\n    while True:\n        pass\n")
    _wait(figure, ".oslab-error", "does this loop end")
    assert _drawn(figure) == before

    _run(figure, original)
    figure.locator(".oslab-note").wait_for(state="hidden", timeout=START_MS)
    assert figure.locator(".oslab-error").text_content() == ""
    assert _drawn(figure) == before  # Python in the page draws what was drawn ahead

    figure.locator("textarea").fill("nonsense")
    figure.locator("[name=reset]").click()
    assert figure.locator("textarea").input_value() == original
    assert _drawn(figure) == before


def test_enter_keeps_the_indentation_of_an_edit_and_can_be_undone(figure):
    field = figure.locator("textarea")
    field.fill("def mine():")
    for words in ("Enter", "x = 1", "Enter", "Enter"):
        field.press(words) if words == "Enter" else field.press_sequentially(words)

    assert field.input_value() == "def mine():\n    x = 1\n    \n    "
    field.press("Control+z")
    assert field.input_value() != "def mine():\n    x = 1\n    \n    "


def test_an_edit_is_copied_with_one_press(figure):
    page = figure.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure.locator("textarea").fill("def mine():\n    return 'é'\n")
    figure.locator("[name=copy]").press("Enter")
    figure.get_by_role("button", name="Copied").wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == "def mine():\n    return 'é'\n"


def test_without_a_clipboard_the_copy_still_comes(figure):
    page = figure.page
    page.evaluate("""() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
        document.addEventListener('copy', () => { window.copied = document.activeElement.value; });
    }""")
    figure.locator("textarea").fill("x = 1")
    figure.locator("[name=copy]").press("Enter")
    figure.get_by_role("button", name="Copied").wait_for()

    assert page.evaluate("window.copied") == "x = 1"


@pytest.mark.parametrize("started", [False, True])
def test_the_latest_request_wins(engine, site, visit, started):
    def count_questions(page):
        page.add_init_script("""window.asked = [];
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (data) {
                if (data.values) window.asked.push(data.values);
                post.call(this, data);
            };""")

    page = visit(site + PAGE, before=count_questions)
    figure = _texts(page)
    field = figure.locator(".oslab-text input")
    if started:
        field.fill("fork; fork; print 0")
        _wait(figure, ".oslab-values", "print 0")
        page.evaluate("window.asked = []")
    figure.evaluate("""figure => {
        window.shown = [];
        new MutationObserver(() => window.shown.push(
            figure.querySelector('.oslab-values').textContent
        )).observe(figure.querySelector('.oslab-values'), {childList: true, subtree: true});
        const input = figure.querySelector('.oslab-text input');
        for (let i = 1; i <= 9; i++) {
            input.value = `fork; print ${i}`;
            input.dispatchEvent(new Event('input', {bubbles: true}));
        }
    }""")
    _wait(figure, ".oslab-values", "print 9")

    assert [re.search(r"print \d", one)[0] for one in page.evaluate("window.shown")] == ["print 9"]
    assert len(page.evaluate("window.asked")) <= 2  # what had begun, and the last


def test_a_text_outside_the_frames_is_drawn_by_python(engine, site, visit):
    figure = _texts(visit(site + PAGE))
    before = _drawn(figure)

    figure.locator(".oslab-text input").fill("fork; fork; fork")
    _wait(figure, ".oslab-values", "fork; fork; fork")

    assert _drawn(figure) != before


def test_a_page_opened_from_a_file_says_why_python_cannot_start(visit):
    figure = _figure(visit((SITE / PAGE).as_uri()))

    _run(figure, "x = 1")

    _wait(figure, ".oslab-error", "opened from a file")


# ------------------------------------------------------------------ what is fetched, and how often
class _Noting(http.server.SimpleHTTPRequestHandler):
    """A plain static host that notes how each file of the engine was answered."""

    def send_response(self, code, message=None):
        path = self.path.split("?")[0]
        if "/_static/engine/" in path:
            self.server.answers.append((path.rsplit("/", 1)[1], code))
        super().send_response(code, message)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def host():
    """Return a server of the site; its `answers` are (file of the engine, status)."""
    handler = functools.partial(_Noting, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.answers = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_engine_is_fetched_once_for_the_whole_book(engine, host, visit):
    site = f"http://127.0.0.1:{host.server_port}/"
    page = visit(site + PAGE)
    figure = _texts(page)
    assert host.answers == []  # a page by itself fetches nothing of it

    for number in (1, 2):
        figure.locator(".oslab-text input").fill(f"fork; print {number}")
        _wait(figure, ".oslab-values", f"print {number}")
    told = json.loads((SITE / "_static/engine/engine.json").read_text())
    files = {file.name for file in (SITE / "_static/engine" / told["folder"]).iterdir()}
    others = {f"{room}.zip.gz" for room in told["rooms"] if room != "processes"}
    assert Counter(host.answers) == Counter(
        (name, 200) for name in {*files, "engine.json"} - others
    )

    host.answers.clear()
    page.goto(site + "chapters/life.html")
    other = _figure(page)
    _run(other, other.locator("textarea").input_value() + "\n1 / 0\n")
    _wait(other, ".oslab-error", "ZeroDivisionError")
    # Only the two smallest may be asked for again: which engine is the newest, and its worker.
    assert {name for name, _ in host.answers} <= {"engine.json", "worker.js"}


def test_an_edit_may_use_another_room(engine, host, visit):
    page = visit(f"http://127.0.0.1:{host.server_port}/{PAGE}")
    figure = _figure(page)
    _run(figure, "import oslab.scheduling\nraise ValueError(oslab.scheduling.Fifo.__name__)")

    _wait(figure, ".oslab-error", "ValueError: Fifo")
    assert ("scheduling.zip.gz", 200) in host.answers


def test_an_older_engine_is_not_kept(engine, host, visit):
    site = f"http://127.0.0.1:{host.server_port}/"
    page = visit(site + PAGE)
    keep = "async (url) => (await caches.open('oslab-engine')).put(url, new Response('old'))"
    for old in ("_static/engine/0123456789abcdef/oslab.zip.gz", "elsewhere/kept"):
        page.evaluate(keep, site + old)
    figure = _texts(page)
    figure.locator(".oslab-text input").fill("fork; print 1")
    _wait(figure, ".oslab-values", "print 1")
    kept = page.evaluate("""async () => (await (await caches.open('oslab-engine')).keys())
        .map(one => new URL(one.url).pathname)""")

    assert [path for path in kept if "0123456789abcdef" in path] == []
    assert "/elsewhere/kept" in kept  # another book's
    assert any(path.endswith("/pyodide.asm.wasm.gz") for path in kept)


def test_a_site_built_without_npm_says_so_once_and_keeps_its_frames(tmp_path, visit):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "rm"):
        (tools / name).symlink_to(shutil.which(name))
    folder = tmp_path / "engine"
    folder.mkdir()
    (folder / "engine.json").write_text("{}")  # of an earlier build
    build = [shutil.which("bash"), ROOT / "engine/build", folder]
    done = subprocess.run(
        build, env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["npm is missing"]
    assert not folder.exists()


def test_a_page_without_the_engine_keeps_its_frames_and_says_why(site, visit):
    def take_the_engine_away(page):
        # Answered as a file that is not JSON: a missing one would also be a console error.
        page.route("**/_static/engine/**", lambda route: route.fulfill(status=204, body=""))

    figure = _texts(visit(site + PAGE, before=take_the_engine_away))
    before = _drawn(figure)
    figure.locator(".oslab-text input").fill("fork; print 1")
    _wait(figure, ".oslab-note", "came without Python")

    assert _drawn(figure) == before


def test_every_embedded_frame_is_what_the_pages_python_draws(engine):
    node = ["node", ROOT / "engine/parity.mjs", SITE]
    result = subprocess.run(node, capture_output=True, text=True, check=False)
    report = result.stdout.strip().splitlines()

    assert result.returncode == 0, "\n".join([*report[-20:], result.stderr[-2000:]])
    assert re.fullmatch(r"(\d+) of \1 frames of \d+ figures equal", report[-1])
