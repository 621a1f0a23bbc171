"""Formulae as MathML."""

from __future__ import annotations

import pytest
from docutils import nodes

from build_tools.rendering.formulae import visit_inline

ARROW = '<mo stretchy="false">→</mo>'
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
