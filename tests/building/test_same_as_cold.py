"""Whatever was edited, the site is the one that a cold build of the same content makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from build_tools.building import build
from build_tools.building.workshop import Workshop
from build_tools.publishing.check import Finding
from tests.building.conftest import FRONT, REPOSITORY, Course, make_course, prepare_project
from tests.building.test_recorded_data import fewer_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from build_tools.building.summary import Summary

QUESTION = """# {title}

:::{{objectives}}
- Know a {{term}}`{term}`.
:::

:::{{quiz}} {name}
:type: single
:level: recall
:objective: 1

{prompt}

- [x] Yes
- [ ] No
  > Look again.
:::
"""
INDEX = "# {title}\n\n```{{toctree}}\n{pages}\n```\n\n[]({link}.md) and [there]({link}.md#second)\n"
PAGES = {
    "a": "# Page A\n\n## Second\n\nWords of A. See [](sub/b.md).\n",
    "sub/b": "# Page B\n\n## Second\n\nA {term}`boson` in B. ![x](../x.svg)\n",
    "c": "# Page C\n\n## Second\n\nNothing links here but [](#second).\n",
    "words": "# Words\n\n:::{glossary}\nboson\n: Carries a force.\n:::\n",
}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def write_index(course: Course, language: str, pages: list[str], link: str = "a") -> None:
    text = INDEX.format(title=f"Home {language}", pages="\n".join(pages), link=link)
    course.write(language, "index", FRONT + text)


@pytest.fixture(params=["each build knows the disk", "one process makes all builds"])
def plain(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Course]:
    """The course of ``make_plain``."""
    course = make_plain(tmp_path)
    if request.param == "each build knows the disk":
        yield course
        return
    with Workshop() as course.workshop:
        yield course


def make_plain(tmp_path: Path) -> Course:
    """Two languages without a cell: nothing has to run, so that building is all that is seen."""
    root = tmp_path / "warm"
    root.mkdir()
    course = Course(root)
    for language in ("en", "fr"):
        write_index(course, language, list(PAGES))
        for docname, text in PAGES.items():
            if (language, docname) != ("fr", "c"):
                course.write(language, docname, FRONT + text)
        (root / "content" / language / "x.svg").write_text(PICTURE)
    prepare_project(root)
    return course


def assert_same_as_cold(course: Course, number: int, seed: str = "") -> int:
    """Compare with a build of the same content that knows nothing; returns how many files.

    With a ``seed`` of hashes it is built by a process of its own, as its user builds it.
    """
    root = course.root.parent / f"cold {number}"
    shutil.copytree(course.root / "content", root / "content")
    for name in ("conf.py", "docutils.conf", "build_tools"):
        (root / name).symlink_to((course.root / name).resolve())
    cold = Course(root, course.open_data_dir)
    if seed:
        subprocess.run(
            [sys.executable, "-m", "build_tools.cli", "site"],
            cwd=root,
            env=os.environ
            | {"PYTHONHASHSEED": seed, "OPEN_DATA_DIR": str(course.open_data_dir or "")},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    else:
        assert cold.build().problems == []
    files = {
        one.root: {
            file.relative_to(one.root): file.read_bytes()
            for file in (one.root / "site").rglob("*")
            if file.is_file()
        }
        for one in (course, cold)
    }
    warm, fresh = files[course.root], files[cold.root]
    assert warm.keys() == fresh.keys()
    assert [path for path in warm if warm[path] != fresh[path]] == []
    return len(warm)


def test_a_series_of_edits(plain: Course) -> None:
    def built() -> Summary:
        summary = plain.build()
        assert summary.problems == [], list(map(str, summary.problems))
        assert summary.published
        return summary

    # until a word of it is French, it is the English page that is shown
    plain.edit("fr", "a", "Words of A", "Des mots")
    built()
    assert built().rendered == {}

    first = (plain.root / "site" / "index.html").stat()
    plain.edit("fr", "a", "Des mots", "Mots de A")
    assert built().rendered == {"fr": ["a"]}
    # the same file under the same name: nothing of it changed
    assert os.path.samestat((plain.root / "site" / "index.html").stat(), first)
    assert assert_same_as_cold(plain, 1) > 20

    # a title is in the navigation of every page; only that language has it
    plain.edit("fr", "a", "# Page A", "# La page A")
    assert {name: len(pages) for name, pages in built().rendered.items()} == {"fr": 5}
    # a heading is shown where a link asks for it
    plain.edit("en", "c", "## Second", "## Another second")
    plain.edit("en", "c", "(#second)", "(#another-second)")
    written = built().rendered
    assert written.keys() == {"en", "fr"}  # the French page shows the English text
    assert set(written["en"]) == {"c", "index"}
    assert_same_as_cold(plain, 2)

    # a term goes under another id, a page is added, a picture changes
    plain.edit("en", "words", "boson\n:", "boson\nW boson\n:")
    for language in ("en", "fr"):
        write_index(plain, language, [*PAGES, "new"])
    plain.write("en", "new", FRONT + "# New\n\nText with a {term}`boson`.\n")
    (plain.root / "content" / "fr" / "x.svg").write_text(PICTURE.replace('"1"', '"2"'))
    built()
    assert_same_as_cold(plain, 3)

    # a page is renamed, a translation is added, another taken away
    for language in ("en", "fr"):
        path = plain.path(language, "a")
        path.rename(path.with_name("d.md"))
        write_index(plain, language, ["d", *list(PAGES)[1:], "new"], link="d")
    plain.write("fr", "new", FRONT + "# Neuf\n\nTexte sur un {term}`boson`.\n")
    plain.path("fr", "words").unlink()
    built()
    assert_same_as_cold(plain, 4)


def test_a_link_to_a_page_that_went_is_told_where_nothing_changed(plain: Course) -> None:
    plain.edit("fr", "a", "Words of A", "Mots de A")
    assert plain.build().problems == []
    plain.path("en", "sub/b").unlink()
    plain.path("fr", "sub/b").unlink()
    for language in ("en", "fr"):
        write_index(plain, language, ["a", "c", "words"])
    for _ in range(2):  # and told again, though nothing changed
        summary = plain.build()
        assert ("content/en/a.md", 8) in {(p.path.as_posix(), p.line) for p in summary.problems}
        # nobody recorded the French page, so it is stale, and a note is enough
        assert any(note.startswith("content/fr/a.md:8: ") for note in summary.notes)
    assert (plain.root / "site" / "en" / "sub" / "b.html").is_file()
    for language in ("en", "fr"):
        plain.edit(language, "a", " See [](sub/b.md).", "")
    assert plain.build().problems == []
    left = [*(plain.root / "site").rglob("b.html"), *(plain.root / "_build" / "html").rglob("b.*")]
    assert left == []
    assert_same_as_cold(plain, 1)


def test_a_site_that_was_not_published_is_not_what_the_next_is_compared_with(
    plain: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plain.build().problems == []
    with monkeypatch.context() as patch:
        found = [Finding("en/a.html", "something is wrong")]
        patch.setattr(build, "findings", lambda *_: found)
        plain.edit("en", "c", "Nothing links here", "Words of C. Nothing links here")
        summary = plain.build()
        assert not summary.published
        assert [problem.message for problem in summary.problems] == ["something is wrong"]
    assert "Words of C." not in plain.text("en/c")
    plain.edit("en", "c", "Words of C.", "More words of C.")
    summary = plain.build()
    assert summary.problems == []
    assert "en/c.html" in summary.changed
    assert "en/a.html" not in summary.changed
    assert_same_as_cold(plain, 1)


def test_records_that_a_killed_process_left_behind_are_not_believed(tmp_path: Path) -> None:
    course = make_plain(tmp_path)
    edits = [("a", "Words of A.", "Other words."), ("words", "Carries a force.", "Is carried.")]
    with Workshop() as kept:
        course.workshop = kept
        assert course.build().problems == []
        kept.catch_up()
        for docname, old, new in edits:
            course.edit("en", docname, old, new)
            assert course.build().problems == []
        # of these builds, nothing is on the disk that was left for later; all is taken back now
        course.workshop = None
        for docname, old, new in edits:
            course.edit("en", docname, new, old)
        assert course.build().problems == []
        assert "Words of A." in course.text("en/a")
        assert_same_as_cold(course, 1)


SAMPLE = "4lep/Data/data_A.4lep.root"
COUNTING = f"""\
---
file_format: mystnb
lesson:
  samples:
    - {SAMPLE}
