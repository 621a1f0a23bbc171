"""Files compressed beforehand: which, that they are whole, and that nothing is left over."""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import cramjam
import pytest

from build_tools.publishing.compressed import compress_site
from build_tools.publishing.swap import MARKER, NotOurSiteError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "<p>The same words again and again.</p>" * 50


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    for name in ("index.html", "en/a.html"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "tiny.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "font.woff2").write_bytes(b"x" * 500)
    (tmp_path / MARKER).touch()
    return tmp_path


def names(site: Path) -> list[str]:
    return sorted(
        file.relative_to(site).as_posix()
        for file in site.rglob("*")
        if file.suffix in {".br", ".gz"}
    )


def test_what_becomes_smaller_has_both_and_they_are_whole(site: Path) -> None:
    done = compress_site(site)
    assert names(site) == ["en/a.html.br", "en/a.html.gz", "index.html.br", "index.html.gz"]
    assert gzip.decompress((site / "index.html.gz").read_bytes()).decode() == TEXT
    assert bytes(cramjam.brotli.decompress((site / "en/a.html.br").read_bytes())).decode() == TEXT
    assert done.files == 3
    assert done.brotli < done.before / 5


def test_only_what_changed_is_compressed_again(site: Path) -> None:
    compress_site(site)
    kept = (site / "en/a.html.br").stat().st_mtime_ns
    (site / "index.html").write_text(TEXT + "new", encoding="utf-8")
    later = (site / "index.html.gz").stat().st_mtime_ns + 10**9
    os.utime(site / "index.html", ns=(later, later))
    compress_site(site)
    assert (site / "en/a.html.br").stat().st_mtime_ns == kept
    assert gzip.decompress((site / "index.html.gz").read_bytes()).decode() == TEXT + "new"


def test_the_same_site_gives_the_same_bytes_and_nothing_is_left_over(site: Path) -> None:
    compress_site(site)
    before = {name: (site / name).read_bytes() for name in names(site)}
    for name in before:
        (site / name).unlink()
    (site / "gone.html.br").write_bytes(b"x")
    compress_site(site)
    assert {name: (site / name).read_bytes() for name in names(site)} == before


def test_no_site_and_another_folder_are_told(tmp_path: Path, site: Path) -> None:
    (site / MARKER).unlink()
    with pytest.raises(NotOurSiteError):
        compress_site(site)
    with pytest.raises(FileNotFoundError, match=r"run `nox -s site` first"):
        compress_site(tmp_path / "nothing")
