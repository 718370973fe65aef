"""What the published book has beside its pages: a Sphinx extension, listed in `_config.yml`.

`minutes` says how long a page takes, `origin` which copy of the book this is,
`links` where a page can be run and reported, `citation` how to cite it, `card`
what a page looks like where it is shared. `printed` makes the PDF, by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from publishing import card, citation, links, minutes, origin

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, Any]:
    """Join the build."""
    copy = Copy(Path(app.srcdir))
    app.connect("config-inited", copy.configure, priority=100)  # before the themes read it
    app.connect("doctree-read", _say_minutes)
    app.connect("html-page-context", copy.furnish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Copy:
    """This copy of the book: what it knows of itself, and so what its pages can offer."""

    def __init__(self, root: Path) -> None:
        self.origin = origin.find(root)
        self.citation = citation.read(root / "CITATION.cff", self.origin)

    def configure(self, app: Sphinx, config: Config) -> None:
        """Put our tools into the theme's header and footer."""
        config.html_baseurl = self.origin.base
        config.templates_path.insert(0, str(HERE / "templates"))
        options = config.html_theme_options
        options["use_download_button"] = False  # ours works without script, too
        options["article_header_end"] = ["page-tools.html", "article-header-buttons.html"]
        options["footer_content_items"] = [
            "author.html", "copyright.html", "last-updated.html", "page-footer.html",
        ]  # fmt: skip

    def furnish(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Give one page its buttons, its report, its citation and its card."""
        if app.builder.name != "html":
            return
        title = app.env.titles[pagename].astext() if pagename in app.env.titles else "Search"
        path = app.env.doc2path(pagename, base=False) if doctree is not None else ""
        context["oslab"] = {
            "cite": self.citation,
            "facts": links.facts(self.origin, title, pagename),
            "report": links.report(self.origin, title, pagename),
            "source": str(path),
            "notebook": str(path).endswith(".ipynb"),
            "binder": links.binder(self.origin, str(path)),
        }
        if pagename in app.env.titles:
            _turn_back(app, pagename, context)
            made = self._card(app, pagename, title, context, doctree)
            context["metatags"] = context.get("metatags", "") + made

    def _card(
        self, app: Sphinx, page: str, title: str, context: dict[str, Any], doctree: Any
    ) -> str:
        book = app.config.html_title
        name = f"cards/{page.replace('/', '-')}.png"
        target = Path(app.outdir) / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(card.draw(title, book, Path(app.outdir).parent / "cards"))
        base = self.origin.base
        return card.tags(
            title=title,
            book=book,
            words=(doctree and card.description(doctree)) or self.citation.abstract,
            # Without an address of the site a card names its picture as the page does.
            image=base + name if base else context["pathto"](name, 1),
            url=base + app.builder.get_target_uri(page) if base else "",
        )


def _turn_back(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    # Sphinx writes the index over the page of that name, and forgets what stood before it.
    relations = getattr(app.builder, "relations", {})
    _, before, _ = relations.get(page, (None, None, None))
    if before and not context.get("prev"):
        link = app.builder.get_relative_uri(page, before)
        context["prev"] = {"link": link, "title": app.env.titles[before].astext()}


def _say_minutes(app: Sphinx, doctree: nodes.document) -> None:
    if not app.env.docname.startswith("chapters/"):
        return
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is not None:
        said = nodes.paragraph("", minutes.count(doctree).sentence(), classes=["oslab-minutes"])
        title.parent.insert(title.parent.index(title) + 1, said)
