"""Where a page can be run, and where a problem with it is told."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from publishing.origin import Origin

BINDER = "https://mybinder.org/v2"


def binder(origin: Origin, path: str) -> str:
    """Return the address that opens the notebook at `path` in Binder; "" without a repository."""
    if not origin.repository:
        return ""
    address = urlsplit(origin.repository)
    name = address.path.strip("/")
    if address.netloc == "github.com":
        place = f"gh/{name}"
    elif address.netloc == "gitlab.com":
        place = f"gl/{quote(name, safe='')}"
    else:
        place = f"git/{quote(origin.repository, safe='')}"
    return f"{BINDER}/{place}/HEAD?{urlencode({'urlpath': f'lab/tree/{path}'})}"


def facts(origin: Origin, title: str, page: str) -> str:
    """Return what somebody who mends the page wants to know, a line a fact."""
    return "\n".join(
        [f"Page: {title} ({page})", f"Built: {origin.built}", f"Commit: {origin.state}"]
    )


def report(origin: Origin, title: str, page: str) -> str:
    """Return the address of a new issue with the facts filled in; "" without a repository."""
    if not origin.repository:
        return ""
    head = f"Problem on the page: {title}"
    body = f"{facts(origin, title, page)}\n\nWhat is wrong, and what did you expect?\n"
    if "gitlab" in urlsplit(origin.repository).netloc:
        form = urlencode({"issue[title]": head, "issue[description]": body}, quote_via=quote)
        return f"{origin.repository}/-/issues/new?{form}"
    form = urlencode({"title": head, "body": body}, quote_via=quote)
    return f"{origin.repository}/issues/new?{form}"
