"""The walls behind the reader's refusals, each alone: what is behind it gets through without it."""

from __future__ import annotations

import json
import shutil
import warnings
from dataclasses import fields
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from myst_parser.config.main import MdParserConfig
from sphinx.application import Sphinx
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.rendering import walls

REPOSITORY = Path(__file__).parents[2]
FENCE = "```"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copy(REPOSITORY / "conf.py", tmp_path)
    shutil.copy(REPOSITORY / "docutils.conf", tmp_path)
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\nsecret")
    (tmp_path / "pages").mkdir()
    return tmp_path


def render(root: Path, text: str, *cells: Any, metadata: Any = (), **settings: Any) -> Rendered:
    """Render a page that no reader has looked at, with the real configuration."""
    notebook = {
        "cells": [
            {"id": "a", "cell_type": "markdown", "metadata": {}, "source": text},
            *cells,
        ],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "source_map": [0] * (1 + len(cells)),
            **dict(metadata),
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (root / "pages" / "index.md").write_text(json.dumps(notebook), encoding="utf-8")
    said = StringIO()
    with warnings.catch_warnings(), patch_docutils(root), docutils_namespace():
        warnings.simplefilter("ignore", RemovedInSphinx11Warning)
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        app = Sphinx(
            srcdir=root / "pages",
            confdir=root,
            outdir=root / "out",
            doctreedir=root / "doctrees",
            buildername="dummy",
            confoverrides={"html_theme": "basic", **settings},
            status=None,
            warning=said,
            freshenv=True,
        )
        app.build()
        tree = app.env.get_doctree("index").pformat()
    return tree, said.getvalue()


Rendered = tuple[str, str]  # the page's tree, and the warnings


def cell(**metadata: Any) -> Any:
    return {
        "id": "b",
        "cell_type": "code",
        "source": "1 + 1",
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
    }


@pytest.fixture
def open_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the look at finished pages, so that it hides no hole in the walls before it."""
    monkeypatch.setattr(walls, "check_document", lambda *_: None)


@pytest.fixture
def open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "check_files", lambda *_: None)


RAW = {
    "raw": f"{FENCE}{{raw}} html\n<b>x</b>\n{FENCE}",
    "raw-file": f"{FENCE}{{raw}} html\n:file: ../secret.txt\n{FENCE}",
    "eval-rst": f"{FENCE}{{eval-rst}}\n.. raw:: html\n\n   <b>x</b>\n{FENCE}",
    "role": f"{FENCE}{{role}} h(raw)\n:format: html\n{FENCE}\n\n{{h}}`<b>x</b>`",
}
FILES = {
    "include": f"{FENCE}{{include}} ../secret.txt\n{FENCE}",
    "literalinclude": f"{FENCE}{{literalinclude}} ../secret.txt\n{FENCE}",
    "csv-table": f"{FENCE}{{csv-table}} T\n:file: ../secret.txt\n{FENCE}",
    "eval-rst": f"{FENCE}{{eval-rst}}\n.. include:: ../secret.txt\n{FENCE}",
}


@pytest.mark.usefixtures("open_documents")
@pytest.mark.parametrize("name", RAW)
def test_docutils_makes_no_raw_markup(root: Path, name: str) -> None:
    tree, said = render(root, f"# T\n\n{RAW[name]}\n")
    assert "<raw" not in tree
    assert "disabled" in said
    (root / "docutils.conf").unlink()
    assert "<raw" in render(root, f"# T\n\n{RAW[name]}\n")[0]


@pytest.mark.usefixtures("open_documents", "open_files")
@pytest.mark.parametrize("name", FILES)
def test_docutils_reads_no_other_file(root: Path, name: str) -> None:
    tree, said = render(root, f"# T\n\n{FILES[name]}\n")
    assert "the secret" not in tree
    assert "disabled" in said or "deactivated" in said
    (root / "docutils.conf").unlink()
    assert "the secret" in render(root, f"# T\n\n{FILES[name]}\n")[0]


@pytest.mark.usefixtures("open_documents")
def test_myst_reads_no_html(root: Path) -> None:
    text = "# T\n\n<div onclick='x()'>\n\nA <b>word</b>\n"
    assert "<raw" not in render(root, text)[0]
    assert "<raw" in render(root, text, myst_disable_syntax=[])[0]


@pytest.mark.parametrize("name", RAW)
def test_a_finished_page_has_no_raw_markup(root: Path, name: str) -> None:
    (root / "docutils.conf").unlink()
    tree, said = render(root, f"# T\n\n{RAW[name]}\n")
    assert "<raw" not in tree
    assert "raw markup has no place in a page" in said


def test_a_finished_page_has_no_link_that_runs_something(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rst = ".. _a: javascript:alert(1)\n\na_ `b <JAVA%0aSCRIPT:x>`_ `c <https://a.org/b:c>`_"
    text = f"# T\n\n{FENCE}{{eval-rst}}\n{rst}\n{FENCE}\n"
    tree, said = render(root, text)
    assert 'refuri="javascript:' not in tree
    assert said.count("is not allowed") >= 2
    assert "%0aSCRIPT" not in tree
    assert 'refuri="https://a.org/b:c"' in tree
    monkeypatch.setattr(walls, "check_document", lambda *_: None)
    assert 'refuri="javascript:alert(1)"' in render(root, text)[0]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("![x](../secret.png)", "../secret.png"),
        (f"{FENCE}{{image}} ../secret.png\n{FENCE}", "../secret.png"),
        (f"{FENCE}{{figure}} ../secret.png\n{FENCE}", "../secret.png"),
        ("{download}`x <../secret.txt>`", "../secret.txt"),
        ("[x](../secret.txt)", "../secret.txt"),
        ("[x](path:../secret.txt)", "../secret.txt"),
    ],
)
def test_pictures_and_downloads_lie_inside(root: Path, text: str, file: str) -> None:
    said = render(root, f"# T\n\n{text}\n")[1]
    assert f"`{file}` lies outside the pages' folder" in said
    assert "index.md" in said


def test_a_link_to_a_file_is_followed_before_it_is_judged(root: Path) -> None:
    (root / "pages" / "x.png").symlink_to(root / "secret.png")
    assert "secret.png` lies outside" in render(root, "# T\n\n![x](x.png)\n")[1]


def test_no_page_sets_what_myst_reads(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"enable_extensions": ["substitution"], "substitutions": {"x": "{{ 6007 * 7001 }}"}}
    text = "# T\n\n{{ x }}\n"
    tree, said = render(root, text, metadata={"myst": settings})
    assert "42055007" not in tree
    assert "cannot be set in topmatter" in said
    tree, said = render(root, text, metadata={"substitutions": {"x": "{{ 6007 * 7001 }}"}})
    assert "42055007" not in tree
    monkeypatch.setattr(walls, "seal_settings", lambda: None)
    for field in fields(MdParserConfig):
        monkeypatch.setattr(field, "metadata", {**field.metadata, "global_only": False})
    assert "42055007" in render(root, text, metadata={"myst": settings})[0]


def test_no_page_sets_what_myst_nb_does(root: Path) -> None:
    hidden = {"mystnb": {"remove_code_source": True}}
    assert "1 + 1" in render(root, "# T\n", cell(), metadata=hidden)[0]
    without = render(root, "# T\n", cell(), metadata=hidden, nb_metadata_key="mystnb")[0]
    assert "1 + 1" not in without


def test_no_cell_sets_what_myst_nb_does(root: Path) -> None:
    hidden = cell(mystnb={"remove_code_source": True})
    assert "1 + 1" in render(root, "# T\n", hidden)[0]
    assert "1 + 1" not in render(root, "# T\n", hidden, nb_cell_metadata_key="mystnb")[0]
