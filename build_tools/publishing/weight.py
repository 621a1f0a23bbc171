"""How heavy pages are for a reader, and how heavy they may be.

A *first visit* has nothing kept; a *next page* comes after a lesson, the one that leaves most to
fetch. Sizes are those of bodies as a server sends the files that ``compressed`` writes: brotli,
which every browser takes over https. What a host that only knows gzip sends is shown beside.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import cramjam

from build_tools.publishing.loads import KINDS, Load, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

#: Bytes over the line (decision D6).
FIRST: Final = 100_000
NEXT: Final = 30_000

#: Endings of what servers compress. The others are compressed in themselves.
COMPRESSED: Final = frozenset(
    {".html", ".css", ".js", ".svg", ".json", ".txt", ".xml", ".ipynb", ".csv"}
)


@dataclass(frozen=True)
class Weight:
    """One page, in bytes."""

    page: str  #: path below the site's root
    first: int
    next: int
    parts: Mapping[str, int]  #: of the first visit, by kind

    @cached_property
    def over(self) -> tuple[str, ...]:
        """What is over the budget, in words."""
        return tuple(
            f"weighs {_kilo(size)} kB {when}; the budget is {_kilo(budget)} kB. "
            "`nox -s weigh` shows what it is made of"
            for size, budget, when in (
                (self.first, FIRST, "on a first visit"),
                (self.next, NEXT, "as the next page"),
            )
            if size > budget
        )


def brotli(data: bytes) -> bytes:
    """The best that brotli does, and the same bytes every time."""
    return bytes(cramjam.brotli.compress(data, level=11))


def gzipped(data: bytes) -> bytes:
    """As a server sends it: the best that gzip does, and the same bytes every time."""
    return gzip.compress(data, 9, mtime=0)


def is_compressed(path: str) -> bool:
    """Whether a server compresses a file of this name."""
    return f".{path.rpartition('.')[2]}" in COMPRESSED


def weigh(
    pages: Sequence[str], read: Callable[[str], bytes], size: Callable[[str], int]
) -> list[Weight]:
    """The weight of each page of a site; ``size`` gives a file's bytes over the line."""
    fetched = {page: loads(page, read) for page in pages}
    return [_weight(page, own, fetched, size) for page, own in fetched.items()]


def _weight(
    page: str,
    own: Sequence[Load],
    fetched: Mapping[str, Sequence[Load]],
    size: Callable[[str], int],
) -> Weight:
    parts = dict.fromkeys(KINDS, 0)
    for load in own:
        parts[load.kind] += size(load.path)
    language = page.partition("/")[0]
    before = [
        {load.path for load in others}
        for other, others in fetched.items()
        if other != page and other.startswith(f"{language}/lessons/")
    ] or [set()]
    following = max(
        sum(size(load.path) for load in own if load.path not in kept) for kept in before
    )
    return Weight(page, sum(parts.values()), following, parts)


def weigh_site(site: Path, compress: Callable[[bytes], bytes] = brotli) -> list[Weight]:
    """The weight of every page in a folder."""

    @cache
    def size(path: str) -> int:
        data = (site / path).read_bytes()
        return min(len(compress(data)), len(data)) if is_compressed(path) else len(data)

    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return weigh(pages, lambda path: (site / path).read_bytes(), size)


def table(weights: Sequence[Weight], others: Sequence[Weight]) -> Iterator[str]:
    """The table for people; ``others`` are the same pages, compressed with gzip."""
    width = max(len(weight.page) for weight in weights)
    yield (
        f"{'kB':{width}}  first   next "
        + "".join(f"{kind:>9}" for kind in KINDS)
        + "      gzip: first   next"
    )
    for weight, other in zip(weights, others, strict=True):
        mark = "  over budget" if weight.over else ""
        yield (
            f"{weight.page:{width}} {_kilo(weight.first):>6} {_kilo(weight.next):>6} "
            + "".join(f"{_kilo(weight.parts[kind]):>9}" for kind in KINDS)
            + f"           {_kilo(other.first):>6} {_kilo(other.next):>6}{mark}"
        )


def _kilo(size: int) -> str:
    return f"{size / 1000:.1f}"
