"""Finished PDF files: what programs that read them say."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pdfua
import pikepdf
import pytest

from build_tools.building.printing import Wanted, print_sheets
from build_tools.building.report import Report
from build_tools.printing.model import Edition, Paper, sheet_name

if TYPE_CHECKING:
    from pathlib import Path

    from tests.printing.conftest import Site

#: What ``pdfua`` may find, and why it stays.
ALLOWED = {
    # No claim to PDF/UA is made: a program can check an eighth of its rules, and no person has
    # checked the others.
    "UA-28-004",
    # The browser does not mark as decoration what it draws by itself: feet of pages, bullets of
    # lists, numbers of lines. It is in no one's way: voices leave out what has no tag.
    "UA-01-003",
}
#: Rules that ``pdfua`` 0.1.3 cannot look at in some files, and what looks at them in its place.
SKIPPED = {
    # It fails at a heading of several pieces, such as one that is wrapped: `/K` is an array then,
    # which pikepdf does not let it ask for a number. See the test of headings.
    "UA-14-001",
}
LANGUAGES = ("en", "fr")
PRINTED = ("lessons/z-boson", "lessons/higgs-boson")  #: by conftest.py
SIZES = {Paper.A4: "(A4)", Paper.LETTER: "(letter)"}


def sheets(site: Path, language: str, edition: Edition, paper: Paper = Paper.A4) -> list[Path]:
    return [site / language / "print" / sheet_name(name, edition, paper) for name in PRINTED]


@cache
def words(pdf: Path) -> str:
    """The words of a PDF in reading order, white space folded, as ``pdftotext`` reads them."""
    program = shutil.which("pdftotext")
    if program is None:
        reason = "pdftotext is missing; install poppler-utils"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    run = subprocess.run([program, pdf, "-"], check=True, capture_output=True, encoding="utf-8")
    return " ".join(run.stdout.split())


def said(program: str, pdf: Path) -> str:
    """What a program of poppler says of a file."""
    run = subprocess.run([program, pdf], check=True, capture_output=True, encoding="utf-8")
    return run.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_is_on_a_worksheet_and_all_are_in_the_teachers_edition(
    site: Site, printed: Path, language: str
) -> None:
    label = {"en": "Right answer:", "fr": "Bonne réponse"}[language]
    for name, worksheet, teachers in zip(
        PRINTED,
        sheets(printed, language, Edition.WORKSHEET),
        sheets(printed, language, Edition.TEACHER),
        strict=True,
    ):
        quizzes = site.quizzes(site.bundle(language, name))
        keys = sum(max(len(quiz.blanks), 1) for quiz in quizzes if not quiz.model_answer)
        assert keys >= 5
        assert label not in words(worksheet)
        assert words(teachers).count(label) == keys


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", [Edition.WORKSHEET, Edition.TEACHER])
def test_the_words_come_in_the_order_of_the_page(
    site: Site, printed: Path, language: str, edition: Edition
) -> None:
    question = "Question"
    for name, pdf in zip(PRINTED, sheets(printed, language, edition), strict=True):
        count = len(site.bundle(language, name).quizzes)
        numbers = [int(number) for number in re.findall(rf"{question} (\d+)", words(pdf))]
        assert list(dict.fromkeys(numbers)) == list(range(1, count + 1))


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_says_what_it_is(printed: Path, language: str, paper: Paper) -> None:
    for edition in (Edition.WORKSHEET, Edition.TEACHER):
        for pdf in sheets(printed, language, edition, paper):
            info = said("pdfinfo", pdf)
            assert re.search(r"^Tagged:\s+yes$", info, re.MULTILINE)
            assert re.search(r"^Title:\s+\S.+ – \S", info, re.MULTILINE)
            assert SIZES[paper] in info
            assert "Date" not in info
            fonts = said("pdffonts", pdf).splitlines()[2:]
            assert fonts
            assert all(re.search(r" yes yes (yes|no ) ", line) for line in fonts), fonts
            with pikepdf.open(pdf) as opened:
                assert str(opened.Root.Lang) == language
                assert "/Outlines" in opened.Root
                with opened.open_metadata() as metadata:
                    assert metadata["dc:language"] == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_program_can_check_of_accessibility(printed: Path, language: str) -> None:
    checked = 0
    for edition in (Edition.WORKSHEET, Edition.TEACHER):
        for pdf in sheets(printed, language, edition):
            result = pdfua.validate(str(pdf))
            found = {finding.rule_id for finding in result.findings}
            assert found - ALLOWED == set(), pdf.name
            skipped = {own.rule_id for own in result.outcomes if own.skipped_reason}
            assert skipped - SKIPPED == set(), pdf.name
            checked += 1
    assert checked == 2 * len(PRINTED)


def kids(element: Any) -> list[Any]:
    """What is below an element of the structure: elements, or numbers of marked content."""
    below = element.get("/K", [])
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def is_empty(element: Any) -> bool:
    """Whether no content is marked with an element or what is below it."""
    return all(
        isinstance(kid, pikepdf.Dictionary)
        and kid.get("/Type") != pikepdf.Name.MCR
        and is_empty(kid)
        for kid in kids(element)
    )


def headings(element: Any) -> list[Any]:
    """The headings of a structure, in reading order."""
    if re.fullmatch(r"/H[1-6]", str(element.get("/S"))):
        return [element]
    below = [kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary)]
    return [found for kid in below for found in headings(kid)]


def levels(pdf: Path) -> list[int]:
    """The levels of a file's headings, none of which is empty or leaves one out."""
    with pikepdf.open(pdf) as opened:
        found = headings(opened.Root.StructTreeRoot)
        assert [one for one in found if is_empty(one)] == []
        shown = [int(str(one.S)[2:]) for one in found]
    assert shown[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(shown)), shown
    return shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_is_empty_and_no_level_is_left_out(printed: Path, language: str) -> None:
    looked = 0
    for pdf in sheets(printed, language, Edition.TEACHER):
        shown = levels(pdf)
        assert shown.count(1) == 1
        looked += len(shown)
    assert looked > 20


