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
"""
PAGE = """# A

![same](../same.svg)
"""


def equal_files(site: Path) -> tuple[int, list[list[str]]]:
    """How many files were compared, and those whose bytes are equal; nothing repeats nothing."""
    found = defaultdict(list)
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.stat().st_size:
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
    prepare_project(root)
    return course


def test_pictures_are_shared_as_far_as_they_are_equal(course: Course) -> None:
    summary = course.build()
    assert summary.problems == [], list(map(str, summary.problems))
    site = course.root / "site"
    compared, equal = equal_files(site)
    assert equal == []
    assert compared > 10
    pictures = [file.name.split(".")[0] for file in sorted((site / "_images").iterdir())]
    assert pictures == ["own", "own", "same"]
    (same,) = site.glob("_images/same.*")
    for language in ("en", "fr"):
        page = course.shown(f"{language}/sub/a")
        (address,) = page.xpath("//article//img/@src")
        assert (site / language / "sub" / unquote(address)).resolve() == same.resolve()

    # what changes goes under another name, and the old one goes
    for language in ("en", "fr"):
        (course.root / "content" / language / "same.svg").write_text(PICTURE.format(width=9))
    assert course.build().problems == []
    (changed,) = site.glob("_images/same.*")
    assert changed.name != same.name
