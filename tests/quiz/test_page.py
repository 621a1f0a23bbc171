"""The page's form, in a browser: by keyboard, without scripts, and for a screen reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.quiz.conftest import Course

KINDS = 9


@pytest.fixture
def page(browser: Browser, course: Course) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(course.address("fr"))
    yield page
    assert errors == []
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus; a reader has no other way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def said(page: Page, name: str) -> str:
    return " ".join(page.locator(f"#quiz-{name}-status").inner_text().split())


def count(page: Page) -> str:
    return page.locator(".quiz-count").inner_text()


class Reader:
    """Someone who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.press, self.type = page.keyboard.press, page.keyboard.type

    def check(self, name: str) -> str:
        """Go to a question's button, press it, hear what is said."""
        tab_to(self.page, f"#quiz-{name} .quiz-check")
        self.press("Enter")
        return said(self.page, name)

    def write(self, name: str, answer: str) -> str:
        """Replace what is in a question's field, press Enter, hear what is said."""
        if not self.page.locator(f"#quiz-{name}-field").evaluate(
            "one => one === document.activeElement"
        ):
            tab_to(self.page, f"#quiz-{name}-field")
        self.press("ControlOrMeta+a")
        self.press("Delete")
        self.type(answer)
        self.press("Enter")
        return said(self.page, name)


def test_a_whole_quiz_by_keyboard_in_french(page: Page) -> None:
    reader = Reader(page)
    assert count(page) == "Questions traitées\u00a0: 0 sur 9. Réponses justes\u00a0: 0."
    _choose(reader)
    _write_a_number(reader)
    assert reader.write("a-count", "12 345") == "C’est juste."
    assert reader.write("a-word", "Antielectron") == "C’est juste."
    _fill_gaps(reader)
    assert reader.write("off-the-plot", "90") == "C’est juste."
    tab_to(page, "#quiz-what-if-field")
    reader.type("Moins de précision.")
    assert reader.check("what-if").startswith("Votre réponse est gardée")
    assert count(page) == "Questions traitées\u00a0: 9 sur 9. Réponses justes\u00a0: 8."


def _choose(reader: Reader) -> None:
    page, press = reader.page, reader.press
    one = page.locator("#quiz-one-of-three")
    tab_to(page, "#quiz-one-of-three input")
    press("Space")  # the first option, a wrong one
    tab_to(page, "#quiz-one-of-three summary")
    assert not one.locator(".quiz-hint").nth(1).is_visible()
    press("Enter")
    one.locator(".quiz-hint").nth(1).wait_for()  # a second hint, after the first
    answer = reader.check("one-of-three")
    assert answer.startswith("Pas encore.")
    assert "positon" in answer
    assert one.get_attribute("aria-invalid") == "true"
    one.locator("input").first.focus()
    press("ArrowDown")  # the next option
    assert said(page, "one-of-three") == ""  # it was about the other answer
    assert reader.check("one-of-three").startswith("C’est juste. Il y en a beaucoup.")
    assert one.get_attribute("aria-invalid") is None

    tab_to(page, "#quiz-two-of-four input")
    press("Space")
    assert reader.check("two-of-four").startswith("En partie juste : 50 %.")
    page.locator("#quiz-two-of-four input").nth(2).focus()
    press("Space")
    assert reader.check("two-of-four").startswith("C’est juste.")

    tab_to(page, "#quiz-true-or-not input")
    press("Space")
    assert reader.check("true-or-not") == "C’est juste."


def _write_a_number(reader: Reader) -> None:
    field = reader.page.locator("#quiz-a-number-field")
    again = "Pas encore. Modifiez votre réponse, puis vérifiez de nouveau."
    for typed, expected in (
        ("", "Il n’y a pas encore de réponse."),
        ("quarante", "Ce n’est pas un nombre."),
        ("45,5", "Ajoutez l’unité"),
        ("45,5 s", "Cette unité mesure autre chose"),
        ("45,5 gev", "Cette unité n’est pas connue"),
        ("91 GeV", f"{again} C’est le tout."),
        ("3 GeV", f"{again} Divisez par deux."),
    ):
        assert reader.write("a-number", typed).startswith(expected), typed
        assert field.evaluate("one => one === document.activeElement")
        assert field.get_attribute("aria-invalid") == "true"
        assert field.get_attribute("aria-describedby") == "quiz-a-number-status"
    assert reader.write("a-number", "0,0455 TeV").startswith("C’est juste. Bien calculé.")
    assert field.get_attribute("aria-invalid") is None


def _fill_gaps(reader: Reader) -> None:
    page, press = reader.page, reader.press
    tab_to(page, "#quiz-two-gaps input")
    reader.type("positon")
    press("Tab")
    reader.type("91,2")
    press("Enter")
    assert said(page, "two-gaps") == "Ajoutez l’unité à votre nombre."
    second = page.locator("#quiz-two-gaps input").nth(1)
    assert second.evaluate("one => one === document.activeElement")
    press("End")
    reader.type(" GeV")
    press("Enter")
    assert said(page, "two-gaps") == "C’est juste."


