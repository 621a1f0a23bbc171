"""Pages with figures and tables, from executed notebooks to HTML."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from lxml import html as lxml_html
from myst_nb.core import render
from sphinx.application import Sphinx
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.figures.interactive import bundle_name, script_name
from build_tools.figures.model import (
    drawing_path,
    figure_digest,
    with_locale,
)
from build_tools.figures.renderer import LessonRenderer
from build_tools.figures.svg import clean
from build_tools.pages import mime

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
extensions = ["myst_nb", "build_tools.figures"]
nb_execution_mode = "off"
html_theme = "basic"
exclude_patterns = ["out", "jupyter_execute"]


def setup(app):
    app.add_message_catalog("lessons", str(app.confdir / "locale"))
"""
FRENCH = {"Data table": "Tableau des données", "Uncertainty": "Incertitude"}
FRAME = {
    "columns": [{"name": "Process", "numeric": False}, {"name": "Events", "numeric": True}],
    "index": {"names": [""], "show": False},
    "rows": [["Z → ee", "12345.5"], ["top", "-3.0"]],
}


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry point, also where the project is not installed."""
    monkeypatch.setattr(render, "load_mime_renders", lru_cache(lambda: [LessonRenderer]))


@dataclass
class Project:
    """A folder with one page, whose cells have these outputs."""

    root: Path

    def write(self, *cells: tuple[dict[str, Any], dict[str, Any]]) -> None:
        """Write the page: a cell for each pair of an output's metadata and data."""
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}
        )
        # MyST-NB and MyST-Parser each add 1 to these.
        notebook.metadata["source_map"] = [10 * number for number in range(len(cells) + 1)]
        notebook.cells = [nbformat.v4.new_markdown_cell("# Page", id="title")]
        for number, (metadata, data) in enumerate(cells):
            cell = nbformat.v4.new_code_cell("show()", id=f"c{number}")
            cell.metadata["tags"] = ["remove-input"]
            cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]
            notebook.cells.append(cell)
        self.root.joinpath("index.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
        self.root.joinpath("conf.py").write_text(CONF, encoding="utf-8")

    def draw(self, figure: dict[str, Any]) -> Path:
        """A drawing of the figure, as the drawing step leaves it."""
        path = drawing_path(self.root / "_build" / "drawings", figure_digest(figure))
        path.parent.mkdir(parents=True, exist_ok=True)
        head = '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="375">'
        clip = '<defs><clipPath id="a"><rect width="9" height="9"/></clipPath></defs>'
        drawn = f'{head}{clip}<g clip-path="url(#a)"><path d="M0,0h1"/></g></svg>'
        path.write_text(clean(drawn), encoding="utf-8")
        return path

    def build(self, language: str = "en", *, expected_warning: str = "") -> Any:
        """The page's HTML; the only warning of the build contains ``expected_warning``."""
        messages = self.root / "locale" / "fr" / "LC_MESSAGES"
        messages.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog("fr")
        for english, french in FRENCH.items():
            catalogue.add(english, french)
        with (messages / "lessons.mo").open("wb") as stream:
            write_mo(stream, catalogue)
        said = StringIO()
        with warnings.catch_warnings(), patch_docutils(self.root), docutils_namespace():
            # Sphinx and its extensions prepare for versions to come.
            warnings.simplefilter("ignore", RemovedInSphinx11Warning)
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            app = Sphinx(
                self.root,
                self.root,
                self.root / "out",
                self.root / "out" / ".doctrees",
                "html",
                confoverrides={"language": language},
                status=None,
                warning=said,
            )
            app.build()
        problems = [line for line in said.getvalue().splitlines() if line.strip()]
        if expected_warning:
            assert len(problems) == 1, problems
            assert expected_warning in problems[0]
        else:
            assert problems == []
        page = self.root.joinpath("out", "index.html").read_text(encoding="utf-8")
        return lxml_html.fromstring(page)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def shown(figure: dict[str, Any], **said: str) -> tuple[dict[str, Any], dict[str, Any]]:
    data = {mime.FIGURE: figure, "text/plain": "Figure({…})"}
    return {"figure": said}, data


def test_a_figure_is_a_drawing_a_caption_and_its_numbers(
    project: Project, histogram: dict[str, Any]
) -> None:
    figure = with_locale(histogram, "fr")
    project.write(shown(figure, alt="Deux pics & du bruit.", caption="La masse, *simulée*."))
    project.draw(figure)
    page = project.build("fr")
    (block,) = page.find_class("figure-block")
    (drawn,) = block.find_class("lesson-figure")
    (svg,) = drawn.iter("svg")
    assert svg.get("role") == "img"
    names = [page.get_element_by_id(name).text for name in svg.get("aria-labelledby").split()]
    assert names == ["Events / 10 GeV – m4ℓ [GeV]", "Deux pics & du bruit."]
    (caption,) = drawn.iter("figcaption")
    assert caption.text_content() == "La masse, simulée."
    assert [element.text for element in caption.iter("em")] == ["simulée"]
    (details,) = block.iter("details")
    assert details.get("open") is None
    assert details.findtext("summary") == "Tableau des données"
    assert [cell.text for cell in details.iterfind(".//tbody//th")] == [
        "80\u202f–\u202f90",
        "90\u202f–\u202f100",
    ]
    assert "Figure({" not in page.text_content()
    assert page.xpath("//link[contains(@href, 'figures.css')]")
    assert project.root.joinpath("out", "_static", "figures.css").is_file()
    assert page.xpath("//article//@style | //body//div[@class='figure-block']//@style") == []


def test_without_a_drawing_the_numbers_are_open(
    project: Project, histogram: dict[str, Any]
) -> None:
    figure = with_locale(histogram, "en")
    project.write(shown(figure, alt="Two peaks.", caption="Mass."))
    page = project.build()
    (drawn,) = page.find_class("lesson-figure")
    assert drawn.text_content().split() == ["Two", "peaks.", "Mass."]
    (details,) = page.iter("details")
    assert details.get("open") is not None
    assert len(details.findall(".//tbody/tr")) == 2


def test_a_page_shows_a_drawing_that_was_made_later(
    project: Project, histogram: dict[str, Any]
) -> None:
    figure = with_locale(histogram, "en")
    project.write(shown(figure, alt="Two peaks.", caption="Mass."))
    assert not list(project.build().iter("svg"))
    project.draw(figure)
    assert len(list(project.build().iter("svg"))) == 1


def test_one_figure_twice_has_no_id_twice(project: Project, histogram: dict[str, Any]) -> None:
    figure = with_locale(histogram, "en")
    project.write(*[shown(figure, alt="Two peaks.", caption="Mass.")] * 2)
    project.draw(figure)
    page = project.build()
    ids = page.xpath("//*[contains(@class, 'figure-block')]//@id")
    assert len(page.find_class("lesson-figure")) == 2
    assert len(ids) == len(set(ids)) == 2 * 5  # figure, title, description, clip path, caption
    for reference in page.xpath("//@clip-path"):
        assert reference.removeprefix("url(#").removesuffix(")") in ids


def test_a_figure_without_a_description_is_a_warning_with_its_place(
    project: Project, histogram: dict[str, Any]
) -> None:
    figure = with_locale(histogram, "en")
    project.write(shown(figure, caption="Mass."))
    project.build(expected_warning="index.ipynb:12: WARNING: this figure has no description")


def test_a_frame_is_a_table_with_scopes(project: Project) -> None:
    project.write(
        (
            {"table": {"caption": "Events *selected*"}},
            {mime.TABLE: FRAME, "text/html": "<table border=1></table>", "text/plain": "…"},
        )
    )
    page = project.build("fr")
    (table,) = page.find_class("dataframe")
    assert table.find("caption").text_content() == "Events selected"
    assert [(cell.text, cell.get("scope")) for cell in table.iter("th")] == [
        ("Process", "col"),
        ("Events", "col"),
    ]
    numbers = [cell.text for cell in table.iter("th", "td") if cell.get("class") != "text"]
    assert numbers == ["Events", "12\u202f345,5", "−3,0"]
    (region,) = page.find_class("table-scroll")
    assert region.get("tabindex") == "0"
    assert page.get_element_by_id(region.get("aria-labelledby")).tag == "caption"


def test_other_outputs_are_left_to_myst_nb(project: Project) -> None:
    project.write(({}, {"text/plain": "hello there"}))
    assert "hello there" in project.build().text_content()


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="60pt" viewBox="0 0 90 60">'
    '<script>alert(1)</script><text x="1" y="9">0.5</text></svg>'
)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR42mNk+M8AAwxQBgAFCQEBXyTPcgAAAABJRU5E"
    "rkJggg=="
)


