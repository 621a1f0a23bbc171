"""What readers take home from a lesson: what is in it, and that it runs elsewhere."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import venv
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from lxml import etree, html

from build_tools.execution.program import SampleFile
from build_tools.localisation.numbers import format_bytes
from build_tools.notebooks import downloads
from build_tools.notebooks.downloads import (
    ENDINGS,
    Kind,
    Lesson,
    kit,
    read_me,
    requirements,
)
from build_tools.pages.bundle import Provenance
from build_tools.samples.locate import Origin
from tests.building.conftest import Course, first_steps, make_course
from tests.building.test_notebooks import run_elsewhere

if TYPE_CHECKING:
    from pathlib import Path

PLOTLY = "application/vnd.plotly.v1+json"
BLOCKS = """
:::{instructor-note}
Tell nobody.
:::

:::{misconception} They err.
So.
:::

:::{quiz} which
:type: single
:level: recall

Which?

- [x] This
- [ ] That
  > No.
:::
"""
LESSONS = (
    "first-histogram",
    "higgs-boson",
    "higgs-four-leptons",
    "higgs-two-photons",
    "rare-top-processes",
    "z-boson",
)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    """The small course's lesson, with a note for teachers, a question and a sample."""
    root = tmp_path_factory.mktemp("downloads") / "a course"
    root.mkdir()
    course = make_course(root)
    text = course.path("en", "lessons/z").read_text(encoding="utf-8")
    course.write("en", "lessons/z", text + BLOCKS)
    steps = first_steps(course)
    (page,) = [
        page
        for page in steps.pages
        if (page.bundle.docname, page.bundle.language) == ("lessons/z", "en")
    ]
    program = steps.lessons.programs["lessons/z"]
    return Lesson(page.sheet, page.bundle, program, str, str, "The site", "https://a.org/b")


def markdown(text: str) -> str:
    """The words of a notebook."""
    cells = nbformat.reads(text, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def outputs(text: str) -> list[nbformat.NotebookNode]:
    cells = nbformat.reads(text, as_version=4).cells
    return [own for cell in cells if cell.cell_type == "code" for own in cell.outputs]


def test_the_students_notebook_has_no_solution_no_answer_and_no_output(lesson: Lesson) -> None:
    student, complete = lesson.student_notebook, lesson.complete_notebook
    for said in ("Look closer", "Tell nobody", "They err"):
        assert said in markdown(complete)
        assert said not in student
    assert "Count 12,345" in markdown(student)
    assert "Simulated." in markdown(student) or "Recorded." in markdown(student)
    question = "> **Question 1**\n>\n> Which?\n>\n> - A. This\n> - B. That"
    assert question in markdown(student)
    assert f"{question}\n>\n> **Right answer:** A" in markdown(complete)
    assert "Right answer" not in student
    assert len(outputs(complete)) == 2
    assert outputs(student) == []


def test_requirements_are_what_the_cells_import_in_the_versions_of_this_environment(
    lesson: Lesson,
) -> None:
    names = [line.partition("==")[0] for line in requirements(lesson).splitlines()]
    assert names == ["ipykernel", "nbformat", "pandas", "plotly"]
    assert all(re.fullmatch(r"[\w-]+==\d[\w.]*", line) for line in requirements(lesson).split())


def test_the_same_page_gives_the_same_bytes(lesson: Lesson) -> None:
    assert kit(replace(lesson)) == kit(lesson)
    assert replace(lesson).complete_notebook == lesson.complete_notebook


def test_the_read_me_names_the_page_and_how_to_run_it(lesson: Lesson) -> None:
    text = read_me(lesson)
    assert text.startswith("The Z\n=====\n")
    assert "https://a.org/b/en/lessons/z.html" in text
    assert ".venv/bin/python -m jupyterlab z.ipynb" in text
    assert "{" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_a_page_that_is_no_lesson_offers_nothing(built: Course) -> None:
    assert built.shown("en/about").xpath("//*[contains(@class, 'downloads')]") == []
    assert sorted(
        file.relative_to(built.root / "site").as_posix()
        for file in (built.root / "site").rglob("downloads/**/*")
        if file.is_file()
    ) == [
        f"{language}/downloads/lessons/z{ending}"
        for language in ("en", "fr")
        for ending in ("-complete.ipynb", "-student.ipynb", ".zip")
    ]


@pytest.mark.browser
def test_a_download_that_is_lost_comes_back_and_one_that_is_gone_goes(copied: Course) -> None:
    kept = copied.root / "_build" / "downloads" / "fr" / "lessons"
    whole = (kept / "z.zip").read_bytes()
    (kept / "z.zip").unlink()
    (copied.root / "site" / "fr" / "downloads" / "lessons" / "z.zip").unlink()
    (kept / "old.zip").write_bytes(b"x")
    assert copied.build().problems == []
    assert (copied.root / "site" / "fr" / "downloads" / "lessons" / "z.zip").read_bytes() == whole
    assert not (kept / "old.zip").exists()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_lesson_offers_its_files_with_their_sizes(course_site: Path, language: str) -> None:
    for name in LESSONS:
        page = course_site / language / "lessons" / f"{name}.html"
        (box,) = html.parse(page).xpath("//details[contains(@class, 'downloads')]")
        assert "d-print-none" in box.get("class")
        items = box.xpath(".//li")
        links = [item.xpath("./a/@href")[0] for item in items]
        assert links == [f"../downloads/lessons/{name}{ENDINGS[kind]}" for kind in Kind]
        for item, link in zip(items, links, strict=True):
            size = format_bytes((page.parent / link).stat().st_size, language)
            assert f", {size})" in item.text_content()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_answer_of_the_course_is_in_a_students_notebook(
    course_site: Path, language: str
) -> None:
    looked = 0
    for name in LESSONS:
        files = course_site / language / "downloads" / "lessons"
        student = (files / f"{name}-student.ipynb").read_text(encoding="utf-8")
        words = " ".join(markdown(student).split())
        assert outputs(student) == []
        page: Any = html.parse(course_site / language / "lessons" / f"{name}.html")
        found = page.xpath("//*[contains(@class, 'lesson-solution')]//p[not(*)]")
        answers = [element.text_content() for element in found]
        questions: Any = etree.parse(files / f"{name}-questions.xml")
        told: Any = questions.xpath("//*[contains(local-name(), 'feedback')]/text/text()")
        answers += [str(html.fromstring(f"<p>{text}</p>").xpath("string()")) for text in told]
        for answer in answers:
            own = " ".join(answer.split())
            if len(own) > 40 and "(" not in own:
                assert own not in words, own
                looked += 1
    assert looked >= 60


def shown(output: Any) -> str | None:
    """What an output says, but for tables and names: the page typesets them in its language."""
    if output.output_type == "stream":
        return str(output.text)
    if PLOTLY in output.data:
        traces = [dict(trace) for trace in output.data[PLOTLY]["data"]]
        return json.dumps([trace | {"name": ""} for trace in traces], sort_keys=True)
    return None if "text/html" in output.data else str(output.data["text/plain"])


def unpacked(site: Path, folder: Path, language: str, name: str) -> Path:
    """The folder of a lesson's zip, outside of the project."""
    with zipfile.ZipFile(site / language / "downloads" / "lessons" / f"{name}.zip") as archive:
        archive.extractall(folder)
    return folder / name


def run_and_compare(site: Path, folder: Path, language: str, python: Path | None = None) -> int:
    """Run the notebook of a folder; return how many outputs were found to be the page's."""
    name = folder.name
    own = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    check = "try:\n    import build_tools\nexcept ModuleNotFoundError:\n    print('absent')"
    own.cells.append(nbformat.v4.new_code_cell(check))
    run_elsewhere(own, folder, python)
    assert own.cells.pop().outputs[0].text == "absent\n"
    whole = site / language / "downloads" / "lessons" / f"{name}-complete.ipynb"
    page = nbformat.read(whole, as_version=4)
    here, there = ([c for c in nb.cells if c.cell_type == "code"] for nb in (own, page))
    count = 0
    for mine, theirs in zip(here, there, strict=True):
        assert mine.source == theirs.source
        for one, other in zip(mine.outputs, theirs.outputs, strict=False):
            if (said := shown(one)) is not None:
                assert said == shown(other)
                count += 1
    return count


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "name", "compared"),
    [("fr", "z-boson", 6), ("en", "rare-top-processes", 5), ("en", "higgs-four-leptons", 4)],
)
def test_the_zip_runs_where_this_project_is_not(
    course_site: Path, tmp_path: Path, language: str, name: str, compared: int
) -> None:
    folder = unpacked(course_site, tmp_path, language, name)
    inside = {file.name for file in folder.iterdir()} - {"samples"}
    assert inside == {"README.txt", "requirements.txt", f"{name}.ipynb"}
    assert run_and_compare(course_site, folder, language) >= compared


