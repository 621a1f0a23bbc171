"""What a section of the source said when it was translated, from git where there is history.

Nothing here is needed to build or to record: a copy without git lacks the old text, no more.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from build_tools.pages.reader import parse_headings
from build_tools.translation.lock import DIGEST_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from build_tools.pages.model import Heading

#: Seconds that one question to git may take.
_PATIENCE = 30
#: Versions of a page that are looked at, from the newest.
_DEPTH = 500
#: Words that two texts have to have in common to be one that was changed.
_HALF = 0.5


class NoHistoryError(LookupError):
    """Raised when there is no history to look into; says why."""


@dataclass(frozen=True)
class Version:
    """A page as it was in a commit."""

    commit: str  #: abbreviated; empty for the file as it lies there
    day: str
    text: str
    headings: tuple[Heading, ...]

    def section(self, heading: Heading) -> str:
        """The text of one of its sections, its heading included."""
        return "\n".join(self.text.split("\n")[heading.line - 1 : heading.end - 1]).strip()


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise NoHistoryError("git is not installed") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoHistoryError(f"git does not answer: {error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        if "not a git repository" in said:
            said = "this folder is no git repository: a zip has no history"
        raise NoHistoryError(said or "git failed")
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


def versions(root: Path, path: Path) -> Iterator[Version]:
    """The versions of a page from the newest commit to the oldest, across renamings.

    ``path`` is relative to ``root``. Raises NoHistoryError.
    """
    listed = _git(
        *(root, "-c", "core.quotePath=false", "log", f"--max-count={_DEPTH}", "--follow"),
        *(
            "--relative",
            "--name-only",
            "--date=short",
            "--format=%x00%h %cd",
            "--",
            path.as_posix(),
        ),
    )
    found = [block.split("\n") for block in listed.split("\0")[1:]]
    if not found:
        raise NoHistoryError(f"git knows nothing of {path.as_posix()} yet")
    for head, *names in found:
        commit, day = head.split(" ")
        name = next((name for name in names if name), path.as_posix())
        try:
            text = _git(root, "show", f"{commit}:./{name}")
        except NoHistoryError:  # a commit that took the file away
            continue
        yield Version(commit, day, text, parse_headings(text, path))


def find_text(root: Path, path: Path, digest: str) -> tuple[Version, str] | None:
    """The version in which a section had a digest, and what it said; None when there is none.

    Raises NoHistoryError.
    """
    for version in versions(root, path):
        for heading in version.headings:
            if heading.digest[:DIGEST_LENGTH] == digest:
                return version, version.section(heading)
    return None


def before(root: Path, path: Path, now: Version) -> Callable[[Heading], Heading | None]:
    """What a section was before its last change: a function from a section as it is ``now``.

    A section that was renamed is found by its place, where there are as many. One of which more
    than half is new was not changed but written: it has no before. Raises NoHistoryError.
    """
    known = list(versions(root, path))
    anchors = {heading.anchor for heading in now.headings}

    def find(heading: Heading) -> Heading | None:
        for version in known:
            old = next((own for own in version.headings if own.anchor == heading.anchor), None)
            if old is None and len(version.headings) == len(now.headings):
                old = version.headings[now.headings.index(heading)]
                if old.anchor in anchors:
                    continue  # that section is elsewhere now
            if old is not None and old.digest != heading.digest:
                return old if _alike(version.section(old), now.section(heading)) else None
        return None

    return find


def _alike(old: str, new: str) -> bool:
    ratio = SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
    return ratio >= _HALF


def is_shallow(root: Path) -> bool:
    """Whether only the newest commits were fetched, as in many CI runs."""
    try:
        return _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    except NoHistoryError:
        return False
