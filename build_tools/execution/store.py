"""Outputs of programs, kept under their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path


class Executed(BaseModel):
    """What a program put out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    parts: dict[str, str]
    name: str
    seconds: float
    ran: str = ""  #: when, in UTC, ISO 8601
    why: list[str] = []  #: what had changed, see ``why.reasons``
    cells: list[list[dict[str, Any]]]  #: per cell, nbformat 4 outputs
    glued: dict[str, dict[str, Any]] = {}


class Store:
    """A folder of executed programs, ``<key>.json`` each, and which key each page had last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_empty(self) -> bool:
        """Whether nothing was ever kept here."""
        return not (self.folder / "last").is_dir()

    def get(self, key: str) -> Executed | None:
        """The outputs under a key; None when there are none or the file is damaged."""
        try:
            text = (self.folder / f"{key}.json").read_text(encoding="utf-8")
            executed = Executed.model_validate_json(text)
        except (OSError, ValueError):
            return None
        return executed if executed.key == key else None

    def put(self, executed: Executed) -> None:
        """Keep the outputs of a program."""
        write_whole(self.folder / f"{executed.key}.json", executed.model_dump_json())

    def last(self, name: str) -> Executed | None:
        """The page's last outputs, to say what changed; None when it never ran."""
        try:
            key = (self.folder / "last" / name).read_text(encoding="utf-8")
        except OSError:
            return None
        return self.get(key)

    def remember(self, name: str, key: str) -> None:
        """Record the key that a page has now."""
        write_whole(self.folder / "last" / name, key)
