"""A tiny course in two languages, localised by hand, for the tests of the chrome."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from sphinx.application import Sphinx
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.pages.bundle import PageBundle, Provenance, Section, Status, bundle_file
from build_tools.publishing.publish import publish
from build_tools.samples.locate import Origin

REPOSITORY = Path(__file__).parents[2]

CONF = f"""
extensions = ["myst_parser", "build_tools.theme", "build_tools.printing"]
source_suffix = {{".md": "markdown"}}  # MyST-NB, where a test loaded it before, claims the ending
html_theme = "sphinx_book_theme"
html_title = "Open Data Lessons"
templates_path = [{str(REPOSITORY / "build_tools/theme/templates")!r}]
html_static_path = [{str(REPOSITORY / "build_tools/theme/static")!r}]
html_sidebars = {{"**": []}}
html_copy_source = False
html_show_sourcelink = False
html_permalinks = False
html_use_index = False
html_theme_options = {{"article_header_start": [], "article_header_end": []}}
myst_enable_extensions = ["colon_fence"]


def setup(app):
    from build_tools.rendering.builder import PagesBuilder

    app.add_builder(PagesBuilder, override=True)
    app.add_config_value("lessons_build", "_build", "env", types=str)
"""

PARAGRAPH = {
    "en": "The detector sees the *products* of a collision and measures their momentum.\n",
    "fr": "Le détecteur voit les *produits* d’une collision et mesure leur impulsion.\n",
}
TITLES = {
    "en": {
        "z-boson": "The Z boson",
        "mass": "Invariant mass",
        "muons": "Pairs of muons",
        "fit": "A fit",
    },
    "fr": {
        "z-boson": "Le boson Z",
        "mass": "Masse invariante",
        "muons": "Paires de muons",
        "fit": "Un ajustement",
    },
}
#: wider than a phone, as the renderer of formulae writes it
FORMULA = (
    '<div class="math-block"><math display="block">'
    + "<mi>p</mi><mo>=</mo><mi>q</mi><mspace width='2em'></mspace>" * 8
    + "</math></div>"
)
LEVELS = {"z-boson": 1, "mass": 2, "muons": 3, "fit": 2}


def anchors_of(docname: str) -> dict[str, int]:
    """Anchor → level of each section of a page."""
    if docname == "index":
        return {"home": 1}
    return {f"{docname.rpartition('/')[2]}-{name}": level for name, level in LEVELS.items()}


def lesson_text(docname: str, language: str) -> str:
    """A lesson of four sections, one of them nested, long enough to scroll."""
    blocks = []
    for anchor, level in anchors_of(docname).items():
        title = TITLES[language][anchor.partition("-")[2]]
        blocks.append(f"({anchor})=\n{'#' * level} {title}\n")
        blocks.append("\n".join([PARAGRAPH[language]] * 9))
    blocks.append(f"({docname.rpartition('/')[2]}-last-words)=\n" + PARAGRAPH[language])
    blocks.append(":::{note}\n" + PARAGRAPH[language] + ":::\n")
    blocks.append("```python\nmass = (pairs.energy**2 - pairs.momentum**2) ** 0.5\n```\n")
    blocks.append("| a | b | c | d |\n|---|---|---|---|\n|" + " `lep_ptcone30` |" * 4 + "\n")
    blocks.append(f"```{{raw}} html\n{FORMULA}\n```\n")
    return "\n".join(blocks)


SAMPLES = [
    Provenance(
        path="2lep/Data/data_A.2lep.root",
        sha256="0123456789abcdef" * 4,
        origin=Origin.BUNDLED_PSEUDODATA.value,
        recorded=False,
        luminosity_fb=10.06,
        generator="Pythia 8.317",
    ),
    Provenance(
        path="2lep/MC/mc_361107.Zmumu.2lep.root",
        sha256="fedcba9876543210" * 4,
        origin=Origin.BUNDLED_SIMULATION.value,
        recorded=False,
        generator="A <b>& B",
    ),
]


def bundle(docname: str, language: str, status: Status, **fields: object) -> PageBundle:
    """A page's bundle, with what the test does not care about filled in."""
    source = status is Status.SOURCE
    alternates = {"en": Status.SOURCE, "fr": status}
    values: dict[str, object] = {
        "docname": docname,
        "language": language,
        "text_language": "en" if status is Status.MISSING else language,
        "status": status,
        "path": Path("content") / language / f"{docname}.md",
        "title": docname,
        "alternates": {"en": Status.SOURCE, "fr": Status.CURRENT} if source else alternates,
    }
    return PageBundle.model_validate(values | fields)


