"""A small course that is built for real."""

from __future__ import annotations

import io
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from build_tools.browser.find import find_browser
from build_tools.building.execute import execute, split
from build_tools.building.labels import Labels
from build_tools.building.localise import localise
from build_tools.building.project import Project
from build_tools.building.read import Lessons, read
from build_tools.building.report import Report
from build_tools.building.unchanged import build_if_changed
from build_tools.execution.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser

    from build_tools.building.execute import Outcome
    from build_tools.building.localise import LocalPage
    from build_tools.building.summary import Summary
    from build_tools.building.workshop import Workshop
    from build_tools.execution.program import Program
    from build_tools.pages.diagnostics import Diagnostic

REPOSITORY = Path(__file__).parents[2]

FRONT = "---\nfile_format: mystnb\n---\n"

TREE = "```{toctree}\nlessons/z\nabout\n```\n\n"
HOME = {
    "en": FRONT
    + "# Lessons\n\n```{toctree}\nlessons/z\nabout\n```\n\n[The fit](lessons/z.md#a-fit)\n",
    "fr": FRONT
    + "# Leçons\n\n```{toctree}\nlessons/z\nabout\n```\n\n[Le fit](lessons/z.md#a-fit)\n",
}
ABOUT = FRONT + "# About\n\nEnglish only; see [the lesson](lessons/z.md).\n"
LESSON = """\
---
file_format: mystnb
lesson:
  level: 1
  duration: 40
---
# The Z

:::{objectives}
- Count {glued}`n` events of $m^2$.
:::

```{code-cell} python
---
table:
  caption: Two steps.
---
import pandas as pd
import plotly.graph_objects as go

names = ["all", "selected"]
pd.DataFrame({"step": names, "events": [12345, 12], "weight": [1.25, 34.5]})
```

## A fit

The mass is {glued}`mass`. {when}`simulated|Simulated.|Recorded.`

:::{when} large
It is large.
:::

:::{when} not large
It is small.
:::

```{code-cell} python
---
figure:
  alt: Two bars.
  caption: Bars of {glued}`n` events.
---
# draw them
figure = go.Figure(go.Bar(x=[1.5, 2.5], y=[3000, 4000], name="Events"))
figure.update_layout(xaxis_title="Mass (GeV)", yaxis_title="Events")
figure
```

```{code-cell} python
:tags: [remove-input]

glue("n", 12345)
glue("mass", 91.1876, uncertainty=0.0234, unit="GeV")
glue("large", True)
```

:::{solution}
Look closer.
:::
"""
WORDS = {
    "lesson:\n  level: 1\n  duration: 40\n": "",
    "# The Z": "# Le Z",
    "A fit": "Un ajustement",
    "Two steps": "Deux étapes",
    '"all", "selected"': '"tous", "retenus"',
    '"step"': '"étape"',
    '"events"': '"événements"',
    '"weight"': '"poids"',
    "Count": "Comptez",
    "Simulated.|Recorded.": "Simulé.|Enregistré.",
    "It is large": "Elle est grande",
    "It is small": "Elle est petite",
    "Two bars": "Deux barres",
    "Bars of": "Barres de",
    "# draw them": "# on les trace",
    '"Events"': '"Événements"',
    "Mass (GeV)": "Masse (GeV)",
    "Look closer": "Regardez de plus près",
}


def in_french(text: str) -> str:
    for english, french in WORDS.items():
        assert english in text, english
        text = text.replace(english, french)
    return text


@dataclass
class Course:
    """A project in a temporary folder whose path has a space."""

    root: Path
    open_data_dir: Path | None = None
    workshop: Workshop | None = None  #: where one process makes all builds, as `live` does

    @property
    def project(self) -> Project:
        return Project(self.root, self.open_data_dir)

    def path(self, language: str, docname: str) -> Path:
        return self.root / "content" / language / f"{docname}.md"

    def write(self, language: str, docname: str, text: str) -> None:
        path = self.path(language, docname)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, language: str, docname: str, old: str, new: str) -> None:
        text = self.path(language, docname).read_text(encoding="utf-8")
        assert old in text
        self.write(language, docname, text.replace(old, new))

    def build(self) -> Summary:
        summary = build_if_changed(self.project, Report(io.StringIO()), workshop=self.workshop)
        if self.workshop:
            self.workshop.get_ready(self.project, summary.pages)
        return summary

    def shown(self, page: str) -> html.HtmlElement:
        """A page of the site, parsed; ``page`` is a path such as ``fr/lessons/z``."""
        return html.parse(self.root / "site" / f"{page}.html").getroot()

    def text(self, page: str) -> str:
        """All the words of a page's article, white space folded."""
        (article,) = self.shown(page).xpath("//article")
        return " ".join(article.text_content().split(" ")).replace("\n", " ")

    def current(self, monkeypatch: pytest.MonkeyPatch, *docnames: str) -> None:
        """Record that the French of some pages is that of the source as it is."""
        from build_tools.cli.translate import translate  # noqa: PLC0415  it reads the current folder

        monkeypatch.chdir(self.root)
        for docname in docnames:
            assert translate("done", docname, "fr") == 0


