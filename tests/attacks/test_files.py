"""Files beside the pages: drawings that do something, names that deceive, links that lead out."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml

from build_tools.building.project import Project
from build_tools.building.stock import Stock
from build_tools.pages.files import check_files
from build_tools.pages.pairing import read_pages
from build_tools.pages.pictures import MOST_BYTES, refused_file

DRAWINGS = Path(__file__).parent / "drawings"
EXPECTED = yaml.safe_load((DRAWINGS / "expected.yaml").read_text(encoding="utf-8"))
PAGE = "---\nfile_format: mystnb\n---\n# Un titre\n"
PLAIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a comment -->\n'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
    '<style>rect{fill:url(#a)}</style><defs><linearGradient id="a"/></defs>'
    '<use x:href="#a"/><image href="data:image/png;base64,iVBORw0KGgo="/>'
    '<text style="font-size:9px">3 GeV</text></svg>'
)


def test_every_drawing_is_described() -> None:
    assert {file.name for file in DRAWINGS.glob("*.svg")} == set(EXPECTED)
    assert len(EXPECTED) >= 26


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_drawing_that_does_something_is_refused(name: str) -> None:
    line, message = EXPECTED[name]
    found = refused_file((DRAWINGS / name).read_bytes(), ".svg")
    assert (found[0], message in found[1]) == (line, True), found


def test_a_drawing_that_is_one_is_not_refused() -> None:
    assert refused_file(PLAIN.encode(), ".svg") == (0, "")


@pytest.mark.parametrize("ending", [".png", ".jpg", ".jpeg", ".webp"])
def test_a_picture_is_what_its_name_says(ending: str) -> None:
    assert "whatever its name says" in refused_file(b"<html><script>", ending)[1]


def test_a_heavy_picture_is_refused() -> None:
    assert "so that pages load" in refused_file(b"\x89PNG\r\n\x1a\n" + b"0" * MOST_BYTES, ".png")[1]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for language in ("en", "fr"):
        folder = tmp_path / "content" / language
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "secret.md").write_text(PAGE + "Secret.\n", encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\nsecret")
    return Project(tmp_path)


def told(project: Project) -> list[str]:
    return [str(problem) for problem in read_pages(project.root)[1]]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("indеx.md", "U+0435 cyrillic small letter ie in a file's name"),
        ("mesure\u202e.md", "U+202E right-to-left override"),
        ("été.md", "U+00E9 latin small letter e with acute"),
        ("a b.md", "U+0020 space"),
        ("-rf.md", "U+002D hyphen-minus"),
        ("a;b.svg", "U+003B semicolon"),
        ("con.md", "no file can be called `con.md` on Windows"),
        ("nul/index.md", "no file can be called `nul` on Windows"),
        ("x" * 90 + ".md", "a name of 93 characters"),
    ],
)
def test_a_name_that_deceives_is_refused(project: Project, name: str, message: str) -> None:
    file = project.root / "content" / "fr" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(PLAIN if name.endswith(".svg") else PAGE, encoding="utf-8")
    found = [text for text in told(project) if message in text]
    assert len(found) == 1, told(project)
    assert found[0].startswith(f"content/fr/{name}: ")


def test_two_names_that_are_one_on_some_computers(project: Project) -> None:
    (project.root / "content" / "fr" / "Index.md").write_text(PAGE, encoding="utf-8")
    if len(list((project.root / "content" / "fr").iterdir())) == 1:
        pytest.skip("names that differ in case only are one file here")
    assert any("the same file as `Index.md`" in text for text in told(project))


def linked(link: Path, target: str) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("no right to make symbolic links here")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("x.md", "../../secret.md"),
        ("x.png", "../../secret.png"),
        ("x.svg", "/etc/passwd"),
        ("x", "/"),
        ("loop", "."),
    ],
)
def test_a_link_is_not_followed(project: Project, name: str, target: str) -> None:
    linked(project.root / "content" / "fr" / name, target)
    assert told(project) == [
        f"content/fr/{name}: a link to another file; put the file itself here [forbidden]"
    ]
    assert set(Stock(project).content) == {"en/index.md", "fr/index.md"}


def test_a_language_is_no_link(project: Project) -> None:
    linked(project.root / "content" / "es", "..")
    found = told(project)
    assert found == ["content/es: a link to another folder; put the folder here [forbidden]"]


def test_drawings_are_looked_at_when_pages_are_read(project: Project) -> None:
    data = (DRAWINGS / "script.svg").read_bytes()
    (project.root / "content" / "fr" / "x.svg").write_bytes(data)
    assert told(project)[0].startswith("content/fr/x.svg:2: `<script>` is not allowed")


def test_what_is_hidden_or_no_picture_is_left_alone(project: Project) -> None:
    folder = project.root / "content" / "fr"
    for name in (".DS_Store", ".#index.md", "index.md~", "conf.py", "notes.txt"):
        (folder / name).write_text("x = 1", encoding="utf-8")
    assert check_files(project.root, "fr") == []
    assert told(project) == []


def test_a_bad_page_does_not_stop_the_others(project: Project) -> None:
    bad = project.root / "content" / "fr" / "index.md"
    bad.write_text(PAGE + "<script>alert(1)</script>\n", encoding="utf-8")
    for language in ("en", "fr"):
        (project.root / "content" / language / "good.md").write_text(PAGE, encoding="utf-8")
    pages, problems = read_pages(project.root)
    assert sorted(pages["fr"]) == ["good"]
    assert sorted(pages["en"]) == ["good", "index"]
    assert [problem.path.as_posix() for problem in problems] == ["content/fr/index.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(project: Project) -> None:
    os.mkfifo(project.root / "content" / "fr" / "x.md")
    started = time.monotonic()
    read_pages(project.root)
    assert time.monotonic() - started < 10
