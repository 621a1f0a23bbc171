"""The samples of the tests: the bundled ones, and a tiny set that is produced once."""

from pathlib import Path

import pytest

from build_tools.samples.manifest import Manifest, read_manifest

TINY = 0.004
MADE = ("3lep", "4lep", "GamGam", "1lep1tau", "1largeRjet1lep")  # the others make no difference
BUNDLED = Path(__file__).parents[2] / "content" / "samples"


@pytest.fixture(scope="session")
def bundled() -> tuple[Path, Manifest]:
    """Folder and manifest of the bundled samples."""
    return BUNDLED, read_manifest(BUNDLED)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """Folder and manifest of a tiny set; skips the test where the generator is not installed."""
    pytest.importorskip("pythia8mc", reason="the generator is in the dependency group `samples`")
    from build_tools.samples.produce import produce  # noqa: PLC0415  # imports the generator

    folder = tmp_path_factory.mktemp("tiny") / "samples"
    chunks = tmp_path_factory.mktemp("chunks")
    return folder, produce(folder, chunks=chunks, events_scale=TINY, workers=2, collections=MADE)
