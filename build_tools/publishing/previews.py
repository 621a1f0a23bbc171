"""Pictures that other sites show beside links: a lesson's title and its first figure."""

from __future__ import annotations

import asyncio
import base64
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools import figures
from build_tools.browser.devtools import BrowserError
from build_tools.browser.running import first_line, running
from build_tools.figures import house
from build_tools.pages.levels import LEVELS
from build_tools.pages.writing import write_whole_bytes
from build_tools.theme.languages import minutes
from build_tools.theme.metadata import PREVIEW_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from build_tools.pages.bundle import PageBundle

_STYLE = """
body { display: flex; gap: 40px; align-items: center; box-sizing: border-box; width: 1200px;
  height: 630px; margin: 0; padding: 48px 56px; color: #222832; background: #fff;
  border-top: 16px solid #176de8; font-family: preview; }
body > div { flex: 1; display: flex; flex-direction: column; align-self: stretch; }
p { margin: 0; font-size: 30px; color: #48566b; }
h1 { margin: auto 0; font-size: 62px; line-height: 1.15; text-wrap: balance; }
svg.lesson-drawing { flex: none; width: 590px; min-width: 0; max-width: none; max-height: 520px;
  margin: 0; font-family: preview; }
"""


class PreviewError(Exception):
    """The browser could not take the pictures; says why, in words."""


def preview(bundle: PageBundle, drawing: str, *, site: str, t: Callable[[str], str]) -> str:
    """The picture of a page as HTML.

    ``drawing`` is the SVG of its first figure, or nothing; ``site`` the site's name; ``t`` puts
    the words of the interface into the page's language.
    """
    level, duration = bundle.lesson.get("level"), bundle.lesson.get("duration")
    facts = [
        minutes(int(duration), bundle.language) if duration else "",
        t(LEVELS[level]) if level else "",
    ]
    above = site if bundle.title != site else ""
    return (
        f'<!doctype html><html lang="{bundle.text_language}" data-theme="light">'
        f'<meta charset="utf-8"><style>{_fonts()}{_colours()}{_STYLE}</style>'
        f"<div><p>{escape(above)}</p><h1>{escape(bundle.title)}</h1>"
        f"<p>{escape(' · '.join(filter(None, facts)))}</p></div>{drawing}"
    )


def take_pictures(pages: Mapping[str, str], store: Path, browser: Path) -> dict[str, Path]:
    """Path below the site's root → file of its picture, from path → HTML.

    ``store`` keeps them by what they were made from, and no others. Raises PreviewError.
    """
    found = {
        path: store / f"{sha256(text.encode()).hexdigest()}.png" for path, text in pages.items()
    }
    waiting = {found[path]: text for path, text in pages.items() if not found[path].is_file()}
    try:
        if waiting:
            asyncio.run(_take(waiting, browser))
    except BrowserError as error:
        raise PreviewError(f"{browser} took no pictures: {first_line(error)}") from error
    if store.is_dir():
        for file in set(store.iterdir()) - set(found.values()):
            file.unlink()
    return found


async def _take(waiting: Mapping[Path, str], browser: Path) -> None:
    width, height = PREVIEW_SIZE
    async with running(browser) as program:
        page = await program.new_page(width=width, height=height, scripts=False)
        for file, text in waiting.items():
            await page.write(text)
            write_whole_bytes(file, await page.picture())


def _fonts() -> str:
    """The letters of the figures, so that a picture is the same on every computer."""
    folder = Path(figures.__file__).parent / "fonts"
    faces = (
        (weight, base64.b64encode((folder / name).read_bytes()).decode("ascii"))
        for weight, name in house.FONTS.items()
    )
    return "".join(
        f"@font-face {{ font-family: preview; font-weight: {weight};"
        f" src: url(data:font/woff2;base64,{data}) }}"
        for weight, data in faces
    )


def _colours() -> str:
    """The stylesheet of the figures."""
    return (Path(figures.__file__).parent / "static" / "figures.css").read_text(encoding="utf-8")
