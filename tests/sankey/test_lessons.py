"""The lessons about decays: what their cells state are the facts of the catalogue."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from build_tools.catalogue.facts import Facts, read_facts
from build_tools.pages.reader import read_page

ROOT: Final = Path(__file__).parents[2]
LESSONS: Final = ("lessons/higgs-boson", "lessons/rare-top-processes")
#: Numbers of the code itself: the neutral weight, a square root, millions and billions.
OWN: Final = {1.0, 0.5, 1e6, 1e9}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(ROOT)


def numbers(docname: str) -> list[float]:
    """The numbers with a decimal point in a page's cells."""
    path = Path("content/en") / f"{docname}.md"
    page = read_page(ROOT, path, language="en", docname=docname)
    return [
        node.value
        for cell in page.cells
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]


@pytest.mark.parametrize("docname", LESSONS)
def test_every_number_of_a_cell_is_a_fact(docname: str, facts: Facts) -> None:
    known = {fact.value for fact in facts.facts.values()} | OWN
    known.add(facts.facts["pp.inelastic"].value * 1e9)  # from millibarns to picobarns
    found = numbers(docname)
    assert len(found) >= 8
    assert [number for number in found if number not in known] == []


def test_names_and_numbers_belong_together(facts: Facts) -> None:
    path = Path("content/en/lessons/higgs-boson.md")
    page = read_page(ROOT, path, language="en", docname="lessons/higgs-boson")
    checked = 0
    for cell in page.cells:
        for node in ast.parse(cell.source).body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table):
                    prefix = {"cross_sections": "pp.H.", "fractions": "H."}.get(name)
                    for key, value in ast.literal_eval(table).items() if prefix else ():
                        assert facts.facts[f"{prefix}{key}"].value == value
                        checked += 1
    assert checked == 16


def test_measured_fractions_are_as_near_to_the_predicted_as_the_lesson_says(facts: Facts) -> None:
    """Within two standard deviations of the measurements."""
    measured = [fact for fact in facts.facts.values() if fact.id.endswith(".measured")]
    assert len(measured) == 7
    for fact in measured:
        predicted = facts.facts[fact.id.removesuffix(".measured")].value
        assert fact.uncertainty is not None
        assert abs(fact.value - predicted) < 2 * fact.uncertainty, fact.id


def assigned(docname: str, name: str) -> object:
    """What a cell of a page gives a name, or a pair of names that begins with it."""
    path = Path("content/en") / f"{docname}.md"
    page = read_page(ROOT, path, language="en", docname=docname)
    found = [
        ast.literal_eval(node.value)
        for cell in page.cells
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]).strip("()").split(",")[0] == name
    ]
    assert len(found) == 1, name
    return found[0]


def test_the_z_boson_is_that_of_the_catalogue(facts: Facts) -> None:
    mass, width = facts.facts["mass.Z"], facts.facts["width.Z"]
    lesson = "lessons/z-boson"
    assert assigned(lesson, "pdg_mass") == (mass.value, mass.uncertainty)
    assert assigned(lesson, "pdg_width") == (width.value, width.uncertainty)
    assert assigned("lessons/higgs-four-leptons", "Z_MASS") == round(mass.value, 2)
    # in units of 10⁻²⁵ GeV s here, of 10⁻²² MeV s there
    assert assigned(lesson, "hbar") == facts.facts["hbar"].value
