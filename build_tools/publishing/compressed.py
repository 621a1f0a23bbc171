"""Files compressed beforehand, for servers that send them as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from build_tools.pages.writing import write_whole_bytes
from build_tools.publishing.swap import MARKER, NotOurSiteError
from build_tools.publishing.weight import brotli, gzipped, is_compressed

if TYPE_CHECKING:
    from pathlib import Path

_WAYS: Final = {".br": brotli, ".gz": gzipped}


@dataclass(frozen=True)
class Compressed:
    """What was written, in bytes."""

    files: int
    before: int
    brotli: int


def compress_site(site: Path) -> Compressed:
    """Write ``.br`` and ``.gz`` beside each file of a site that becomes smaller by it.

    The same site gives the same bytes. Files that are older than what is compressed beside them
    are left as they are; those without a partner are removed. Raises FileNotFoundError where there
    is no site, NotOurSiteError for another folder.
    """
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"there is no site in {site.name}/: run `nox -s site` first")
    if not (site / MARKER).is_file():
        raise NotOurSiteError(site)
    files = sorted(file for file in site.rglob("*") if file.is_file() and is_compressed(file.name))
    for ending in _WAYS:
        for file in site.rglob(f"*{ending}"):
            if not file.with_suffix("").is_file():
                file.unlink()
    with ThreadPoolExecutor() as pool:
        sizes = list(pool.map(_compress, files))
    return Compressed(len(files), sum(a for a, _ in sizes), sum(b for _, b in sizes))


def forget(file: Path) -> None:
    """Remove what is compressed beside a file that is written anew: a server would send that."""
    for ending in _WAYS:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _compress(file: Path) -> tuple[int, int]:
    """Write both partners of a file; its size, and that of the smaller of it and the brotli one."""
    data, best = file.read_bytes(), 0
    for ending, compress in _WAYS.items():
        partner = file.with_name(file.name + ending)
        if partner.is_file() and partner.stat().st_mtime_ns >= file.stat().st_mtime_ns:
            size = partner.stat().st_size
        else:
            packed = compress(data)
            size = len(packed)
            if size < len(data):
                write_whole_bytes(partner, packed)
            else:
                partner.unlink(missing_ok=True)
        if ending == ".br":
            best = min(size, len(data))
    return len(data), best
