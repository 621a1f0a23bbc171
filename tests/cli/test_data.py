"""What a person sees of `nox -s data`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.cli import data as verb
from build_tools.cli.arguments import run
from build_tools.opendata.catalogue import Address, Collection, File, Release
from build_tools.samples.catalogue import Text
from tests.opendata.portal import (
    DATA,
    EVENTS,
    SAMPLES,
    SIMULATED_EVENTS,
    SIMULATION,
    Portal,
    running,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """A server, and a release whose only address it is."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    for name in ("OPEN_DATA_URL", "OPEN_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    files = {path: (SAMPLES / path).read_bytes() for path in (*DATA, SIMULATION)}
    with running(Portal(files=files)) as playing:
        known = tuple(
            File(path=path, size=len(files[path]), events=count) for path, count in EVENTS.items()
        )
        fourlep = Collection(
            name="4lep", requires=Text({"en": "four leptons"}), record=15005, doi="10.7483/X",
            simulations=1, data_mb=0.5, simulation_mb=0.5, files=known,
        )  # fmt: skip
        large = fourlep.model_copy(update={"name": "1lep", "files": (), "data_mb": 27246.0})
        release = Release(
            source="tests", release="2020e-13tev", licence="CC0-1.0", publication="tests",
            addresses=(Address(url=playing.url, source="tests"),),
            records=playing.url + "api/records/{record}", records_source="tests",
            collections=(fourlep, large),
        )  # fmt: skip
        monkeypatch.setattr(verb, "read_release", lambda: release)
        monkeypatch.chdir(ROOT)
        yield playing


@pytest.mark.usefixtures("portal")
def test_download_and_the_line_to_type_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my data"
    assert run(["data", "4lep", "--data-only", "--into", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "4 files, " in said
    assert "less than a minute at 10 Mbit/s" in said
    assert "downloaded 4/4" in said
    assert f"verified: {sum(EVENTS.values())} events" in said
    assert f"OPEN_DATA_DIR='{folder}' nox -s site" in said
    assert sorted(str(file.relative_to(folder)) for file in folder.rglob("*.root")) == list(DATA)
    assert run(["data", "4lep", "--data-only", "--into", str(folder)]) == 0
    assert "4 of 4 files are there already" in capsys.readouterr().out


@pytest.mark.usefixtures("portal")
def test_the_folder_of_the_lessons_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPEN_DATA_DIR", str(tmp_path / "of the lessons"))
    assert run(["data", DATA[0]]) == 0
    assert (tmp_path / "of the lessons" / DATA[0]).is_file()


def test_a_mirror_serves_as_an_address(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = tmp_path / "mirror"
    base = "root://eos//eos/opendata/atlas/OutreachDatasets/2020-08-19/"
    listed = [{"uri": base + path, "size": len(portal.files[path])} for path in portal.files]
    portal.files["api/records/15005"] = json.dumps({"metadata": {"files": listed}}).encode()
    assert run(["data", "mirror", str(mirror), "4lep"]) == 0
    readme = (mirror / "README.md").read_text()
    assert "| 4lep | 5 |" in readme
    assert "https://doi.org/10.7483/X" in readme
    assert "CC0" in readme
    check = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=mirror, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert check.stdout.count(": OK") == 5
    files = {
        str(file.relative_to(mirror)): file.read_bytes()
        for file in mirror.rglob("*")
        if file.is_file()
    }
    before = dict(files)
    assert run(["data", "mirror", str(mirror), "4lep"]) == 0  # nothing to do, nothing changed
    assert before == {name: (mirror / name).read_bytes() for name in files}
    with running(Portal(files=files)) as served:
        into = tmp_path / "class"
        assert run(["data", "4lep", "--from", served.url, "--into", str(into)]) == 0
        assert len(list(into.rglob("*.root"))) == 5
        # a mirror whose file is not the one of its index
        served.files[SIMULATION] = served.files[SIMULATION][:-1] + b"!"
        again = tmp_path / "again"
        capsys.readouterr()
        assert run(["data", SIMULATION, "--from", served.url, "--into", str(again)]) == 1
    assert "is not the file that was expected" in capsys.readouterr().out
    assert list(again.rglob("*.root")) == []


def test_much_needs_consent(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "much"
    assert run(["data", "1lep", "--data-only", "--into", str(into)]) == 1
    said = capsys.readouterr().out
    assert "4 files, 27 GB: about 6 hours at 10 Mbit/s" in said
    assert "--yes" in said
    assert list(into.rglob("*")) == []
    assert portal.sent == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["4leptons"], "There is no collection called 4leptons. Did you mean 4lep"),
        (["4lep/../../x"], "is neither a collection"),
        (["4lep/Data/data_Z.4lep.root"], "The release has no file called"),
        (["describe", "nowhere.root"], "nowhere.root is missing"),
        (["skim", "4lep"], "is no name of a sample"),
        (["get", "4lep", "--from", "ftp://example.org", "--data-only"], "is not an address"),
    ],
)
def test_what_is_not_there(
    words: list[str], said: str, portal: Portal, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    portal.files["api/records/15005"] = json.dumps(
        {"metadata": {"files": [{"uri": f"root://x/{SIMULATION}", "size": 7}]}}
    ).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPEN_DATA_DIR", str(tmp_path / "data"))
        assert run(["data", *words]) == 1
    assert said in capsys.readouterr().out
    assert list(tmp_path.rglob("*.root")) == []


def test_a_skim_can_be_described(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["data", "skim", SIMULATION, "--branches", "lep_pt, lep_type", "--where", "lep_n == 4"]
    assert run([*words, "--into", str(tmp_path)]) == 0
    assert f"of {SIMULATED_EVENTS:,} events" in capsys.readouterr().out
    assert run(["data", "describe", str(tmp_path / SIMULATION)]) == 0
    said = capsys.readouterr().out
    assert "origin: a skim from http://127.0.0.1" in said
    assert f"skim of {portal.url}{SIMULATION}: lep_n == 4" in said
    assert "simulated process: DSID 363490" in said
    assert run(["data", "describe", str(tmp_path / SIMULATION), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["skim"]["where"] == "lep_n == 4"
    # the whole file is not put over it
    assert run(["data", SIMULATION, "--into", str(tmp_path)]) == 1


@pytest.mark.parametrize("columns", [80, 160])
def test_a_description_fits_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", str(columns))
    assert run(["data", "describe", str(SAMPLES / DATA[0])]) == 0
    lines = capsys.readouterr().out.splitlines()
    table = lines[next(n for n, line in enumerate(lines) if line.startswith("branch")) :]
    assert max(len(line) for line in table) <= columns
    assert ("meaning" in table[0]) is (columns == 160)
    assert sum("lep_pt " in line for line in table) == 1
    assert any("integrated luminosity: " in line for line in lines)


def test_nothing_asked_for_is_the_list(portal: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data"]) == 0
    assert "four leptons" in capsys.readouterr().out
    assert portal.requests.total() == 0


def test_the_other_verbs_do_not_load_the_downloads() -> None:
    program = "import sys, build_tools.cli.arguments as a; a.parser(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "build_tools.cli.data_arguments" in loaded
    assert not {"requests", "uproot", "pooch"} & set(loaded)
    # a build that has nothing to do is over before these are loaded
    assert not {"babel", "http.server", "pydantic", "rich"} & set(loaded)
