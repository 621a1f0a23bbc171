"""The verbs and their options."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.building.lock import BusyError
from build_tools.cli import data_arguments, translate_arguments
from build_tools.cli.ports import PortTakenError
from build_tools.pages.diagnostics import LessonError
from build_tools.pages.repository import SettingError
from build_tools.publishing.swap import NotOurSiteError
from build_tools.translation.names import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence


#: What a person can do something about: the message is all that they need.
_TOLD = (
    BusyError,
    FileNotFoundError,
    LessonError,
    NotOurSiteError,
    PortTakenError,
    SettingError,
    UnknownNameError,
)


def parser() -> argparse.ArgumentParser:
    """Every verb, with what it takes."""
    top = argparse.ArgumentParser(prog="open-data-lessons", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    site = verbs.add_parser("site", help="build the site in every language, into site/")
    site.add_argument(
        "--verify",
        action="store_true",
        help="also run translated pages for real, and compare: only pages that you have read",
    )
    site.add_argument(
        "--why",
        metavar="PAGE",
        nargs="?",
        const="",
        help="do not build: tell when and why the cells of a page, or of all, last ran",
    )
    site.add_argument(
        "--json", action="store_true", help="print the summary as JSON, and nothing else"
    )
    for verb, what in (
        ("serve", "serve site/ on this machine"),
        ("live", "build, serve, and build again when a page is edited"),
    ):
        serving = verbs.add_parser(verb, help=what)
        serving.add_argument("--port", type=int, default=8000, help="default: 8000")
        if verb == "live":
            serving.add_argument(
                "page",
                nargs="?",
                default="",
                help="a translated page to be shown beside its source, such as fr/lessons/z-boson",
            )
    verbs.add_parser("proofread", help="terms, typography and spelling of all that people read")
    verbs.add_parser("compress", help="write .br and .gz files into site/, for a server")
    verbs.add_parser("weigh", help="how heavy each page is; fails over budget")
    samples = verbs.add_parser("samples", help="make the sample files again, with Pythia 8")
    samples.add_argument("--out", type=Path, help="folder to write, default: content/samples")
    samples.add_argument(
        "--validate",
        action="store_true",
        help="make no samples, but docs/explanation/validation.md from those there are",
    )
    data = verbs.add_parser("data", help="download, mirror, cut down or describe real files")
    data_arguments.add_arguments(data)
    quizzes = verbs.add_parser("quizzes", help="questions in other forms")
    export = quizzes.add_subparsers(dest="action", required=True).add_parser(
        "export", help="write them to a file"
    )
    export.add_argument(
        "form", choices=["moodle", "gift", "json", "worksheet", "key"], help="what to write"
    )
    export.add_argument("--lang", default="en", help="language, default: en")
    export.add_argument("--lesson", help="one page, e.g. lessons/z-boson; default: all")
    export.add_argument("--out", type=Path, help="file to write, default: below _build/quizzes")
    printing = verbs.add_parser("print", help="worksheets, teachers' editions, booklets as PDF")
    printing.add_argument(
        "--lesson", action="append", default=[], help="one page, e.g. lessons/z-boson; default: all"
    )
    printing.add_argument("--lang", action="append", default=[], help="e.g. fr; default: all")
    printing.add_argument(
        "--edition",
        action="append",
        default=[],
        choices=["worksheet", "teacher", "booklet"],
        help="default: all",
    )
    printing.add_argument(
        "--paper",
        action="append",
        default=[],
        choices=["a4", "letter"],
        help="default: a4; given twice, both",
    )
    translate = verbs.add_parser("translate", help="what there is to translate")
    translate_arguments.add_arguments(translate)
    offline = verbs.add_parser("offline", help="pack the site into zips that open from a disk")
    offline.add_argument("--lang", help="one language; default: all, and each by itself")
    offline.add_argument("--out", type=Path, help="folder for them, default: _build/offline")
    bundle = verbs.add_parser("bundle", help="build the scripts that are kept here again")
    bundle.add_argument("--check", action="store_true", help="only compare them")
    return top


def run(argv: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["data"]:
        words[1:] = data_arguments.with_action(words[1:])
    options = vars(parser().parse_args(words))
    verb = options.pop("verb")
    try:
        # each verb loads its own module, and no other's
        module = importlib.import_module(f"build_tools.cli.{verb}")
        status: int = getattr(module, verb)(**options)
    except _TOLD as error:
        print(error, file=sys.stderr)
        return 1
    return status
