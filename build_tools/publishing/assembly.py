"""A new site, put together from what changed and from links to the files that did not.

The last site is never written to: a file that is the same in both is one file with two names until
the last site goes, so that one page costs one page, and the new site is still a whole folder that
takes the place of the last one at once.
"""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import dataclass, field, replace
from filecmp import cmp
from hashlib import sha256
from typing import TYPE_CHECKING

from build_tools.pages.writing import write_whole_bytes
from build_tools.publishing.look import Look, look_at_page, look_at_script
from build_tools.publishing.slim import names_asked, slim, with_digests

if TYPE_CHECKING:
    from pathlib import Path

#: Size, date and place of a file; a link to it changes none of them.
Mark = tuple[int, int, int]

#: Their words are the lessons', not names of classes.
_WORDS = "-words.js"


def mark(file: Path) -> Mark:
    """What tells whether a file is the one that it was. Raises OSError where there is none."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


@dataclass(frozen=True)
class Entry:
    """A file of a site."""

    source: Mark  #: of the file that it was made from
    made: Mark  #: of itself
    look: Look | None = None  #: of pages and scripts
    asked: frozenset[str] = frozenset()  #: of a stylesheet: all names that its source asks for
    used: frozenset[str] = frozenset()  #: … and those of them that the site has
    digest: str = ""  #: of a stylesheet


@dataclass
class Ledger:
    """How the files of the last site were made."""

    site: Path | None = None
    generator: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def load(cls, file: Path, site: Path, generator: str) -> Ledger:
        """The ledger of a site; empty when it is another's, or another generator's."""
        try:
            known = pickle.loads(file.read_bytes())  # noqa: S301  we wrote it
        except Exception:  # noqa: BLE001  whatever is wrong with it, we can do without
            return cls(site, generator)
        same = isinstance(known, cls) and (known.site, known.generator) == (site, generator)
        return known if same else cls(site, generator)

    def save(self, file: Path) -> None:
        """Keep it for the next site."""
        write_whole_bytes(file, pickle.dumps(self, pickle.HIGHEST_PROTOCOL))


class Assembly:
    """A site in the making. Files are taken, then it is finished; the ledger tells of it then."""

    def __init__(self, site: Path, ledger: Ledger) -> None:
        self._site = site
        self._ledger = ledger
        self._sources: dict[str, Path] = {}
        self._entries: dict[str, Entry] = {}
        self._folders: set[Path] = set()

    @property
    def looks(self) -> dict[str, Look]:
        """What is to be seen on the pages and in the scripts."""
        return {path: entry.look for path, entry in self._entries.items() if entry.look}

    def take(self, path: str, source: Path) -> None:
        """Let the file ``path`` of the site be made from ``source``.

        A file that several languages bring is taken once. Raises ValueError where they differ.
        """
        if taken := self._sources.get(path):
            if not cmp(taken, source, shallow=False):
                message = f"{path} is one file for all languages, but {taken} and {source} differ"
                raise ValueError(message)
            return
        self._sources[path] = source
        known = self._known(path, source)
        if known:
            self._entries[path] = known
            return
        look = None
        if path.endswith(".html"):
            look = look_at_page(path, source.read_bytes())
        elif path.endswith(".js") and not path.endswith(_WORDS):
            look = look_at_script(source.read_text(encoding="utf-8"))
        asked: frozenset[str] = frozenset()
        if path.endswith(".css"):
            asked = names_asked(source.read_text(encoding="utf-8"))
        self._entries[path] = Entry(mark(source), (0, 0, 0), look, asked)

    def _known(self, path: str, source: Path) -> Entry | None:
        """The file in the last site, when it would be made from the same and was left alone."""
        known = self._ledger.entries.get(path)
        if known is None or self._ledger.site is None:
            return None
        try:
            same = mark(source) == known.source and mark(self._ledger.site / path) == known.made
        except OSError:
            return None
        return known if same else None

    def finish(self) -> None:
        """Make or link every file."""
        names = frozenset[str]().union(*(look.names for look in self.looks.values()))
        digests = {}
        for path in [path for path in self._sources if path.endswith(".css")]:
            self._make_stylesheet(path, names)
            digests[path] = self._entries[path].digest
        before = {path: own.digest for path, own in self._ledger.entries.items() if own.digest}
        for path, source in self._sources.items():
            if path.endswith(".css"):
                continue
            if path.endswith(".html"):
                known = self._entries[path].made != (0, 0, 0)
                if known and digests == before:
                    self._link(path)
                else:
                    text = source.read_text(encoding="utf-8")
                    self._write(path, with_digests(path, text, digests))
            elif self._entries[path].made != (0, 0, 0):
                self._link(path)
            else:
                shutil.copyfile(source, self._place(path))
            self._note(path)
        self._ledger.entries = self._entries

    def _make_stylesheet(self, path: str, names: frozenset[str]) -> None:
        entry = self._entries[path]
        used = entry.asked & names
        if entry.made != (0, 0, 0) and used == entry.used:
            self._link(path)
        else:
            text = slim(self._sources[path].read_text(encoding="utf-8"), names)
            self._write(path, text)
            digest = sha256(text.encode()).hexdigest()[:8]
            self._entries[path] = replace(entry, used=used, digest=digest)
        self._note(path)

    def _place(self, path: str) -> Path:
        place = self._site / path
        if place.parent not in self._folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(place.parent)
        return place

    def _write(self, path: str, text: str) -> None:
        self._place(path).write_text(text, encoding="utf-8", newline="\n")

    def _link(self, path: str) -> None:
        """Give a file of the last site a name in the new one too; copy it where that cannot be."""
        if self._ledger.site is None:
            return
        last, place = self._ledger.site / path, self._place(path)
        try:
            os.link(last, place)
        except OSError:
            shutil.copy2(last, place)

    def _note(self, path: str) -> None:
        self._entries[path] = replace(self._entries[path], made=mark(self._site / path))
