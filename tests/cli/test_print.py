"""What a person is told who prints and cannot."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from build_tools.building import printing
from build_tools.building.summary import Summary
from build_tools.cli import print as verb
from build_tools.cli.arguments import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose site is taken to be built: a home page in one language, without lessons."""
    (tmp_path / "content").mkdir()
    (tmp_path / "conf.py").touch()
    home = tmp_path / "site" / "en" / "index.html"
    home.parent.mkdir(parents=True)
    home.write_text('<html lang="en"><nav class="bd-links"></nav></html>', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    built = Summary(pages={"en": 1}, published=True)
    monkeypatch.setattr(verb, "build_if_changed", lambda *_, **__: built)
    monkeypatch.setattr(printing, "_course", lambda *_: None)
    return tmp_path


def test_a_lesson_that_is_not_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["print", "--lesson", "lessons/w-boson"]) == 1
    assert "no lesson “lessons/w-boson”; there are" in capsys.readouterr().err
    assert not (project / "site" / "en" / "print").exists()


def test_a_language_that_is_not_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["print", "--lang", "de"]) == 1
    assert "no language “de”; there are en" in capsys.readouterr().err
    assert not (project / "site" / "en" / "print").exists()


def test_no_browser(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "find_browser", lambda: None)
    assert run(["print", "--edition", "worksheet"]) == 1
    assert "install Chromium, Chrome or Edge" in capsys.readouterr().err
    assert not (project / "site" / "en" / "print").exists()


def test_a_browser_that_does_not_run(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = project / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(printing, "find_browser", lambda: broken)
    assert run(["print", "--edition", "worksheet"]) == 1
    assert f"the browser {broken} cannot be used" in capsys.readouterr().err
    assert not (project / "site" / "en" / "print").exists()


def test_a_full_disk(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(verb, "print_sheets", full)
    assert run(["print"]) == 1
    assert "the disk is full. Make room" in capsys.readouterr().err
    assert not (project / "site" / "en" / "print").exists()


def test_a_site_that_cannot_be_built(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "build_if_changed", lambda *_, **__: Summary(pages={"en": 1}))
    assert run(["print"]) == 1
    assert "Nothing was printed: the site has to be built first." in capsys.readouterr().out
    assert not (project / "site" / "en" / "print").exists()
