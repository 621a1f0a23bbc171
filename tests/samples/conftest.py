"""A tiny set of samples, produced once for all tests here."""

from pathlib import Path

import pytest

from build_tools.samples.manifest import Manifest
from build_tools.samples.produce import produce

TINY = 0.004


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """Folder and manifest of the tiny set."""
    folder = tmp_path_factory.mktemp("tiny") / "samples"
    return folder, produce(folder, events_scale=TINY, workers=2)
