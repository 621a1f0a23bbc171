"""Formulae as MathML."""

from __future__ import annotations

import pytest
from docutils import nodes

from build_tools.rendering.formulae import visit_inline

ARROW = '<mo stretchy="false" lspace="0em" rspace="0em">→</mo>'
VECTOR = f'<mover accent="true"><mi>p</mi>{ARROW}</mover>'


def mathml(tex: str) -> str:
    class Translator:
        def __init__(self) -> None:
            self.body: list[str] = []

    translator = Translator()
    with pytest.raises(nodes.SkipNode):
        visit_inline(translator, nodes.math("", tex))  # type: ignore[arg-type]
    return "".join(translator.body).removeprefix("<math>").removesuffix("</math>")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\vec{p}", VECTOR),
        (r"\vec{p}_1", f"<msub>{VECTOR}<mn>1</mn></msub>"),
        (r"\vec{p}_1^2", f"<msubsup>{VECTOR}<mn>1</mn><mn>2</mn></msubsup>"),
        (
            r"\sqrt{\vec{p}_1}\,",
            f'<msqrt><msub>{VECTOR}<mn>1</mn></msub></msqrt><mspace width="0.1667em"></mspace>',
        ),
        (r"p_1^2", "<msubsup><mi>p</mi><mn>1</mn><mn>2</mn></msubsup>"),
    ],
)
def test_the_index_of_a_vector_stands_beside_it(tex: str, expected: str) -> None:
    assert mathml(tex) == expected


def test_the_limits_of_a_sum_stay_below_and_above() -> None:
    assert mathml(r"\sum\limits_{i}^{n} \vec{p}_i").startswith("<munderover><mo")


THIN = '<mspace width="0.1667em"></mspace>'
PHI = '<mi>cos</mi><mo rspace="0.1667em">\u2061</mo><mi>φ</mi>'


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\cos\varphi", PHI),
        (r"2\cos\varphi", f"<mn>2</mn>{THIN}{PHI}"),
        (r"p_x\cos\varphi", f"<msub><mi>p</mi><mi>x</mi></msub>{THIN}{PHI}"),
        (r"=\cos\varphi", f"<mo>=</mo>{PHI}"),
        (r"2\,\cos\varphi", f"<mn>2</mn>{THIN}{PHI}"),
        (
            r"(a)\cos(b)",
            '<mo stretchy="false">(</mo><mi>a</mi><mo stretchy="false">)</mo>'
            + THIN
            + "<mi>cos</mi>"
            '<mo>\u2061</mo><mo stretchy="false">(</mo><mi>b</mi><mo stretchy="false">)</mo>',
        ),
        (r"45{,}6", "<mn>45,6</mn>"),
        (r"0{.}75^2", "<msup><mn>0.75</mn><mn>2</mn></msup>"),
        (r"4, 6", "<mn>4</mn><mo>,</mo><mn>6</mn>"),
        (r"1{,}2 + 3, 4", "<mn>1,2</mn><mo>+</mo><mn>3</mn><mo>,</mo><mn>4</mn>"),
        (r"s/b", '<mi>s</mi><mo stretchy="false" lspace="0em" rspace="0em">/</mo><mi>b</mi>'),
        (r"\Delta", '<mi mathvariant="normal">Δ</mi>'),
        (r"Z^*", "<msup><mi>Z</mi><mo>∗</mo></msup>"),
        (r"x.", '<mi>x</mi><mo lspace="0em">.</mo>'),
        (r"a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    ],
)
def test_formulae_are_set_as_tex_sets_them(tex: str, expected: str) -> None:
    assert mathml(tex) == expected


def test_functions_and_vectors_in_one_formula() -> None:
    assert mathml(r"\vec{p}_1\cos\varphi") == f"<msub>{VECTOR}<mn>1</mn></msub>{THIN}{PHI}"
