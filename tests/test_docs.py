"""The documents promise paths, commands and versions; these tests hold them to it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "intro.md", "chapters/how_to_read.md")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):(?!=)", text("Makefile"), re.MULTILINE))


def code_spans(document: str) -> list[str]:
    """What stands between backticks or in a code block, a line or a span each."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", document)
    return [line for block in blocks for line in block.splitlines()] + spans


def paths_named(document: str) -> set[str]:
    """Links to files and code spans that look like a path of this repository."""
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document)
    built = {"_build", ".venv"}
    tops = {entry.name for entry in ROOT.iterdir()} - built
    ending = re.compile(r"\.(md|toml|txt|lock|yml|cff|bib|ipynb)$")
    spans = [
        span
        for span in code_spans(document)
        if re.fullmatch(r"[\w.][\w./*-]*", span)
        and (ending.search(span) or ("/" in span and span.split("/")[0] in tops))
    ]
    return {*links, *spans}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_a_document_names_exists(name: str) -> None:
    folder = (ROOT / name).parent
    missing = [
        path
        for path in paths_named(text(name))
        if not any(ROOT.glob(path)) and not (folder / path).exists()
    ]
    assert [] == missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_a_document_names_exists(name: str) -> None:
    named = {
        target
        for span in code_spans(text(name))
        for target in re.findall(r"^make ([a-z]+)", span.strip())
    }
    assert set() == named - make_targets()


def test_readme_and_contributing_name_the_commands_a_newcomer_needs() -> None:
    for name, targets in (
        ("README.md", {"book", "test"}),
        ("CONTRIBUTING.md", {"check", "test", "notebooks"}),
    ):
        assert targets <= set(re.findall(r"make ([a-z]+)", text(name))), name


def test_every_oslab_command_that_a_document_names_exists() -> None:
    cli = "".join(path.read_text() for path in (ROOT / "src/oslab/cli").glob("*.py"))
    for name in DOCUMENTS:
        for span in code_spans(text(name)):
            for command in re.findall(r"^oslab ([a-z]+)", span.strip()):
                assert re.search(rf"""["']{command}["']""", cli), f"{name}: oslab {command}"


def test_the_changelog_has_an_unreleased_section_first() -> None:
    assert "[Unreleased]" == re.findall(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)[0]


@pytest.mark.parametrize(
    "name", [*DOCUMENTS, "glossary.md", "references.md", "references.bib", "CITATION.cff"]
)
def test_no_document_types_the_path_of_somebodys_machine(name: str) -> None:
    assert [] == re.findall(r"(?:/home|/Users|/root|/work|/tmp)/\w+", text(name))


@pytest.mark.parametrize("name", ["intro.md", "README.md", "chapters/how_to_read.md"])
def test_no_document_types_a_measured_time(name: str) -> None:
    pattern = r"\b\d[\d.,]*\s?(?:ns|us|µs|ms|nanoseconds?|microseconds?|milliseconds?)\b"
    typed = re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->", "", text(name), flags=re.DOTALL)
    assert [] == re.findall(pattern, typed)


@pytest.fixture(scope="module")
def readme() -> dict:
    return runpy.run_path(str(ROOT / "tests" / "docs" / "readme.py"))


def test_the_picture_of_the_readme_is_what_the_view_draws(readme: dict) -> None:
    assert readme["PICTURE"].read_text(encoding="utf-8") == readme["picture"]()
    assert len(readme["picture"]()) < 60_000


def test_the_numbers_of_the_readme_are_those_recorded(readme: dict) -> None:
    renew = "run `.venv/bin/python tests/docs/readme.py`"
    assert readme["filled"](text("README.md")) == text("README.md"), renew


