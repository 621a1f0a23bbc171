"""What ``data`` takes; apart from its work, so that the other verbs need not load that."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.building.project import OPEN_DATA_DIR
from build_tools.opendata.amounts import UNASKED, parse_size

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The variable that names a base address of the files.
OPEN_DATA_URL = "OPEN_DATA_URL"
#: Where files go when nothing else is said.
FOLDER = "open-data"
#: What can be done; without one of these words, `get` is meant.
ACTIONS = ("get", "list", "mirror", "skim", "describe")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `data` takes."""
    actions = parser.add_subparsers(dest="action", required=True)
    what = "collections (4lep), halves of them (4lep/MC) or files (4lep/Data/data_A.4lep.root)"
    get = actions.add_parser("get", help="download; this word can be left out")
    get.add_argument("what", nargs="+", help=what)
    mirror = actions.add_parser("mirror", help="download into a folder that can be served")
    mirror.add_argument("into", type=Path, metavar="DIR", help="folder of the mirror")
    mirror.add_argument("what", nargs="*", help=f"{what}; default: every collection")
    for sub in (get, mirror):
        sub.add_argument("--data-only", action="store_true", help="leave the simulation out")
        sub.add_argument("--yes", action="store_true", help="whatever the size")
        sub.add_argument("--limit", type=_size, default=UNASKED, help="e.g. 20GB; default: 2GB")
    skim = actions.add_parser("skim", help="read parts of a file over the network, and keep them")
    skim.add_argument("what", nargs="+", help="files, e.g. 2lep/MC/mc_361106.Zee.2lep.root")
    skim.add_argument("--branches", default="", help="comma between names; default: all")
    skim.add_argument("--where", default="", help='e.g. "lep_n == 2 and max(lep_pt) > 25000"')
    for sub in (get, skim):
        sub.add_argument("--into", type=Path, help=f"default: {OPEN_DATA_DIR}, else {FOLDER}/")
    for sub in (get, mirror, skim):
        sub.add_argument("--from", dest="address", help=f"base address; also {OPEN_DATA_URL}")
    describing = actions.add_parser("describe", help="say what is in a file")
    describing.add_argument("file", type=Path)
    describing.add_argument("--json", action="store_true", help="for programs")
    listing = actions.add_parser("list", help="show the collections, or the files of one")
    listing.add_argument("what", nargs="?", help="a collection")
    listing.add_argument("--from", dest="address", help=f"base address; also {OPEN_DATA_URL}")


def with_action(arguments: Sequence[str]) -> list[str]:
    """The command line with the action spelt out: `4lep` is `get 4lep`, nothing is `list`."""
    if not arguments:
        return ["list"]
    first = arguments[0]
    return list(arguments) if first in {*ACTIONS, "-h", "--help"} else ["get", *arguments]


def _size(text: str) -> int:
    try:
        return parse_size(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 500MB or 20GB") from None