def test_a_drawing_of_another_library_is_a_figure_too(project: Project) -> None:
    said = {"figure": {"alt": "Un nombre.", "caption": "Dessin."}}
    project.write((said, {mime.SVG: SVG, "text/plain": "<Figure>"}))
    page = project.build("fr")
    (figure,) = page.find_class("lesson-figure")
    (svg,) = figure.iter("svg")
    names = [page.get_element_by_id(name).text for name in svg.get("aria-labelledby").split()]
    assert names == ["Figure", "Un nombre."]
    assert [text.text for text in svg.iter("text")] == ["0,5"]
    assert list(figure.iter("script")) == []
    assert page.xpath("//@data-figure") == []


def test_a_picture_is_shown_late_and_has_its_size(project: Project) -> None:
    said = {"figure": {"alt": "Pixels.", "caption": "A picture."}}
    project.write((said, {"image/png": PNG}), (said, {"image/png": PNG}))
    page = project.build()
    images = list(page.iter("img"))
    assert [(i.get("width"), i.get("height"), i.get("loading"), i.get("alt")) for i in images] == [
        ("3", "2", "lazy", "Pixels.")
    ] * 2
    (source,) = {image.get("src") for image in images}
    assert project.root.joinpath("out", source).is_file()


@pytest.mark.parametrize("data", [{mime.SVG: "<p>no</p>"}, {"image/png": "bm90IGEgcGljdHVyZQ=="}])
def test_what_is_no_drawing_is_a_warning_with_its_place(
    project: Project, data: dict[str, Any]
) -> None:
    project.write(({"figure": {"alt": "Nothing.", "caption": "Nothing."}}, data))
    project.build(expected_warning="index.ipynb:12: WARNING: this figure cannot be shown")


def test_a_figure_can_be_made_interactive_by_scripts_of_the_site(
    project: Project, histogram: dict[str, Any]
) -> None:
    figure = with_locale(histogram, "fr")
    project.write(shown(figure, alt="Deux pics.", caption="La masse."))
    page = project.build("fr")
    assert list(page.iter("button")) == []  # no script, no button
    (block,) = page.find_class("figure-block")
    assert block.get("data-figure") == script_name(figure_digest(figure))
    scripts = [script.get("src") for script in page.xpath("//script[@defer]")]
    own = [src.partition("?")[0] for src in scripts if "words" in src or "figures" in src]
    assert own == ["_static/fr-words.js", "_static/figures.js"]
    words = (project.root / "out" / "_static" / "fr-words.js").read_text(encoding="utf-8")
    assert words.startswith('const lessonWords = {"figures":{')
    assert f'"bundle":"{bundle_name()}"' in words
    assert "(0,5 M" in words
