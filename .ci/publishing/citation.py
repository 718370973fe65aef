"""How to cite the book, from `CITATION.cff`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from publishing.origin import Origin


@dataclass(frozen=True, slots=True)
class Citation:
    """The same citation twice, and what the book is."""

    text: str
    bibtex: str
    abstract: str


def read(path: Path, origin: Origin) -> Citation:
    """Return the citation of the book at `origin`; its year is that of the build."""
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    authors = [_name(author) for author in facts["authors"]]
    title, version, year = facts["title"], facts["version"], origin.built[:4]
    where = origin.base or origin.repository
    fields = {
        "author": " and ".join(f"{{{name}}}" for name in authors),
        "title": f"{{{title}}}",
        "version": version,
        "year": year,
    }
    if origin.commit:
        fields["note"] = f"commit {origin.commit[:12]}"
    if where:
        fields["url"] = where
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    text = f"{', '.join(authors)} ({year}). {title}, version {version}."
    return Citation(
        text=f"{text} {where}".strip(),
        bibtex="\n".join(["@software{oslab,", ",\n".join(lines), "}"]),
        abstract=" ".join(facts["abstract"].split()),
    )


def _name(author: dict[str, str]) -> str:
    given = " ".join(author[key] for key in ("given-names", "family-names") if key in author)
    return given or author["name"]
