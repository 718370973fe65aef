"""What the site says about itself: minutes, repository, reports, citation and cards."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from docutils import nodes
from PIL import Image

from publishing import card, citation, links, minutes, origin

ROOT = Path(__file__).parents[1]
NOWHERE = origin.Origin("", "", "0123456789abcdef", False, "2026-03-01")
GITHUB = origin.Origin(
    "https://github.com/owner/name", "https://owner.github.io/name/", "0123456789abcdef", True,
    "2026-03-01",
)  # fmt: skip


# ------------------------------------------------------------------ which copy is this?


@pytest.mark.parametrize(
    ("environment", "repository"),
    [
        ({}, ""),
        ({"OSLAB_REPOSITORY": "owner/name"}, "https://github.com/owner/name"),
        ({"GITHUB_REPOSITORY": "owner/name"}, "https://github.com/owner/name"),
        (
            {"OSLAB_REPOSITORY": "mine/x", "GITHUB_REPOSITORY": "fork/x"},
            "https://github.com/mine/x",
        ),
        ({"OSLAB_REPOSITORY": "https://gitlab.com/a/b/c.git"}, "https://gitlab.com/a/b/c"),
        (
            {"GITHUB_REPOSITORY": "o/n", "GITHUB_SERVER_URL": "https://forge.example"},
            "https://forge.example/o/n",
        ),
    ],
)
def test_the_repository_is_what_the_environment_says(environment, repository):
    assert repository == origin.find(ROOT, environment).repository


def test_the_address_of_the_site_ends_in_a_slash_and_may_be_unknown():
    assert origin.find(ROOT, {}).base == ""
    assert (
        origin.find(ROOT, {"OSLAB_BASEURL": "https://a.example/b"}).base == "https://a.example/b/"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"OSLAB_REPOSITORY": "name"},
        {"OSLAB_REPOSITORY": "javascript:alert(1)"},
        {"OSLAB_REPOSITORY": 'https://a.example/"><b>/c'},
        {"OSLAB_BASEURL": "a.example"},
    ],
)
def test_what_is_no_address_is_refused_by_name(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"^{name}=.*must be"):
        origin.find(ROOT, wrong)


def test_a_folder_without_git_has_no_commit_and_says_so(tmp_path):
    found = origin.find(tmp_path, {"SOURCE_DATE_EPOCH": "86400"})

    assert ("", False, "1970-01-02") == (found.commit, found.changed, found.built)
    assert "not built from a git checkout" in found.state


def test_a_changed_checkout_says_so(tmp_path):
    def git(*words):
        who = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    git("init")
    (tmp_path / "page").write_text("one")
    git("add", "page")
    git("commit", "-m", "one")
    clean = origin.find(tmp_path, {})
    (tmp_path / "page").write_text("two")

    assert clean.state == clean.commit[:12]
    assert origin.find(tmp_path, {}).state == f"{clean.commit[:12]}, with changes"


def test_a_wrong_variable_ends_the_build_in_one_line(monkeypatch):
    monkeypatch.setenv("OSLAB_REPOSITORY", "name")
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci/publishing/origin.py")],
        check=False,
        capture_output=True,
        text=True,
    )

    assert 1 == done.returncode
    assert 1 == len(done.stderr.splitlines())


# ------------------------------------------------------------------ where a press leads


def test_binder_opens_the_page_in_the_repository():
    assert (
        "https://mybinder.org/v2/gh/owner/name/HEAD?urlpath=lab%2Ftree%2Fchapters%2Ffork.ipynb"
        == links.binder(GITHUB, "chapters/fork.ipynb")
    )


@pytest.mark.parametrize(
    ("repository", "place"),
    [
        ("https://gitlab.com/a/b/c", "/v2/gl/a%2Fb%2Fc/HEAD"),
        ("https://forge.example/o/n", "/v2/git/https%3A%2F%2Fforge.example%2Fo%2Fn/HEAD"),
    ],
)
def test_binder_knows_other_forges(repository, place):
    there = origin.Origin(repository, "", "", False, "2026-03-01")

    assert place == urlsplit(links.binder(there, "a.ipynb")).path


def test_without_a_repository_nothing_is_linked():
    assert "" == links.binder(NOWHERE, "chapters/fork.ipynb")
    assert "" == links.report(NOWHERE, "Fork", "chapters/fork")


@pytest.mark.parametrize(
    ("repository", "path", "body"),
    [
        ("https://github.com/o/n", "/o/n/issues/new", "body"),
        ("https://gitlab.com/o/n", "/o/n/-/issues/new", "issue[description]"),
    ],
)
def test_a_report_carries_the_page_the_day_and_the_commit(repository, path, body):
    there = origin.Origin(repository, "", "0123456789abcdef", False, "2026-03-01")
    form = urlsplit(links.report(there, "Fork & exec", "chapters/fork"))
    (said,) = parse_qs(form.query)[body]

    assert path == form.path
    for fact in ("Fork & exec (chapters/fork)", "2026-03-01", "0123456789ab"):
        assert fact in said


# ------------------------------------------------------------------ minutes


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (minutes.Load(200, 0, 0, 0), "About 1 minute: 200 words."),
        (minutes.Load(10, 0, 0, 0), "About 1 minute: 10 words."),
        (minutes.Load(1000, 4, 1, 0), "About 8 minutes: 1,000 words, 4 code cells, 1 live figure."),
        (
            minutes.Load(3000, 30, 6, 8),
            "About 40 minutes: 3,000 words, 30 code cells, 6 live figures, 8 questions.",
        ),
    ],
)
def test_minutes_come_from_what_stands_on_the_page(load, said):
    assert said == load.sentence()


def test_prose_is_counted_and_code_and_outputs_are_not():
    page = nodes.section("", nodes.title(text="Two words"))
    page += nodes.paragraph("", "", nodes.Text("three more words"))
    page += nodes.literal_block(text="not these")
    cell = nodes.container(nb_element="cell_code")
    cell += nodes.container("", nodes.literal_block(text="x = 1"), nb_element="cell_code_source")
    html = '<figure class="oslab-explore"></figure><div class="oslab-predict"></div>'
    cell += nodes.container("", nodes.raw("", html, format="html"), nodes.paragraph(text="nor"))
    page += cell

    assert minutes.Load(words=5, cells=1, figures=1, questions=1) == minutes.count(page)


# ------------------------------------------------------------------ citation and card


def test_the_citation_says_what_the_file_says():
    facts = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    made = citation.read(ROOT / "CITATION.cff", GITHUB)

    for text in (made.text, made.bibtex):
        for fact in (facts["title"], facts["version"], "the oslab authors", "2026", GITHUB.base):
            assert fact in text
    assert made.bibtex.startswith("@software{oslab,\n")
    assert made.bibtex.count("{") == made.bibtex.count("}")


def test_a_copy_that_stands_nowhere_cites_no_address():
    made = citation.read(ROOT / "CITATION.cff", NOWHERE)

    assert "http" not in made.text + made.bibtex


def test_people_are_cited_by_their_names(tmp_path):
    file = tmp_path / "CITATION.cff"
    people = "[{given-names: Ada, family-names: Lovelace}, {name: A group}]"
    file.write_text(f'title: T\nversion: "1"\nabstract: A.\nauthors: {people}\n')
    made = citation.read(file, NOWHERE)

    assert "Ada Lovelace, A group (2026). T, version 1." == made.text
    assert "{{Ada Lovelace} and {A group}}" in made.bibtex


@pytest.mark.parametrize(
    "title", ["Fork", "Threads or processes: four workers, and one of them works"]
)
def test_a_card_is_a_small_picture_that_is_drawn_once(title, tmp_path):
    made = card.draw(title, "The book", tmp_path)
    picture = Image.open(io.BytesIO(made))

    assert ("PNG", (1200, 630)) == (picture.format, picture.size)
    assert len(made) < 60_000
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"kept")
    assert b"kept" == card.draw(title, "The book", tmp_path)


def test_words_of_a_card_cannot_leave_their_tag():
    made = card.tags('"><script>', "B", "W", "i.png", "")

    assert "<script>" not in made
    assert "og:url" not in made
