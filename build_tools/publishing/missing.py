"""The page that a server shows where there is none: it is seen at any address, at any depth."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from build_tools.theme.policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Its name, which GitHub Pages, GitLab Pages and others know.
MISSING: Final = "404.html"


def missing_page(
    title: str, translators: Mapping[str, Callable[[str], str]], site_url: str = ""
) -> str:
    """The page's HTML, in each language of ``translators``.

    Nobody knows below which folder it is shown, so its links begin at the server's root, with the
    path of ``site_url``. Without that address they are left out: a link from here would be a guess.
    """
    first = next(iter(translators))
    root = f"{urlsplit(site_url).path.rstrip('/')}/" if site_url else ""
    style = f'  <link rel="stylesheet" href="{escape(root)}chooser.css">\n' if root else ""
    parts = "\n".join(
        _part(language, t, f"{root}{quote(language)}/index.html" if root else "")
        for language, t in translators.items()
    )
    return f"""\
<!DOCTYPE html>
<html lang="{escape(first)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{POLICY}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>404 – {escape(title)}</title>
{style}</head>
<body>
  <main>
    <h1>{escape(title)}</h1>
{parts}
  </main>
</body>
</html>
"""


def _part(language: str, t: Callable[[str], str], home: str) -> str:
    there = (
        f'\n      <p><a href="{escape(home)}">{escape(t("All lessons"))}</a></p>' if home else ""
    )
    return f"""\
    <section lang="{escape(language)}">
      <h2>{escape(t("There is no page at this address."))}</h2>
      <p>{escape(t("It may have moved, or there is a mistake in the address."))}</p>{there}
    </section>"""
