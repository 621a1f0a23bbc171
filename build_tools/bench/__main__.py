"""``python -m build_tools.bench build|read``: measure, print tables of ratios, keep everything.

Called by ``nox -s bench``, which makes the environments of the tools that are compared.
"""

from __future__ import annotations

import argparse
import compileall
import datetime as dt
import shutil
import sys
import sysconfig
from functools import partial
from pathlib import Path

from build_tools.bench import report
from build_tools.bench.building import Results, run_all
from build_tools.bench.peers import sites
from build_tools.bench.reading import Reading, read
from build_tools.bench.tools import Tools
from build_tools.browser.find import find_browser

ROOT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument("--tool", action="append", default=[], help=argparse.SUPPRESS)
    kinds = parser.add_subparsers(dest="kind", required=True)
    build = kinds.add_parser("build", help="builds, beside plain Sphinx with MyST-NB")
    build.add_argument(
        "corpora",
        nargs="*",
        default=["10x2"],
        help="LESSONSxLANGUAGES, e.g. 50x2 200x5; default 10x2, some minutes",
    )
    build.add_argument("--runs", type=int, default=1, help="of each case; default 1")
    build.add_argument("--only-j2", action="store_true", help="leave out plain -j1")
    build.add_argument("--cold-only", action="store_true", help="leave out edits and the rest")
    reading = kinds.add_parser("read", help="pages on a slow line, beside other tools'")
    reading.add_argument("--runs", type=int, default=3, help="visits of each page; default 3")
    reading.add_argument("--language", default="en", help="of the pages; default en")
    options = parser.parse_args(arguments)
    pythons = {name: Path(place) for name, _, place in (one.partition("=") for one in options.tool)}
    work = ROOT / "_build" / "bench"
    shutil.rmtree(work, ignore_errors=True)
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    browser = find_browser()
    if browser is None:
        print("No Chrome or Chromium: figures are not drawn, so nothing is measured.")
        return 1
    # the other tools' environments are compiled when they are made
    compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2, workers=0)
    compileall.compile_dir(ROOT / "build_tools", quiet=2)
    if options.kind == "read":
        return _readings(options, pythons, work, day, browser)
    return _builds(options, pythons, work, day, browser)


def _readings(
    options: argparse.Namespace, pythons: dict[str, Path], work: Path, day: str, browser: Path
) -> int:
    targets = sites(ROOT, pythons, work / "sites", options.language)
    readings: dict[str, list[Reading]] = {target.name: [] for target in targets}
    for turn in range(options.runs):
        for target in targets:
            readings[target.name].append(read(target, browser))
            print(f"visit {turn + 1} of {options.runs}: {target.name}")
    (work / "readings.json").write_text(report.to_json([], readings, day=day), "utf-8")
    (work / "readings.md").write_text(report.readings_table(readings), "utf-8")
    print(report.readings_table(readings))
    print(f"Kept in {work}: readings.json, readings.md")
    return 0


def _builds(
    options: argparse.Namespace, pythons: dict[str, Path], work: Path, day: str, browser: Path
) -> int:
    tools = Tools(ROOT, pythons["plain"])
    results: list[Results] = []
    for name in options.corpora:
        lessons, languages = map(int, name.split("x"))
        results.append(
            run_all(
                work / name,
                tools,
                browser,
                lessons=lessons,
                count=languages,
                runs=options.runs,
                plain1=not options.only_j2,
                cold_only=options.cold_only,
                say=partial(print, flush=True),
            )
        )
        # after each: a long run that is stopped keeps what it has
        work.mkdir(parents=True, exist_ok=True)
        (work / "builds.json").write_text(report.to_json(results, {}, day=day), "utf-8")
        (work / "builds.md").write_text(report.builds_table(results), "utf-8")
    report.plot(results, work / "builds.svg", browser)
    print(report.builds_table(results))
    print(f"Kept in {work}: builds.json, builds.md, builds.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
