"""What a person types, and what they are told when it cannot be done."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from build_tools.cli.arguments import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "conf.py").write_text("")
    (tmp_path / "content" / "samples").mkdir(parents=True)
    (tmp_path / "content" / "samples" / "manifest.json").write_text('{"samples": []}')
    for language in ("en", "fr"):
        (tmp_path / "content" / language).mkdir(parents=True)
    page = "---\nfile_format: mystnb\n---\n# Home\n\n## More\n"
    for language in ("en", "fr"):
        (tmp_path / "content" / language / "index.md").write_text(page)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_serving_without_a_site_says_to_build_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--port", "0"]) == 1
    assert f"{project / 'site'}: there is no site here yet" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["serve", "live"])
def test_a_taken_port_says_which_to_try(
    project: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run([verb, "--port", str(port)]) == 1
    assert f"nox -s {verb} -- --port {port + 1}" in capsys.readouterr().err
    assert not (project / "site").exists()


def test_a_translation_is_recorded_section_by_section(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["translate"]) == 0
    assert "untranslated" in capsys.readouterr().out
    assert run(["translate", "done", "index", "fr", "more"]) == 0
    lock = (project / "content" / "fr" / "translation.lock").read_text()
    assert [line.split()[0] for line in lock.split("\n\n")[1:]] == ["index#more"]
    assert run(["translate", "done", "index", "fr"]) == 0
    assert run(["translate"]) == 0
    assert "current" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere", "fr"], "no page “nowhere”; there are: index"),
        (["index", "de"], "no language “de”; there are: fr"),
        (["index", "fr", "less"], "no section “less”; "),
    ],
)
def test_what_cannot_be_recorded_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert run(["translate", "done", *words]) == 1
    assert message in capsys.readouterr().err
    assert not (project / "content" / "fr" / "translation.lock").exists()


def test_a_page_that_differs_is_not_called_current(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "content" / "fr" / "index.md"
    page.write_text(page.read_text().replace("## More", "### Plus"))
    assert run(["translate", "done", "index", "fr"]) == 1
    assert "content/fr/index.md:6: heading “Plus” is of level 3" in capsys.readouterr().err
    assert not (project / "content" / "fr" / "translation.lock").exists()
