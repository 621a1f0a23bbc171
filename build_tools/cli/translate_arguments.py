"""What ``translate`` takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_arguments(translate: argparse.ArgumentParser) -> None:
    """The actions, and what each of them takes."""
    translate.set_defaults(json=False)
    actions = translate.add_subparsers(dest="action")
    status = actions.add_parser("status", help="what there is to do, by language (the default)")
    status.add_argument("language", nargs="?", help="one language, e.g. fr; default: all")
    status.add_argument("--json", action="store_true", help="as JSON, and nothing else")
    start = actions.add_parser("start", help="make the file of a page that is to be translated")
    _add_place(start, section=False)
    diff = actions.add_parser("diff", help="what changed in the source since it was translated")
    _add_place(diff)
    done = actions.add_parser("done", help="record that a page or a section is translated")
    _add_place(done)
    done.add_argument(
        "--all-languages",
        action="store_true",
        help="declare that the last change of the source is harmless: PAGE [SECTION], and every"
        " language that was current before it is current again",
    )
    check = actions.add_parser("check", help="everything that is wrong with translations, as in CI")
    check.add_argument("--json", action="store_true", help="as JSON, and nothing else")
    check.add_argument(
        "--quick", action="store_true", help="run no cells: what they show is not looked at"
    )
    check.add_argument(
        "--report",
        type=Path,
        metavar="FOLDER",
        help="also write translation.json and translation.md there",
    )


def _add_place(action: argparse.ArgumentParser, *, section: bool = True) -> None:
    action.add_argument("page", help="e.g. lessons/z-boson, or the path of its file")
    action.add_argument(
        "language", nargs="?", default="", help="e.g. fr; may be left out where there is only one"
    )
    if section:
        action.add_argument("section", nargs="?", help="its id or title; default: the whole page")
