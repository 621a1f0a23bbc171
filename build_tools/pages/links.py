"""Where a link of a page may lead, and where its pictures lie."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from build_tools.pages.markdown import PICTURES

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
#: A relative path of plain names, none of them hidden.
_PATH: Final = re.compile(r"(?:\.\.?/)*(?:[A-Za-z0-9_][\w.-]*/)*[A-Za-z0-9_][\w.-]*", re.ASCII)
#: What browsers take out of an address before they follow it.
_UNSEEN: Final = re.compile(r"[\x00-\x20]")
#: Characters of an address that a message repeats.
_SHOWN: Final = 60


def refused_link(page: str, address: str) -> str:
    """Why the page of a docname may not have this link; empty when it may.

    Links lead to pages, to places in them, and to the web.
    """
    plain = _UNSEEN.sub("", unquote(unescape(address)))
    if not plain or plain.startswith("#"):
        return ""
    if re.match(r"https?://", plain, re.IGNORECASE):
        return _refused_web_address(plain)
    if plain.lower().startswith("mailto:"):
        whole = re.fullmatch(r"mailto:[\w.+-]+@[\w.-]+", plain, re.ASCII | re.IGNORECASE)
        return "" if whole else "a mail link has an address, and nothing else"
    path = plain.partition("#")[0]
    if (
        not _SCHEME.match(plain)
        and _PATH.fullmatch(path)
        and path.endswith(".md")
        and _inside(page, path)
    ):
        return ""
    return (
        f"a link to `{_short(plain)}` is not allowed; links lead to pages of this language, by"
        " relative path (`x.md`, `x.md#place`, `#place`), and to `https:` addresses"
    )


def _refused_web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host:
        return "this address names no server; write it out, as `https://example.org/`"
    if "@" in parts.netloc:
        return f"`{parts.netloc}` hides the server behind an `@`; take out what stands before it"
    if not host.isascii() or any(part.startswith("xn--") for part in host.split(".")):
        return f"the server `{host}` is not written in plain letters; look again where it leads"
    return ""


def refused_picture(page: str, address: str) -> str:
    """Why the page of a docname may not show this picture; empty when it may."""
    plain = unquote(unescape(address))
    ending = "." + plain.rpartition(".")[2].lower()
    if _PATH.fullmatch(plain) and ending in PICTURES and _inside(page, plain):
        return ""
    return (
        f"`{_short(plain)}` is no picture of this site; pictures lie beside the pages and are named"
        f" by a relative path that ends in {', '.join(sorted(PICTURES))}"
    )


def _inside(page: str, path: str) -> bool:
    """Whether a path, as seen from a page, stays in the folder of the page's language."""
    return not posixpath.normpath(posixpath.join(posixpath.dirname(page), path)).startswith("..")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