@pytest.mark.browser
def test_the_zip_runs_in_a_new_environment_with_what_it_asks_for(
    course_site: Path, tmp_path: Path
) -> None:
    folder = unpacked(course_site, tmp_path, "en", "z-boson")
    home = folder / ".venv"
    venv.create(home, with_pip=True, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-I", "-m", "pip", "install", "--quiet", "--no-compile"]
    try:
        done = subprocess.run(
            [*pip, "-r", str(folder / "requirements.txt")],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and "CI" not in os.environ:
            pytest.skip(f"no packages to install from: {done.stderr[-200:]}")
        assert done.returncode == 0, done.stderr
        assert run_and_compare(course_site, folder, "en", python) >= 6
    finally:
        shutil.rmtree(home)  # hundreds of megabytes


def test_samples_are_beside_the_notebook_unless_they_are_too_large(
    lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "4lep/Data/data_A.4lep.root"
    file = tmp_path / "sample"
    file.write_bytes(b"recorded")
    sample = SampleFile(path, file, "0" * 64, 0.5)
    known = Provenance(path=path, sha256="0" * 64, origin=Origin.EXTERNAL_DATA.value, recorded=True)
    lesson = replace(
        lesson,
        program=replace(lesson.program, samples=(sample,)),
        bundle=lesson.bundle.model_copy(update={"samples": [known]}),
    )
    found = content(kit(lesson))
    assert found[f"z/samples/{path}"] == b"recorded"
    assert json.loads(found["z/samples/manifest.json"])["files"] == {path: {"luminosity_fb": 0.5}}
    assert b"recorded by ATLAS" in found["z/README.txt"]
    monkeypatch.setattr(downloads, "CARRIED", 7)
    found = content(kit(lesson))
    assert f"z/samples/{path}" not in found
    assert "z/samples/manifest.json" in found
    assert b"too large" in found["z/README.txt"]
    assert path.encode() in found["z/README.txt"]


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
