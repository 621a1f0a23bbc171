"""The forms outside the site, read back."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from build_tools.quiz.forms.gift import escaped, gift
from build_tools.quiz.forms.moodle import moodle
from build_tools.quiz.forms.paper import answer_key, worksheet
from build_tools.quiz.forms.plain import FORMAT, VERSION, plain
from build_tools.quiz.scoring import score
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.quiz.conftest import Course

KINDS = 9


@pytest.fixture(scope="module")
def french_xml(course: Course) -> etree._Element:
    text = moodle(course.lessons["fr"], course.project.root, site="Lessons")
    return etree.fromstring(text.encode())


def question(xml: etree._Element, name: str) -> etree._Element:
    return next(one for one in xml.findall("question") if one.findtext("name/text") == name)


def test_moodle_has_every_question_in_the_category_of_its_lesson(
    french_xml: etree._Element,
) -> None:
    first, *others = french_xml.findall("question")
    assert first.findtext("category/text") == "$course$/top/Lessons/Une leçon"
    assert [one.get("type") for one in others] == [
        "multichoice", "multichoice", "truefalse", "numerical", "numerical", "shortanswer",
        "cloze", "numerical", "essay",
    ]  # fmt: skip
    assert [one.findtext("idnumber") for one in others][:2] == ["one-of-three", "two-of-four"]
    assert {one.findtext("tags/tag/text") for one in others} == {
        "recall", "apply", "read-plot", "discuss",
    }  # fmt: skip


def test_moodle_choices(french_xml: etree._Element) -> None:
    one = question(french_xml, "one-of-three")
    asked = one.findtext("questiontext/text") or ""
    assert "\\(q = 0\\) &amp; \\(a &lt; b\\)" in asked
    assert [answer.get("fraction") for answer in one.findall("answer")] == ["0", "100", "0"]
    assert [answer.findtext("feedback/text") for answer in one.findall("answer")][1] == (
        "<p>Il y en a beaucoup.</p>"
    )
    assert one.findall("answer")[2].findtext("text") == "<p>le muon 91,0\u00a0GeV</p>"
    assert [hint.findtext("text") for hint in one.findall("hint")] == [
        "<p>Pensez à la <em>lumière</em>.</p>",
        "<p>\\(E = h\\nu\\)</p>",
    ]
    assert "déviée" in (one.findtext("generalfeedback/text") or "")
    many = question(french_xml, "two-of-four")
    assert many.findtext("single") == "false"
    assert [answer.get("fraction") for answer in many.findall("answer")] == [
        "50", "-50", "50", "-50",
    ]  # fmt: skip
    truth = question(french_xml, "true-or-not")
    assert [(a.findtext("text"), a.get("fraction")) for a in truth.findall("answer")] == [
        ("true", "100"),
        ("false", "0"),
    ]


def test_moodle_numbers(french_xml: etree._Element) -> None:
    number = question(french_xml, "a-number")
    answers = number.findall("answer")
    found = [(a.findtext("text"), a.findtext("tolerance"), a.get("fraction")) for a in answers]
    assert found == [("45.5", "0.91", "100"), ("91", "1.82", "0"), ("*", "0", "0")]
    assert answers[1].findtext("feedback/text") == "<p>C’est le tout.</p>"
    units = {
        unit.findtext("unit_name"): float(unit.findtext("multiplier") or 0)
        for unit in number.findall("units/unit")
    }
    # Moodle's multiplier is how many make one of the first unit
    assert (units["GeV"], units["MeV"], units["TeV"]) == (1, 1000, 0.001)
    plot = question(french_xml, "off-the-plot")
    assert plot.findtext("answer/tolerance") == "2"
    assert plot.findtext("showunits") == "3"
    (file,) = plot.findall("questiontext/file")
    svg = base64.b64decode(file.text or "")
    assert etree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert f"@@PLUGINFILE@@/{file.get('name')}" in (plot.findtext("questiontext/text") or "")


def test_moodle_words(french_xml: etree._Element) -> None:
    word = question(french_xml, "a-word")
    found = {a.findtext("text"): a.get("fraction") for a in word.findall("answer")}
    assert found == {
        "positon": "100", "positron": "100", "antiélectron": "100", "antielectron": "100",
        "proton": "0",
    }  # fmt: skip
    gaps = question(french_xml, "two-gaps").findtext("questiontext/text") or ""
    assert "{1:SHORTANSWER:=positon~=positron}" in gaps
    assert "{1:NUMERICAL:=91.2:0.5}\u00a0GeV" in gaps
    essay = question(french_xml, "what-if")
    assert "\\(\\sqrt{2}\\)" in (essay.findtext("graderinfo/text") or "")


def test_moodle_is_the_same_twice(course: Course) -> None:
    once, twice = (
        moodle(course.lessons["en"], course.project.root, site="Lessons") for _ in range(2)
    )
    assert once == twice


def test_gift_says_what_it_cannot_carry(course: Course) -> None:
    done = gift(course.lessons["en"], course.project.root, site="Lessons")
    assert done.lost == [
        "one-of-three: its hints",
        "a-number: units in answers; the prompt names the unit",
        "two-gaps: left out: more than one blank, or a number in one",
        "off-the-plot: its figure",
        "off-the-plot: units in answers; the prompt names the unit",
        "what-if: its model answer",
    ]
    assert done.text.startswith("$CATEGORY: $course$/top/Lessons/A lesson\n\n")
    assert "\\\\(q \\= 0\\\\) &amp; \\\\(a &lt; b\\\\)" in done.text
    assert "::a-count::[html]How many events are there? {#=12345:0}" in done.text
    number = done.text[done.text.index("::a-number::") :].split("\n\n")[0]
    assert number.endswith("\n~#Divide by two.####\\\\(91/2 \\= 45\\{.\\}5\\\\)}")
    assert "~%-50%the proton#It is made of quarks." in done.text


def test_gift_escapes_its_signs() -> None:
    assert escaped("a = {b}: ~c#\n d\\e") == "a \\= \\{b\\}\\: \\~c\\# d\\\\e"


def test_json_can_be_scored(course: Course) -> None:
    document = json.loads(plain(course.lessons["fr"], course.project.root))
    assert (document["format"], document["version"]) == (FORMAT, VERSION)
    (lesson,) = document["lessons"]
    assert (lesson["page"], lesson["language"], len(lesson["questions"])) == ("lesson", "fr", KINDS)
    by_name = {one["id"]: one for one in lesson["questions"]}
    assert score(by_name["a-number"]["scoring"], "0,0455 TeV").score == 1
    assert by_name["two-gaps"]["prompt"].count("[[") == 2
    assert by_name["a-count"]["answers"][0]["key"]["value"] == 12345


def printed(browser: Browser, html: str, folder: Path) -> str:
    """The words of a sheet printed by a browser, as ``pdftotext`` reads them."""
    page = browser.new_page()
    page.set_content(html)
    page.pdf(path=folder / "sheet.pdf", prefer_css_page_size=True)
    page.close()
    command = ["pdftotext", "-layout", str(folder / "sheet.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


#: What only who knows the answers may read, in the French course.
ANSWERS = [
    "Bonne réponse : B", "Bonne réponse : A, C", "Il y en a beaucoup", "Un muon est un électron",
    "45,5 GeV ± 2", "C’est le tout", "Divisez par deux", "12 345", "positon", "antiélectron",
    "91,2 ± 0,5 GeV", "91 ± 2 GeV", "L’incertitude est multipliée", "déviée", "Regardez de",
]  # fmt: skip


def test_the_worksheet_has_no_answer_and_the_key_has_all(
    browser: Browser, course: Course, tmp_path: Path
) -> None:
    t = translator("fr", compile_catalogues(tmp_path / "locale"))
    lessons, root = course.lessons["fr"], course.project.root
    sheet = printed(browser, worksheet(lessons, root, t), tmp_path)
    key = printed(browser, answer_key(lessons, root, t), tmp_path)
    flat = [" ".join(answer.split()) for answer in ANSWERS]
    assert [answer for answer in flat if answer in sheet] == []
    assert [answer for answer in flat if answer not in key] == []
    for asked in ("Quelle particule", "Lesquels", "Où est la barre", "Que changerait", "Fiche"):
        assert asked in sheet
    assert "Corrigé" in key
    assert sheet.count("Question ") == KINDS


def test_room_to_write_is_as_asked(course: Course, tmp_path: Path) -> None:
    t = translator("en", compile_catalogues(tmp_path / "locale"))
    sheet = worksheet(course.lessons["en"], course.project.root, t)
    assert 'style="height: 32mm"' in sheet  # `:space: 3cm` of the discussion, in whole lines
    assert sheet.count('class="blank"') == 2
    assert sheet.count("<svg ") == 1
