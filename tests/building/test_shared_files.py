"""What is equal in several languages is one file of the site."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.building.conftest import FRONT, Course, prepare_project

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="1"/>'
INDEX = """# Home

```{toctree}
sub/a
```

![same](same.svg) ![own](own.svg)

{download}`numbers <numbers.csv>`
"""
PAGE = """# A

```{image} ../same.svg
:alt: same
:scale: 50 %
```

{download}`numbers <../numbers.csv>` {download}`words <words.csv>`
"""


def equal_files(site: Path) -> tuple[int, list[list[str]]]:
    """How many files were compared, and those whose bytes are equal."""
    found = defaultdict(list)
    for file in sorted(site.rglob("*")):
        if file.is_file():
            path = file.relative_to(site).as_posix()
            found[sha256(file.read_bytes()).digest()].append(path)
    return sum(map(len, found.values())), [paths for paths in found.values() if len(paths) > 1]


@pytest.mark.browser
def test_no_two_files_of_the_course_are_equal(course_site: Path) -> None:
    compared, equal = equal_files(course_site)
    assert equal == []
    assert compared > 100


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "project"
    root.mkdir()
    course = Course(root)
    for width, language in enumerate(("en", "fr"), start=2):
        course.write(language, "index", FRONT + INDEX)
        course.write(language, "sub/a", FRONT + PAGE)
        folder = root / "content" / language
        (folder / "same.svg").write_text(PICTURE.format(width=1))
        (folder / "own.svg").write_text(PICTURE.format(width=width))
        (folder / "numbers.csv").write_text("1,2\n")
        (folder / "sub" / "words.csv").write_text(f"{language}\n")
    prepare_project(root)
    return course


def test_pictures_and_downloads_are_shared_as_far_as_they_are_equal(course: Course) -> None:
    summary = course.build()
    assert summary.problems == [], list(map(str, summary.problems))
    site = course.root / "site"
    compared, equal = equal_files(site)
    assert equal == []
    assert compared > 15
    pictures = [file.name.split(".")[0] for file in sorted((site / "_images").iterdir())]
    assert pictures == ["own", "own", "same"]
    downloads = [file.name for file in (site / "_downloads").rglob("*.csv")]
    assert sorted(downloads) == ["numbers.csv", "words.csv", "words.csv"]
    (same,) = site.glob("_images/same.*")
    for language in ("en", "fr"):
        page = course.shown(f"{language}/sub/a")
        # a picture that is shown smaller leads to itself
        for address in (
            *page.xpath("//article//img/@src"),
            *page.xpath("//a/@href[contains(.,'svg')]"),
        ):
            assert (site / language / "sub" / unquote(address)).resolve() == same.resolve()
        (words,) = page.xpath("//a/@href[contains(., 'words.csv')]")
        assert (site / language / "sub" / words).read_text() == f"{language}\n"

    # what changes goes under another name, and the old one goes
    for language in ("en", "fr"):
        (course.root / "content" / language / "same.svg").write_text(PICTURE.format(width=9))
        (course.root / "content" / language / "numbers.csv").write_text("3,4\n")
    assert course.build().problems == []
    (changed,) = site.glob("_images/same.*")
    assert changed.name != same.name
    (page,) = course.shown("fr/index").xpath("//a/@href[contains(., 'numbers.csv')]")
    assert (site / "fr" / page).read_text() == "3,4\n"
    assert len(list((site / "_downloads").rglob("*.csv"))) == 3
