# ruff: noqa: E501  data in one line each
"""Glued values on finished pages: wherever words stand, in every language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.building.conftest import FRONT, Course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser

NBSP, THIN = "\u00a0", "\u202f"
VALUES = """\
```{code-cell} python
---
tags: [remove-input]
---
glue("mass", 1234.5, unit="GeV", uncertainty=0.5, digits=1)
glue("share", 12.5, unit="%", digits=1)
```
"""
PAGE = """\
# A mass of {glued}`mass`

| mass | share |
|---|---|
| {glued}`mass` | {glued}`share` |

:::{discussion} About {glued}`share`
[Read {glued}`mass`](other.md).
:::

:::{exercise} Find {glued}`share`
Do.
:::

{when}`1200 < mass < 1300 and share.uncertainty > 1|no|no`{when}`mass > 1200|Heavy|Light`.

```{code-cell} python
---
figure:
  alt: A bar of {glued}`share`.
  caption: Caption with {glued}`mass`.
table:
  caption: Table with {glued}`share`.
---
import pandas as pd
import plotly.graph_objects as go
display(pd.DataFrame({"a": [1]}))
go.Figure(go.Bar(x=[1], y=[2]), layout={"xaxis": {"title": "m"}, "yaxis": {"title": "n"}})
```

## Section of {glued}`share`

Here.

"""
HOME = FRONT + "# Home\n\n```{toctree}\nx\nother\n```\n"
WORDS = {
    "A mass": "Une masse", "About": "Sur", "Read": "Lisez", "Find": "Trouvez", "Do.": "Faites.",
    "Heavy|Light": "Lourd|Léger", "A bar": "Une barre", "Caption": "Légende avec", "Table": "Tableau avec",
    "Section of": "Section des", "Here": "Ici",
}  # fmt: skip
PAGE = PAGE.replace("{when}`1200 < mass < 1300 and share.uncertainty > 1|no|no`", "")
MASS = {
    "en": f"(1,234.5{NBSP}±{NBSP}0.5){NBSP}GeV",
    "fr": f"(1{THIN}234,5{NBSP}±{NBSP}0,5){NBSP}GeV",
}
SHARE = {"en": "12.5%", "fr": f"12,5{NBSP}%"}


@pytest.fixture(scope="module")
def glued(browser: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:  # noqa: ARG001
    """A course whose pages use glued values everywhere."""
    from tests.building.conftest import make_course  # noqa: PLC0415

    root = tmp_path_factory.mktemp("glued") / "course"
    root.mkdir()
    course = make_course(root)
    for language in ("en", "fr"):
        course.write(language, "index", HOME)
        course.write(language, "other", FRONT + "# Other\n\nA.\n")
        (course.root / "content" / language / "lessons" / "z.md").unlink()
    (course.root / "content" / "en" / "about.md").unlink()
    french = PAGE
    for old, new in WORDS.items():
        assert old in french, old
        french = french.replace(old, new)
    course.write("en", "x", FRONT + PAGE + VALUES)
    course.write("fr", "x", FRONT + french + VALUES)
    with pytest.MonkeyPatch.context() as patch:
        course.current(patch, "index", "other", "x")
    summary = course.build()
    assert [str(problem) for problem in summary.problems] == []
    return course


@pytest.mark.parametrize("language", ["en", "fr"])
def test_values_stand_wherever_words_stand(glued: Course, language: str) -> None:
    page = glued.shown(f"{language}/x")
    mass, share = MASS[language], SHARE[language]
    places = {
        "title of the window": ("//head/title", mass),
        "heading": ("//article//h1", mass),
        "cell of a table": ("//article//table[1]//tbody/tr/td[1]", mass),
        "title of an admonition": ("//p[contains(@class, 'admonition-title')]", share),
        "link": ("//article//a[contains(@href, 'other.html')]", mass),
        "title of an exercise": ("//*[contains(@class, 'lesson-exercise')]/p[1]", share),
        "caption of a figure": ("//figcaption", mass),
        "caption of a table": ("//table/caption", share),
        "section": ("//article//h2", share),
    }
    for place, (path, value) in places.items():
        texts = [node.text_content() for node in page.xpath(path)]
        # the title of a window has plain spaces
        assert any(" ".join(value.split()) in " ".join(text.split()) for text in texts), place
    assert len(places) == 9
    assert "{glued}" not in page.text_content()
    assert ("Heavy" if language == "en" else "Lourd") in page.text_content()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_anchors_do_not_depend_on_values(glued: Course, language: str) -> None:
    (section,) = glued.shown(f"{language}/x").xpath("//article//section[h2]")
    assert section.get("id") == "section-of-share"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_other_pages_show_the_value(glued: Course, language: str) -> None:
    for name in ("index", "other"):
        text = glued.shown(f"{language}/{name}").text_content()
        assert MASS[language] in text, name
        assert "`mass`" not in text


def test_the_search_index_has_the_value(glued: Course) -> None:
    found = 0
    for file in (glued.root / "site").rglob("*.js*"):
        text = file.read_text(encoding="utf-8", errors="ignore")
        if "1,234.5" in text or "1234.5" in text or json.dumps(MASS["en"])[1:-1] in text:
            found += 1
    assert found


def unknown(course: Course) -> None:
    course.edit("fr", "lessons/z", "{glued}`n`", "{glued}`nn`")


def twice(course: Course) -> None:
    course.edit("en", "lessons/z", 'glue("large", True)', 'glue("large", True)\nglue("n", 3)')


def not_finite(course: Course) -> None:
    course.edit("en", "lessons/z", 'glue("n", 12345)', 'glue("n", float("nan"))')


BAD: list[tuple[Callable[[Course], None], str, int, str]] = [
    (unknown, "content/fr/lessons/z.md", 7, "`{glued}` of “nn” is `{glued}` of “n” in"),
    (twice, "content/en/lessons/z.md", 55, '“n” was glued before, by `glue("n", 12345)` (content/en/lessons/z.md:52)'),
    (not_finite, "content/en/lessons/z.md", 52, "glue('n', …): the value is nan; `finite=False`"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "path", "line", "message"), BAD)
def test_a_mistake_is_told_with_its_line(
    damage: Callable[[Course], None], path: str, line: int, message: str, copied: Course
) -> None:
    damage(copied)
    told = [(p.path.as_posix(), p.line) for p in copied.build().problems if message in p.message]
    assert told[:1] == [(path, line)]
