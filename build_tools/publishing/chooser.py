"""The page at the site's root, where readers choose their language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from build_tools.theme.languages import own_name
from build_tools.theme.policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLESHEET = """\
:root { color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }
html { color: CanvasText; background: Canvas; }
body { max-width: 34rem; margin: 12vh auto; padding: 0 1rem; }
ul { list-style: none; padding: 0; }
li { margin-block: 1rem; }
a { font-size: 1.25rem; }
footer { margin-top: 4rem; font-size: .875rem; }
"""


def chooser(title: str, titles: Mapping[str, str], notices: Mapping[str, str]) -> str:
    """The page's HTML.

    ``titles`` maps each language to its home page's title, in the order to show; ``notices``
    says whose the site is, in each language. No redirect and no script: the page works from a
    file, and nobody guesses a reader's language.
    """
    first = next(iter(titles))
    items = "\n".join(
        f'      <li lang="{escape(language)}">'
        f'<a href="{quote(language)}/index.html" hreflang="{escape(language)}">'
        f"{escape(own_name(language))}</a><br>{escape(home)}</li>"
        for language, home in titles.items()
    )
    notes = "\n".join(
        f'    <p lang="{escape(language)}">{escape(notice)}</p>'
        for language, notice in notices.items()
    )
    names = " · ".join(own_name(language) for language in titles)
    return f"""\
<!DOCTYPE html>
<html lang="{escape(first)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{POLICY}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{escape(title)}</title>
  <link rel="stylesheet" href="chooser.css">
</head>
<body>
  <main>
    <h1>{escape(title)}</h1>
    <ul aria-label="{escape(names)}">
{items}
    </ul>
  </main>
  <footer>
{notes}
  </footer>
</body>
</html>
"""
