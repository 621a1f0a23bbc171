"""What a reader sees of the state of a translation: notices, dates, links, the page of states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.building.conftest import FRONT, Course

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.browser

STATUS = "{title}\n\n:::{{translation-status}}\n:::\n"


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def states(course: Course) -> dict[str, list[str]]:
    """Title of each page → the other cells of its row, in the French page of states."""
    rows = course.shown("fr/translation").xpath("//tbody/tr")
    return {words(row[0]): [words(cell) for cell in row[1:]] for row in rows}


def with_status_page(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, title in {"en": "Translation", "fr": "Traduction"}.items():
        course.write(language, "translation", FRONT + "# " + STATUS.format(title=title))
        course.edit(language, "index", "about\n", "about\ntranslation\n")
    course.current(monkeypatch, "index", "translation")


def test_an_english_sentence_is_followed_to_the_reader(
    copied: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_status_page(copied, monkeypatch)
    assert copied.build().problems == []
    assert copied.shown("fr/lessons/z").find_class("stale-notice") == []
    assert states(copied)["Le Z"][:2] == ["à jour", "–"]
    day = states(copied)["Le Z"][2]
    assert day

    copied.edit("en", "lessons/z", "The mass is", "Yes, the mass is")
    copied.edit(
        "en", "lessons/z", "## A fit", "## Something new\n\nFive words of new text.\n\n## A fit"
    )
    summary = copied.build()
    assert [str(own) for own in summary.problems] == []
    assert summary.published
    page = copied.shown("fr/lessons/z")
    (notice,) = page.find_class("stale-notice")
    assert f"a changé depuis sa traduction, le {day}." in words(notice)
    (link,) = notice.iter("a")
    assert link.get("href") == "../../en/lessons/z.html#a-fit"
    assert copied.shown("en/lessons/z").get_element_by_id("a-fit") is not None
    (above,) = page.find_class("translation-notice")
    assert [own.get("href") for own in above.iter("a")] == [
        "#a-fit",
        "../../en/lessons/z.html",
        "../../fr/translation.html",
    ]
    state, count, _ = states(copied)["Le Z"]
    assert "modifié depuis : " in state.replace("\xa0", " ")
    assert "Something new" in state
    assert int(count) > 5
    # the switch leads to no place that is not there
    addresses = {own.get("href") for own in copied.shown("en/lessons/z").iter("a")}
    assert "../../fr/lessons/z.html#a-fit" in addresses
    assert "../../fr/lessons/z.html#something-new" not in addresses

    copied.edit("en", "lessons/z", "## Something new\n\nFive words of new text.\n\n", "")
    copied.edit("en", "lessons/z", "Yes, the mass is", "The mass is")
    assert copied.build().problems == []
    assert copied.shown("fr/lessons/z").find_class("stale-notice") == []
    assert states(copied)["Le Z"][:2] == ["à jour", "–"]


def test_a_missing_page_invites(copied: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    with_status_page(copied, monkeypatch)
    assert copied.build().problems == []
    (notice,) = copied.shown("fr/about").find_class("translation-notice")
    assert "écrivez le fichier content/fr/about.md." in words(notice)
    assert [own.get("href") for own in notice.iter("a")] == ["../fr/translation.html"]
    (text,) = copied.shown("fr/about").find_class("page-text")
    assert text.get("lang") == "en"
    assert copied.shown("fr/about").find_class("report") == []  # nobody is named to tell it to
    state, count, day = states(copied)["About"]
    assert "content/fr/about.md" in state
    assert (int(count) > 3, day) == (True, "–")
    rows = copied.shown("en/translation").xpath("//tbody/tr")
    assert [words(cell) for cell in rows[0][:4]] == ["French", "3", "0", "1"]
