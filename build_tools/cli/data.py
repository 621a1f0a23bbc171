"""``data``: the official files, downloaded, mirrored, cut down to what is needed, described."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from build_tools.building.project import OPEN_DATA_DIR, Project
from build_tools.building.report import Report
from build_tools.cli.data_arguments import FOLDER, OPEN_DATA_URL
from build_tools.opendata import download as downloading
from build_tools.opendata.amounts import duration, readable
from build_tools.opendata.catalogue import read_release
from build_tools.opendata.connection import Connection
from build_tools.opendata.index import NAME, read_index
from build_tools.opendata.mirror import write_readme
from build_tools.opendata.plan import plan, require_consent
from build_tools.samples.describe import Description, describe
from build_tools.samples.error import SampleError
from build_tools.samples.locate import sha256_of
from build_tools.samples.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from build_tools.opendata.catalogue import Release
    from build_tools.opendata.plan import Plan


def data(action: str, **options: Any) -> int:
    """Do one of the actions; returns the exit status."""
    report = Report()
    try:
        _ACTIONS[action](report, **options)
    except SampleError as error:
        report.say(error.message)
        return 1
    return 0


def get(
    report: Report,
    *,
    what: list[str],
    into: Path | None,
    address: str | None,
    data_only: bool,
    yes: bool,
    limit: int,
) -> None:
    """Download, and say what to type next."""
    folder = _folder(into)
    _download(report, what, folder, address, data_only=data_only, limit=_limit(limit, yes=yes))
    report.say(f"Build the lessons with these files:\n    {_next(folder)}")


def mirror(
    report: Report,
    *,
    into: Path,
    what: list[str],
    address: str | None,
    data_only: bool,
    yes: bool,
    limit: int,
) -> None:
    """Download into a folder that can be served."""
    release = read_release()
    what = what or [collection.name for collection in release.collections]
    _download(report, what, into, address, data_only=data_only, limit=_limit(limit, yes=yes))
    write_readme(into, read_index(into), release)
    report.say(f"{into / 'README.md'} says how to serve the folder and how to use it.")


def _limit(limit: int, *, yes: bool) -> int:
    return 1 << 62 if yes else limit


def _download(
    report: Report,
    what: Sequence[str],
    into: Path,
    address: str | None,
    *,
    data_only: bool,
    limit: int,
) -> None:
    release = read_release()
    named = address or os.environ.get(OPEN_DATA_URL)
    folder = downloading.Folder(into)
    with Connection() as connection:
        everything = plan(what, release, connection, mirror=named, data_only=data_only)
        there = folder.present(everything.files)
        todo = everything.without(there)
        if there:
            report.say(f"{len(there)} of {len(everything.files)} files are there already.")
        if todo.files:
            report.say(
                f"{len(todo.files)} file{'s' if len(todo.files) > 1 else ''},"
                f" {readable(todo.size)}: {duration(todo.size)} at 10 Mbit/s."
            )
            downloading.require_writable(into)
            require_consent(todo.size, limit=limit, free=shutil.disk_usage(into).free)
            with _bar(report, todo) as progress:
                source = downloading.Source(connection, _addresses(named, release), progress)
                downloading.download(todo, folder, source)
    events = sum(held.events for file in everything.files if (held := folder.index.find(file.path)))
    report.say(
        f"{into} has all {len(everything.files)}, verified: {events:,} events. "
        f"{into / NAME} holds their sha256."
    )


def _addresses(named: str | None, release: Release) -> tuple[str, ...]:
    return (named,) if named else tuple(address.url for address in release.addresses)


def _folder(into: Path | None) -> Path:
    project = Project.here()
    return into or project.open_data_dir or project.root / FOLDER


def _next(folder: Path) -> str:
    return (
        f'set "{OPEN_DATA_DIR}={folder.resolve()}" && nox -s site'
        if os.name == "nt"
        else f"{OPEN_DATA_DIR}={_quoted(folder.resolve())} nox -s site"
    )


def _quoted(path: Path) -> str:
    import shlex  # noqa: PLC0415  for shells of one kind of system only

    return shlex.quote(str(path))


@contextmanager
def _bar(report: Report, todo: Plan) -> Iterator[downloading.Progress]:
    """Bytes on a terminal, a line a file elsewhere."""
    if not report.is_terminal:
        with report.step("downloaded", len(todo.files)) as done:
            yield downloading.Progress(done=done)
        return
    columns = (
        TextColumn("{task.fields[name]}"),
        BarColumn(bar_width=24),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=report.console, transient=True) as progress:
        task = progress.add_task("", total=todo.size, name="")
        yield downloading.Progress(
            came=lambda count: progress.advance(task, count),
            done=lambda path: progress.update(task, name=path.rsplit("/", 1)[-1]),
        )


def skim(
    report: Report,
    *,
    what: list[str],
    branches: str,
    where: str,
    into: Path | None,
    address: str | None,
) -> None:
    """Read parts of files over the network, and write them as files of the same names."""
    from build_tools.opendata import skim as skimming  # noqa: PLC0415  loads all of uproot

    release, root = read_release(), _folder(into)
    named = address or os.environ.get(OPEN_DATA_URL)
    downloading.require_writable(root)
    folder = downloading.Folder(root)
    names = [name.strip() for name in branches.split(",") if name.strip()]
    with Connection() as connection:
        for path in what:
            release.collection(path.partition("/")[0])
            with report.step(f"reading {path}", 1) as done:
                held = skimming.skim(
                    path,
                    folder,
                    connection,
                    address=_addresses(named, release)[0],
                    branches=names,
                    where=where,
                )
                assert held.skim is not None  # noqa: S101  a skim says how it was made
                done(f"{held.events:,} of {held.skim.events_read:,} events, {readable(held.size)}")
    report.say(f"Build the lessons with these files:\n    {_next(root)}")


def listing(report: Report, *, what: str | None, address: str | None) -> None:
    """Show the collections, or the files of one."""
    release = read_release()
    if what:
        named = address or os.environ.get(OPEN_DATA_URL)
        with Connection() as connection:
            files = plan([what], release, connection, mirror=named, data_only=False)
        for file in files.files:
            about = "" if file.size else "about "
            report.say(f"{file.path}  {about}{readable(files.sizes[file.path])}")
        return
    table = Table("collection", "events with", "data", "simulation", "files", box=None)
    for collection in release.collections:
        about = "about " if collection.about else ""
        table.add_row(
            collection.name,
            collection.requires.in_language("en"),
            readable(round(collection.data_mb * 1e6)),
            about + readable(round(collection.simulation_mb * 1e6)),
            f"{len(collection.data)} + {collection.simulations}",
        )
    report.console.print(table)
    report.say(
        "Download one with `nox -s data -- 4lep`, its data files alone with `--data-only`."
        f"\nSource: {release.source}"
    )


def show(report: Report, *, file: Path, json: bool) -> None:
    """Say what is in a file."""
    manifest = read_manifest(Project.here().samples)
    found = describe(file, manifest=manifest, recorded=_recorded(file))
    if json:
        print(_json(found))
        return
    for line in _headlines(found):
        report.say(line)
    report.console.print(_branches(found, report.console))


def _recorded(file: Path) -> str | None:
    """What an index in the file's folders knows of it."""
    if not file.is_file():
        return None
    digest = sha256_of(file)
    for folder in file.resolve().parents[:4]:
        for held in read_index(folder).files:
            if held.sha256 == digest:
                made = "a skim" if held.skim else "the whole file"
                return f"{made} from {held.source}, recorded on {held.day}"
    return None


