"""A page from a translator is data: each attack is refused, with its line and what is wrong."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml

from build_tools.pages.diagnostics import LessonError
from build_tools.pages.markdown import CELL_OPTIONS, DIRECTIVES, PICTURES, ROLES
from build_tools.pages.reader import read_page

ATTACKS = Path(__file__).parent / "pages"
EXPECTED = yaml.safe_load((ATTACKS / "expected.yaml").read_text(encoding="utf-8"))


def test_every_attack_is_described() -> None:
    assert {file.name for file in ATTACKS.glob("*.md")} == set(EXPECTED)
    assert len(EXPECTED) >= 140


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_attack_is_refused_with_its_line(name: str) -> None:
    line, message = EXPECTED[name]
    with pytest.raises(LessonError) as caught:
        read_page(ATTACKS, Path(name), language="fr", docname=name.removesuffix(".md"))
    told = [(problem.line, problem.message) for problem in caught.value.diagnostics]
    assert [text for number, text in told if number == line and message in text], told
    # one attack is told once, or where it is made and where it is used: more hides what is wrong
    assert len(told) <= 3, told


HEAD = "---\nfile_format: mystnb\n---\n# Un titre\n\n"
LINES = 2_000


def broken(text: str) -> str:
    """A text in lines that are short enough each."""
    return "\n".join(text[start : start + LINES] for start in range(0, len(text), LINES))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mot " * 2_500_000, "150,000 at most are read"),
        ("mot \n" * 2_100_000, "150,000 at most are read"),
        (">" * 100_000, "this line has 100,000 characters"),
        (broken(">" * 100_000), "too deep to read"),
        ("[" * 100_000, "this line has 100,000 characters"),
        (broken("[" * 100_000), "more than 50 open `[`"),
        (broken("![" * 50_000), "more than 50 open `[`"),
        (broken("^[" * 50_000), "more than 50 open `[`"),
        ("## Same\n\n" * 3_000, "3,001 headings, and 200 at most are read"),
        (broken("$x$ " * 20_000), "more than 20,000 formulae"),
        ("| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 4_000, "more than 20,000 formulae"),
        (":::{note}\nA *word*.\n:::\n" * 3_000, "more than 20,000 formulae"),
        ("* - " * 700, "too deep to read"),
        ("".join(f"{'  ' * n}- x\n" for n in range(300)), "too deep to read"),
        (":::{raw}\n" * 16_000, "`{raw}` is not allowed"),
        ("<b>x</b>\n" * 3_000, "more problems from here on"),
        (f"$${'{' * 1_900}x$$", "more than 50 open `{`"),
        (
            f"```{{code-cell}} python\nx = {'1 + ' * 700}1\n```\n",
            "80 expressions inside one another",
        ),
        (f"```{{code-cell}} python\nx = {'f(' * 190}{')' * 190}\n```\n", "inside one another"),
    ],
    ids=range(19),
)
def test_too_much_ends_with_a_message(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.md").write_text(HEAD + text, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(LessonError) as caught:
        read_page(tmp_path, Path("x.md"), language="fr", docname="x")
    assert time.process_time() - started < 20  # seconds, where it takes two: it does not hang
    assert any(message in problem.message for problem in caught.value.diagnostics)
    assert len(caught.value.diagnostics) <= 31


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-32", "cp1252"])
def test_another_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.md").write_bytes((HEAD + "Été à l’été.\n").replace("’", "'").encode(encoding))
    with pytest.raises(LessonError, match="save it as UTF-8"):
        read_page(tmp_path, Path("x.md"), language="fr", docname="x")


GOOD = """\
Un mot \u2067أهلا\u2069 et un trait\u00ad d’union, un 👩‍🔬, l’âge de 3\u00a0ans\u202f!

[page](../a/b.md#c), [place](#c), [web](https://example.org/x?y=1#z), <https://example.org>,
[courriel](mailto:a.b@example.org), [note][n] et `<b>` en code, $a^{b}$ et {glued}`x`.

[n]: https://example.org/{{x}}

![une image](../images/x.svg)

- [x] une liste
  1. dans une liste

> Une citation.

```html
<script>montré, pas exécuté</script>
```

::::{exercise} Un *titre*
Texte.

:::{hint}
Aide.
:::
::::

$$
\\frac{\\mathrm{d}\\sigma}{\\mathrm{d}x} \\text{ défini }
$$
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_people_write_is_not_refused(tmp_path: Path, end: str, mark: str) -> None:
    text = (mark + HEAD + GOOD).replace("\n", end)
    (tmp_path / "x.md").write_bytes(text.encode())
    page = read_page(tmp_path, Path("x.md"), language="fr", docname="lessons/x")
    assert [use.name for use in page.directives] == ["exercise", "hint"]


def test_the_reference_lists_what_pages_may_use() -> None:
    text = (ATTACKS.parents[2] / "docs" / "reference" / "page-format.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (.*) \|$", text, re.MULTILINE))
    for name, listed in (
        ("blocks", DIRECTIVES),
        ("roles", ROLES),
        ("options of a cell", CELL_OPTIONS),
        ("pictures", PICTURES),
    ):
        assert {*listed} <= {*re.findall(r"`([^`]+)`", rows[name])}, name
    assert {*re.findall(r"`([^`]+)`", rows["blocks"])} == {*DIRECTIVES}
    assert {*re.findall(r"`([^`]+)`", rows["roles"])} == {*ROLES}
