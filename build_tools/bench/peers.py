"""The same lesson built by other tools, each as its documentation begins.

The lesson is a plain notebook, exported by this project; the tools execute it. Plotly's
``notebook`` renderer shows figures without another host, so it is what every peer is given.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import nbformat

from build_tools.bench.reading import Target
from build_tools.building.build import build, localised
from build_tools.building.project import Project
from build_tools.building.report import Report
from build_tools.notebooks.export import plain_notebook
from build_tools.notebooks.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: What shows figures in a page of Plotly's own.
_FIGURE: Final = ".js-plotly-plot .main-svg"
#: Jupyter Book's command line, which is no module that Python runs.
_BOOK: Final = "from jupyter_book.cli.main import main; main()"
_RENDERER: Final = 'import plotly.io as pio\n\npio.renderers.default = "notebook"'


#: What shows figures in a page of ours.
_DRAWING: Final = ".lesson-figure svg"
#: The lessons that are measured: the page, and the one that the reader opens next.
LESSONS: Final = ("lessons/higgs-four-leptons", "lessons/z-boson")


@dataclass(frozen=True)
class Peer:
    """A tool and the interpreter that has it."""

    name: str
    python: Path


def sites(root: Path, pythons: Mapping[str, Path], folder: Path, language: str) -> list[Target]:
    """The project's own site, built, and the same two lessons built by the other tools.

    Raises RuntimeError when a tool fails or the site is not built.
    """
    folder.mkdir(parents=True)
    project, say = Project(root), Report()
    if not build(project, say).published:
        raise RuntimeError("the site was not built; `nox -s site` says why")
    own = {
        page.bundle.docname: page
        for page in localised(project, say)[0]
        if page.bundle.language == language
    }
    notebooks = []
    for name in LESSONS:
        page = own[name]
        text = plain_notebook(page.sheet, page.bundle, Prose(page.bundle, str), outputs=False)
        notebooks.append(folder / f"{name.rpartition('/')[2]}.ipynb")
        notebooks[-1].write_text(text, encoding="utf-8")
    first, second = (f"{language}/{name}.html" for name in LESSONS)
    targets = [Target("this project", project.site, first, second, _DRAWING)]
    for name, tool, make in (
        ("plain", "Sphinx, MyST-NB, book theme", sphinx_site),
        ("jupyter-book", "Jupyter Book 1", jupyter_book_site),
        ("mkdocs", "MkDocs Material, mkdocs-jupyter", mkdocs_site),
    ):
        peer = Peer(tool, pythons[name])
        targets.append(make(peer, notebooks, project.samples, folder / name))
    return targets


def sphinx_site(peer: Peer, notebooks: Sequence[Path], samples: Path, folder: Path) -> Target:
    """Sphinx with MyST-NB and the book theme, nothing else set."""
    source = _lay_out(notebooks, samples, folder)
    (source / "conf.py").write_text(
        'project = "Lessons"\nextensions = ["myst_nb"]\nhtml_theme = "sphinx_book_theme"\n',
        encoding="utf-8",
    )
    names = "\n".join(one.stem for one in notebooks)
    (source / "index.md").write_text(f"# Lessons\n\n```{{toctree}}\n{names}\n```\n", "utf-8")
    _run(peer, ["-m", "sphinx", "-q", "-b", "html", ".", "../site"], source)
    return _target(peer, folder / "site", notebooks, ".html")


def jupyter_book_site(peer: Peer, notebooks: Sequence[Path], samples: Path, folder: Path) -> Target:
    """Jupyter Book 1."""
    source = _lay_out(notebooks, samples, folder)
    contents = {
        "format": "jb-book",
        "root": notebooks[0].stem,
        "chapters": [{"file": one.stem} for one in notebooks[1:]],
    }
    (source / "_toc.yml").write_text(json.dumps(contents), "utf-8")
    (source / "_config.yml").write_text("title: Lessons\nexecute:\n  timeout: 300\n", "utf-8")
    _run(peer, ["-c", _BOOK, "build", "--quiet", "."], source)
    return _target(peer, source / "_build" / "html", notebooks, ".html")


def mkdocs_site(peer: Peer, notebooks: Sequence[Path], samples: Path, folder: Path) -> Target:
    """MkDocs Material with mkdocs-jupyter."""
    source = _lay_out(notebooks, samples, folder)
    (source / "index.md").write_text("# Lessons\n", "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Lessons\ndocs_dir: source\ntheme:\n  name: material\n"
        "plugins:\n  - search\n  - mkdocs-jupyter:\n      execute: true\n",
        "utf-8",
    )
    _run(peer, ["-m", "mkdocs", "build", "-q"], folder)
    return _target(peer, folder / "site", notebooks, "/")


def _lay_out(notebooks: Sequence[Path], samples: Path, folder: Path) -> Path:
    """A folder of sources with the notebooks and what their cells open."""
    source = folder / "source"
    source.mkdir(parents=True)
    for one in notebooks:
        notebook = nbformat.read(one, as_version=4)
        cell = nbformat.v4.new_code_cell(
            _RENDERER, id="renderer", metadata={"tags": ["remove-cell"]}
        )
        # after the title, which names the page
        notebook.cells.insert(1, cell)
        nbformat.write(notebook, source / one.name)
    shutil.copytree(samples, source / "samples")
    return source


def _run(peer: Peer, arguments: Sequence[str], cwd: Path) -> None:
    """Run a tool in its own environment. Raises RuntimeError with the end of what it said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    path = f"{peer.python.parent}{os.pathsep}{kept.get('PATH', '')}"
    done = subprocess.run(
        [str(peer.python), *arguments],
        cwd=cwd,
        env={**kept, "PATH": path},
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise RuntimeError(f"{peer.name}: {(done.stderr or done.stdout)[-2000:]}")


def _target(peer: Peer, site: Path, notebooks: Sequence[Path], ending: str) -> Target:
    first, second = (f"{one.stem}{ending}" for one in notebooks[:2])
    return Target(peer.name, site, first, second, _FIGURE)
