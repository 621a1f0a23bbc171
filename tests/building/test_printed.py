"""PDF files of a course: each page offers what was printed of it, and nothing older."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from build_tools.building.printing import Wanted, print_sheets
from build_tools.building.report import Report
from build_tools.localisation.numbers import format_bytes
from build_tools.printing.model import Edition, Paper
from build_tools.publishing.compressed import compress_site
from build_tools.publishing.offline import pack

if TYPE_CHECKING:
    from pathlib import Path

    from tests.building.conftest import Course

pytestmark = pytest.mark.browser

PAGE = "lessons/z"


def offered(course: Course, language: str) -> list[tuple[str, str]]:
    """The PDF files in the lesson's box: where they lead, what is said of them."""
    return [
        (item.xpath("./a/@href")[0], item.text_content())
        for item in course.shown(f"{language}/{PAGE}").xpath(
            "//details[contains(@class, 'downloads')]//li"
        )
        if item.xpath("./a[contains(@href, '.pdf')]")
    ]


def printed(course: Course, *editions: Edition, paper: Paper = Paper.A4) -> None:
    report = Report(io.StringIO())
    print_sheets(course.project, report, ["en", "fr"], Wanted(editions=editions, papers=[paper]))


def size(course: Course, path: str, language: str) -> str:
    return format_bytes((course.root / "site" / path).stat().st_size, language)


def test_a_lesson_offers_what_was_printed_of_it_until_the_site_is_built_again(
    copied: Course, tmp_path: Path
) -> None:
    site = copied.root / "site"
    copied.build()
    assert offered(copied, "fr") == []
    bare = (site / f"fr/{PAGE}.html").read_bytes()

    printed(copied)
    sheets = site / "fr/print/lessons"
    said = [
        ("Fiche d’exercices", "lessons/z-worksheet.pdf"),
        ("Édition pour l’enseignant", "lessons/z-teacher.pdf"),
        ("Toutes les leçons en un livret", "course-booklet.pdf"),
    ]
    assert offered(copied, "fr") == [
        (f"../print/{path}", f"{words} (PDF, A4, {size(copied, f'fr/print/{path}', 'fr')})")
        for words, path in said
    ]
    assert len(offered(copied, "en")) == len(said)

    # nothing changed, so nothing is built, and the zip has the files
    first = {file.name: file.read_bytes() for file in sheets.iterdir()}
    assert copied.build().rendered == {}
    assert len(offered(copied, "fr")) == len(said)
    packed = pack(site, tmp_path / "x.zip", "fr")
    with zipfile.ZipFile(packed.file) as archive:
        assert "x/fr/print/lessons/z-teacher.pdf" in archive.namelist()

    copied.edit("en", "about", "English only", "In English only")
    assert copied.build().published
    assert list(site.rglob("*.pdf")) == []
    assert (site / f"fr/{PAGE}.html").read_bytes() == bare

    printed(copied)
    assert {file.name: file.read_bytes() for file in sheets.iterdir()} == first


def test_what_is_printed_later_comes_beside_and_no_compressed_page_is_older(
    copied: Course,
) -> None:
    copied.build()
    compress_site(copied.root / "site")
    printed(copied, Edition.WORKSHEET)
    page = copied.root / "site" / f"en/{PAGE}.html"
    assert not page.with_name("z.html.gz").exists()
    printed(copied, Edition.WORKSHEET, paper=Paper.LETTER)
    assert [link.rpartition("/")[2] for link, _ in offered(copied, "en")] == [
        "z-worksheet.pdf",
        "z-worksheet-letter.pdf",
    ]
    assert "(PDF, Letter, " in offered(copied, "en")[1][1]
