"""Why a program ran: what in its key is not as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Kinds of parts of a key, in the order in which people ask, with what to call them.
_KINDS = {
    "cell": "cell {}",
    "sample": "sample {}",
    "python": "Python",
    "package": "{}",
    "environment": "environment variable {}",
    "session": "the session’s own {}",
}

#: Kinds whose parts are versions or values, which are told; others are digests.
_TOLD = frozenset({"python", "package", "environment"})

FIRST_RUN = "first run"
OUTPUTS_GONE = "its outputs were gone"


def reasons(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What changed between two keys, one reason each; ``before`` is empty for a first run."""
    if not before:
        return [FIRST_RUN]
    found = []
    for kind, words in _KINDS.items():
        for part in _of_kind(kind, before, now):
            what = words.format(part.partition(" ")[2])
            old, new = before.get(part), now.get(part)
            if old == new:
                continue
            if old is None:
                found.append(f"{what} is new")
            elif new is None:
                found.append(f"{what} is gone")
            elif kind in _TOLD:
                found.append(f"{what} {old or '(empty)'} → {new or '(empty)'}")
            else:
                found.append(f"{what} changed")
    return found or [OUTPUTS_GONE]


def in_short(found: list[str], most: int = 3) -> str:
    """Reasons in one line; long lists end with how many there are more."""
    shown = ", ".join(found[:most])
    return f"{shown} and {len(found) - most} more" if len(found) > most else shown


def _of_kind(kind: str, before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    def order(part: str) -> tuple[int, str]:
        which = part.partition(" ")[2]
        return (int(which) if which.isdigit() else 0, which)

    parts = {part for part in (*before, *now) if part.partition(" ")[0] == kind}
    return sorted(parts, key=order)
