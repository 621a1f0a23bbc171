"""Bad input: one clear message with file and line, and the last good site stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import awkward as ak
import psutil
import pytest
import uproot

from build_tools.building.read import read
from build_tools.pages.diagnostics import Code
from build_tools.publishing.swap import NotOurSiteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.building.conftest import Course

pytestmark = pytest.mark.browser


def failing_cell(course: Course) -> None:
    course.edit("en", "lessons/z", '\nglue("n", 12345)\n', '\nglue("n", 12345)\n1 / 0\n')


def unknown_directive(course: Course) -> None:
    course.edit("en", "about", "English only", ":::{objektives}\n- x\n:::\n\nEnglish only")


def dangling_page(course: Course) -> None:
    course.edit("en", "about", "lessons/z.md", "lessons/w.md")


def dangling_section(course: Course) -> None:
    course.edit("fr", "index", "z.md#a-fit", "z.md#a-fitt")


def unknown_value(course: Course) -> None:
    course.edit("fr", "lessons/z", "Comptez {glued}`n`", "Comptez {glued}`m`")


def unknown_condition(course: Course) -> None:
    course.edit("en", "lessons/z", "{when} not large", "{when} not huge")


def bad_formula(course: Course) -> None:
    course.edit("en", "lessons/z", "$m^2$", r"$\frac{m}$")


def no_alternative_text(course: Course) -> None:
    course.edit("fr", "lessons/z", "  alt: Deux barres.\n", "")


def alternative_text_of_the_source(course: Course) -> None:
    course.edit("fr", "lessons/z", "alt: Deux barres.", "alt: Two bars.")


def figure_that_readers_could_not_load(course: Course) -> None:
    pie = "import plotly.graph_objects as go\ngo.Figure(go.Pie(labels=['a'], values=[1]))"
    cell = CELL.format(pie).replace("python\n", f"python\n---\n{SAID}---\n")
    course.edit("en", "about", "English only", f"{cell}\nEnglish only")


def axis_without_a_unit(course: Course) -> None:
    course.edit("en", "lessons/z", '"Mass (GeV)"', '"Mass"')
    course.edit("fr", "lessons/z", '"Masse (GeV)"', '"Rapport"')


def html_from_a_cell(course: Course) -> None:
    cell = CELL.format("from IPython.display import HTML\nHTML('<b>bold</b>')")
    course.edit("en", "about", "English only", f"{cell}\nEnglish only")


def option_that_means_nothing(course: Course) -> None:
    course.edit("fr", "lessons/z", "  alt: Deux barres.", "  titre: Non\n  alt: Deux barres.")


def drifted_code(course: Course) -> None:
    course.edit("fr", "lessons/z", "[3000, 4000]", "[3000, 4001]")


def label_that_is_code(course: Course) -> None:
    course.edit("fr", "lessons/z", 'glue("large", True)', 'glue("largeur", True)')


def not_utf8(course: Course) -> None:
    path = course.path("fr", "index")
    path.write_bytes(path.read_bytes().replace("ç".encode(), "ç".encode("latin-1")))


def undeclared_sample(course: Course) -> None:
    course.edit("en", "about", "English only", CELL.format('open("samples/4lep/Data/x.root")'))


def missing_sample(course: Course) -> None:
    front = "---\nfile_format: mystnb\nlesson:\n  samples:\n    - 4lep/Data/none.root\n---\n"
    course.edit("en", "about", "---\nfile_format: mystnb\n---\n", front)


SAID = "figure:\n  alt: One slice.\n  caption: All of it.\n"
CELL = "```{{code-cell}} python\nx = 1\n{}\n```\n"

BAD: list[tuple[Callable[[Course], None], str, int, str]] = [
    (failing_cell, "content/en/lessons/z.md", 53, "ZeroDivisionError: division by zero"),
    (
        unknown_directive,
        "content/en/about.md",
        6,
        "`{objektives}` is not allowed in a page; is it `{objectives}`",
    ),
    (dangling_page, "content/en/about.md", 6, "lessons/w.md"),
    (dangling_section, "content/fr/index.md", 11, "a-fitt"),
    (unknown_value, "content/fr/lessons/z.md", 7, "`{glued}` of “m” is `{glued}` of “n” in"),
    (
        unknown_condition,
        "content/en/lessons/z.md",
        33,
        "the condition “not huge” cannot be worked out: “huge” is no value of this page",
    ),
    (bad_formula, "content/en/lessons/z.md", 10, "this formula cannot be shown"),
    (no_alternative_text, "content/fr/lessons/z.md", 34, "figure: {alt: …}"),
    (alternative_text_of_the_source, "content/fr/lessons/z.md", 34, "is the source's text"),
    (figure_that_readers_could_not_load, "content/en/about.md", 6, "of the kind `pie` cannot be"),
    (axis_without_a_unit, "content/en/lessons/z.md", 37, "“Mass”, has no unit"),
    (html_from_a_cell, "content/en/about.md", 6, "shows HTML, which is in one language only"),
    (option_that_means_nothing, "content/fr/lessons/z.md", 34, "`figure: titre`"),
    (drifted_code, "content/fr/lessons/z.md", 41, "more than comments and labels"),
    (label_that_is_code, "content/fr/lessons/z.md", 51, "“large” cannot be translated"),
    (not_utf8, "content/fr/index.md", 4, "not UTF-8 (byte 0xe7)"),
    (undeclared_sample, "content/en/about.md", 8, "there is no such sample"),
    (missing_sample, "content/en/about.md", 5, "none.root"),
]


@pytest.mark.parametrize(
    ("damage", "path", "line", "message"), BAD, ids=[case[0].__name__ for case in BAD]
)
def test_one_message_with_file_and_line(
    copied: Course, damage: Callable[[Course], None], path: str, line: int, message: str
) -> None:
    before = (copied.root / "site" / "en" / "about.html").stat().st_mtime_ns
    damage(copied)
    summary = copied.build()
    assert not summary.published
    told = [(p.path.as_posix(), p.line) for p in summary.problems if message in p.message]
    assert told == [(path, line)], list(map(str, summary.problems))
    assert len(set(summary.problems)) == 1, list(map(str, summary.problems))
    assert (copied.root / "site" / "en" / "about.html").stat().st_mtime_ns == before


def test_a_failing_page_does_not_cost_the_others_their_work(course: Course) -> None:
    failing_cell(course)
    course.edit("en", "about", "English only", CELL.format("print(x)"))
    assert len(course.build().problems) == 1
    failing = course.path("en", "lessons/z").read_text(encoding="utf-8")
    course.write("en", "lessons/z", failing.replace("1 / 0\n", ""))
    summary = course.build()
    assert summary.problems == []
    assert "about" in summary.reused
    assert "about" not in summary.ran


def test_a_missing_or_stale_translation_is_no_problem(copied: Course) -> None:
    copied.edit("en", "lessons/z", "The mass is", "The mass of it is")
    copied.path("fr", "index").unlink()
    summary = copied.build()
    assert summary.problems == []
    assert summary.published


@pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way")
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_stopped_leaves_the_old_site(copied: Course, stop: signal.Signals) -> None:
    page = copied.root / "site" / "en" / "about.html"
    before = page.read_bytes()
    copied.edit("en", "about", "English only", CELL.format("print(x)"))
    home = CELL.format("import time; time.sleep(60)") + "\n[The fit]"
    copied.edit("en", "index", "[The fit]", home)
    running = subprocess.Popen(
        [sys.executable, "-m", "build_tools.cli", "site"],
        cwd=copied.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert running.stdout is not None
    said = running.stdout.readline()
    assert b"executing 1/2: about" in said  # so the cell that sleeps runs too, or is next
    everyone = psutil.Process(running.pid).children(recursive=True)
    assert everyone
    os.killpg(running.pid, stop)
    output = running.communicate(timeout=15)[0]
    assert running.returncode != 0
    assert psutil.wait_procs(everyone, timeout=10)[1] == []
    assert b"Traceback" not in output
    assert page.read_bytes() == before
    leftovers = [p for p in (copied.root / "content").rglob("*") if p.suffix == ".part"]
    assert leftovers == []


def test_the_command_ends_with_status_1_and_says_so(copied: Course) -> None:
    drifted_code(copied)
    ended = subprocess.run(
        [sys.executable, "-m", "build_tools.cli", "site"],
        cwd=copied.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "content/fr/lessons/z.md:41: this cell differs" in ended.stdout
    assert "site/ is the last good one" in ended.stdout


def test_a_folder_that_is_no_project_is_told(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "build_tools.cli", "site"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "no conf.py and content/ here" in ended.stderr


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


def corrupted(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))


def removed(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("damage", "message"),
    [(truncated, "cut short"), (corrupted, "not the file that"), (removed, "missing")],
)
def test_a_damaged_sample_is_told_where_it_is_declared(
    lessons: Course, damage: Callable[[Path], None], message: str
) -> None:
    name = "4lep/Data/data_B.4lep.root"
    damage(lessons.project.samples / name)
    found, problems = read(lessons.project)
    path = lessons.path("en", "lessons/higgs-four-leptons")
    # every page that declares it is told, on its own line
    (problem,) = [p for p in problems if p.path == path.relative_to(lessons.root)]
    declaring = [p for p in found.sources.values() if name in p.lesson.samples]
    assert [p.path for p in sorted(problems)] == sorted(page.path for page in declaring)
    assert path.read_text(encoding="utf-8").split("\n")[problem.line - 1] == f"    - {name}"
    assert message in problem.message
    # the other lessons do not suffer
    assert "lessons/z-boson" in found.programs
    assert "lessons/higgs-four-leptons" not in found.programs


def in_gev(columns: dict[str, ak.Array]) -> None:
    for name in ("lep_pt", "lep_E", "met_et", "jet_pt"):
        columns[name] = ak.values_astype(columns[name] / 1000, "float32")


def without_isolation(columns: dict[str, ak.Array]) -> None:
    del columns["lep_ptcone30"]


@pytest.mark.parametrize(
    ("change", "message"),
    [(in_gev, "seems to be in GeV"), (without_isolation, "are missing: lep_ptcone30")],
)
def test_a_real_file_that_would_give_wrong_numbers_is_read_by_no_lesson(
    lessons: Course, change: Callable[[dict[str, ak.Array]], None], message: str
) -> None:
    name = "4lep/Data/data_B.4lep.root"
    events = uproot.open(lessons.project.samples / name)["mini"].arrays()
    columns = {branch: events[branch] for branch in events.fields}
    change(columns)
    assert lessons.open_data_dir is not None
    target = lessons.open_data_dir / "data_B.4lep.root"
    with uproot.recreate(target) as file:
        kinds = {branch: ak.type(values).content for branch, values in columns.items()}
        file.mktree("mini", kinds).extend(columns)
    found, problems = read(lessons.project)
    declaring = [p for p in found.sources.values() if name in p.lesson.samples]
    assert [p.path for p in sorted(problems)] == sorted(page.path for page in declaring)
    assert len(declaring) > 1
    for problem in problems:
        assert message in problem.message
        assert str(target) in problem.message
    assert not {page.docname for page in declaring} & set(found.programs)


def test_a_sample_that_is_opened_but_not_declared_is_told_with_the_line(lessons: Course) -> None:
    for docname in ("lessons/z-boson", "lessons/higgs-four-leptons"):
        for language in ("en", "fr"):
            lessons.path(language, docname).unlink()
    opening = "import uproot\nuproot.open('samples/2lep/Data/data_A.2lep.root')"
    lessons.edit("en", "how-to-use", "# How", f"# How to\n\n{CELL.format(opening)}\nHow")
    summary = lessons.build()
    (problem,) = [p for p in summary.problems if p.code is Code.SAMPLE]
    lines = lessons.path("en", "how-to-use").read_text(encoding="utf-8").split("\n")
    assert lines[problem.line - 1].startswith("uproot.open(")
    assert "add `- 2lep/Data/data_A.2lep.root` under `lesson:`" in problem.message


def test_a_missing_manifest_is_told(course: Course) -> None:
    (course.project.samples / "manifest.json").unlink()
    summary = course.build()
    (problem,) = summary.problems
    assert str(problem).startswith("content/samples/manifest.json: ")
    assert "run `nox -s samples`" in problem.message


def test_a_folder_that_is_not_ours_is_not_replaced(copied: Course) -> None:
    shutil.rmtree(copied.root / "site")
    thesis = copied.root / "site" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("ten years of work")
    with pytest.raises(NotOurSiteError, match="not made by the lessons' generator"):
        copied.build()
    assert thesis.read_text() == "ten years of work"


def test_an_author_is_not_stopped_by_a_translation_that_was_left_behind(copied: Course) -> None:
    copied.edit("en", "lessons/z", "Count {glued}`n` events of", "Count events of")
    copied.edit("en", "lessons/z", "Bars of {glued}`n` events", "Bars")
    copied.edit("en", "lessons/z", 'glue("n", 12345)\n', "")
    copied.edit("en", "lessons/z", "## A fit", "## The fit")
    copied.edit("en", "index", "#a-fit", "#the-fit")
    summary = copied.build()
    assert summary.problems == []
    assert summary.published
    assert "Comptez … événements" in copied.text("fr/lessons/z").replace("events", "événements")
    assert any("content/fr/index.md" in note and "a-fit" in note for note in summary.notes)
