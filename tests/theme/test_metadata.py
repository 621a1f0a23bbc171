"""What a page tells machines: true, in its language, and harmless in the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docutils import nodes

from build_tools.pages.bundle import PageBundle, Section, Status
from build_tools.theme.metadata import LICENCE, metadata, summary

#: Of https://schema.org/LearningResource and its parents CreativeWork and Thing, version 29.
TERMS = {
    "name", "description", "inLanguage", "learningResourceType", "educationalLevel",
    "timeRequired", "teaches", "license", "isAccessibleForFree", "isPartOf", "url", "dateModified",
    "translationOfWork", "workTranslation",
}  # fmt: skip
FRENCH = {"Level 1: school": "Niveau 1 : lycée", "lesson": "leçon"}


def document(*texts: str) -> nodes.document:
    tree = nodes.document(None, None)  # type: ignore[arg-type]  # nothing is asked of them
    section = nodes.section("", nodes.title("", "Le titre"))
    goals = nodes.admonition("", nodes.title("", "Objectifs"), classes=["lesson-objectives"])
    goals += nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "Lire un pic.")))
    section += [goals, *(nodes.paragraph("", text) for text in texts)]
    tree += section
    return tree


def bundle(**more: object) -> PageBundle:
    known: dict[str, object] = {
        "docname": "lessons/x",
        "language": "fr",
        "text_language": "fr",
        "status": Status.CURRENT,
        "path": Path("content/fr/lessons/x.md"),
        "title": "Le </script> pic",
        "sections": [
            Section(anchor="a", level=1, line=1, day="2026-11-20"),
            Section(anchor="b", level=2, line=3, day="2026-11-22"),
        ],
        "alternates": {"en": Status.SOURCE, "fr": Status.CURRENT, "es": Status.MISSING},
        "lesson": {"level": 1, "duration": 75},
    }
    return PageBundle.model_validate(known | more)


def resource(own: PageBundle, site_url: str = "") -> dict[str, object]:
    found = metadata(own, document("Un pic."), site="S", site_url=site_url, t=french)
    data: dict[str, object] = json.loads(found.resource)
    return data


def french(message: str) -> str:
    return FRENCH.get(message, message)


def test_a_lesson_is_a_learning_resource_in_terms_of_schema_org() -> None:
    data = resource(bundle(), "https://example.org/lessons")
    assert data.pop("@context") == "https://schema.org"
    assert data.pop("@type") == "LearningResource"
    assert data.keys() <= TERMS
    assert data["timeRequired"] == "PT75M"
    assert data["educationalLevel"] == "Niveau 1 : lycée"
    assert data["teaches"] == ["Lire un pic."]
    assert data["license"] == LICENCE
    assert data["url"] == "https://example.org/lessons/fr/lessons/x.html"
    assert data["translationOfWork"] == {
        "@type": "LearningResource",
        "inLanguage": "en",
        "url": "https://example.org/lessons/en/lessons/x.html",
    }


def test_a_source_names_its_translations_and_no_fallback() -> None:
    data = resource(bundle(language="en", text_language="en", status=Status.SOURCE))
    assert data["workTranslation"] == [{"@type": "LearningResource", "inLanguage": "fr"}]
    assert "url" not in data


@pytest.mark.parametrize(
    "more", [{"lesson": {}}, {"status": Status.MISSING, "text_language": "en"}]
)
def test_other_pages_and_fallbacks_are_no_resources(more: dict[str, object]) -> None:
    found = metadata(bundle(**more), document("Un pic."), site="S", site_url="", t=french)
    assert found.resource == ""


def test_a_title_cannot_end_the_block() -> None:
    found = metadata(bundle(), document("a < b & c"), site="S", site_url="", t=french)
    assert not set("<>&") & set(found.resource)
    assert json.loads(found.resource)["name"] == "Le </script> pic"


def test_the_preview_has_an_address_only_where_the_sites_is_known() -> None:
    without = dict(metadata(bundle(), document("Un."), site="S", site_url="", t=french).preview)
    assert "og:url" not in without
    assert (without["og:locale"], without["og:locale:alternate"]) == ("fr_FR", "en_GB")
    with_it = metadata(bundle(), document("Un."), site="S", site_url="https://x.org", t=french)
    assert dict(with_it.preview)["og:url"] == "https://x.org/fr/lessons/x.html"


def test_a_lesson_has_a_picture_of_its_own_and_other_pages_that_of_the_home_page() -> None:
    def picture(address: str, **more: object) -> str | None:
        found = metadata(bundle(**more), document(), site="S", site_url=address, t=french)
        return dict(found.preview).get("og:image")

    assert picture("") is None
    assert picture("https://x.org/y/") == "https://x.org/y/previews/fr/lessons/x.png"
    assert picture("https://x.org", lesson={}) == "https://x.org/previews/fr/index.png"
    fallback = {"language": "es", "text_language": "en", "status": Status.MISSING}
    assert picture("https://x.org", **fallback) == "https://x.org/previews/en/lessons/x.png"


def test_a_fallback_is_the_source_page() -> None:
    fallback = bundle(language="es", text_language="en", status=Status.MISSING)
    found = metadata(fallback, document("One."), site="S", site_url="https://x.org", t=french)
    assert found.address == "https://x.org/en/lessons/x.html"
    assert dict(found.preview)["og:locale"] == "en_GB"


def test_the_day_is_the_last_that_was_recorded_or_none() -> None:
    found = metadata(bundle(), document(), site="S", site_url="", t=french)
    assert found.date == "Translation of 22 novembre 2026."
    unknown = bundle(sections=[Section(anchor="a", level=1, line=1, day="")])
    assert metadata(unknown, document(), site="S", site_url="", t=french).date == ""


def test_a_summary_ends_with_a_word() -> None:
    assert summary(document("Un pic.", "Suite.")) == "Un pic."
    assert summary(document()) == summary(None) == ""
    long = summary(document("mot " * 100))
    assert long.endswith("mot…")
    assert 150 < len(long) <= 160
