"""What is known of files that did not change since they were last looked at.

Reading the digest of a large file, and its table of contents, takes long; asking for its size and
date does not. A file that has both as before is taken to be the same.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from build_tools.pages.writing import write_whole
from build_tools.samples.catalogue import CATALOGUE
from build_tools.samples.inspect import inspect
from build_tools.samples.locate import sha256_of

#: A file that changed so short before it was looked at may change again under the same date.
SETTLED_NS = 2_000_000_000
_HERE = Path(__file__).parent
#: What decides whether a file is accepted.
_RULES = (
    _HERE / "inspect.py",
    _HERE / "inflation.py",
    _HERE / "schema.py",
    CATALOGUE / "branches.yaml",
)


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: int
    time_ns: int
    sha256: str
    accepted: bool = False


class _Saved(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rules: str
    files: dict[str, _Known] = {}


def _rules() -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in _RULES)).hexdigest()


@dataclass
class Memory:
    """Digests and inspections of files, kept in a file between builds."""

    place: Path | None = None  # None: for this process only
    _known: dict[str, _Known] = field(default_factory=dict, init=False)
    _before: dict[str, _Known] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Read what was kept; forget it if the rules of inspection are others now."""
        if self.place is None:
            return
        try:
            saved = _Saved.model_validate_json(self.place.read_bytes())
        except (OSError, ValidationError):
            return  # not there yet, or damaged: everything is looked at again
        if saved.rules == _rules():
            self._before = saved.files

    def sha256(self, file: Path) -> str:
        """Digest of a file."""
        return self._look(file).sha256

    def inspect(self, file: Path, *, expected_sha256: str | None = None) -> None:
        """As `inspect`, once for each state of a file; raises SampleError."""
        if not file.is_file():
            inspect(file, expected_sha256=expected_sha256)  # says what is wrong
        known = self._look(file)
        if known.accepted and expected_sha256 in {None, known.sha256}:
            return
        inspect(file, expected_sha256=expected_sha256)
        known.accepted = True

    def _look(self, file: Path) -> _Known:
        status, name = file.stat(), str(file.resolve())
        for memory in (self._known, self._before):
            known = memory.get(name)
            if known and (known.size, known.time_ns) == (status.st_size, status.st_mtime_ns):
                self._known[name] = known
                return known
        known = _Known(size=status.st_size, time_ns=status.st_mtime_ns, sha256=sha256_of(file))
        self._known[name] = known
        return known

    def save(self) -> None:
        """Keep what was learnt; files that changed a moment ago are left out."""
        if self.place is None:
            return
        settled = time.time_ns() - SETTLED_NS
        saved = {name: known for name, known in self._known.items() if known.time_ns < settled}
        data = _Saved(rules=_rules(), files=saved).model_dump(mode="json")
        write_whole(self.place, json.dumps(data, indent=1, sort_keys=True) + "\n")