@dataclass
class Steps:
    """What the first steps of a build make of a course, up to its pages in every language."""

    lessons: Lessons
    pages: list[LocalPage]
    problems: list[Diagnostic]
    run: Callable[[Mapping[str, Program]], Outcome]


def first_steps(course: Course) -> Steps:
    """Read, execute and localise a course; nothing is drawn or rendered."""
    project = course.project
    lessons, problems = read(project)
    store = Store(project.build / "executed")

    def run(programs: Mapping[str, Program]) -> Outcome:
        outcome, waiting = split(programs, store)
        execute(waiting, store, outcome, lambda _name: None)
        return outcome

    outcome = run(lessons.programs)
    labelled = Labels(lessons).find(outcome, run)
    pages, found = localise(lessons, outcome, labelled, project.build)
    assert outcome.failures == {}
    return Steps(lessons, pages, [*problems, *found], run)


def make_course(root: Path) -> Course:
    course = Course(root)
    for language, text in HOME.items():
        course.write(language, "index", text)
    course.write("en", "about", ABOUT)
    course.write("en", "lessons/z", LESSON)
    course.write("fr", "lessons/z", in_french(LESSON))
    prepare_project(root)
    return course


def prepare_project(root: Path) -> None:
    """Put into a folder with pages what else a project has."""
    samples = root / "content" / "samples"
    samples.mkdir()
    (samples / "manifest.json").write_text(json.dumps({"samples": []}))
    shutil.copytree(REPOSITORY / "content" / "catalogue", root / "content" / "catalogue")
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(REPOSITORY / name, root)
    _link_generator(root)


def _link_generator(root: Path) -> None:
    """Put the generator where a project's conf.py looks for its templates."""
    try:
        (root / "build_tools").symlink_to(REPOSITORY / "build_tools")
    except OSError:  # Windows without the right to make links
        shutil.copytree(REPOSITORY / "build_tools", root / "build_tools")


@pytest.fixture
def course(browser: Path, tmp_path: Path) -> Course:  # noqa: ARG001  it must be there
    """A course of three pages, not built yet."""
    root = tmp_path / "my course"
    root.mkdir()
    return make_course(root)


@pytest.fixture(scope="session")
def built(
    browser: Path,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Course:
    """The same course, translated and built once; look, do not edit."""
    root = tmp_path_factory.mktemp("built") / "my course"
    root.mkdir()
    course = make_course(root)
    with pytest.MonkeyPatch.context() as patch:
        course.current(patch, "index", "lessons/z")
    summary = course.build()
    assert summary.problems == []
    assert summary.published
    return course


@pytest.fixture
def copied(built: Course, tmp_path: Path) -> Course:
    """A copy of the built course that a test may edit; nothing in it has to run again."""
    root = tmp_path / "my course"
    shutil.copytree(built.root, root, symlinks=True)
    return Course(root)


@pytest.fixture
def lessons(browser: Path, tmp_path: Path) -> Course:  # noqa: ARG001  it must be there
    """A copy of the project, with an empty folder for data."""
    return make_lessons(tmp_path / "the project")


def make_lessons(root: Path) -> Course:
    """A copy of the project in a folder that is not there yet."""
    shutil.copytree(REPOSITORY / "content", root / "content")
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(REPOSITORY / name, root)
    _link_generator(root)
    (root / "data" / "deep").mkdir(parents=True)
    return Course(root, root / "data")


@pytest.fixture(scope="session")
def course_site(
    browser: Path,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The site of the real course, built once; look, do not edit."""
    course = make_lessons(tmp_path_factory.mktemp("course") / "the project")
    summary = Course(course.root).build()
    assert summary.problems == []
    return course.root / "site"


@pytest.fixture(scope="module")
def chrome(browser: Path) -> Iterator[Browser]:
    """A reader's browser, one for all tests of a file."""
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield program
        program.close()


@pytest.fixture(scope="session")
def browser() -> Path:
    """The browser that draws figures: it is missing nowhere in CI."""
    found = find_browser()
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chrome or Chromium: figures cannot be drawn")
    if found is None:
        pytest.skip("no Chrome or Chromium found; `nox -s tests` installs one")
    return found