def all_bundles() -> list[PageBundle]:
    """Three lessons: translated, stale and missing in French."""
    bundles = []
    for docname, french in {
        "index": Status.CURRENT,
        "lessons/current": Status.CURRENT,
        "lessons/stale": Status.STALE,
        "lessons/missing": Status.MISSING,
    }.items():
        for language, status in {"en": Status.SOURCE, "fr": french}.items():
            sections = [
                Section(
                    anchor=anchor,
                    level=level,
                    line=1,
                    stale=status is Status.STALE and anchor.endswith(("mass", "muons")),
                )
                for anchor, level in anchors_of(docname).items()
            ]
            bundles.append(
                bundle(
                    docname,
                    language,
                    status,
                    sections=sections,
                    alternates={"en": Status.SOURCE, "fr": french},
                    samples=SAMPLES if docname != "index" else [],
                    lesson={"level": 1, "duration": 40} if docname != "index" else {},
                )
            )
    return bundles


def write_course(root: Path) -> list[PageBundle]:
    """Write the project, its staged pages and its bundles; returns the bundles."""
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    bundles = all_bundles()
    for page in bundles:
        file = bundle_file(root / "_build", page.language, page.docname)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.model_dump_json(), encoding="utf-8")
        staged = root / "_build" / "pages" / page.language / f"{page.docname}.md"
        staged.parent.mkdir(parents=True, exist_ok=True)
        text = (
            "(home)=\n# "
            + {"en": "Welcome", "fr": "Bienvenue"}[page.language]
            + "\n\n```{toctree}\nlessons/current\nlessons/stale\nlessons/missing\n```\n"
            if page.docname == "index"
            else lesson_text(page.docname, page.text_language)
        )
        staged.write_text(text, encoding="utf-8")
    return bundles


def render_course(root: Path, **overrides: Any) -> dict[str, Path]:
    """Render both languages as the generator does; returns language → HTML directory."""
    trees = {}
    for language in ("en", "fr"):
        trees[language] = root / "_build" / "html" / language
        said = StringIO()
        with patch_docutils(str(root)), docutils_namespace(), warnings.catch_warnings():
            # The inherited theme uses parts of Sphinx 9 that Sphinx 11 will not have.
            warnings.simplefilter("ignore", RemovedInSphinx11Warning)
            app = Sphinx(
                srcdir=root / "_build" / "pages" / language,
                confdir=root,
                outdir=trees[language],
                doctreedir=root / "_build" / "doctrees" / language,
                buildername="html",
                confoverrides={"language": language, **overrides},
                status=None,
                warning=said,
            )
            app.build(force_all=True)
        assert said.getvalue() == ""
    return trees


@dataclass(frozen=True)
class Course:
    """The rendered course."""

    root: Path
    trees: dict[str, Path]
    bundles: list[PageBundle]

    @property
    def site(self) -> Path:
        """The published course."""
        return self.root / "site"

    @property
    def build(self) -> Path:
        return self.root / "_build"

    def page(self, language: str, docname: str) -> Any:
        """A parsed page."""
        text = (self.trees[language] / f"{docname}.html").read_text(encoding="utf-8")
        return lxml_html.document_fromstring(text)

    def pages(self) -> list[Path]:
        return sorted(
            page
            for tree in self.trees.values()
            for page in tree.rglob("*.html")
            if "_static" not in page.parts
        )


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, rendered once, with the site's address unset."""
    root = tmp_path_factory.mktemp("course")
    bundles = write_course(root)
    course = Course(root, render_course(root), bundles)
    publish(course.trees, course.site, build=course.build, bundles=course.bundles, title="Lessons")
    return course


@pytest.fixture(scope="session")
def addressed_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, rendered with the site's address set."""
    root = tmp_path_factory.mktemp("addressed")
    bundles = write_course(root)
    trees = render_course(root, lessons_site_url="https://lessons.example.org/x/")
    return Course(root, trees, bundles)
