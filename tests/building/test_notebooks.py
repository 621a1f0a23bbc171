"""Notebooks run where neither this project nor MyST-NB can be imported."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from build_tools.notebooks.export import plain_notebook
from build_tools.notebooks.prose import Prose
from tests.building.conftest import REPOSITORY, Course, first_steps, make_course

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.building.localise import LocalPage

_BLOCKED = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"build_tools", "myst_nb", "myst_parser", "sphinx"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocker())
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""


class _Elsewhere(AsyncKernelManager):
    """A kernel on a computer that does not know this project."""

    python = (sys.executable, "-I", "-c", _BLOCKED)

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[*self.python, "-f", "{connection_file}"],
            display_name="Python",
            language="python",
        )


def run_elsewhere(
    notebook: nbformat.NotebookNode, folder: Path, python: Path | None = None
) -> None:
    """Run a notebook in a folder, with another Python if one is given.

    Raises CellExecutionError.
    """
    own = (str(python), "-I", "-m", "ipykernel_launcher") if python else _Elsewhere.python
    manager = type("_Manager", (_Elsewhere,), {"python": own})
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, kernel_manager_class=manager, timeout=120, resources=resources
    )
    client.execute(cwd=str(folder))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LocalPage]:
    """The course's lesson by language."""
    root = tmp_path_factory.mktemp("notebooks") / "a course"
    root.mkdir()
    course = make_course(root)
    with pytest.MonkeyPatch.context() as patch:
        course.current(patch, "index", "lessons/z")
    steps = first_steps(course)
    return {p.bundle.language: p for p in steps.pages if p.bundle.docname == "lessons/z"}


def notebook(page: LocalPage, *, outputs: bool = True) -> nbformat.NotebookNode:
    text = plain_notebook(page.sheet, page.bundle, Prose(page.bundle, str), outputs=outputs)
    own: nbformat.NotebookNode = nbformat.reads(text, as_version=4)
    nbformat.validate(own)
    assert nbformat.v4.writes_json(own) == text
    return own


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_notebook_runs_elsewhere(
    language: str, pages: dict[str, LocalPage], tmp_path: Path
) -> None:
    own = notebook(pages[language], outputs=False)
    code = [cell for cell in own.cells if cell.cell_type == "code"]
    assert len(code) == 4
    assert all(cell.outputs == [] for cell in code)
    check = "try:\n    import build_tools\nexcept ModuleNotFoundError:\n    print('absent')"
    own.cells.append(nbformat.v4.new_code_cell(check))
    run_elsewhere(own, tmp_path)
    assert own.cells[-1].outputs[0].text == "absent\n"
    assert "text/html" in code[1].outputs[0].data
    assert "application/vnd.plotly.v1+json" in code[2].outputs[0].data
    assert code[3].outputs == []


def test_the_prose_is_plain_and_has_the_numbers(pages: dict[str, LocalPage]) -> None:
    own = notebook(pages["fr"])
    text = "\n".join(cell.source for cell in own.cells if cell.cell_type == "markdown")
    assert "Comptez 12\u202f345" in text
    assert "(91,188\u00a0±\u00a00,023)\u00a0GeV" in text
    assert "Elle est grande" in text
    assert "Elle est petite" not in text
    assert "*Barres de 12\u202f345 events.*" in text
    assert "{" not in text
    assert ":::" not in text


def test_outputs_are_those_of_the_page(pages: dict[str, LocalPage]) -> None:
    table, figure = [
        output.data
        for cell in notebook(pages["fr"]).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert "étape" in table["text/html"]
    assert "12\u202f345" in table["text/html"]
    assert figure["application/vnd.plotly.v1+json"]["data"][0]["name"] == "Événements"


def test_a_notebook_is_the_same_every_time(pages: dict[str, LocalPage]) -> None:
    page = pages["en"]
    once = plain_notebook(page.sheet, page.bundle, Prose(page.bundle, str))
    assert once == plain_notebook(page.sheet, page.bundle, Prose(page.bundle, str))


def test_a_lesson_runs_with_its_samples_beside_it(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    docname = "lessons/z-boson"
    shutil.copytree(REPOSITORY / "content" / "samples", course.root / "content" / "samples")
    text = (REPOSITORY / "content" / "en" / f"{docname}.md").read_text(encoding="utf-8")
    course.write("en", docname, text)
    course.write("en", "how-to-use", "---\nfile_format: mystnb\n---\n# H\n")
    steps = first_steps(course)
    (page,) = [page for page in steps.pages if page.bundle.docname == docname]
    own = notebook(page, outputs=False)
    folder = tmp_path / "home"
    program = steps.lessons.programs[docname]
    for sample in program.samples:
        place = folder / "samples" / sample.path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sample.file, place)
    (folder / "samples" / "manifest.json").write_text(program.manifest(), encoding="utf-8")
    run_elsewhere(own, folder)
    assert sum(cell.cell_type == "code" for cell in own.cells) > 10
