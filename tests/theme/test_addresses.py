"""Addresses of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.pages.bundle import PageBundle, Status
from build_tools.theme.addresses import addresses, relative


def page(language: str, alternates: dict[str, Status]) -> PageBundle:
    return PageBundle(
        docname="lessons/x",
        language=language,
        text_language=language,
        status=alternates[language],
        path=Path("x.md"),
        title="X",
        alternates=alternates,
    )


@pytest.mark.parametrize(
    ("docname", "expected"),
    [("index", "../fr/index.html"), ("lessons/x", "../../fr/lessons/x.html")],
)
def test_relative_addresses_climb_to_the_root_of_the_site(docname: str, expected: str) -> None:
    assert relative(docname, "fr") == expected


def test_no_site_no_addresses() -> None:
    assert addresses(page("en", {"en": Status.SOURCE}), "") is None


@pytest.mark.parametrize("site_url", ["https://x.org/y", "https://x.org/y/"])
def test_only_written_pages_are_alternates(site_url: str) -> None:
    alternates = {"en": Status.SOURCE, "fr": Status.MISSING, "it": Status.STALE}
    found = addresses(page("it", alternates), site_url)
    assert found is not None
    assert found.canonical == "https://x.org/y/it/lessons/x.html"
    assert found.alternates == (
        ("en", "https://x.org/y/en/lessons/x.html"),
        ("it", "https://x.org/y/it/lessons/x.html"),
        ("x-default", "https://x.org/y/en/lessons/x.html"),
    )


def test_a_fallback_names_the_source_page() -> None:
    found = addresses(page("fr", {"en": Status.SOURCE, "fr": Status.MISSING}), "https://x.org")
    assert found is not None
    assert (found.canonical, found.alternates) == ("https://x.org/en/lessons/x.html", ())
