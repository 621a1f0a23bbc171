"""A new site, put together from what changed and from links to the files that did not.

The last site is never written to: a file that is the same in both is one file with two names until
the last site goes, so that one page costs one page, and the new site is still a whole folder that
takes the place of the last one at once.
"""

from __future__ import annotations

import os
import pickle
import posixpath
import shutil
from dataclasses import dataclass, field, replace
from filecmp import cmp
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from build_tools.pages.writing import write_whole_bytes
from build_tools.publishing.look import Look, look_at_page, look_at_script
from build_tools.publishing.naming import (
    FOLDER,
    STYLESHEET,
    digest,
    in_order,
    joined,
    named,
    with_names,
)
from build_tools.publishing.slim import names_asked, slim, slim_page

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Size, date and place of a file; a link to it changes none of them.
Mark = tuple[int, int, int]

_NOT_MADE: Final = (0, 0, 0)

#: Their words are the lessons', not names of classes.
_WORDS = "-words.js"


def mark(file: Path | str) -> Mark:
    """What tells whether a file is the one that it was. Raises OSError where there is none."""
    status = os.stat(file)  # noqa: PTH116  asked of every file of a site: a Path takes longer
    return status.st_size, status.st_mtime_ns, status.st_ino


@dataclass(frozen=True)
class Seen:
    """A page that was looked at where it was rendered, with others at the same time."""

    source: Mark
    look: Look
    slim: str  #: in fewer bytes


def see(path: str, source: Path) -> Seen:
    """Look at the page that ``source`` becomes in the site at ``path``."""
    data = source.read_bytes()
    return Seen(mark(source), look_at_page(path, data), slim_page(data.decode()))


@dataclass(frozen=True)
class Entry:
    """A file of a site."""

    source: Mark  #: of the file that it was made from
    made: Mark  #: of itself
    look: Look | None = None  #: of pages and scripts
    asked: frozenset[str] = frozenset()  #: of a stylesheet: all names that its source asks for
    used: frozenset[str] = frozenset()  #: … and those of them that the site has
    slim: str = ""  #: … and what that leaves of it
    digest: str = ""  #: of what pages may name by its contents


@dataclass
class Ledger:
    """How the files of the last site were made."""

    site: Path | None = None
    generator: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  #: that files have got, by path

    @classmethod
    def load(cls, file: Path, site: Path, generator: str) -> Ledger:
        """The ledger of a site; empty when it is another's, or another generator's."""
        try:
            known = pickle.loads(file.read_bytes())  # noqa: S301  we wrote it
        except Exception:  # noqa: BLE001  whatever is wrong with it, we can do without
            return cls(site, generator)
        return (
            known
            if isinstance(known, cls) and known.fits(site, generator)
            else cls(site, generator)
        )

    def fits(self, site: Path, generator: str) -> bool:
        """Whether it tells of this site, and of what would make it now."""
        return (self.site, self.generator) == (site, generator)

    def changed_since(self, last: Ledger) -> set[str]:
        """Files that are not those of the last site, and those that are gone."""
        paths = self.entries.keys() | last.entries.keys()
        return {path for path in paths if self._made(path) != last._made(path)}

    def _made(self, path: str) -> tuple[str, Mark] | None:
        entry = self.entries.get(path)
        return (self.names.get(path, path), entry.made) if entry else None

    def save(self, file: Path) -> None:
        """Keep it for the next site."""
        write_whole_bytes(file, pickle.dumps(self, pickle.HIGHEST_PROTOCOL))


