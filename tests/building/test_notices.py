"""What a reader sees of the state of a translation: notices, dates, links, the page of states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.building.desk import desk
from build_tools.translation.model import PageState
from build_tools.translation.start import HEAD, skeleton
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


def assert_as_on_the_desk(course: Course, kinds: dict[str, str]) -> None:
    """The pages of states say what `nox -s translate` says; ``kinds`` is page → state."""
    (language,) = desk(course.project).languages
    assert {page.page: page.state.value for page in language.pages} == kinds
    rows = states(course)
    assert len(rows) == len(language.pages)
    begins = {"current": "à jour", "missing": "absente", "untranslated": "commencée"}
    for page in language.pages:
        state, count, _ = rows[page.title]
        assert count == (str(page.words_to_do) if page.words_to_do else "–")
        assert state.startswith(begins.get(page.state.value, ""))
        if page.begun:
            for section in page.to_do:
                assert section.title in state
    text = course.text("fr/translation").replace("\xa0", " ")
    assert f"Mots à traduire : {language.words_to_do} sur {language.words}." in text
    assert (language.next in text) if language.next else ("Pour commencer" not in text)
    (row,) = course.shown("en/translation").xpath("//tbody/tr")
    shown = [words(cell) for cell in row[1:6]]
    own = [language.count(state) for state in PageState if state.value in COUNTED]
    assert shown == [*map(str, own), str(language.words_to_do)]


#: The states that a finished site can have, in the order of the table.
COUNTED = ("current", "stale", "untranslated", "missing")


def test_every_state_is_shown_as_the_desk_tells_it(
    copied: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_status_page(copied, monkeypatch)
    for number, kind in enumerate(("begun", "half", "moved")):
        title = f"Page {kind}"
        text = f"{FRONT}# {title}\n\nSome words.\n\n## One {kind}\n\nMore words.\n\n"
        text += f"## Two {kind}\n\nAnd more.\n"
        copied.write("en", kind, text)
        copied.edit("en", "index", "about\n", f"about\n{kind}\n")
        begun = skeleton(text)
        if number:
            begun = begun.replace(f"# {title}", f"# En français {kind}").replace("% Some", "Des")
            begun = begun.replace("% More words", "D’autres")
        if kind == "moved":
            begun = begun.replace("% And more", "Et plus")
        copied.write("fr", kind, begun)
    copied.current(monkeypatch, "index", "moved")
    # one section less, one more
    copied.edit("en", "moved", "## One moved\n\nMore words.\n\n", "")
    copied.edit("en", "moved", "And more.\n", "And more.\n\n## New\n\nQuite new.\n")
    copied.edit("en", "lessons/z", "The mass is", "Yes, the mass is")
    summary = copied.build()
    assert [str(own) for own in summary.problems] == []
    kinds = dict.fromkeys(("index", "translation"), "current")
    kinds |= {"about": "missing", "begun": "untranslated"}
    kinds |= dict.fromkeys(("half", "lessons/z", "moved"), "stale")
    assert_as_on_the_desk(copied, kinds)
    shown = {title: state.replace("\xa0", " ") for title, (state, *_) in states(copied).items()}
    assert shown["En français half"] == (
        "non noté : En français half, One half pas encore traduit : Two half"
    )
    assert "pas encore traduit : New" in shown["En français moved"]
    assert "disparu de l’original : One moved" in shown["En français moved"]
    assert "content/fr/begun.md" in shown["Page begun"]


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
    new, notice = page.find_class("stale-notice")
    assert "n’est pas encore disponible en français" in words(new)
    assert new.get("lang") == "fr"
    assert page.get_element_by_id("something-new").get("lang") == "en"
    assert "Five words of new text." in words(page.get_element_by_id("something-new"))
    (contents,) = page.find_class("page-toc")
    languages = {link.get("href"): link.get("lang") for link in contents.iter("a")}
    assert (languages["#something-new"], languages["#a-fit"]) == ("en", None)
    assert f"a changé depuis sa traduction, le {day}." in words(notice)
    (link,) = notice.iter("a")
    assert link.get("href") == "../../en/lessons/z.html#a-fit"
    assert copied.shown("en/lessons/z").get_element_by_id("a-fit") is not None
    (above,) = page.find_class("translation-notice")
    assert [own.get("href") for own in above.iter("a")] == [
        "#a-fit",
        "#something-new",
        "../../en/lessons/z.html",
        "../../fr/translation.html",
    ]
    state, count, _ = states(copied)["Le Z"]
    assert "modifié depuis : " in state.replace("\xa0", " ")
    assert "Something new" in state
    assert int(count) > 5
    addresses = {own.get("href") for own in copied.shown("en/lessons/z").iter("a")}
    assert "../../fr/lessons/z.html#a-fit" in addresses
    assert "../../fr/lessons/z.html#something-new" in addresses

    copied.edit("en", "lessons/z", "## Something new\n\nFive words of new text.\n\n", "")
    copied.edit("en", "lessons/z", "Yes, the mass is", "The mass is")
    assert copied.build().problems == []
    assert copied.shown("fr/lessons/z").find_class("stale-notice") == []
    assert states(copied)["Le Z"][:2] == ["à jour", "–"]
    assert_as_on_the_desk(
        copied,
        {
            "about": "missing",
            "index": "current",
            "lessons/z": "current",
            "translation": "current",
        },
    )


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
    assert [words(cell) for cell in rows[0][:4]] == ["French", "3", "0", "0"]


NEW = """\
## Something new

