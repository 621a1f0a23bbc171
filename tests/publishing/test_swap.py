"""The last good site stays until the next one is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.publishing.swap import MARKER, NotOurSiteError, begin, restore, swap


class KilledError(Exception):
    """Stands for the moment at which a build is stopped."""


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return tmp_path / "_build"


def make_new(build: Path, text: str) -> Path:
    new = build / "site"
    begin(new)
    (new / "index.html").write_text(text, encoding="utf-8")
    return new


def text_of(site: Path) -> str:
    return (site / "index.html").read_text(encoding="utf-8")


def test_the_next_site_replaces_the_last_in_whole(tmp_path: Path, build: Path) -> None:
    site = tmp_path / "site"
    swap(make_new(build, "first"), site, build=build)
    (site / "gone.html").touch()
    swap(make_new(build, "second"), site, build=build)
    assert text_of(site) == "second"
    assert sorted(path.name for path in site.iterdir()) == [MARKER, "index.html"]
    restore(site, build=build)
    assert text_of(site) == "second"
    assert list(build.iterdir()) == []


def test_an_empty_folder_may_become_the_site(tmp_path: Path, build: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    swap(make_new(build, "first"), site, build=build)
    assert text_of(site) == "first"


@pytest.mark.parametrize("stopped_at", [1, 2])
def test_a_build_that_is_stopped_leaves_a_whole_site(
    tmp_path: Path, build: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: int
) -> None:
    site = tmp_path / "site"
    swap(make_new(build, "last"), site, build=build)
    new = make_new(build, "next")
    steps = 0

    def stop_here() -> None:
        nonlocal steps
        steps += 1
        if steps == stopped_at:
            raise KilledError

    rename = Path.rename

    def rename_or_stop(self: Path, target: Path) -> Path:
        stop_here()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_or_stop)
    with pytest.raises(KilledError):
        swap(new, site, build=build)
    monkeypatch.undo()

    restore(site, build=build)
    assert text_of(site) == "last"
    swap(make_new(build, "after"), site, build=build)
    assert text_of(site) == "after"
    restore(site, build=build)
    assert list(build.iterdir()) == []


def test_a_removal_that_is_stopped_is_finished_by_the_next(
    tmp_path: Path, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    swap(make_new(build, "first"), site, build=build)
    (site / "en").mkdir()
    swap(make_new(build, "second"), site, build=build)

    def stopped(folder: Path) -> None:
        (folder / MARKER).unlink(missing_ok=True)  # in whatever order the system lists files
        raise KilledError

    monkeypatch.setattr(shutil, "rmtree", stopped)
    with pytest.raises(KilledError):
        restore(site, build=build)
    monkeypatch.undo()
    swap(make_new(build, "third"), site, build=build)
    restore(site, build=build)
    assert text_of(site) == "third"
    assert list(build.iterdir()) == []


def test_restoring_where_nothing_happened_does_nothing(tmp_path: Path, build: Path) -> None:
    restore(tmp_path / "site", build=build)
    swap(make_new(build, "first"), tmp_path / "site", build=build)
    restore(tmp_path / "site", build=build)
    assert text_of(tmp_path / "site") == "first"


def test_a_folder_of_someone_else_is_refused_and_untouched(tmp_path: Path, build: Path) -> None:
    site = tmp_path / "photos"
    site.mkdir()
    (site / "family.jpg").touch()
    new = make_new(build, "first")
    with pytest.raises(NotOurSiteError, match="Name another output folder"):
        swap(new, site, build=build)
    with pytest.raises(NotOurSiteError, match=MARKER):
        begin(site)
    assert [path.name for path in site.iterdir()] == ["family.jpg"]
    assert text_of(new) == "first"


def test_a_file_in_the_place_of_the_site_is_refused(tmp_path: Path, build: Path) -> None:
    (tmp_path / "site").write_text("notes")
    with pytest.raises(NotOurSiteError):
        swap(make_new(build, "first"), tmp_path / "site", build=build)
