"""The samples of the tests: the bundled ones, and a tiny set that is produced once."""

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_tools.samples import rootfile
from build_tools.samples.manifest import Manifest, read_manifest

TINY = 0.004
BUNDLED = Path(__file__).parents[2] / "content" / "samples"


@pytest.fixture(scope="session")
def bundled() -> tuple[Path, Manifest]:
    """Folder and manifest of the bundled samples."""
    return BUNDLED, read_manifest(BUNDLED)


@pytest.fixture(scope="session")
def small_dictionary() -> Iterator[None]:
    """Compress as ever, but with a dictionary that fits tiny files.

    To clear the 64 MB of the preset's own for every basket takes minutes, and changes nothing in
    what a reader of the file finds.
    """
    filters = tuple(
        [{**own, "dict_size": 2**16} if own["id"] == lzma.FILTER_LZMA2 else own for own in chain]
        for chain in rootfile._FILTERS
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rootfile, "_FILTERS", filters)
        yield


@pytest.fixture(scope="session")
def tiny(
    tmp_path_factory: pytest.TempPathFactory,
    small_dictionary: None,  # noqa: ARG001  it is patched in
) -> tuple[Path, Manifest]:
    """Folder and manifest of a tiny set; skips the test where the generator is not installed."""
    pytest.importorskip("pythia8mc", reason="the generator is in the dependency group `samples`")
    from build_tools.samples.produce import produce  # noqa: PLC0415  # imports the generator

    folder = tmp_path_factory.mktemp("tiny") / "samples"
    chunks = tmp_path_factory.mktemp("chunks")
    return folder, produce(folder, chunks=chunks, events_scale=TINY, workers=2)
