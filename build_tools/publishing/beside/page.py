"""The view of two pages that scroll together, with what there is to do beside the sections."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = Path(__file__).parent
#: Where the live server shows it.
FOLDER = "/_live/beside/"
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}


@dataclass(frozen=True)
class Note:
    """What a translator is told of one section."""

    anchor: str  #: id of the heading, the same in both pages
    title: str  #: as the translation has it, or the source where it has none
    state: str  #: ``current``, ``stale``, ``missing``
    says: str  #: the state in words
    findings: tuple[str, ...] = ()  #: what is wrong, with line


@dataclass(frozen=True)
class Notes:
    """What a translator is told of one page."""

    summary: str
    sections: tuple[Note, ...]
    problems: tuple[str, ...] = ()  #: those of no section


@dataclass(frozen=True)
class Beside:
    """Two pages to be shown side by side."""

    docname: str
    source: tuple[str, str]  #: language and its name
    target: tuple[str, str]
    notes: Callable[[], Notes]  #: as the files are now; may be called by several threads

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """What the live server sends for a path below ``FOLDER``, with its kind."""
        name = path.removeprefix(FOLDER)
        if name == "state.json":
            return json.dumps(asdict(self.notes())).encode(), "application/json"
        if name == "":
            return self._page().encode(), _KINDS[".html"]
        file = _HERE / name
        if name in {"beside.css", "beside.js"}:
            return file.read_bytes(), _KINDS[file.suffix]
        return None

    def _page(self) -> str:
        names = {
            "page": self.docname,
            "source_name": self.source[1],
            "target_name": self.target[1],
            "source": f"/{self.source[0]}/{quote(self.docname)}.html",
            "target": f"/{self.target[0]}/{quote(self.docname)}.html",
        }
        text = (_HERE / "beside.html").read_text(encoding="utf-8")
        return Template(text).substitute({key: escape(value) for key, value in names.items()})