def test_answers_are_kept_saved_and_erased(page: Page, course: Course) -> None:
    page.fill("#quiz-a-count-field", "12 345")
    page.click("#quiz-a-count .quiz-check")
    page.check("#quiz-two-of-four input >> nth=1")
    page.click("#quiz-two-of-four .quiz-check")
    # the same answers on the same page in English
    page.goto(course.address("en"))
    assert page.input_value("#quiz-a-count-field") == "12 345"
    assert page.is_checked("#quiz-two-of-four input >> nth=1")
    assert count(page) == "Answered: 2 of 9. Right: 1."
    with page.expect_download() as download:
        page.click(".quiz-save")
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert (kept["format"], kept["version"]) == ("lessons-answers", 1)
    assert kept["answers"]["a-count"] == {"answer": "12 345", "tries": 1, "verdict": "right"}
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click(".quiz-erase")
    assert count(page) == "Answered: 2 of 9. Right: 1."
    page.once("dialog", lambda dialog: dialog.accept())
    page.click(".quiz-erase")
    assert count(page) == "Answered: 0 of 9. Right: 0."
    assert page.input_value("#quiz-a-count-field") == ""
    assert page.evaluate("localStorage.getItem('lessons-answers')") is None


@pytest.mark.parametrize("kept", ["[1, 2]", "{", "null", '{"a-count": 3, "two-of-four": {}}'])
def test_a_damaged_store_is_begun_anew(page: Page, kept: str) -> None:
    page.evaluate("(kept) => localStorage.setItem('lessons-answers', kept)", kept)
    page.reload()
    page.fill("#quiz-a-count-field", "12 345")
    page.click("#quiz-a-count .quiz-check")
    assert said(page, "a-count") == "C’est juste."


def test_nothing_is_sent(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#quiz-a-count-field", "12 345")
    page.keyboard.press("Enter")
    page.click("#quiz-one-of-three .quiz-check")
    page.click(".quiz-save")
    assert [url for url in asked if not url.startswith(("blob:", "file:"))] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_scripts_questions_are_read_and_answers_open(
    browser: Browser, course: Course, language: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(course.address(language))
    boxes = page.locator("fieldset.quiz")
    assert boxes.count() == KINDS
    for number in range(KINDS):
        box = boxes.nth(number)
        assert box.locator("legend").is_visible()
        assert box.locator("input, textarea").first.is_visible()
        assert not box.locator(".quiz-check").is_visible()
        solution = box.locator(".quiz-solution")
        inside = solution.locator(":scope > :not(summary)").first
        assert not inside.is_visible()
        solution.locator("summary").focus()
        page.keyboard.press("Enter")
        assert inside.is_visible()
    assert not page.locator(".quiz-summary").is_visible()
    # nobody loses the page by pressing Enter in a field
    page.locator("#quiz-a-count-field").press("Enter")
    assert page.url == course.address(language)
    page.close()


def test_no_answer_is_in_sight_until_it_is_opened(page: Page) -> None:
    shown = page.locator(".page-text").inner_text()
    for answer in ("Il y en a beaucoup", "12 345", "antiélectron", "Divisez par deux", "déviée"):
        assert answer not in shown


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", ["as it comes", "checked", "dark"])
def test_axe_finds_nothing(browser: Browser, course: Course, language: str, state: str) -> None:
    context = browser.new_context(color_scheme="dark" if state == "dark" else "light")
    page = context.new_page()
    page.goto(course.address(language))
    if state != "as it comes":
        for number in range(KINDS):
            box = page.locator("fieldset.quiz").nth(number)
            field = box.locator("input, textarea").first
            if field.get_attribute("type") in {"radio", "checkbox"}:
                field.check()
            else:
                field.fill("3 s")
            box.locator(".quiz-check").click()
            for closed in box.locator("details").all():
                closed.evaluate("one => { one.hidden = false; one.open = true }")
        assert page.locator(".quiz-status:not(:empty)").count() == KINDS
    found = Axe().run(page, context="main").response
    assert len(found["passes"]) > 20
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_overflows(browser: Browser, course: Course, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(course.address("fr"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_paper_shows_questions_and_no_answer(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("#quiz-one-of-three legend").is_visible()
    for hidden in (".quiz-solution", ".quiz-hint", ".quiz-actions", ".quiz-summary"):
        assert not page.locator(hidden).first.is_visible()


def test_the_list_of_questions_shows_answers_when_they_are_opened(
    browser: Browser, course: Course
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(course.address("fr", "questions"))
    text = " ".join(page.locator(".page-text").inner_text().split())
    for shown in ("Se souvenir", "Appliquer", "Lire un graphique", "Discuter", "Par objectif"):
        assert shown in text
    assert "Lire un 91,0 GeV" in text  # an objective, with the value of its page
    assert "45,5" not in text
    items = page.locator(".quiz-overview > li")
    assert items.count() == KINDS
    for item in items.all():
        item.locator("summary").click()
    text = " ".join(page.locator(".page-text").inner_text().split())
    for answer in ("le photon", "45,5 GeV ± 2", "antiparticule", "positon", "91 ± 2 GeV"):
        assert answer in text
    assert "l’électron" in text
    page.click("text=Question 4 >> nth=0")
    assert page.url == course.address("fr") + "#quiz-a-number"
    page.close()
