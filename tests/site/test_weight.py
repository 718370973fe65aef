"""What a page costs to fetch, and that it can be read before any script has run."""

import functools
import gzip
import importlib.util
import json
from urllib.parse import urlsplit

import pytest

from .conftest import ROOT, SITE
from .test_site import PAGES

pytestmark = pytest.mark.site

PAGE_BYTES = 1_000_000
ENGINE_BYTES = 5_500_000
ENGINE = "_static/engine/"

# Words, code and pictures that a reader without scripts would not see. What is folded
# away opens without a script too; the controls of a figure need one and are left out.
UNSEEN = """() => [...document.querySelectorAll(
        '.bd-article :is(h1,h2,h3,p,li,pre,table,img,figcaption,svg[role=img],math,.math)')]
    .filter(e => !e.closest('details:not([open]), .oslab-controls, [hidden]'))
    .filter(e => e.textContent.trim() || e.matches('img, svg'))
    .filter(e => !e.checkVisibility({opacityProperty: true, visibilityProperty: true})
        || e.getBoundingClientRect().width < 2
        || (e.tagName === 'IMG' && !e.naturalWidth))
    .map(e => e.outerHTML.slice(0, 120))"""


@functools.cache
def _gzipped(file):
    return len(gzip.compress(file.read_bytes(), 6))


def _fetched(site, visit, name, **options):
    """Return the page and every file of the site that it asked for."""
    asked = []

    def listen(page):
        page.on("request", lambda request: asked.append(request.url))

    page = visit(site + name, before=listen, **options)
    page.evaluate("window.MathJax?.startup?.promise?.then(() => null)")
    page.wait_for_load_state("networkidle")
    paths = {urlsplit(url).path.lstrip("/") for url in asked if url.startswith(site)}
    return page, {path: _gzipped(SITE / path) for path in paths}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_all_it_fetches_is_light_and_fetches_no_engine(site, visit, name):
    _, files = _fetched(site, visit, name)
    heaviest = sorted(files.items(), key=lambda one: -one[1])[:8]

    assert [path for path in files if path.startswith(ENGINE)] == []
    assert name in files
    assert sum(files.values()) <= PAGE_BYTES, heaviest


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_before_any_script_runs(site, visit, name):
    page, files = _fetched(site, visit, name, java_script_enabled=False)

    assert page.evaluate(UNSEEN) == []
    assert len(page.locator("main").inner_text().split()) >= 3
    assert sum(files.values()) <= PAGE_BYTES


def test_mathjax_comes_only_with_a_formula():
    for name in PAGES:
        text = (SITE / name).read_text(encoding="utf-8")

        assert ("mathjax/tex-chtml.js" in text) is ('class="math' in text), name


# ------------------------------------------------------------------ cutting the icons
@pytest.fixture(scope="module")
def lighten():
    """Return the script that cuts, as a module."""
    spec = importlib.util.spec_from_file_location("lighten", ROOT / ".ci/lighten.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _theme_icons():
    theme = importlib.util.find_spec("pydata_sphinx_theme").submodule_search_locations[0]
    name = "theme/pydata_sphinx_theme/static/scripts/fontawesome.js"
    return (ROOT / theme / name).read_text(encoding="utf-8")


def test_an_icon_is_kept_by_any_of_its_names(lighten):
    script = lighten.trimmed(_theme_icons(), {"solid", "lg", "search", "github"})
    kept = [one[1].strip('"') for one in lighten.ICON.finditer(script)]

    assert sorted(kept) == ["github", "magnifying-glass"]
    assert lighten.LICENCE in script


def test_an_icon_that_does_not_exist_stops_the_build(lighten):
    with pytest.raises(lighten.Unexpected, match="no icon is called unicorn-of-paper"):
        lighten.trimmed(_theme_icons(), {"search", "unicorn-of-paper"})


@pytest.mark.parametrize("change", [
    lambda text: "", lambda text: text.replace(",[", ", ["), lambda text: text[100:],
    lambda text: text + "var p={a:[1,1,[],\"a\",\"M\"]}", lambda text: text + "x" * 200_000,
])  # fmt: skip
def test_another_theme_stops_the_build(lighten, change):
    with pytest.raises(lighten.Unexpected):
        lighten.trimmed(change(_theme_icons()), {"search"})


# ------------------------------------------------------------------ the engine
def test_the_engine_is_light_and_its_folder_is_named_by_what_lies_in_it():
    if not (SITE / ENGINE).is_dir():
        pytest.skip("npm is missing: the site has no Python for the page")
    told = json.loads((SITE / ENGINE / "engine.json").read_text())
    sizes = {file: _gzipped(file) for file in (SITE / ENGINE).rglob("*") if file.is_file()}
    rooms = [size for file, size in sizes.items() if file.name[: -len(".zip.gz")] in told["rooms"]]

    assert {file.parent.name for file in sizes} == {"engine", told["folder"]}
    assert len(rooms) == len(told["rooms"]) > 1
    # A page fetches the room that it is about, and no other.
    assert sum(sizes.values()) - sum(rooms) + max(rooms) <= ENGINE_BYTES
