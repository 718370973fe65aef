"""JupyterLab, as `make lab` and Binder start it: a slider moves, a prediction answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from oslab.explore import predict

pytestmark = pytest.mark.browser

CELLS = (
    "from oslab.explore import explore, predict\nfrom oslab.processes import model, view",
    'predict("How many pages are copied?", answer=4, unit="pages")',
    "explore(model.copy_on_write, view.copy_on_write, caption='Pages', pages=(1, 8), written=[1])",
)
WORDS = "Prose {term}`page fault`.\n\n```{admonition} Only a title\n:class: dropdown\nInside.\n```"
OPTIONS = (
    "--no-browser", "--ip=127.0.0.1", "--allow-root", "--IdentityProvider.token=word",
    "--ServerApp.port_retries=0", "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)  # fmt: skip


def _accepts(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def lab(tmp_path: Path):
    """Start JupyterLab on one small page and return the address of the page."""
    page = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": ""}}
    )
    page.cells = [nbformat.v4.new_markdown_cell(WORDS), *map(nbformat.v4.new_code_cell, CELLS)]
    nbformat.write(page, tmp_path / "page.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {"HOME": str(tmp_path), "JUPYTER_PLATFORM_DIRS": "1", "OSLAB_OUTPUT": ""}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--port={port}"],
        env={**os.environ, **home}, cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    listens = threading.Event()

    def listen() -> None:  # no waiting by the clock: it says when it listens, or ends
        for line in server.stderr:
            if f"http://127.0.0.1:{port}/lab" in line:
                listens.set()
        listens.set()

    reader = threading.Thread(target=listen)
    reader.start()
    try:
        listens.wait()
        while server.poll() is None and not _accepts(port):  # it says so a moment too early
            listens.clear()
            listens.wait(0.05)
        yield f"http://127.0.0.1:{port}/lab/tree/page.ipynb?token=word"
    finally:
        server.terminate()
        server.wait()
        reader.join()
        server.stderr.close()


def test_a_notebook_is_alive_in_jupyterlab(lab, chromium) -> None:
    context = chromium.new_context()
    page = context.new_page()
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.set_default_timeout(120_000)  # no verdict, only for one that hangs
    try:
        page.goto(lab)
        page.locator(".jp-Notebook .jp-CodeCell").first.click()
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        picture = page.locator(".jp-OutputArea svg[role=img]").last
        before = picture.get_attribute("aria-label")

        page.locator(".noUi-handle").press("ArrowRight")
        expect(picture).not_to_have_attribute("aria-label", before, timeout=120_000)

        page.locator("input[type=number]").fill("4")
        page.get_by_role("button", name="Commit").click()
        page.get_by_text(predict("?", answer=4, unit="pages").verdict(4)).wait_for()

        # Prose is typeset when the page has time for it.
        page.wait_for_function("!document.querySelector('.jp-MarkdownCell').innerText.match('{')")
        words = page.locator(".jp-MarkdownCell").inner_text()
        assert "Only a title" in words
        assert "{" not in words
        assert [url for url in elsewhere if not url.startswith((lab[:20], "data:", "blob:"))] == []
    finally:
        context.close()