def _json(found: Description) -> str:
    return json.dumps(found.as_dict(), ensure_ascii=False, indent=1)


def _headlines(found: Description) -> Iterator[str]:
    yield f"{found.file}: {readable(found.size)}, tree {found.tree}, {found.events:,} events"
    yield f"sha256 {found.sha256}"
    yield f"origin: {found.kind}"
    if found.skim:
        where = found.skim.get("where") or "every event"
        yield f"skim of {found.skim.get('source')}: {where}"
    if found.luminosity_fb is not None:
        yield f"integrated luminosity: {found.luminosity_fb:.4g} fb⁻¹"
    if found.dsid is not None:
        yield f"simulated process: DSID {found.dsid}"
    if found.cross_section_pb is not None:
        yield f"cross-section: {found.cross_section_pb:.6g} pb"
    if found.sum_of_weights is not None:
        yield f"sum of weights of all generated events: {found.sum_of_weights:,.6g}"
    for complaint in found.complaints:
        yield f"NOT FOR LESSONS: {complaint}"


def _branches(found: Description, console: Console) -> Table:
    wide = console.width >= 120  # noqa: PLR2004  columns that the meanings need
    table = Table(box=None, padding=(0, 1, 0, 0))
    for name in ("branch", "type", "unit"):
        table.add_column(name, no_wrap=name != "type", overflow="fold")
    for name in ("mean", "min", "max", "empty"):
        table.add_column(name, justify="right", no_wrap=True)
    if wide:
        table.add_column("meaning")
    for branch in found.branches:
        row = [
            branch.name,
            branch.type.replace("var * ", "[] ") if not wide else branch.type,
            branch.unit or "",
            _short(branch.mean),
            *(
                _short(value, whole="int" in branch.type)
                for value in (branch.smallest, branch.largest)
            ),
            f"{branch.empty:.0%}" if branch.empty else "",
        ]
        table.add_row(*row, *([branch.meaning] if wide else []))
    return table


def _short(value: float | None, *, whole: bool = False) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if whole else f"{value:.4g}"


_ACTIONS: dict[str, Callable[..., None]] = {
    "get": get,
    "mirror": mirror,
    "skim": skim,
    "describe": show,
    "list": listing,
}
