"""The verbs and their options."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Exit status of a run that was interrupted by the user, as shells have it.
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """Every verb, with what it takes."""
    top = argparse.ArgumentParser(prog="open-data-lessons", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    verbs.add_parser("site", help="build the site in every language, into site/")
    for verb, what in (
        ("serve", "serve site/ on this machine"),
        ("live", "build, serve, and build again when a page is edited"),
    ):
        serving = verbs.add_parser(verb, help=what)
        serving.add_argument("--port", type=int, default=8000, help="default: 8000")
    samples = verbs.add_parser("samples", help="make the sample files again, with Pythia 8")
    samples.add_argument("--out", type=Path, help="folder to write, default: content/samples")
    translate = verbs.add_parser("translate", help="what there is to translate")
    actions = translate.add_subparsers(dest="action")
    done = actions.add_parser("done", help="record that a page or a section is translated")
    done.add_argument("page", help="docname, e.g. lessons/z-boson")
    done.add_argument("language", help="e.g. fr")
    done.add_argument("section", nargs="?", help="id of one section; default: the whole page")
    return top


def run(argv: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit status."""
    arguments = parser().parse_args(argv)
    try:
        match arguments.verb:
            case "site":
                from build_tools.cli.site import site  # noqa: PLC0415  each verb loads its own

                return site()
            case "serve":
                from build_tools.cli.serve import serve  # noqa: PLC0415

                return serve(arguments.port)
            case "live":
                from build_tools.cli.live import live  # noqa: PLC0415

                return live(arguments.port)
            case "samples":
                from build_tools.cli.samples import samples  # noqa: PLC0415

                return samples(arguments.out)
            case _:
                from build_tools.cli.translate import done, status  # noqa: PLC0415

                if arguments.action == "done":
                    return done(arguments.page, arguments.language, arguments.section)
                return status()
    except KeyboardInterrupt:
        print("\nstopped; what was finished is kept", file=sys.stderr)
        return INTERRUPTED
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