# ------------------------------------------------------------------ workflows and hooks


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_only_and_uses_actions_by_commit(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"contents": "read"} == workflow["permissions"]
    assert "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job, name
        for step in job["steps"]:
            if "uses" in step:
                assert re.search(r"@[0-9a-f]{40}$", step["uses"]), step["uses"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_calls_only_make_targets_that_exist(path: Path) -> None:
    called = set(re.findall(r"\bmake ([a-z]+)", path.read_text(encoding="utf-8")))
    assert called
    assert set() == called - make_targets()


def test_there_is_a_workflow_for_the_tests_one_for_the_site_and_one_for_the_night() -> None:
    assert ["nightly.yml", "publish.yml", "tests.yml"] == [path.name for path in WORKFLOWS]


def test_the_hooks_run_the_tools_of_make_check() -> None:
    recipe = text("Makefile").split("\ncheck:")[1].split("\n\n")[0]
    in_make = set(re.findall(r"\$\(BIN\)/([\w-]+(?: format| check)?)", recipe))
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    in_hooks = {
        re.match(r"\.venv/bin/([\w-]+(?: format| check)?)", hook["entry"])[1] for hook in hooks
    }
    assert in_make == in_hooks


def test_the_hooks_keep_what_nbval_needs() -> None:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    entry = next(hook["entry"] for hook in hooks if hook["id"] == "nbstripout")
    assert {"--keep-count", "--keep-id"} <= set(entry.split())


# ------------------------------------------------------------------ Binder

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def test_binder_installs_versions_of_the_lock_and_nothing_else() -> None:
    locked = set(PIN.findall(text("requirements.lock")))
    binder = set(PIN.findall(text("binder/requirements.txt")))
    assert binder
    assert set() == binder - locked


def test_binder_has_what_notebooks_need_and_none_of_the_checkers() -> None:
    wanted = set(re.findall(r"^([a-z-]+)", text("binder/requirements.in"), re.MULTILINE))
    installed = {name.lower() for name, _ in PIN.findall(text("binder/requirements.txt"))}
    assert set() == wanted - installed
    assert set() == installed & {"pytest", "mypy", "ruff", "playwright", "jupyter-book"}


def test_binder_runs_a_python_that_the_package_accepts() -> None:
    version = re.fullmatch(r"python-3\.(\d+)\n", text("binder/runtime.txt"))
    needed = re.search(r'requires-python = ">=3\.(\d+)"', text("pyproject.toml"))
    assert int(version[1]) >= int(needed[1])


def test_binder_can_execute_post_build() -> None:
    script = ROOT / "binder" / "postBuild"
    assert script.stat().st_mode & 0o100
    assert "--no-deps" in script.read_text(encoding="utf-8")


# ------------------------------------------------------------------ glossary and sources


def glossary_terms() -> list[str]:
    body = text("glossary.md").split("```{glossary}")[1].split("```")[0]
    return [line for line in body.splitlines() if line and line[0] not in " :"]


def test_the_glossary_is_in_order_and_says_each_term_once() -> None:
    terms = [term.lower() for term in glossary_terms()]
    assert sorted(set(terms)) == terms
    assert len(terms) >= 45


def test_the_glossary_uses_only_terms_that_it_defines() -> None:
    uses = re.findall(r"\{term\}`([^`<]+?)(?:\s*<([^>]+)>)?`", text("glossary.md"))
    terms = {term.lower() for term in glossary_terms()}
    assert [] == [shown for shown, target in uses if (target or shown).lower() not in terms]


def test_every_source_has_a_key_of_its_own() -> None:
    keys = re.findall(r"^@\w+\{([^,]+),", text("references.bib"), re.MULTILINE)
    assert len(set(keys)) == len(keys) > 0


def test_both_licences_and_the_citation_are_there() -> None:
    assert text("LICENSE").startswith("MIT License")
    assert "Creative Commons Attribution 4.0 International" in text("LICENSE-PROSE")
    citation = yaml.safe_load(text("CITATION.cff"))
    version = re.search(r'^version = "([^"]+)"', text("pyproject.toml"), re.MULTILINE)
    assert version[1] == citation["version"]