---
# About

There are {{glued}}`left` events.

```{{code-cell}} python
import uproot

with uproot.open("samples/{SAMPLE}") as file:
    glue("left", file["mini"].num_entries)
```
"""


@pytest.mark.browser
def test_code_samples_and_labels(browser: Path, tmp_path: Path) -> None:  # noqa: ARG001  it must be there
    root, data = tmp_path / "warm", tmp_path / "data"
    root.mkdir()
    data.mkdir()
    recorded = data / SAMPLE.rpartition("/")[2]
    source = REPOSITORY / "content" / "samples" / SAMPLE
    left = fewer_events(source, recorded, 3)
    make_course(root)
    course = Course(root, data)
    course.write("en", "about", COUNTING)

    def built() -> tuple[set[str], list[str]]:
        summary = course.build()
        assert summary.problems == [], list(map(str, summary.problems))
        assert summary.published
        return {name.partition(" (")[0] for name in summary.ran}, list(summary.rendered)

    assert built()[0] == {"about", "lessons/z"}
    assert f"There are {left} events" in course.text("en/about")

    # the code of a figure, in both languages; the file that another page reads
    for language in ("en", "fr"):
        course.edit(language, "lessons/z", "[3000, 4000]", "[3000, 5000]")
    assert built() == ({"lessons/z"}, ["en", "fr"])
    assert fewer_events(source, recorded, 5) == left - 2
    assert built() == ({"about"}, ["en", "fr"])
    assert f"There are {left - 2} events" in course.text("fr/about")
    assert assert_same_as_cold(course, 1) > 20

    # a label of the translated figure; hashes of texts differ from process to process
    course.edit("fr", "lessons/z", "Masse (GeV)", "Masse invariante (GeV)")
    assert built() == (set(), ["fr"])
    assert "Masse invariante (GeV)" in course.text("fr/lessons/z")
    for number, seed in enumerate(("1", "2"), start=2):
        assert assert_same_as_cold(course, number, seed) > 20


def test_a_list_of_questions(plain: Course) -> None:
    """It is made from all pages: of those that changed and of those that did not."""
    for language in ("en", "fr"):
        listing = FRONT + "# Questions\n\n```{quiz-overview}\n```\n"
        plain.write(language, "questions", listing)
        for name in ("one", "two"):
            text = QUESTION.format(title=name, name=name, term="boson", prompt=f"Is {name} so?")
            plain.write(language, name, FRONT + text)
        write_index(plain, language, [*PAGES, "one", "two", "questions"])
    assert plain.build().problems == []
    checked = assert_same_as_cold(plain, 0)

    plain.edit("en", "one", "Is one so?", "Is one otherwise?")
    assert plain.build().problems == []
    assert "Is one otherwise?" in plain.text("en/questions")
    assert "Is two so?" in plain.text("en/questions")
    checked += assert_same_as_cold(plain, 1)

    plain.edit("en", "questions", "# Questions", "# All questions")
    assert plain.build().problems == []
    assert "Is two so?" in plain.text("en/questions")
    checked += assert_same_as_cold(plain, 2)

    # English first: a term that no French page has yet stops no one
    plain.edit("en", "words", "Carries a force.", "Carries a force.\nmeson\n: Two quarks.")
    text = QUESTION.format(title="three", name="three", term="meson", prompt="Is three so?")
    plain.write("en", "three", FRONT + text)
    for language in ("en", "fr"):
        write_index(plain, language, [*PAGES, "one", "two", "three", "questions"])
    assert plain.build().problems == []
    assert "Know a meson." in plain.text("fr/questions")
    checked += assert_same_as_cold(plain, 3)
    plain.write(
        "fr", "three", FRONT + text.replace("Is three so?", "Trois ?").replace("meson", "boson")
    )
    assert plain.build().problems == []
    assert "Trois\u202f?" in plain.text("fr/questions")
    checked += assert_same_as_cold(plain, 4)
    assert checked > 50
