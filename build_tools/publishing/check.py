"""Say what is wrong with the published pages, having looked at them as a reader's browser would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from build_tools.pages.bundle import PageBundle, Status
from build_tools.publishing.look import Look, Target, look_at_page
from build_tools.theme.addresses import page_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong on a page, and what to do about it."""

    page: str  #: path below the site's root
    message: str

    def __str__(self) -> str:
        return f"{self.page}: {self.message}"


def check(site: Path, bundles: Iterable[PageBundle]) -> list[Finding]:
    """Every finding on every page of a site, sorted."""
    paths = {file.relative_to(site).as_posix(): file for file in site.rglob("*") if file.is_file()}
    looks = {
        path: look_at_page(path, file.read_bytes())
        for path, file in paths.items()
        if path.endswith(".html")
    }
    return findings(paths.keys(), looks, bundles)


def findings(
    paths: Collection[str],
    looks: Mapping[str, Look],
    bundles: Iterable[PageBundle],
    good: Mapping[str, Look] | None = None,
) -> list[Finding]:
    """Every finding on every page, sorted.

    ``paths`` are all files of the site, ``looks`` its pages. ``good`` are the pages of a site on
    which nothing was found: a page that is the same is only asked about places that are gone.
    """
    bundles = list(bundles)
    stale = {
        unquote(page_path(bundle.language, bundle.docname))
        for bundle in bundles
        if bundle.status is Status.STALE or any(section.moved for section in bundle.sections)
    }
    good = good or {}
    gone = {
        (path, place)
        for path, look in good.items()
        if looks.get(path) is not look
        for place in look.places - (looks[path].places if path in looks else frozenset())
    }
    folders = {path.rpartition("/")[0] for path in paths}
    found: set[Finding] = set()
    for path, look in looks.items():
        targets: Iterable[Target] = look.targets
        if good.get(path) is look:
            targets = [
                own for own in targets if own.path not in paths or (own.path, own.fragment) in gone
            ]
        found.update(Finding(path, message) for message in look.wrong)
        for target in targets:
            message = _missing(target, paths, folders, looks, stale=path in stale)
            if message:
                found.add(Finding(path, message))
    for bundle in bundles:
        path = unquote(page_path(bundle.language, bundle.docname))
        shown = looks.get(path)
        messages = (
            ["the page is missing from the site. Build the site again."]
            if shown is None
            else _check_content(shown, bundle)
        )
        found.update(Finding(path, message) for message in messages)
    return sorted(found)


def _missing(
    target: Target,
    paths: Collection[str],
    folders: Collection[str],
    looks: Mapping[str, Look],
    *,
    stale: bool,
) -> str:
    """What is wrong with a link; ``stale`` says that the source of its page has changed since."""
    if target.path not in paths:
        if target.path in folders or target.path == ".":
            return (
                f"link {target.address} leads to a folder. Name the page in it, such as index.html."
            )
        return f"link {target.address} leads nowhere: there is no such file. Correct or remove it."
    # on a stale page the build has told what it lacks, and it must not stop the source's author
    if stale or target.path not in looks or target.fragment in looks[target.path].places:
        return ""
    return (
        f"link {target.address} names a place that {target.path} does not have. "
        "Correct the part after #."
    )


def visible_cells(bundle: PageBundle) -> int:
    """How many code cells the page must show, with their code or their output."""
    return sum(not cell.removed for cell in bundle.cells)


def _check_content(page: Look, bundle: PageBundle) -> Iterator[str]:
    """What the bundle promises must be there."""
    for what, shown, expected in (
        ("figures", page.figures, bundle.figures),
        ("data frames", page.tables, bundle.tables),
        ("questions", page.questions, len(bundle.quizzes)),
        ("code cells", page.cells, visible_cells(bundle)),
    ):
        if shown != expected:
            yield (
                f"shows {shown} {what} where {bundle.path} makes {expected}. "
                "Look at the page and at the warnings of its build."
            )
