"""Wrong answers that people write, each as what it changes in the reference.

`_instructor/wrong.toml` holds one `[[wrong]]` an answer: `name`, `catch` (the
question that must fail), `say` (words that its message must contain), `why` (people
write this), perhaps `needs` (a capability without which it is no mistake), and then
changes or whole answers, by question:

    [[wrong.change]]          old text of the reference, which stands in it once, and new
    [[wrong.answer]]          a source instead of the reference's
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oslab.course.questions import CAPABILITIES
from oslab.course.scheme import Scheme
from oslab.errors import InvalidInput, require, require_choice

_TEXTS = ("name", "catch", "say", "why")


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that is wrong on purpose.

    Args:
        name: differs from every other's.
        catch: the question that must fail.
        say: what the message must contain.
        parts: sources by question, where they differ from the reference's.
        needs: one of `CAPABILITIES`, without which it is no mistake; "" if none.
    """

    name: str
    catch: str
    say: str
    parts: Mapping[str, str]
    needs: str = ""


def read(folder: Path, scheme: Scheme) -> tuple[Wrong, ...]:
    """Return the wrong answers of a lab, in the order of the file.

    Raises:
        InvalidInput: if there is no such file, or an answer in it is incomplete; it is named.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    require(isinstance(scheme, Scheme), "scheme", scheme, "a Scheme")
    try:
        text = (folder / "_instructor" / "wrong.toml").read_text(encoding="utf-8")
        rows = tomllib.loads(text).get("wrong", [])
    except (OSError, ValueError, AttributeError) as error:
        words = f"a lab whose _instructor/wrong.toml can be read ({error})"
        raise InvalidInput("folder", str(folder), words) from error
    require(isinstance(rows, list) and rows != [], "wrong.toml", text[:80], "a list of [[wrong]]")
    found = tuple(_one(row, scheme) for row in rows)
    names = [one.name for one in found]
    require(len(set(names)) == len(names), "wrong.toml", names, "names that differ")
    return found


def _one(row: Any, scheme: Scheme) -> Wrong:
    whole = isinstance(row, dict) and all(isinstance(row.get(key), str) for key in _TEXTS)
    require(whole, "wrong.toml", row, f"[[wrong]] with {', '.join(_TEXTS)}")
    name, catch, say = row["name"], row["catch"], row["say"]
    ok = catch in scheme.lab.questions and say.strip() != "" and len(row["why"].split()) >= 3
    require(ok, name, catch, "a question of the lab, what must be said, and why people write it")
    parts: dict[str, str] = {}
    for part in _tables(row, "answer", ("question", "source")):
        parts[_question(part, scheme)] = part["source"]
    for part in _tables(row, "change", ("question", "old", "new")):
        question = _question(part, scheme)
        source = parts.get(question, scheme.solution[question])
        words = "a text that stands once in the reference"
        require(source.count(part["old"]) == 1, name, part["old"], words)
        parts[question] = source.replace(part["old"], part["new"])
    changed = {key: source for key, source in parts.items() if source != scheme.solution[key]}
    require(changed != {}, name, row, "an answer that differs from the reference")
    needs = row.get("needs", "")
    require_choice("needs", needs, ("", *CAPABILITIES))
    return Wrong(name, catch, say, changed, needs)


def _tables(row: dict[str, Any], kind: str, keys: tuple[str, ...]) -> list[dict[str, str]]:
    tables = row.get(kind, [])
    ok = isinstance(tables, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(key), str) for key in keys)
        for one in tables
    )
    require(ok, row["name"], tables, f"[[wrong.{kind}]] with {', '.join(keys)}")
    return list(tables)


def _question(part: dict[str, str], scheme: Scheme) -> str:
    name = part["question"]
    if name not in scheme.solution:
        raise InvalidInput("question", name, "one of " + ", ".join(scheme.solution))
    return name
