"""What `oslab verify` found of one lab, and the file in which a lab keeps it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from oslab.errors import InvalidInput, require

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that passes every hidden case, and why it is no mistake.

    Args:
        question: whose.
        line: its text.
        what: was changed.
        reason: of the instructor; "" where nobody has given one.
    """

    question: str
    line: str
    what: str
    reason: str = ""

    def __str__(self) -> str:
        rows = [("question", self.question), ("line", self.line), ("what", self.what)]
        body = "\n".join(f"{name} = {json.dumps(text)}" for name, text in rows)
        return f'[[mutant]]\n{body}\nreason = "..."'


@dataclass(frozen=True, slots=True)
class Proof:
    """What was tried on a lab and what came of it.

    Args:
        lab: its name.
        seeds: with how many the reference passes.
        wrong_caught: wrong submissions that fail with the message they must.
        wrong: how many there are.
        mutants_caught: mutants of the reference that fail.
        mutants: how many were made.
        survivors: those that do not fail.
        faults: in sentences, what is wrong with the lab.
        digest: of the files that were tried.
    """

    lab: str
    seeds: int
    wrong_caught: int
    wrong: int
    mutants_caught: int
    mutants: int
    survivors: tuple[Survivor, ...] = ()
    faults: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with the lab."""
        return not self.faults

    def __str__(self) -> str:
        lines = [
            f"{self.lab}: {'proven' if self.holds else 'NOT proven'}: the reference passes with "
            f"{self.seeds} seed{'s' * (self.seeds != 1)}, {self.wrong_caught} of {self.wrong} "
            f"wrong submissions caught, {self.mutants_caught} of {self.mutants} mutants caught, "
            f"{sum(1 for one in self.survivors if one.reason)} equivalent"
        ]
        return "\n".join([*lines, *(f"  - {fault}" for fault in self.faults)])

    def to_json(self) -> str:
        """Return the content of `verified.json`."""
        rows = asdict(self)
        del rows["faults"]
        # Students have this file: no line of the solution may stand in it.
        rows["survivors"] = [{"question": s.question, "reason": s.reason} for s in self.survivors]
        return json.dumps({"schema": SCHEMA, **rows}, indent=1) + "\n"


def equivalent(folder: Path) -> dict[tuple[str, str, str], str]:
    """Return the reasons of the mutants that a lab lists as equivalent.

    Raises:
        InvalidInput: if `equivalent.toml` is not a list of [[mutant]] with all four fields.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    place = folder / "_instructor" / "equivalent.toml"
    if not place.is_file():
        return {}
    try:
        rows = tomllib.loads(place.read_text(encoding="utf-8")).get("mutant", [])
        found = {(row["question"], row["line"], row["what"]): row["reason"] for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        words = f"a lab whose equivalent.toml can be read ({error})"
        raise InvalidInput("folder", str(folder), words) from error
    for name, reason in found.items():
        ok = isinstance(reason, str) and len(reason.split()) >= 3
        require(ok, "reason", reason, f"a sentence that says why {name} is no mistake")
    return found


def digest(folder: Path) -> str:
    """Return a digest of all files of a lab but what `verify` writes.

    Raises:
        InvalidInput: if `folder` is no Path.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in path.parts[-2:])
        ours = path.suffix in (".py", ".ipynb", ".toml", ".json") and path.name != "verified.json"
        if path.is_file() and ours and not hidden and not path.name.startswith("evidence_"):
            made.update(f"{path.relative_to(folder)}\0".encode() + _content(path) + b"\0")
    return made.hexdigest()[:16]


def _content(path: Path) -> bytes:
    # A stored output is no part of what was tried, nor is the tag that keeps it.
    held = path.read_bytes()
    if path.suffix != ".ipynb":
        return held
    with contextlib.suppress(ValueError, KeyError, TypeError):
        cells = [[cell["cell_type"], "".join(cell["source"])] for cell in json.loads(held)["cells"]]
        return json.dumps(cells).encode()
    return held


def recorded(folder: Path) -> dict[str, Any]:
    """Return the content of a lab's `verified.json`, {} where there is none.

    Raises:
        InvalidInput: if `folder` is no Path, or the file is damaged.
    """
    require(isinstance(folder, Path), "folder", folder, "a lab's folder, as a Path")
    try:
        text = (folder / "verified.json").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    try:
        held = json.loads(text)
    except ValueError as error:
        raise InvalidInput("folder", str(folder), f"a lab's folder ({error})") from error
    return held if isinstance(held, dict) else {}


def faults_of_record(folder: Path, proof: Proof) -> Sequence[str]:
    """Return what `verified.json` says otherwise than this proof.

    Raises:
        InvalidInput: if an argument is not what it says.
    """
    require(isinstance(proof, Proof), "proof", proof, "a Proof")
    held = recorded(folder)
    told = json.loads(proof.to_json())
    other = sorted(name for name in told if name != "seeds" and held.get(name) != told[name])
    if other:
        return [
            f"verified.json is of other files or another run ({', '.join(other)}): "
            f"run `oslab verify {proof.lab} --renew`."
        ]
    return []
