"""Previews: the pictures beside links to lessons, where the site's address is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.figures.model import drawing_path
from build_tools.pages.bundle import Status
from build_tools.theme.addresses import preview_path
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from build_tools.building.memory import StagedPage
    from build_tools.building.project import Project


def take(project: Project, staged: Sequence[StagedPage], site: str) -> tuple[dict[str, Path], str]:
    """Path below the site's root → picture, and a note where there are none.

    ``site`` is the site's name. Without an address no page may name a picture: none is taken.
    """
    if not project.site_url:
        return {}, ""
    # they load what drives a browser
    from build_tools.browser.find import find_browser  # noqa: PLC0415
    from build_tools.publishing.previews import (  # noqa: PLC0415
        PreviewError,
        preview,
        take_pictures,
    )

    browser = find_browser()
    if browser is None:
        return {}, "no browser found: links to the site are shown without pictures"
    compiled = compile_catalogues(project.build / "locale")
    pages = {}
    for page in staged:
        bundle = page.bundle
        own = bundle.docname == "index" or bundle.lesson.get("duration")
        if not own or bundle.status is Status.MISSING:
            continue
        drawings = [drawing_path(project.drawings, digest) for digest in page.figures[:1]]
        drawing = "".join(file.read_text("utf-8") for file in drawings if file.is_file())
        t = translator(bundle.language, compiled)
        pages[preview_path(bundle)] = preview(bundle, drawing, site=site, t=t)
    try:
        return take_pictures(pages, project.build / "previews", browser), ""
    except PreviewError as error:
        return {}, f"links to the site are shown without pictures: {error}"
