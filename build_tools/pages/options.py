"""What a cell's options say of the figures and tables that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

FIGURE: Final = "figure"
TABLE: Final = "table"

_KEYS: Final = {
    FIGURE: frozenset({"alt", "caption", "name", "samples", "language-neutral"}),
    TABLE: frozenset({"caption"}),
}

#: What a translation takes from its source.
_FACTS: Final = ("name", "samples")


@dataclass(frozen=True)
class Shown:
    """What is said of one figure or table."""

    alt: str = ""  #: a figure in words, for readers who do not see it
    caption: str = ""
    name: str = ""  #: by which questions and links find a figure, in every language
    samples: tuple[str, ...] | None = None  #: those that it shows, by path or folder; None for all
    neutral: bool = False  #: its words are the same in every language, such as a formula


def shown(metadata: dict[str, Any], kind: str, number: int = 0) -> Shown:
    """What a cell's options say of its figure or table of this number, from 0.

    ``figure: {alt: …}`` is about the first one; ``figure: [{alt: …}, {alt: …}]`` about each.
    """
    given = metadata.get(kind)
    items = given if isinstance(given, list) else [given]
    one = items[number] if number < len(items) else None
    if not isinstance(one, dict):
        return Shown()
    samples = one.get("samples")
    return Shown(
        alt=" ".join(str(one.get("alt") or "").split()),
        caption=str(one.get("caption") or "").strip(),
        name=str(one.get("name") or ""),
        samples=None
        if samples is None
        else tuple(map(str, samples if isinstance(samples, list) else [samples])),
        neutral=one.get("language-neutral") is True,
    )


def unknown_keys(metadata: dict[str, Any]) -> list[str]:
    """Keys below ``figure`` and ``table`` that mean nothing, as ``figure: title``."""
    found = []
    for kind, keys in _KEYS.items():
        given = metadata.get(kind)
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                found += [f"{kind}: {key}" for key in one if key not in keys]
            elif one is not None:
                found.append(f"{kind}: {one}")
    return found


def with_source_facts(own: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """A translated cell's options with the names and samples of the source's figures."""
    theirs, ours = source.get(FIGURE), own.get(FIGURE)
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return own | {FIGURE: _with_facts(ours, theirs)}
    if isinstance(theirs, list) and isinstance(ours, list):
        pairs = zip(ours, theirs, strict=False)
        return own | {FIGURE: [*(_with_facts(*pair) for pair in pairs), *ours[len(theirs) :]]}
    return own


def _with_facts(own: Any, source: Any) -> Any:
    if not isinstance(own, dict) or not isinstance(source, dict):
        return own
    kept = {key: value for key, value in own.items() if key not in _FACTS}
    return kept | {key: source[key] for key in _FACTS if key in source}
