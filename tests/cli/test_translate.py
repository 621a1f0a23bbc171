"""The translators' desk, as a person types it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from build_tools.cli.arguments import run
from build_tools.pages.reader import read_page
from build_tools.translation.model import SCHEMA, Desk, Finding, Language, Page, Section

REPOSITORY = Path(__file__).parents[2]
FRONT = "---\nfile_format: mystnb\n---\n"
HOME = FRONT + "# Home\n\nWelcome, all of you.\n\n[The Z](lessons/z.md#the-fit)\n"
LESSON = (
    FRONT
    + """\
# The Z

A short life.

## The fit

The mass is {glued}`mass`.

```{code-cell} python
mass = 91.2
glue("mass", mass)
```

## The end

That is all.
"""
)
FRENCH = {
    "index": HOME.replace("# Home", "# Accueil").replace("Welcome, all of you", "Bienvenue à tous"),
    "lessons/z": LESSON.replace("# The Z", "# Le Z")
    .replace("A short life", "Une vie brève")
    .replace("## The fit", "## L’ajustement")
    .replace("The mass is", "La masse vaut")
    .replace("## The end", "## Fin")
    .replace("That is all", "C’est tout"),
}


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two pages, both current in French."""
    write(tmp_path, "conf.py", "")
    write(tmp_path, "content/samples/manifest.json", '{"samples": []}')
    write(tmp_path, "content/en/index.md", HOME)
    write(tmp_path, "content/en/lessons/z.md", LESSON)
    for docname, text in FRENCH.items():
        write(tmp_path, f"content/fr/{docname}.md", text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    assert run(["translate", "done", "index", "fr"]) == 0
    assert run(["translate", "done", "lessons/z", "fr"]) == 0
    return tmp_path


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    write(root, path, text.replace(old, new))


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert run(["translate", *words]) == status
    out, err = capsys.readouterr()
    return out + err


def page_of(capsys: pytest.CaptureFixture[str], docname: str) -> dict[str, Any]:
    desk = json.loads(said(capsys, "status", "--json"))
    assert desk["schema"] == SCHEMA
    (language,) = desk["languages"]
    page: dict[str, Any] = next(own for own in language["pages"] if own["page"] == docname)
    return page


def git(root: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
        cwd=root,
        capture_output=True,
        check=True,
    )


@pytest.mark.parametrize("with_git", [True, False], ids=["git", "zip"])
def test_the_drill(project: Path, capsys: pytest.CaptureFixture[str], *, with_git: bool) -> None:
    if with_git:
        git(project, "init", "-q")
        git(project, "add", ".")
        git(project, "commit", "-qm", "both languages")
    assert page_of(capsys, "lessons/z")["state"] == "current"
    edit(project, "content/en/lessons/z.md", "The mass is", "The mass of the Z is")
    page = page_of(capsys, "lessons/z")
    assert page["state"] == "stale"
    states = {own["anchor"]: own["state"] for own in page["sections"]}
    assert states == {"the-z": "current", "the-fit": "stale", "the-end": "current"}
    assert page["next"] == "nox -s translate -- diff lessons/z fr"
    assert 0 < page["words_to_do"] < page["words"]
    table = said(capsys)
    assert "L’ajustement" in table
    assert "Next: nox -s translate -- diff lessons/z fr" in table
    shown = said(capsys, "diff", "lessons/z", "fr")
    assert "La masse vaut {glued}`mass`." in shown
    assert "C’est tout" not in shown
    if with_git:
        assert "The mass{+ of the Z+} is" in shown
        assert "Since commit" in shown
    else:
        assert "The mass of the Z is" in shown
        assert "cannot be shown: this folder is no git repository: a zip has no history" in shown
    edit(project, "content/fr/lessons/z.md", "La masse vaut", "La masse du Z vaut")
    assert "1 section recorded" in said(capsys, "done", "lessons/z", "fr", "L’ajustement")
    assert page_of(capsys, "lessons/z")["state"] == "current"
    assert "Nothing to do." in said(capsys)
    assert "every section is current" in said(capsys, "diff", "z")


def test_a_started_page_has_the_structure_and_readers_get_the_source(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/fr/lessons/z.md").unlink()
    write(project, "content/fr/translation.lock", "")
    assert page_of(capsys, "lessons/z")["state"] == "missing"
    assert "start lessons/z fr" in page_of(capsys, "lessons/z")["next"]
    assert "made; write your words" in said(capsys, "start", "lessons/z", "fr")
    source, page = (
        read_page(project, Path(f"content/{name}/lessons/z.md"), language=name, docname="lessons/z")
        for name in ("en", "fr")
    )
    assert [own.level for own in page.headings] == [own.level for own in source.headings]
    assert [own.source for own in page.cells] == [own.source for own in source.cells]
    assert page_of(capsys, "lessons/z")["state"] == "untranslated"
    text = (project / "content/fr/lessons/z.md").read_text("utf-8")
    assert "\n% A short life.\n" in text
    again = said(capsys, "start", "lessons/z", "fr", status=1)
    assert "is there already, and stays as it is" in again
    assert (project / "content/fr/lessons/z.md").read_text("utf-8") == text
    edit(project, "content/fr/lessons/z.md", "\n% A short life.\n", "\nUne vie brève.\n")
    assert page_of(capsys, "lessons/z")["state"] == "stale"


@pytest.mark.parametrize(
    "typed",
    [
        "lessons/z",
        "z",
        "lessons/z.md",
        r"content\fr\lessons\z.md",
        r"C:\course\content\fr\lessons\z.md",
        "content/fr/lessons/z.md",
        "./content/en/lessons/z.md",
        "fr/lessons/z",
        "lessons/z.html#the-fit",
    ],
)
def test_a_page_may_be_named_in_many_ways(
    project: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    edit(project, "content/en/lessons/z.md", "The mass is", "The mass of it is")
    assert "lessons/z (fr): 1 section recorded" in said(capsys, "done", typed)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["done", "lesson/z2", "fr"], "no page “lesson/z2”; do you mean lessons/z?"),
        (["done", "qqq", "fr"], "no page “qqq”; there are: index, lessons/z"),
        (["diff", "index", "de"], "no language “de”; there are: fr; a new one begins with"),
        (["start", "index", "en"], "“en” is the language that is translated from"),
        (["done", "z", "fr", "the-fits"], "no section “the-fits”; do you mean the-fit"),
        (["status", "xx"], "no language “xx”"),
    ],
)
def test_what_is_not_known_is_told_with_what_is_near(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    lock = (project / "content/fr/translation.lock").read_text("utf-8")
    assert message in said(capsys, *words, status=1)
    assert (project / "content/fr/translation.lock").read_text("utf-8") == lock


def test_a_lock_in_the_middle_of_a_merge_is_told_and_kept(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = project / "content/fr/translation.lock"
    text = lock.read_text("utf-8") + "<<<<<<< HEAD\n"
    lock.write_text(text, encoding="utf-8")
    for words in (["done", "index", "fr"], ["diff", "index", "fr"], ["status"]):
        assert "a merge was not finished here" in said(capsys, *words, status=1)
    assert lock.read_text("utf-8") == text


def test_there_may_be_no_language_yet(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project / "content/fr")
    assert "make a folder named by its tag" in said(capsys, status=1)


def test_a_harmless_change_is_declared_for_all_languages(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, "content/es/lessons/z.md", FRENCH["lessons/z"].replace("Le Z", "El Z"))
    assert run(["translate", "done", "lessons/z", "es"]) == 0
    edit(project, "content/en/lessons/z.md", "That is all", "This is all")
    assert run(["translate", "done", "lessons/z", "fr"]) == 0  # Spanish stays behind
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "before")
    edit(project, "content/en/lessons/z.md", "This is all.", "This is all!")
    told = said(capsys, "done", "--all-languages", "lessons/z", "the-end")
    assert "fr: current again: the-end" in told
    assert "es: out of date before it already, and left so: the-end" in told
    desk = json.loads(said(capsys, "status", "--json"))
    states = {
        own["language"]: {page["page"]: page["state"] for page in own["pages"]}
        for own in desk["languages"]
    }
    assert states["fr"]["lessons/z"] == "current"
    assert states["es"]["lessons/z"] == "stale"


def test_without_history_a_harmless_change_is_not_guessed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project, "content/en/lessons/z.md", "That is all", "This is all")
    told = said(capsys, "done", "--all-languages", "lessons/z", status=1)
    assert "nobody can tell which languages were current" in told


