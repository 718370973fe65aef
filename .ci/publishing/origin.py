"""Which copy of the book this is: its repository, its address, its commit and its day.

Nothing here is guessed. A copy that was not told its repository has none, and
its pages say so instead of pointing somewhere. Run as a program it prints what
pages depend on, so that `.ci/book` knows when they are out of date.

    OSLAB_REPOSITORY   owner/name on GitHub, or the whole address of a repository
    GITHUB_REPOSITORY  what GitHub's machines say; used where the first is not set
    OSLAB_BASEURL      where the site will stand, for social cards
    SOURCE_DATE_EPOCH  the day of the build, in seconds since 1970, instead of today
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

GITHUB = "https://github.com"


@dataclass(frozen=True, slots=True)
class Origin:
    """One copy of the book; a text is empty where the fact is not known."""

    repository: str
    base: str
    commit: str
    changed: bool
    built: str

    @property
    def state(self) -> str:
        """The commit in words."""
        if not self.commit:
            return "unknown (not built from a git checkout)"
        return f"{self.commit[:12]}, with changes" if self.changed else self.commit[:12]


def find(root: Path, environment: Mapping[str, str] | None = None) -> Origin:
    """Return the origin of the checkout at `root`.

    Raises:
        ValueError: if a variable is set to something that is no address.
    """
    env = os.environ if environment is None else environment
    commit = _git(root, "rev-parse", "HEAD") or env.get("GITHUB_SHA", "")
    return Origin(
        repository=_repository(env),
        base=_base(env.get("OSLAB_BASEURL", "").strip()),
        commit=commit,
        changed=bool(_git(root, "status", "--porcelain", "--untracked-files=no")),
        built=_day(env.get("SOURCE_DATE_EPOCH", "")),
    )


def _repository(env: Mapping[str, str]) -> str:
    asked = env.get("OSLAB_REPOSITORY", "").strip().removesuffix("/").removesuffix(".git")
    server = GITHUB
    if not asked:
        asked = env.get("GITHUB_REPOSITORY", "").strip()
        server = env.get("GITHUB_SERVER_URL", "").strip() or GITHUB
    if not asked:
        return ""
    if re.fullmatch(r"[\w.-]+/[\w.-]+", asked):
        return f"{server}/{asked}"
    if re.fullmatch(r"https://[\w.-]+(:\d+)?(/[\w.~-]+){2,}", asked):
        return asked
    raise ValueError(
        f"OSLAB_REPOSITORY={asked!r}: must be owner/name, or the https address of a repository"
    )


def _base(asked: str) -> str:
    if asked and not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w.~/-]*)?", asked):
        raise ValueError(f"OSLAB_BASEURL={asked!r}: must be the http address of a folder")
    return asked.rstrip("/") + "/" if asked else ""


def _day(epoch: str) -> str:
    when = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return when.date().isoformat()


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, check=False
        )
    except OSError:  # no git here
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    try:
        here = find(Path(__file__).parents[2])
    except ValueError as error:
        raise SystemExit(str(error)) from None
    print(here.repository, here.base, here.commit, here.changed, sep="\n")
