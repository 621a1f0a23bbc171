"""Which file a lesson reads: the bundled one, or the reader's own file of the same name."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from build_tools.samples.error import SampleError
from build_tools.samples.luminosity import of_release
from build_tools.samples.manifest import Manifest
from build_tools.samples.paths import require_path


class Origin(Enum):
    """Where the events of a file come from."""

    BUNDLED_SIMULATION = "simulated by this project"
    BUNDLED_PSEUDODATA = "simulated by this project to stand for data"
    EXTERNAL_DATA = "recorded by ATLAS, as its name and place say"
    EXTERNAL_SIMULATION = "simulated by ATLAS, as its name says"


@dataclass(frozen=True)
class Located:
    """A file that takes the place of a path asked for."""

    path: str  # as a lesson writes it, e.g. 4lep/Data/data_A.4lep.root
    file: Path
    sha256: str
    origin: Origin
    luminosity_fb: (
        float | None
    )  # of data, the release's for a file of its name; None for simulation

    @property
    def recorded(self) -> bool:
        """Whether a detector recorded the events."""
        return self.origin is Origin.EXTERNAL_DATA


def locate(
    path: str,
    *,
    bundled: Path,
    manifest: Manifest,
    open_data_dir: Path | None = None,
    digest_of: Callable[[Path], str] | None = None,
) -> Located:
    """Find the file for a path such as `4lep/Data/data_A.4lep.root`.

    A file of the same name anywhere below `open_data_dir` replaces the bundled one. Copies of one
    file are one file. Raises SampleError if there are several different ones, if the folder is
    missing, if the path is no name of a sample, or if the manifest does not know it and nothing
    replaces it. ``digest_of`` takes the place of `sha256_of`, for callers that remember.
    """
    digest_of = digest_of or sha256_of
    require_path(path)
    sample = manifest.find(path)
    replacement = _replacement(path, open_data_dir, digest_of) if open_data_dir else None
    if replacement is None:
        if sample is None:
            known = ", ".join(entry.path for entry in manifest.samples)
            raise SampleError(
                f"No sample is called {path}. Known are: {known}. "
                "Correct the name, or put the file below the folder that OPEN_DATA_DIR names."
            )
        file, digest = bundled / path, sample.sha256
    else:
        file, digest = replacement, digest_of(replacement)
    known_digest = next((entry for entry in manifest.samples if entry.sha256 == digest), None)
    if known_digest:  # a bundled file stays what it is, wherever it was copied
        pseudo = known_digest.kind == "simulated pseudo-data"
        origin = Origin.BUNDLED_PSEUDODATA if pseudo else Origin.BUNDLED_SIMULATION
        return Located(path, file, digest, origin, known_digest.luminosity_fb)
    is_data = "/Data/" in f"/{path}"
    origin = Origin.EXTERNAL_DATA if is_data else Origin.EXTERNAL_SIMULATION
    luminosity = of_release(file.name) if is_data else None
    return Located(path, file, digest, origin, luminosity)


def _replacement(path: str, folder: Path, digest_of: Callable[[Path], str]) -> Path | None:
    if not folder.is_dir():
        raise SampleError(
            f"OPEN_DATA_DIR is {folder}, which is not a folder. "
            "Correct it, or unset it to use the bundled samples."
        )
    name = path.rsplit("/", 1)[-1]
    found = sorted(file for file in folder.rglob(name) if file.is_file())
    for other in found[1:]:
        if digest_of(other) != digest_of(found[0]):
            raise SampleError(
                f"Two different files are called {name}: {found[0]} and {other}. "
                f"Keep one of them below {folder}."
            )
    return found[0] if found else None


_digests: dict[tuple[Path, int, int], str] = {}


def sha256_of(file: Path) -> str:
    """Digest of a file; remembered by path, size and time, since files may be large."""
    status = file.stat()
    key = (file.resolve(), status.st_size, status.st_mtime_ns)
    if key not in _digests:
        with file.open("rb") as stream:
            _digests[key] = hashlib.file_digest(stream, "sha256").hexdigest()
    return _digests[key]
