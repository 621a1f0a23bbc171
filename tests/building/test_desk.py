"""The drill on a site that is built for real: what an author changes is published at once."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from build_tools.cli.arguments import run

if TYPE_CHECKING:
    import pytest

    from tests.building.conftest import Course

QUIZ = ":::{quiz} unit\n:type: text\n:level: recall\n\nWhich unit?\n\n= GeV\n:::\n\n"
SECTION = "## More to see\n\nAnother look.\n\n```{code-cell} python\nprint(12345 + 1)\n```\n"


def state(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    run(["translate", "status", "--json"])
    desk = json.loads(capsys.readouterr().out)
    (found,) = [
        str(page["state"])
        for language in desk["languages"]
        for page in language["pages"]
        if page["page"] == "lessons/z"
    ]
    return found


def test_the_drill_on_the_site(
    copied: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copied.current(monkeypatch, "index", "lessons/z")
    assert copied.build().published
    assert state(capsys) == "current"
    assert not copied.shown("fr/lessons/z").xpath("//*[contains(@class, 'stale-notice')]")

    # a sentence: stale in the desk and on the page; mended, recorded, current
    copied.edit("en", "lessons/z", "The mass is", "The measured mass is")
    assert copied.build().published
    assert state(capsys) == "stale"
    assert len(copied.shown("fr/lessons/z").xpath("//*[contains(@class, 'stale-notice')]")) == 1
    copied.edit("fr", "lessons/z", "The mass is", "La masse mesurée vaut")
    assert run(["translate", "done", "lessons/z", "fr"]) == 0
    assert copied.build().published
    assert state(capsys) == "current"
    assert not copied.shown("fr/lessons/z").xpath("//*[contains(@class, 'stale-notice')]")

    # a section with a cell, a quiz and a code fix: each is published, and French has the outputs
    copied.edit("en", "lessons/z", "## A fit", f"{SECTION}\n## A fit")
    assert copied.build().published
    assert "Another look" in copied.text("en/lessons/z")
    assert "12346" in copied.text("fr/lessons/z")
    assert state(capsys) == "stale"
    copied.edit("en", "lessons/z", ":::{solution}", f"{QUIZ}:::{{solution}}")
    assert copied.build().published
    assert "Which unit?" in copied.text("en/lessons/z")
    copied.edit("en", "lessons/z", 'glue("n", 12345)', 'glue("n", 54321)')
    copied.edit("en", "lessons/z", "y=[3000, 4000]", "y=[3500, 4000]")
    assert copied.build().published
    french = copied.shown("fr/lessons/z")
    assert re.search(r"y.*3500", french.text_content())  # the source's cell
    assert "54" in copied.text("fr/lessons/z")

    # in a section that is still current, what differs is told, and the site stays
    copied.edit("fr", "lessons/z", "Comptez {glued}`n`", "Comptez {glued}`mass`")
    summary = copied.build()
    assert not summary.published
    assert [problem.path.as_posix() for problem in summary.problems] == ["content/fr/lessons/z.md"]


def test_a_started_page_never_stops_a_build(
    copied: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copied.root)
    copied.path("fr", "lessons/z").unlink()
    assert run(["translate", "start", "lessons/z", "fr"]) == 0
    assert copied.build().published
    assert state(capsys) == "untranslated"
    assert "The mass is" in copied.text("fr/lessons/z")  # readers have the source's page
    copied.edit("fr", "lessons/z", "% Look closer.", "Regardez de plus près.")
    summary = copied.build()
    assert summary.published, summary.problems
    assert state(capsys) == "stale"
    assert "Regardez de plus près" in copied.text("fr/lessons/z")
