"""Which file a path means, and what is said about where its events come from."""

from pathlib import Path
from shutil import copy

import pytest

from build_tools.samples.error import SampleError
from build_tools.samples.locate import Origin, locate
from build_tools.samples.manifest import Manifest

DATA = "4lep/Data/data_A.4lep.root"
SIMULATION = "4lep/MC/mc_345060.ggH125_ZZ4lep.4lep.root"
Bundled = tuple[Path, Manifest]


def test_without_a_folder_the_bundled_file(bundled: Bundled) -> None:
    folder, manifest = bundled
    data = locate(DATA, bundled=folder, manifest=manifest)
    assert (data.file, data.origin, data.recorded) == (
        folder / DATA,
        Origin.BUNDLED_PSEUDODATA,
        False,
    )
    assert data.luminosity_fb is not None
    simulation = locate(SIMULATION, bundled=folder, manifest=manifest)
    assert (simulation.origin, simulation.luminosity_fb) == (Origin.BUNDLED_SIMULATION, None)


def test_a_file_of_the_same_name_replaces_it(bundled: Bundled, tmp_path: Path) -> None:
    folder, manifest = bundled
    place = tmp_path / "anywhere" / "below"
    place.mkdir(parents=True)
    (place / "data_A.4lep.root").write_bytes(b"root of ATLAS")
    (place / "mc_345060.ggH125_ZZ4lep.4lep.root").write_bytes(b"root of ATLAS, too")
    data = locate(DATA, bundled=folder, manifest=manifest, open_data_dir=tmp_path)
    assert (data.path, data.origin, data.recorded) == (DATA, Origin.EXTERNAL_DATA, True)
    assert data.luminosity_fb == pytest.approx(0.503)  # the period's of the release
    simulation = locate(SIMULATION, bundled=folder, manifest=manifest, open_data_dir=tmp_path)
    assert (simulation.origin, simulation.recorded) == (Origin.EXTERNAL_SIMULATION, False)
    other = locate(
        "4lep/Data/data_B.4lep.root", bundled=folder, manifest=manifest, open_data_dir=tmp_path
    )
    assert other.file == folder / "4lep/Data/data_B.4lep.root"


def test_a_copy_of_a_bundled_file_is_not_recorded(bundled: Bundled, tmp_path: Path) -> None:
    folder, manifest = bundled
    copy(folder / DATA, tmp_path)
    data = locate(DATA, bundled=folder, manifest=manifest, open_data_dir=tmp_path)
    assert data.file == tmp_path / "data_A.4lep.root"
    assert data.origin is Origin.BUNDLED_PSEUDODATA


def test_two_copies_are_one_but_two_different_files_are_an_error(
    bundled: Bundled, tmp_path: Path
) -> None:
    folder, manifest = bundled
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "data_A.4lep.root").write_bytes(b"root")
    assert locate(DATA, bundled=folder, manifest=manifest, open_data_dir=tmp_path).recorded
    (tmp_path / "b" / "data_A.4lep.root").write_bytes(b"root, but not the same")
    with pytest.raises(SampleError) as caught:
        locate(DATA, bundled=folder, manifest=manifest, open_data_dir=tmp_path)
    for place in ("a", "b"):
        assert str(tmp_path / place / "data_A.4lep.root") in caught.value.message


def test_an_unknown_name_and_a_missing_folder_are_errors(bundled: Bundled, tmp_path: Path) -> None:
    folder, manifest = bundled
    with pytest.raises(SampleError, match=r"No sample is called 4lep/Data/data_Z\.4lep\.root"):
        locate("4lep/Data/data_Z.4lep.root", bundled=folder, manifest=manifest)
    with pytest.raises(SampleError, match=r"OPEN_DATA_DIR is .* not a folder"):
        locate(DATA, bundled=folder, manifest=manifest, open_data_dir=tmp_path / "none")


@pytest.mark.parametrize(
    "path",
    ["../4lep/Data/data_A.4lep.root", "4lep/Data/../../../secret.root", "/etc/passwd",
     "4lep/Data/*.root", "4lep/Data/", "", "4lep/Data/data_A.4lep.root\n"],
)  # fmt: skip
def test_a_path_that_climbs_or_searches_is_no_sample(
    path: str, bundled: Bundled, tmp_path: Path
) -> None:
    folder, manifest = bundled
    (tmp_path / "data_A.4lep.root").write_bytes(b"root")
    with pytest.raises(SampleError, match="is no name of a sample"):
        locate(path, bundled=folder, manifest=manifest, open_data_dir=tmp_path)
