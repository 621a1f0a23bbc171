"""What a reader takes home from a lesson: notebooks, and a zip in which one runs as it is.

The same page gives the same bytes.
"""

from __future__ import annotations

import io
import platform
import textwrap
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from build_tools.execution.packages import imported, providing, versions
from build_tools.localisation.numbers import format_bytes
from build_tools.notebooks.export import plain_notebook
from build_tools.notebooks.prose import Prose
from build_tools.pages.archive import write_archive
from build_tools.rendering.sheet import ShownCell
from build_tools.samples.locate import Origin
from build_tools.theme.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.execution.program import Program
    from build_tools.pages.bundle import PageBundle
    from build_tools.rendering.sheet import Sheet


class Kind(StrEnum):
    """What a download is, in the order in which the page offers them."""

    STUDENT = "student"  #: the notebook without solutions and outputs
    COMPLETE = "complete"  #: the notebook as the page is
    QUESTIONS = "questions"  #: for Moodle's question bank
    GIFT = "gift"  #: the same, as text for many other tools
    KIT = "kit"  #: the students' notebook, with what it needs to run


#: Kind → end of the file's name, behind the page's.
ENDINGS: Final = {
    Kind.STUDENT: "-student.ipynb",
    Kind.COMPLETE: "-complete.ipynb",
    Kind.QUESTIONS: "-questions.xml",
    Kind.GIFT: "-questions.txt",  # Moodle takes GIFT from no other ending
    Kind.KIT: ".zip",
}

#: Blocks that are not for students; what they fill in themselves is below others.
NOT_FOR_STUDENTS: Final = frozenset({"solution", "instructor-note", "misconception"})

#: Bytes of samples that a zip carries at most. The bundled ones are a few megabytes; recorded data
#: in their place may be a thousand times as much, and nobody is well served with that in a zip.
CARRIED: Final = 100_000_000

#: Where the recorded data are published.
_PUBLISHED: Final = "https://opendata.cern.ch/record/15003"

#: What a reader types.
_COMMANDS: Final = (
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install jupyterlab -r requirements.txt",
    ".venv/bin/python -m jupyterlab {name}.ipynb",
)

#: To run a notebook from a program, and to show its figures in one: no cell imports them.
_RUNTIME: Final = ("ipykernel", "nbformat")


@dataclass(frozen=True)
class Lesson:
    """A page, and what its downloads are made of."""

    sheet: Sheet
    bundle: PageBundle
    program: Program
    words: Callable[[str], str]  #: a message of the interface in the language of the page's text
    t: Callable[[str], str]  #: … in the language of its address, which may have no text yet
    site: str  #: its name
    site_url: str = ""

    @property
    def name(self) -> str:
        """The last step of the page's name."""
        return self.bundle.docname.rpartition("/")[2]

    @property
    def code(self) -> list[str]:
        """The page's cells."""
        return [item.source for item in self.sheet if isinstance(item, ShownCell)]

    @cached_property
    def student_notebook(self) -> str:
        """The notebook to work in: no solution, no answer, no note for teachers, no output."""
        prose = Prose(self.bundle, self.words, self.site_url, NOT_FOR_STUDENTS)
        return plain_notebook(self.sheet, self.bundle, prose, outputs=False)

    @cached_property
    def complete_notebook(self) -> str:
        """The notebook as the page is."""
        prose = Prose(self.bundle, self.words, self.site_url, answers=True)
        return plain_notebook(self.sheet, self.bundle, prose)


def requirements(lesson: Lesson) -> str:
    """The packages that the cells import and what runs a notebook, as ``pip`` reads them.

    Their versions are those of this environment, with which the page was made.
    """
    modules = imported(lesson.code)
    known = versions(modules)
    names = sorted({*providing(modules), *_RUNTIME} & known.keys())
    return "".join(f"{name}=={known[name]}\n" for name in names)


def kit(lesson: Lesson) -> bytes:
    """The zip: read-me, requirements, notebook, and samples where the cells open them.

    Samples that are too large for a zip are left out, and the read-me says so. Raises OSError where
    a sample cannot be read.
    """
    samples = lesson.program.samples
    content = {
        "requirements.txt": requirements(lesson).encode(),
        f"{lesson.name}.ipynb": lesson.student_notebook.encode(),
    }
    size = sum(sample.file.stat().st_size for sample in samples)
    carried = size <= CARRIED
    if carried:
        content |= {f"samples/{sample.path}": sample.file.read_bytes() for sample in samples}
    if samples:
        content["samples/manifest.json"] = f"{lesson.program.manifest()}\n".encode()
    content["README.txt"] = read_me(lesson, 0 if carried else size).encode()
    file = io.BytesIO()
    write_archive(file, lesson.name, content)
    return file.getvalue()


def read_me(lesson: Lesson, missing: int = 0) -> str:
    """What is in the zip and how to run it; ``missing`` bytes of samples are not there."""
    bundle, t = lesson.bundle, lesson.t
    parts = [f"{bundle.title}\n{'=' * len(bundle.title)}"]
    parts.append(
        _filled(t("A lesson of {site}, to run on your own computer.").format(site=lesson.site))
    )
    if lesson.site_url:
        parts.append(absolute(lesson.site_url, bundle.language, bundle.docname))
    python = ".".join(platform.python_version_tuple()[:2])
    parts += [
        _filled(
            t(
                "You need Python; the page was made with version {version}. Open a terminal in this"
                " folder and type the first two lines once, the third whenever you want to work. On"
                " Windows, write .venv\\Scripts\\python in place of .venv/bin/python, and python"
                " in place of python3."
            ).format(version=python)
        ),
        "\n".join(f"    {line.format(name=lesson.name)}" for line in _COMMANDS),
        _filled(
            t(
                "The notebook has neither solutions nor results: running its cells makes the"
                " results again. The file requirements.txt names the packages that the cells use,"
                " in the versions with which the page was made."
            )
        ),
    ]
    if bundle.samples:
        parts.append(_data(lesson, missing))
    return "\n\n".join(parts) + "\n"


def _data(lesson: Lesson, missing: int) -> str:
    t = lesson.t
    origins = {
        Origin.BUNDLED_SIMULATION: t("simulated for these lessons"),
        Origin.BUNDLED_PSEUDODATA: t("simulated for these lessons, in place of recorded data"),
        Origin.EXTERNAL_DATA: t("recorded by ATLAS, going by its name and place"),
        Origin.EXTERNAL_SIMULATION: t("simulated by ATLAS, going by its name"),
    }
    said = t("The data that the cells open, and where they come from:")
    if missing:
        said = t(
            "The data that the cells open are too large for this archive ({size}). Put them here,"
            " by these names; they are published at {address}:"
        ).format(
            size=format_bytes(missing, lesson.bundle.language),
            address=_PUBLISHED,
        )
    files = [
        f"    samples/{sample.path}\n        {origins[Origin(sample.origin)]}"
        for sample in lesson.bundle.samples
    ]
    return "\n\n".join([_filled(said), "\n".join(files)])


def _filled(text: str) -> str:
    return textwrap.fill(text, 78, break_long_words=False, break_on_hyphens=False)