def test_the_headings_of_a_booklet_are_whole(site: Site, booklet: Path) -> None:
    # contents, chapters, glossary and answers
    assert levels(booklet).count(1) == len(site.lessons("fr")) + 3


def test_two_runs_give_the_same_bytes(site: Site, printed: Path) -> None:
    before = {pdf: pdf.read_bytes() for pdf in sheets(printed, "fr", Edition.WORKSHEET)}
    wanted = Wanted(PRINTED, ["fr"], [Edition.WORKSHEET])
    report = Report(io.StringIO())
    assert len(print_sheets(site.project, report, LANGUAGES, wanted).files) == len(before)
    assert {pdf: pdf.read_bytes() for pdf in before} == before


def test_the_booklet_names_the_pages_of_its_chapters(site: Site, booklet: Path) -> None:
    lessons = site.lessons("fr")
    with pikepdf.open(booklet) as pdf:
        count = len(pdf.pages)
    assert count > 10 * len(lessons) // 2
    run = subprocess.run(
        ["pdftotext", "-layout", "-l", "4", booklet, "-"],
        check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    for bundle in lessons:
        (number,) = re.findall(rf"^\s*{re.escape(bundle.title)}\s+(\d+)$", run.stdout, re.MULTILINE)
        page = subprocess.run(
            ["pdftotext", "-f", number, "-l", number, booklet, "-"],
            check=True, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        assert bundle.title in " ".join(page.stdout.split())
        assert f"{number} / {count}" in page.stdout


def test_the_booklet_explains_its_words_and_has_all_answers_at_its_end(
    site: Site, booklet: Path
) -> None:
    text = words(booklet)
    before, _, key = text.rpartition("Corrigé")
    assert "Bonne réponse" not in before
    for bundle in site.lessons("fr"):
        assert bundle.title in key
    quizzes = [quiz for bundle in site.lessons("fr") for quiz in site.quizzes(bundle)]
    keys = sum(max(len(quiz.blanks), 1) for quiz in quizzes if not quiz.model_answer)
    assert key.count("Bonne réponse") == keys > 30
    assert "pseudorapidité" in before.rpartition("Glossaire")[2]


def test_the_booklet_is_light(booklet: Path) -> None:
    """What has a transform of its own is painted on every page: lines of the contents, boxes."""
    assert booklet.stat().st_size < 2_000_000
    with pikepdf.open(booklet) as pdf:
        sizes = [len(page.obj.Contents.read_bytes()) for page in pdf.pages]
    assert len(sizes) > 50
    assert max(sizes) < 200_000