It's a histogram of "new" events[^new]; see [the fit](#a-fit).

[^new]: A footnote.

:::{quiz} new-one
:type: number
:level: apply

How much is {glued}`n`?

= {n}
:::

```{code-cell} python
---
table:
  caption: Two steps again.
---
pd.DataFrame({"step": names})
```

### Known

Of old.

"""


def test_a_section_that_nobody_has_translated_is_shown_in_the_source_s_words(
    copied: Course,
) -> None:
    copied.edit("en", "lessons/z", "## A fit", NEW + "## A fit")
    begun = skeleton(FRONT + NEW)[len(HEAD) :].replace("% Of old.", "D’avant.")
    copied.edit("fr", "lessons/z", "## Un ajustement", f"{begun}\n## Un ajustement")
    summary = copied.build()
    assert [str(own) for own in summary.problems] == []
    page = copied.shown("fr/lessons/z")
    section = page.get_element_by_id("something-new")
    assert (section.get("lang"), section.getparent().get("lang")) == ("en", None)
    assert "It’s a histogram of “new” events" in words(section)  # not « new »
    assert section.find_class("stale-notice")[0].get("lang") == "fr"
    inner = page.get_element_by_id("known")
    assert inner.getparent() is section
    assert inner.get("lang") == "fr"
    assert "D’avant." in words(inner)
    assert "Two steps again" in words(section)
    assert "#a-fit" in {own.get("href") for own in section.iter("a")}
    assert "A footnote." in words(page)
    ids = [own.get("id") for own in page.iter() if isinstance(own.tag, str) and own.get("id")]
    assert "quiz-new-one" in ids
    assert len(ids) == len(set(ids))
    (above,) = page.find_class("translation-notice")
    assert ("#something-new", "en") in {
        (own.get("href"), own.get("lang")) for own in above.iter("a")
    }
    found = (copied.root / "site" / "fr" / "search-words.js").read_text(encoding="utf-8")
    assert '"language":"en","sections":[["something-new","Something new","It’s a' in found
    # what is wrong there is told of the source's page, once
    copied.edit("en", "lessons/z", "a histogram", "a [gone](#nowhere)")
    told = [str(own) for own in copied.build().problems]
    assert told
    assert all(own.startswith("content/en/lessons/z.md:") for own in told)
