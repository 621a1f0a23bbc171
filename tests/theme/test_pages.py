"""The chrome on rendered pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from build_tools.publishing.check import check
from build_tools.publishing.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.theme.conftest import Course

PAGES = 2 * 4  # languages × pages


def test_every_page_has_a_language_one_title_and_a_footer(course: Course) -> None:
    seen = 0
    for file in course.pages():
        language = file.relative_to(course.build / "html").parts[0]
        page = course.page(language, _docname(course, file))
        assert page.get("lang") == language
        assert len(page.xpath("//h1")) == 1
        footer = page.xpath("string(//footer)")
        assert "ATLAS Open Data" in footer or "données ouvertes d’ATLAS" in footer
        assert all(licence in footer for licence in ("CC BY 4.0", "MIT", "CC0"))
        seen += 1
    assert seen == PAGES


def test_no_page_loads_from_elsewhere_or_runs_an_inline_script(course: Course) -> None:
    seen = 0
    for file in course.pages():
        text = file.read_text(encoding="utf-8")
        assert not re.findall(r"<script(?![^>]*(?:\bsrc=|application/ld.json))", text)
        assert not re.findall(r"\bon[a-z]+=", text.split("<body")[1].split("<article")[0])
        assert not re.findall(r"\bstyle=|<style", text)
        assert "fontawesome" not in text
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', text)
        seen += 1
    assert seen == PAGES


def test_no_script_keeps_the_stylesheets_waiting(course: Course) -> None:
    # a browser that has read a policy looks no further than the first script that blocks
    for file in course.pages():
        head = file.read_text(encoding="utf-8").partition("</head>")[0]
        assert head.rindex('rel="stylesheet"') < head.index("<script src="), file


def test_no_page_loads_the_search_before_it_is_opened(course: Course) -> None:
    lesson = _text(course, "fr", "lessons/current")
    assert "search-open" in lesson
    assert not re.findall(r"searchindex|search-words|search\.min|doctools", lesson)


def test_the_stylesheet_asks_for_no_icon_font(course: Course) -> None:
    sheet = (course.trees["en"] / "_static/styles/pydata-sphinx-theme.css").read_text()
    assert "@font-face" not in sheet
    assert '--pst-icon-lightbulb:""' in sheet
    assert ".admonition" in sheet


def test_the_language_switch_leads_to_the_same_page_and_sections(course: Course) -> None:
    page = course.page("fr", "lessons/stale")
    (current,) = page.xpath("//nav[@class='language-switch']//*[@aria-current]")
    assert (current.tag, current.get("lang"), current.text) == ("span", "fr", "Français")
    links = page.xpath("//nav[@class='language-switch']//a")
    base = "../../en/lessons/stale.html"
    assert [link.get("href") for link in links] == [
        f"{base}#stale-mass",
        f"{base}#stale-muons",
        f"{base}#stale-fit",
        base,
    ]
    other = course.page("en", "lessons/stale")
    for link in links:
        assert link.get("lang") == link.get("hreflang") == "en"
        assert link.get("aria-label").startswith(link.text)
        _, _, anchor = link.get("href").partition("#")
        assert not anchor or other.get_element_by_id(anchor).tag == "section"


def test_the_names_of_the_links_are_in_their_own_language(course: Course) -> None:
    (label,) = course.page("en", "lessons/current").xpath("//a[@class='to-page']/@aria-label")
    assert label == "Français\u00a0: cette page"


def test_sections_are_numbered_in_the_order_of_the_bundle(course: Course) -> None:
    sections = course.page("fr", "lessons/current").xpath("//section/@class")
    assert [name.split()[0] for name in sections] == [f"section-{n}" for n in range(4)]


def test_a_missing_page_says_so_and_marks_the_language_of_its_text(course: Course) -> None:
    page = course.page("fr", "lessons/missing")
    (notice,) = page.xpath("//aside[@class='translation-notice']")
    assert "pas encore disponible en français" in notice.text_content()
    assert "affichée en anglais" in notice.text_content()
    (text,) = page.xpath("//article//*[@lang='en']")
    assert text.xpath(".//h1")
    assert not notice.xpath("ancestor::*[@lang='en']")


def test_a_stale_page_names_its_stale_sections(course: Course) -> None:
    (notice,) = course.page("fr", "lessons/stale").xpath("//aside[@class='translation-notice']")
    links = [(link.get("href"), link.text) for link in notice.xpath(".//li/a")]
    assert links == [("#stale-mass", "Masse invariante"), ("#stale-muons", "Paires de muons")]
    assert "anglais" in notice.text_content()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_current_page_has_no_notice(course: Course, language: str) -> None:
    page = course.page(language, "lessons/current")
    assert not page.xpath("//aside[@class='translation-notice']")
    assert not page.xpath("//article//*[@lang]")


def test_simulated_data_is_labelled_above_the_title(course: Course) -> None:
    page = course.page("en", "lessons/current")
    (label,) = page.xpath("//li[contains(@class, 'data-label')]")
    assert label.text == "The data on this page are simulated: no detector recorded them."
    assert page.xpath("//ul[@class='lesson-label']/li/text()")[:2] == [
        "Level 1: school",
        "40 minutes",
    ]
    assert not course.page("en", "index").xpath("//ul[@class='lesson-label']")


def test_the_table_of_data_names_every_file(course: Course) -> None:
    (table,) = course.page("fr", "lessons/current").xpath("//details[@class='data-used']//table")
    rows = [[cell.text_content().strip() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows[0] == [
        "2lep/Data/data_A.2lep.root",
        "simulé pour ces leçons, à la place de données enregistrées (Pythia 8.317)",
        "10,06\u202ffb⁻¹",
        "0123456789abcdef",  # of 64 digits
    ]
    assert rows[1][2] == "–"
    assert len(rows) == 2


def test_text_from_files_is_escaped(course: Course) -> None:
    page = course.page("fr", "lessons/stale")
    (origin,) = page.xpath("//details[@class='data-used']//tbody/tr[2]/td[1]")
    assert origin.text_content() == "simulé pour ces leçons (A <b>& B)"


def test_addresses_are_left_out_when_the_site_has_none(course: Course) -> None:
    assert not course.page("fr", "lessons/current").xpath(
        "//link[@rel='canonical' or @rel='alternate']"
    )


def test_addresses_of_a_translated_page(addressed_course: Course) -> None:
    page = addressed_course.page("fr", "lessons/current")
    base = "https://lessons.example.org/x"
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{base}/fr/lessons/current.html"]
    alternates = {
        link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")
    }
    assert alternates == {
        "en": f"{base}/en/lessons/current.html",
        "fr": f"{base}/fr/lessons/current.html",
        "x-default": f"{base}/en/lessons/current.html",
    }


def test_a_missing_page_names_its_source_as_the_original(addressed_course: Course) -> None:
    page = addressed_course.page("fr", "lessons/missing")
    assert page.xpath("//link[@rel='canonical']/@href") == [
        "https://lessons.example.org/x/en/lessons/missing.html"
    ]
    assert not page.xpath("//link[@rel='alternate']")


def test_the_published_course_passes_its_own_check(course: Course, tmp_path: Path) -> None:
    report = publish(
        course.trees, tmp_path / "site", build=course.build, bundles=course.bundles, title="Lessons"
    )
    tops = {"en", "fr", "index.html", "404.html"}
    assert {path.partition("/")[0] for path in report.looks} == tops
    assert len(report.looks) == 10
    assert check(report.site, course.bundles) == []


def _text(course: Course, language: str, docname: str) -> str:
    return (course.trees[language] / f"{docname}.html").read_text(encoding="utf-8")


def _docname(course: Course, file: Path) -> str:
    parts = file.relative_to(course.build / "html").with_suffix("").parts
    return "/".join(parts[1:])
