"""The whole book as one tagged PDF, printed by a headless browser from the site's single page.

`.ci/pdf` calls it. print.js and print.css beside this file say what paper is like.
"""

from __future__ import annotations

import shutil
import sys
from html import escape
from pathlib import Path

from publishing import origin

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
FOOT = (
    '<p style="width:100%;margin:0 18mm;font:8px sans-serif;color:#5c5a54;display:flex;'
    'justify-content:space-between"><span>{book}</span>'
    '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span></p>'
)


def main(page: str, target: str) -> int:
    """Print `page` to `target` and say what was printed."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        print("No Chromium here; install it (apt-get install chromium).", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        try:
            sheet = browser.new_page(color_scheme="light", reduced_motion="reduce")
            sheet.goto(Path(page).resolve().as_uri(), wait_until="load")
            sheet.evaluate("window.MathJax?.startup?.promise?.then(() => null)")
            book = sheet.locator("article h1").first.evaluate("e => e.firstChild.textContent")
            chapters = sheet.evaluate((HERE / "print.js").read_text(encoding="utf-8"), _facts())
            sheet.add_style_tag(content=(HERE / "print.css").read_text(encoding="utf-8"))
            sheet.evaluate("document.fonts.ready.then(() => null)")
            sheet.pdf(
                path=target, tagged=True, outline=True, prefer_css_page_size=True,
                print_background=True, display_header_footer=True, header_template="<p></p>",
                footer_template=FOOT.format(book=escape(book)),
            )  # fmt: skip
        finally:
            browser.close()
    print(f"The book is in {target}: {len(chapters)} parts, {Path(target).stat().st_size:,} bytes.")
    return 0


def _facts() -> dict[str, str]:
    here = origin.find(HERE.parents[1])
    words = f"Printed on {here.built}, from commit {here.state}."
    return {
        "motto": "The model predicts, the kernel answers, the page explains the difference.",
        "origin": f"{words} Pictures stand still here; in the site and in Jupyter they move.",
    }


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
