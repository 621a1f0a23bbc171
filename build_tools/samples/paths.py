"""How a sample is named: collection, kind and file, as in `4lep/Data/data_A.4lep.root`."""

import re

from build_tools.samples.error import SampleError

#: No empty step, no `..`, no pattern that a search of files would expand.
PATTERN = r"^[A-Za-z0-9]+/(Data|MC)/[A-Za-z0-9_][A-Za-z0-9_.+-]*\.root$"
_PATH = re.compile(PATTERN.replace("$", r"\Z"))


def is_path(path: str) -> bool:
    """Whether a text has the form of a sample's name."""
    return bool(_PATH.match(path))


def require_path(path: str) -> str:
    """Return the path; raise SampleError if it is no sample's name or leads out of its folder."""
    if not is_path(path):
        raise SampleError(
            f"{path!r} is no name of a sample: write collection, Data or MC, and file, as in "
            "4lep/Data/data_A.4lep.root."
        )
    return path
