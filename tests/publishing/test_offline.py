"""Packing a site: what goes in, what does not, and what is left when it cannot be."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.offline import NotPackedError, pack

if TYPE_CHECKING:
    from pathlib import Path

CHOOSER = """<!DOCTYPE html><html lang="en"><body><h1>Lessons</h1><ul>
<li lang="en"><a href="en/index.html" hreflang="en">English</a></li>
<li lang="fr"><a href="fr/index.html" hreflang="fr">Français</a></li>
</ul></body></html>"""

PAGE = """<!DOCTYPE html><html lang="{own}"><body>
<nav class="language-switch" aria-label="Language">
<ul><li><a href="../{other}/index.html#x">Other</a><a href="../{other}/index.html">Other</a></li>
<li><span aria-current="true">Own</span></li></ul></nav>
<h1 id="x">Title</h1><p>Read <a href="../{other}/index.html#x">the <em>original</em></a>, or
<a href="#x">here</a>.</p><div data-figure="{own}0000"></div></body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for own, other in (("en", "fr"), ("fr", "en")):
        (folder / own).mkdir(parents=True)
        (folder / own / "index.html").write_text(
            PAGE.format(own=own, other=other), encoding="utf-8"
        )
        (folder / "figures").mkdir(exist_ok=True)
        (folder / "figures" / f"{own}0000.js").write_text("1", encoding="utf-8")
    (folder / "figures" / "library.js").write_text("1", encoding="utf-8")
    (folder / "_static").mkdir()
    (folder / "_static" / "fr-words.12345678.js").write_text('{"a":"library.js"}', encoding="utf-8")
    (folder / "index.html").write_text(CHOOSER, encoding="utf-8")
    for name in (".lessons-site", "index.html.gz", "index.html.br", "sitemap.xml", "404.html"):
        (folder / name).write_text("x", encoding="utf-8")
    return folder


def content(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_all_languages_as_they_are_without_what_a_server_needs(site: Path, tmp_path: Path) -> None:
    packed = pack(site, tmp_path / "all.zip")
    found = content(packed.file)
    assert list(found) == [
        "all/_static/fr-words.12345678.js",
        "all/en/index.html",
        "all/figures/en0000.js",
        "all/figures/fr0000.js",
        "all/figures/library.js",
        "all/fr/index.html",
        "all/index.html",
    ]
    assert found["all/en/index.html"] == (site / "en/index.html").read_text(encoding="utf-8")
    assert (packed.files, packed.size) == (7, packed.file.stat().st_size)


def test_one_language_leads_to_no_other(site: Path, tmp_path: Path) -> None:
    found = content(pack(site, tmp_path / "one.zip", "fr").file)
    assert list(found) == [
        "one/_static/fr-words.12345678.js",
        "one/figures/fr0000.js",
        "one/figures/library.js",
        "one/fr/index.html",
        "one/index.html",
    ]
    page = found["one/fr/index.html"]
    assert "../en/" not in page
    assert "language-switch" not in page
    assert 'Read the <em>original</em>, or\n<a href="#x">here</a>' in page
    assert "English" not in found["one/index.html"]
    assert "Français" in found["one/index.html"]


def test_the_same_site_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    first = pack(site, tmp_path / "x.zip").file.read_bytes()
    (site / "index.html").touch()
    assert pack(site, tmp_path / "x.zip").file.read_bytes() == first


def test_no_site_and_no_such_language_are_told(site: Path, tmp_path: Path) -> None:
    with pytest.raises(NotPackedError, match="no site here yet; `nox -s site` builds it"):
        pack(tmp_path / "nothing", tmp_path / "x.zip")
    with pytest.raises(NotPackedError, match=r"no language “de” in .*; there are: en, fr"):
        pack(site, tmp_path / "x.zip", "de")
    assert not (tmp_path / "x.zip").exists()


def test_a_link_that_would_lead_nowhere_is_told_and_the_last_zip_stays(
    site: Path, tmp_path: Path
) -> None:
    last = pack(site, tmp_path / "x.zip").file.read_bytes()
    page = site / "fr/index.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("#x", "gone.html", 3), encoding="utf-8"
    )
    with pytest.raises(NotPackedError, match=r"fr/index\.html: link gone.html leads nowhere"):
        pack(site, tmp_path / "x.zip", "fr")
    assert (tmp_path / "x.zip").read_bytes() == last


def test_a_full_disk_leaves_the_last_zip(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = pack(site, tmp_path / "x.zip").file.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space left"):
        pack(site, tmp_path / "x.zip")
    assert (tmp_path / "x.zip").read_bytes() == last
    assert [file.name for file in tmp_path.glob("x.zip*")] == ["x.zip"]