def test_git_need_not_be_installed(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project, "content/en/lessons/z.md", "That is all", "This is all")
    monkeypatch.setenv("PATH", str(project))
    assert "git is not installed" in said(capsys, "diff", "lessons/z", "fr")


def test_the_check_tells_file_and_line_and_fails(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "nothing wrong" in said(capsys, "check", "--quick")
    edit(project, "content/fr/lessons/z.md", "{glued}`mass`", "{glued}`masse`")
    edit(project, "content/fr/index.md", "#the-fit", "#the-fits")
    told = said(capsys, "check", "--quick", "--report", "report", status=1)
    assert "content/fr/lessons/z.md:10: `{glued}` of “masse” is `{glued}` of “mass”" in told
    assert "there is no “#the-fits” on content/fr/lessons/z.md; is it “#the-fit”?" in told
    assert page_of_failed(capsys)["state"] == "differs"
    report = json.loads((project / "report/translation.json").read_text("utf-8"))
    Desk.model_validate(report)
    markdown = (project / "report/translation.md").read_text("utf-8")
    assert "| lessons/z | differs |" in markdown
    assert "content/fr/lessons/z.md:10" in markdown


def page_of_failed(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    desk = json.loads(said(capsys, "check", "--quick", "--json", status=1))
    pages: list[dict[str, Any]] = desk["languages"][0]["pages"]
    return next(own for own in pages if own["page"] == "lessons/z")


def test_what_has_no_source_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, "content/fr/old/x.md", FRONT + "# X\n")
    lock = project / "content/fr/translation.lock"
    lock.write_text(
        lock.read_text("utf-8") + "\ngone#a  sha256:0123456789abcdef  2026-11-22\n", "utf-8"
    )
    told = said(capsys, "status", status=1)
    assert "orphaned" in told
    assert "there is no such folder in content/en" in told
    assert "“gone” is recorded here, but there is no content/en/gone.md" in told


def test_the_json_is_documented() -> None:
    text = (REPOSITORY / "docs/reference/translation.md").read_text("utf-8")
    count = 0
    for model in (Desk, Language, Page, Section, Finding):
        assert f"### {model.__name__}" in text
        for name, field in model.model_fields.items():
            if not field.exclude:
                count += 1
                assert f"| `{field.alias or name}` |" in text, (model.__name__, name)
    assert count > 35
    assert f'"schema": {SCHEMA}' in text