class Assembly:
    """A site in the making. Files are taken, then it is finished; the ledger tells of it then."""

    def __init__(
        self, site: Path, ledger: Ledger, seen: Mapping[str, Seen] = MappingProxyType({})
    ) -> None:
        # names of files are put together as texts, thrice for every file of a site
        self._site = str(site)
        self._last = str(ledger.site) if ledger.site else ""
        self._ledger = ledger
        self._seen = seen
        self._sources: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self.names: dict[str, str] = {}  #: that files have got when it is finished, by path
        self._folders: set[str] = set()

    @property
    def looks(self) -> dict[str, Look]:
        """What is to be seen on the pages and in the scripts."""
        return {path: entry.look for path, entry in self._entries.items() if entry.look}

    def take(self, path: str, source: Path | str) -> None:
        """Let the file ``path`` of the site be made from ``source``.

        A file that several languages bring is taken once. Raises ValueError where they differ.
        """
        source = str(source)
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
        asked: frozenset[str] = frozenset()
        own_digest = ""
        if path.endswith(".html"):
            seen = self._seen_before(path)
            look = seen.look if seen else look_at_page(path, Path(source).read_bytes())
        elif path.endswith(".css"):
            asked = names_asked(Path(source).read_text(encoding="utf-8"))
        else:
            if path.endswith(".js") and not path.endswith(_WORDS):
                look = look_at_script(Path(source).read_text(encoding="utf-8"))
            if path.startswith(FOLDER):
                own_digest = digest(Path(source).read_bytes())
        self._entries[path] = Entry(mark(source), _NOT_MADE, look, asked, digest=own_digest)

    def _seen_before(self, path: str) -> Seen | None:
        """A page as it was seen where it was rendered, if it still is that."""
        seen = self._seen.get(path)
        return seen if seen and seen.source == mark(self._sources[path]) else None

    def _known(self, path: str, source: str) -> Entry | None:
        """The file in the last site, when it would be made from the same and was left alone."""
        known = self._ledger.entries.get(path)
        if known is None or not self._last:
            return None
        made = f"{self._last}/{self._ledger.names.get(path, path)}"
        try:
            same = mark(source) == known.source and mark(made) == known.made
        except OSError:
            return None
        return known if same else None

    def finish(self) -> None:
        """Make or link every file. Raises ValueError where pages order stylesheets differently."""
        sheets = in_order(
            [sheet for sheet in look.sheets if sheet[0].startswith(FOLDER)]
            for look in self.looks.values()
        )
        asked = frozenset[str]().union(*(look.names for look in self.looks.values()))
        for path in self._sources:
            if path.endswith(".css"):
                self._slim(path, asked)
        # what a page or the stylesheet names; scripts know others by their plain names
        targets = {target.path for look in self.looks.values() for target in look.targets}
        text = joined([(sheet, self._entries[sheet[0]].slim) for sheet in sheets], {})
        named_here = {path for path in self._sources if posixpath.basename(path) in text}
        self.names = {
            path: named(path, entry.digest)
            for path, entry in self._entries.items()
            if entry.digest and path in targets | named_here
        }
        text = joined([(sheet, self._entries[sheet[0]].slim) for sheet in sheets], self.names)
        stylesheet = named(STYLESHEET, digest(text.encode()))
        self.names |= dict.fromkeys((STYLESHEET, *(sheet[0] for sheet in sheets)), stylesheet)
        if all(self._known(path, self._sources[path]) for path, _ in sheets) and (
            self._ledger.names.get(STYLESHEET) == stylesheet
        ):
            self._link(stylesheet, stylesheet)
        elif sheets:
            self._write(stylesheet, text)
        changed = self._changed_names()
        for path in self._sources:
            if self.names.get(path) != stylesheet:
                self._make(path, changed)
            made = mark(f"{self._site}/{self.names.get(path, path)}")
            if made != self._entries[path].made:
                self._entries[path] = replace(self._entries[path], made=made)
        self._ledger.entries, self._ledger.names = self._entries, self.names

    def _slim(self, path: str, names: frozenset[str]) -> None:
        """Leave out of a stylesheet what the site never asks for."""
        entry = self._entries[path]
        used = entry.asked & names
        if not entry.slim or used != entry.used:
            text = slim(Path(self._sources[path]).read_text(encoding="utf-8"), names)
            self._entries[path] = replace(entry, used=used, slim=text, made=_NOT_MADE)

    def _changed_names(self) -> dict[str, str] | None:
        """Names in the last site → in this one, where they differ; None where others have names."""
        before = self._ledger.names
        if before.keys() != self.names.keys():
            return None
        return {
            posixpath.basename(before[path]): posixpath.basename(name)
            for path, name in self.names.items()
            if before[path] != name
        }

    def _make(self, path: str, changed: Mapping[str, str] | None) -> None:
        entry, source = self._entries[path], self._sources[path]
        name = self.names.get(path, path)
        if entry.made != _NOT_MADE and (changed == {} or not path.endswith(".html")):
            self._link(self._ledger.names.get(path, path), name)
        elif entry.made != _NOT_MADE and changed and self._last:
            # the same page, but for the name of a stylesheet or script
            text = Path(self._last, path).read_text(encoding="utf-8")
            for last, now in changed.items():
                text = text.replace(f'{last}"', f'{now}"')
            self._write(path, text)
        elif path.endswith(".css"):
            self._write(name, entry.slim)
        elif path.endswith(".html"):
            seen = self._seen_before(path)
            text = seen.slim if seen else slim_page(Path(source).read_text(encoding="utf-8"))
            self._write(path, with_names(path, text, self.names))
        else:
            shutil.copyfile(source, self._place(name))

    def _place(self, path: str) -> str:
        place = f"{self._site}/{path}"
        folder = posixpath.dirname(place)
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return place

    def _write(self, path: str, text: str) -> None:
        Path(self._place(path)).write_text(text, encoding="utf-8", newline="\n")

    def _link(self, last: str, path: str) -> None:
        """Give a file of the last site a name in the new one too; copy it where that cannot be."""
        if not self._last:
            return
        place, file = self._place(path), f"{self._last}/{last}"
        try:
            os.link(file, place)
        except OSError:
            shutil.copy2(file, place)
