"""What the source's author changes never stops anyone: it makes sections stale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.pages.bundle import Status
from build_tools.pages.reader import parse_page
from build_tools.translation.lock import DIGEST_LENGTH, Entry, Lock
from build_tools.translation.state import Translation, compare

if TYPE_CHECKING:
    from build_tools.pages.model import Page

FRONT = "---\nfile_format: mystnb\n---\n"
ENGLISH = (
    FRONT
    + """\
# The Z boson

A particle that lives briefly. See [the record](https://opendata.cern.ch/record/15003).

## Open a file

The library reads the file.

```{code-cell} python
events = open("a.root")
show(events)
```

## Choose leptons

Two leptons of opposite charge, $q_1 + q_2 = 0$.

```{code-cell} python
pairs = choose(events)
show(pairs)
```

### The cut flow

Count what is left after every cut.

## The result

The mass is {glued}`mass`.

```{code-cell} python
glue("mass", fit(pairs))
show(pairs)
```
"""
)
FRENCH = ENGLISH
for english, french in {
    "# The Z boson": "# Le boson Z",
    "A particle that lives briefly. See [the record]": "Une particule éphémère. Voir [la notice]",
    "## Open a file": "## Ouvrir un fichier",
    "The library reads the file.": "La bibliothèque lit le fichier.",
    "## Choose leptons": "## Choisir des leptons",
    "Two leptons of opposite charge,": "Deux leptons de charges opposées,",
    "### The cut flow": "### Le bilan des coupures",
    "Count what is left after every cut.": "Comptez ce qui reste après chaque coupure.",
    "## The result": "## Le résultat",
    "The mass is": "La masse vaut",
}.items():
    assert english in FRENCH
    FRENCH = FRENCH.replace(english, french)


def page(text: str, language: str) -> Page:
    return parse_page(text, Path(f"{language}.md"), language=language, docname="z")


def lock_of(text: str, *, outline: bool = True) -> Lock:
    source = page(text, "en")
    entries = {f"z#{own.anchor}": Entry.of(own, "2026-11-25") for own in source.headings}
    if outline:
        entries["z"] = Entry(source.outline[:DIGEST_LENGTH], "2026-11-25")
    return Lock(entries)


def after(english: str, french: str = FRENCH) -> tuple[Translation, list[str]]:
    """The state once the author has written ``english``."""
    translation, problems = compare(page(english, "en"), page(french, "fr"), lock_of(ENGLISH))
    return translation, [str(problem) for problem in problems]


def edited(old: str, new: str, text: str = ENGLISH) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


NEW = "## Backgrounds\n\nThe top quark.\n\n```{code-cell} python\nshow(events)\n```\n\n"
CUT_FLOW = "### The cut flow\n\nCount what is left after every cut.\n\n"
EDITS = {
    "section": (edited("## Choose", NEW + "## Choose"), ["backgrounds"]),
    "last section": (ENGLISH + "\n" + NEW, ["backgrounds"]),
    "first section": (edited("## Open", NEW + "## Open"), ["backgrounds"]),
    "quiz": (
        edited(
            "after every cut.", "after every cut.\n\n:::{quiz} q\n:type: text\n\nW?\n\n= b\n:::"
        ),
        ["the-cut-flow"],
    ),
    "code fix": (edited("choose(events)", "choose(events, 2)"), ["choose-leptons"]),
    "new cell": (
        edited("= 0$.\n", "= 0$.\n\n```{code-cell} python\nshow(1)\n```\n"),
        ["choose-leptons"],
    ),
    "formula": (edited("q_1 + q_2", "q_1 q_2"), ["choose-leptons"]),
    "rename": (edited("## Choose leptons", "## Select leptons"), ["select-leptons"]),
    "level": (edited("### The cut", "## The cut"), ["the-cut-flow"]),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_author_can_always_publish(what: str) -> None:
    english, stale = EDITS[what]
    translation, problems = after(english)
    assert problems == []
    assert translation.status is Status.STALE
    assert sorted(translation.stale) == stale
    anchors = {heading.anchor for heading in translation.source.headings}
    # every section that the translation has carries the source's id
    assert set(translation.anchors) == anchors - ({"backgrounds"} if "section" in what else set())


@pytest.mark.parametrize(
    "english",
    [
        edited(CUT_FLOW, ""),
        edited(CUT_FLOW, "").replace("## Open a file", CUT_FLOW + "## Open a file"),
    ],
    ids=["deleted", "moved"],
)
def test_sections_may_go_and_move(english: str) -> None:
    translation, problems = after(english)
    assert problems == []
    assert translation.status is Status.STALE
    assert not translation.stale
    assert dict(zip(translation.anchors, translation.stale_headings(), strict=True)) == {
        "the-z-boson": False,
        "open-a-file": False,
        "choose-leptons": False,
        translation.anchors[3]: True,
        "the-result": False,
    }


@pytest.mark.parametrize("what", EDITS)
def test_current_sections_of_a_stale_page_are_still_compared(what: str) -> None:
    english, stale = EDITS[what]
    bad = edited("{glued}`mass`", "{glued}`masse`", FRENCH)
    _, (problem,) = after(english, bad)
    assert "“masse”" in problem
    bad = edited("fit(pairs)", "fit(pairs, 3)", FRENCH)
    _, (problem,) = after(english, bad)
    assert "more than comments and labels" in problem
    assert stale


def test_a_link_that_moved_is_neither_stale_nor_wrong() -> None:
    translation, problems = after(edited("record/15003", "record/15005"))
    assert problems == []
    assert translation.status is Status.CURRENT
    assert translation.moved == {"the-z-boson"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A particle that lives briefly.", "A particle\n  that lives briefly. "),
        ("Count what", "% a note to authors\nCount what"),
        ("show(pairs)\n```\n\n###", "show( pairs )  # look\n```\n\n###"),
        ("record/15003).", 'record/15005 "The record").'),
    ],
    ids=["white space", "comment", "comment in code", "link"],
)
def test_what_makes_nothing_stale(old: str, new: str) -> None:
    translation, problems = after(edited(old, new))
    assert problems == []
    assert translation.status is Status.CURRENT


def test_a_lock_without_outlines_is_good_while_the_sections_are_the_same() -> None:
    lock = lock_of(ENGLISH, outline=False)
    translation, _ = compare(page(ENGLISH, "en"), page(FRENCH, "fr"), lock)
    assert translation.status is Status.CURRENT
    translation, problems = compare(page(EDITS["section"][0], "en"), page(FRENCH, "fr"), lock)
    assert translation.status is Status.STALE
    assert problems == []
