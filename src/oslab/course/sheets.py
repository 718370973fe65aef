"""A gradebook as files: a table, data, and a page for every student with the reasons."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from html import escape
from pathlib import Path

from oslab.course import verdict
from oslab.course.grade import Gradebook, Result
from oslab.course.grading import Grade
from oslab.course.submissions import page_name, printable
from oslab.errors import InvalidInput, require

SCHEMA = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKS = {
    verdict.PASS: "\N{CHECK MARK}",
    verdict.FAIL: "\N{BALLOT X}",
    verdict.NOT_STARTED: "\N{WHITE CIRCLE}",
    verdict.UNMEASURED: "\N{EM DASH}",
}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 0.25rem; }
p, li { overflow-wrap: anywhere; } .pass { color: light-dark(#0a6b2d, #6fd08c); }
.fail { color: light-dark(#a3231a, #ff9d92); } table { border-collapse: collapse; }
td, th { text-align: left; padding: 0.15rem 1rem 0.15rem 0; white-space: nowrap; }
.wide { overflow-x: auto; } .quiet { opacity: 0.8; }
"""


def write(book: Gradebook, out: Path) -> tuple[Path, ...]:
    """Write grades.csv, grades.json, index.html and pages/, and return their paths.

    Args:
        book: what was graded.
        out: a folder; it is made.

    Raises:
        InvalidInput: if an argument is not what it says, or the folder cannot be written.
    """
    require(isinstance(book, Gradebook), "book", book, "a Gradebook")
    require(isinstance(out, Path), "out", out, "a folder, as a Path")
    texts = {"grades.csv": table(book), "grades.json": data(book), "index.html": overview(book)}
    for result in book.results:
        texts[f"pages/{page_name(result.student)}.html"] = page(book, result)
    try:
        (out / "pages").mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (out / name).write_text(text, encoding="utf-8", newline="")
    except (OSError, ValueError) as error:
        raise InvalidInput("out", str(out), f"a folder that can be written ({error})") from error
    return tuple(out / name for name in texts)


def table(book: Gradebook) -> str:
    """Return the gradebook as CSV, a student a row.

    Raises:
        InvalidInput: if `book` is no Gradebook.
    """
    require(isinstance(book, Gradebook), "book", book, "a Gradebook")
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\r\n")
    rows.writerow(
        ["student", "points", "of"]
        + [f"{name}{what}" for name in book.questions for what in ("", " state")]
        + ["remarks"]
    )
    for one in book.results:
        cells = [one.student, "" if one.points is None else one.points, one.most]
        for name in book.questions:
            grade = one.grades.get(name)
            cells += ["", "not graded"] if grade is None else [grade.points, grade.state]
        cells.append(" ".join([*one.remarks, one.trouble]).strip())
        rows.writerow([_cell(cell) for cell in cells])
    return made.getvalue()


def data(book: Gradebook) -> str:
    """Return the gradebook as one JSON object.

    Raises:
        InvalidInput: if `book` is no Gradebook.
    """
    require(isinstance(book, Gradebook), "book", book, "a Gradebook")
    rows = [{**asdict(one), "points": one.points, "of": one.most} for one in book.results]
    made = {
        "schema": SCHEMA, "lab": book.lab, "title": book.title, "students": rows,
        "passed_over": book.passed_over,
    }  # fmt: skip
    return json.dumps(made, indent=1) + "\n"


def page(book: Gradebook, one: Result) -> str:
    """Return a student's page: every question, its points and why.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(book, Gradebook), "book", book, "a Gradebook")
    require(isinstance(one, Result), "one", one, "a Result")
    body = [f"<h1>{_text(book.title)}: {_text(one.student)}</h1>", f"<p>{_sum(one)}</p>"]
    if one.remarks:
        body.append(_list(one.remarks))
    for name, grade in one.grades.items():
        body.append(_question(name, book.questions.get(name, ""), grade))
    return _document(f"{book.title}: {one.student}", "\n".join(body))


def overview(book: Gradebook) -> str:
    """Return the instructor's page: a table with a link to every student's page.

    Raises:
        InvalidInput: if `book` is no Gradebook.
    """
    require(isinstance(book, Gradebook), "book", book, "a Gradebook")
    heads = "".join(f"<th>{_text(name)}</th>" for name in book.questions)
    rows = []
    for one in book.results:
        marks = "".join(f"<td>{_mark(one.grades.get(name))}</td>" for name in book.questions)
        link = f'<a href="pages/{page_name(one.student)}.html">{_text(one.student)}</a>'
        points = "not graded" if one.points is None else f"{one.points} of {one.most}"
        rows.append(f"<tr><td>{link}</td><td>{points}</td>{marks}</tr>")
    body = (
        f"<h1>{_text(book.title)}</h1>\n"
        '<div class="wide" role="region" tabindex="0" aria-label="grades">\n<table>\n'
        f"<tr><th>student</th><th>points</th>{heads}</tr>\n"
        + "\n".join(rows)
        + "\n</table>\n</div>"
    )
    if book.passed_over:
        names = ", ".join(map(_text, book.passed_over))
        body += f'\n<p class="quiet">Not read: {names}.</p>'
    return _document(book.title, body)


def _question(name: str, entry: str, grade: Grade) -> str:
    kind = {verdict.PASS: "pass", verdict.FAIL: "fail"}.get(grade.state, "quiet")
    points = f"{grade.points} of {grade.most} points" if grade.most else "left out, no points lost"
    mark = f'<span class="{kind}">{_MARKS.get(grade.state, "")} {_text(grade.state)}</span>'
    made = [f"<h2>{_text(name)}, <code>{_text(entry)}</code>: {mark}, {points}</h2>"]
    if grade.words:
        end = "" if grade.words.rstrip().endswith((".", "?", "!", ")")) else "."
        made.append(f"<p>{_text(grade.words)}{end}</p>")
    if grade.remarks and grade.state != verdict.PASS:
        made.append(_list(grade.remarks))
    return "\n".join(made)


def _sum(one: Result) -> str:
    if one.points is None:
        return f"This submission was not graded: {_text(one.trouble)}"
    return f"{one.points} of {one.most} points, from {_text(one.file)}."


def _mark(grade: Grade | None) -> str:
    if grade is None:
        return ""
    return f'{_MARKS.get(grade.state, "")}<span class="quiet"> {grade.points}</span>'


def _list(sentences: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{_text(one)}</li>" for one in sentences) + "</ul>"


def _text(text: str) -> str:
    return escape(printable(text))


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = printable(value).replace("\n", " ")
    # A spreadsheet would run what looks like a formula.
    return f"'{text}" if text.startswith(_FORMULA) else text


def _document(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
