# ruff: noqa: E501  programs in one line each
"""Labels of translated cells, with programs that run for real in a shell of this process.

What is derived for a language must be what the translated cells put out when they are run; where
it could be something else, the build must say so.
"""

from __future__ import annotations

import contextlib
import random
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output

from build_tools.building.execute import Outcome
from build_tools.building.labels import Labelled, Labels
from build_tools.execution import session
from build_tools.execution.failure import CellFailure
from build_tools.execution.program import Program, ProgramCell
from build_tools.execution.store import Executed
from build_tools.localisation.tidy import tidy
from build_tools.pages import mime
from build_tools.pages.reader import read_page
from build_tools.translation.lock import Lock
from build_tools.translation.state import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from build_tools.building.read import Lessons

Cells = tuple[str, ...]


class _Hook(DisplayHook):
    """Shows a cell's last value as a display, which can be caught."""

    def __call__(self, result: object = None) -> None:
        if result is not None and not self.quiet():  # type: ignore[no-untyped-call]
            display(result)


class _Shell(InteractiveShell):
    displayhook_class = _Hook


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """A shell as lessons have it."""
    import plotly.io as pio  # noqa: PLC0415  takes a second

    before = pio.renderers.default, pio.templates.default
    main = sys.modules["__main__"]  # a shell takes its place
    shell = _Shell.instance(colors="nocolor")
    if shell.history_manager is not None:
        shell.history_manager.enabled = False
    session.start(shell)
    yield shell
    pio.renderers.default, pio.templates.default = before
    _Shell.clear_instance()
    sys.modules["__main__"] = main


def _show(  # noqa: PLR0917  its place is taken
    message: Warning | str,
    category: type[Warning],
    filename: str,  # noqa: ARG001
    lineno: int,
    file: object = None,  # noqa: ARG001
    line: object = None,  # noqa: ARG001
) -> None:
    sys.stderr.write(
        f"/a/ipykernel_1/2.py:{lineno}: {category.__name__}: {message}\n  the_code()\n"
    )


class Bench:
    """Programs of one page, its translations, and what was run."""

    def __init__(self, shell: InteractiveShell, folder: Path) -> None:
        self.shell, self.folder = shell, folder
        self.ran: list[str] = []  #: names of the templates that ran
        self.sources: list[str] = []  #: all code that ran

    def run(self, program: Program) -> Executed:
        """Run a program; raises CellFailure."""
        self.shell.user_ns.clear()  # a whole reset takes a tenth of a second
        self.shell.init_user_ns()
        session._glued.clear()
        self.shell.user_ns["glue"] = session.glue
        outputs: list[list[dict[str, Any]]] = []
        glued: dict[str, dict[str, Any]] = {}
        for number, cell in enumerate(program.cells):
            self.sources.append(cell.source)
            with capture_output() as caught, warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.showwarning = _show  # pytest keeps warnings for itself
                result = self.shell.run_cell(cell.source)
            own: list[dict[str, Any]] = []
            error = result.error_in_exec or result.error_before_exec
            if error and "raises-exception" not in cell.tags:
                raise CellFailure(number, 0, type(error).__name__, str(error))
            for name in ("stdout", "stderr"):
                text = getattr(caught, name)
                if error and name == "stdout":
                    continue  # the shell prints the traceback there
                if text:
                    own.append({"output_type": "stream", "name": name, "text": text})
            for rich in caught.outputs:
                if mime.GLUE in rich.data:
                    record = dict(rich.data[mime.GLUE])
                    glued[record.pop("name")] = record
                    continue
                data = rich.data
                for kind in (mime.FIGURE, mime.TABLE):
                    data = {kind: data[kind]} if kind in data else data
                own.append({"output_type": "display_data", "data": data})
            if error:
                own.append(
                    {
                        "output_type": "error",
                        "ename": type(error).__name__,
                        "evalue": str(error),
                        "traceback": [],
                    }
                )
            outputs.append(own)
        return Executed(key="", parts={}, name=program.name, seconds=0, cells=outputs, glued=glued)

    def outcome(self, programs: Mapping[str, Program]) -> Outcome:
        """Run templates, as the build does."""
        outcome = Outcome()
        for name, program in programs.items():
            self.ran.append(name)
            with contextlib.suppress(CellFailure):
                outcome.executed[name] = self.run(program)
                continue
            try:
                self.run(program)
            except CellFailure as failure:
                outcome.failures[name] = failure
        return outcome

    def page(self, language: str, cells: Cells, tags: str) -> Any:
        """A page of these cells."""
        blocks = "\n\n".join(f"```{{code-cell}} python\n{tags}\n{cell}\n```" for cell in cells)
        (self.folder / f"{language}.md").write_text(
            f"---\nfile_format: mystnb\n---\n# T\n\n{blocks}\n", encoding="utf-8"
        )
        return read_page(self.folder, Path(f"{language}.md"), language=language, docname="x")

    def find(self, source: Cells, tags: str = "", **translated: Cells) -> Labelled:
        """What the sentinel runs find out."""
        page = self.page("en", source, tags)
        own = {
            language: {"x": compare(page, self.page(language, cells, tags), Lock({}))[0]}
            for language, cells in translated.items()
        }
        program = Program("x", tuple(ProgramCell(c.source, c.tags) for c in page.cells), ())
        lessons = type("L", (), {"programs": {"x": program}, "translations": own})
        outcome = Outcome(executed={"x": self.run(program)})
        found = Labels(cast("Lessons", lessons)).find(outcome, self.outcome)
        return found.get("x", Labelled())

    def derived(self, found: Labelled, language: str) -> tuple[list[Any], dict[str, Any]]:
        """What a page of a language is given."""
        sentinels, executed = found.proven[language]
        filling = sentinels.in_language(language)
        return [tidy(filling.fill(own)) for own in executed.cells], filling.fill(executed.glued)

    def executed(self, cells: Cells, tags: str = "") -> tuple[list[Any], dict[str, Any]]:
        """What the cells put out when they are run."""
        page = self.page("xx", cells, tags)
        own = self.run(Program("y", tuple(ProgramCell(c.source, c.tags) for c in page.cells), ()))
        return [tidy(outputs) for outputs in own.cells], own.glued


@pytest.fixture
def bench(shell: InteractiveShell, tmp_path: Path) -> Bench:
    return Bench(shell, tmp_path)


FIGURE = """\
import pandas as pd
import plotly.graph_objects as go
figure = go.Figure([
    go.Bar(x=["Data", "Background"], y=[3, 4], name="Events", customdata=[["Muons"], ["Taus"]],
           hovertemplate="Count: %{y:.1f}<br>%{customdata[0]}<extra></extra>"),
    go.Scatter(x=["Data", "Background"], y=[1, 2], name="Simulation", text=["one", "two"]),
])
figure.update_layout(title="Found events", xaxis_title="Kind", yaxis_title="Events per bin",
                     legend_title_text="Legend")
figure.update_xaxes(tickvals=[0, 1], ticktext=["left", "right"])
figure.add_annotation(x=0, y=3, text="Peak <b>here</b>")
figure
"""
FIGURE_WORDS = {
    "Data": "Données", "Background": "Bruit de fond", "Events per bin": "Événements par classe",
    "Events": "Événements", "Muons": "Des muons", "Taus": "Des taus", "Count:": "Nombre :",
    "Simulation": "Simulation d’ATLAS", '"one"': '"un"', '"two"': '"deux"',
    "Found events": "Événements trouvés", "Kind": "Sorte", "Legend": "Légende",
    "left": "à gauche", "right": "à droite", "Peak <b>here": "Pic <b>ici",
}  # fmt: skip
FRAME = """\
import pandas as pd
frame = pd.DataFrame({"Step": ["all", "one pair", "all"], "Events": [12345, 12, 7]})
frame["Share (%)"] = 100 * frame["Events"] / frame["Events"].sum()
frame.index.name = "Number"
display(frame)
frame.groupby("Step", sort=False)["Events"].sum().rename("Total").to_frame()
"""
FRAME_WORDS = {
    "Step": "Étape", '"all"': '"tous"', "one pair": "une paire", "Events": "Événements",
    "Share (%)": "Part (%)", "Number": "Numéro", "Total": "Somme",
}  # fmt: skip


def worded(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


SVG = """\
import html
from IPython.display import SVG
SVG("<svg xmlns='http://www.w3.org/2000/svg'><text>" + html.escape("{}") + "</text></svg>")
"""
LABELS: dict[str, tuple[str, str]] = {
    "figure": (FIGURE, worded(FIGURE, FIGURE_WORDS)),
    "frame": (FRAME, worded(FRAME, FRAME_WORDS)),
    "printed": ('print("Events:", 12)', 'print("Événements :", 12)'),
    "f-string": (
        'n = 3\nprint(f"{n} events of {2 * n:.2f}")',
        'n = 3\nprint(f"{n} événements sur {2 * n:.2f}")',
    ),
    "f-string with braces": ('print(f"{{{3}}} events")', 'print(f"{{{3}}} événements")'),
    "concatenated": (
        'for k in ("e", "mu"):\n    print("Pairs of " + k)',
        'for k in ("e", "mu"):\n    print("Paires de " + k)',
    ),
    "joined": ('print(", ".join(["one", "two"]))', 'print(", ".join(["un", "deux"]))'),
    "per cent": ('print("%d events, %.1f %%" % (3, 2.5))', 'print("%d événements, %.1f %%" % (3, 2.5))'),
    "per cent by name": ('print("%(n)d events" % {"n": 3})', 'print("%(n)d cas" % {"n": 3})'),
    "format": (
        't = "Found {} of {total:>5.1f} events"\nprint(t.format(3, total=7))',
        't = "{} trouvés sur {total:>5.1f}"\nprint(t.format(3, total=7))',
    ),
    "dictionary": (
        'd = {"Data": 3, "Background": 4}\nprint(d["Data"])\n[f"{k}: {v}" for k, v in d.items()]',
        'd = {"Données": 3, "Fond": 4}\nprint(d["Données"])\n[f"{k} : {v}" for k, v in d.items()]',
    ),
    "one text, two translations": ('print("Other", "Other")', 'print("Autres", "Autre")'),
    "quotes": ('print("the Z")', "print('le « Z », dit \"zed\"')"),
    "apostrophe, printed": ('print("the event")', 'print("l\'événement")'),
    "HTML": (
        'from IPython.display import HTML\nHTML("<b>" + "a" + "</b>")',
        'from IPython.display import HTML\nHTML("<b>" + "à & <i>b</i>" + "</b>")',
    ),
    "escaped HTML": (
        'import html\nfrom IPython.display import HTML\nHTML("<b>" + html.escape("big") + "</b>")',
        'import html\nfrom IPython.display import HTML\nHTML("<b>" + html.escape("à <>&\'") + "</b>")',
    ),
    "escaped SVG": (SVG.format("mass"), SVG.format("à & <b>")),
    "LaTeX": ('print("$N_{events}$")', 'print("$N_{événements}$")'),
    "backslash": (r'print("pair")', r'print("$\\ell\\ell$ paire")'),
    "line break": ('print("one line")', 'print("deux\\nlignes")'),
    "number in a label": ('print("10 fb⁻¹ of data")', 'print("10 fb⁻¹ de données")'),
    "list": ('["Data", "Background"]', '["Données", "Bruit de fond"]'),
    "list in a frame": (
        'import pandas as pd\npd.DataFrame({"a": [["x", "Data"]]})',
        'import pandas as pd\npd.DataFrame({"a": [["x", "Données"]]})',
    ),
    "JSON": ('import json\nprint(json.dumps({"k": "Data"}))', 'import json\nprint(json.dumps({"k": "Été"}))'),
    "address": (
        'import urllib.parse as u\nprint("https://example.org/?q=" + u.quote("Data"))',
        'import urllib.parse as u\nprint("https://example.org/?q=" + u.quote("l’été"))',
    ),
    "glued": ('glue("kind", "muons")', 'glue("kind", "des muons")'),
    "unit": ('glue("t", 3, unit="events")', 'glue("t", 3, unit="événements")'),
    "stderr": ('import sys\nprint("watch out", file=sys.stderr)', 'import sys\nprint("attention", file=sys.stderr)'),
    "warning": ('import warnings\nwarnings.warn("watch out")', 'import warnings\nwarnings.warn("attention")'),
    "docstring": (
        'def f():\n    """Count them."""\n    return 3\nprint("n", f())',
        'def f():\n    """Les compte."""\n    return 3\nprint("nombre", f())',
    ),
    "semicolon": ('print("a")\n"b";', 'print("à")\n"b";'),
    "fixed width": (
        'for k in ("Data", "Background"):\n    print(f"{k:<14}|{3:5d}")',
        'for k in ("Données", "Fond"):\n    print(f"{k:<14}|{3:5d}")',
    ),
    "printed frame": (
        'import pandas as pd\nprint(pd.DataFrame({"Data": [1, 2], "x": [3, 4]}))',
        'import pandas as pd\nprint(pd.DataFrame({"Toutes les données": [1, 2], "x": [3, 4]}))',
    ),
    "groups whose order stays": (
        'import pandas as pd\npd.DataFrame({"k": ["Fit", "Data"], "n": [1, 2]}).groupby("k").sum()',
        'import pandas as pd\npd.DataFrame({"k": ["Essai", "Cas"], "n": [1, 2]}).groupby("k").sum()',
    ),
    "coinciding, as titles": (
        'print("Events")\nprint("Number of events")',
        'print("Événements")\nprint("Événements")',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
def test_what_is_derived_is_what_the_translated_cells_put_out(name: str, bench: Bench) -> None:
    source, french = LABELS[name]
    found = bench.find((source,), fr=(french,))
    assert found.drifts == {}
    before = list(bench.sources)
    assert bench.derived(found, "fr") == bench.executed((french,))
    assert bench.executed((french,)) != bench.executed((source,))
    assert french not in before  # nothing of the translation ran


def test_an_intended_error(bench: Bench) -> None:
    source, french = 'raise ValueError("no peak")', 'raise ValueError("aucun pic")'
    found = bench.find((source,), ":tags: [raises-exception]", fr=(french,))
    derived = bench.derived(found, "fr")
    assert derived == bench.executed((french,), ":tags: [raises-exception]")
    assert derived[0][0][0]["evalue"] == "aucun pic"


ORDER = "its order, its length or its letters"
DRAWING = "drawn into a picture (image/svg+xml)"
DRAWN = """\
import io
import matplotlib
matplotlib.use("agg")
matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "x", "figure.autolayout": True}
import matplotlib.pyplot as plt
from IPython.display import SVG
figure, axes = plt.subplots()
axes.set_xlabel("Mass")
file = io.StringIO()
figure.savefig(file, format="svg", metadata={"Date": None})
plt.close()
print("Events")
SVG(file.getvalue())
"""
CODE: dict[str, tuple[str, str, str]] = {
    "length": ('print("n", len("Particle"))', 'print("n", len("Particule"))', ORDER),
    "order": ('print(sorted(["Data", "Fit"]))', 'print(sorted(["Zéro", "Fit"]))', ORDER),
    "order of both": ('print(sorted(["All", "Cut"]))', 'print(sorted(["Tous", "Cas"]))', ORDER),
    "order beside others": ('print(max(["b", "Zed"]))', 'print(max(["b", "zède"]))', ORDER),
    "groups in order": (
        'import pandas as pd\npd.DataFrame({"k": ["Data", "Fit"], "n": [1, 2]}).groupby("k").sum()',
        'import pandas as pd\npd.DataFrame({"k": ["Réel", "Fit"], "n": [1, 2]}).groupby("k").sum()',
        ORDER,
    ),
    "case": ('print("events".upper())', 'print("cas".upper())', ORDER),
    "lower case": ('print("events".lower())', 'print("Cas".lower())', ORDER),
    "title": ('print("Data".title())', 'print("Les données".title())', ORDER),
    "cut": ('print("Events"[:3])', 'print("Cas"[:3])', ORDER),
    "split": ('print("Events".split())', 'print("Des cas".split())', ORDER),
    "first letter": ('print("Events", "Events"[0])', 'print("Cas", "Cas"[0])', ORDER),
    "replaced": ('print("Events".replace(" ", "_"))', 'print("Des cas".replace(" ", "_"))', ORDER),
    "wrapped": (
        'import textwrap\nprint(textwrap.fill("Events", 10))',
        'import textwrap\nprint(textwrap.fill("Des événements", 10))',
        ORDER,
    ),
    "compared": (
        'k = "Data"\nprint(k, 1 if k == "Da" + "ta" else 2)',
        'k = "Cas"\nprint(k, 1 if k == "Da" + "ta" else 2)',
        ORDER,
    ),
    "keys that coincide": (
        'print(list({"Data": 1, "Fit": 2}.values()), "Data", "Fit")',
        'print(list({"Cas": 1, "Cas": 2}.values()), "Cas", "Cas")',
        "some are equal",
    ),
    "a key that is another text": (
        'print({"Data": 1, "x": 2}, len({"Data", "x"}))',
        'print({"x": 1, "x": 2}, len({"x", "x"}))',
        "some are equal",
    ),
    "unseen": ('s = "Events"\nprint(1)', 's = "Cas"\nprint(1)', "no output of the page shows it"),
    "empty": ('print("Events" or "none")', 'print("" or "none")', "an empty text"),
    "blank at its end": ('print("Events".strip())', 'print("Cas ".strip())', "begins or ends"),
    "apostrophe in a list": ('["event"]', '["l\'événement"]', "write ’"),
    "number of its own": ('print("12", int("12"))', 'print("13", int("13"))', "the program stops"),
    "column of the data": (
        'import pandas as pd\nf = pd.DataFrame({"lep_pt": [1]})\nprint(f.to_dict(), f["lep_pt"][0])',
        'import pandas as pd\nf = pd.DataFrame({"lep_pt": [1]})\nprint(f.to_dict(), f["pt"][0])',
        "the program stops: KeyError: 'lep_pt'",
    ),
    "query": (
        'import pandas as pd\nf = pd.DataFrame({"x": [1]})\nprint(len(f.query("x > 0")))',
        'import pandas as pd\nf = pd.DataFrame({"x": [1]})\nprint(len(f.query("x > 2")))',
        "the program stops",
    ),
    "field of a format": ('print("{0}".format("a"))', 'print("{0.__class__}".format("a"))', ""),
    "name of a value": ('glue("n", 1)', 'glue("m", 1)', ""),
    "picture": (
        ('import base64\nfrom IPython.display import Image\n'
        'Image(data=base64.b64encode(b"\\x89PNG" + "Data".encode()), format="png")'),
        ('import base64\nfrom IPython.display import Image\n'
        'Image(data=base64.b64encode(b"\\x89PNG" + "Cas".encode()), format="png")'),
        "drawn into a picture (image/png)",
    ),
    "drawing of matplotlib": (DRAWN, DRAWN.replace("Mass", "Énergie & masse"), DRAWING),
}  # fmt: skip


@pytest.mark.parametrize("name", CODE)
def test_a_text_that_is_code_is_found_out(name: str, bench: Bench) -> None:
    source, french, reason = CODE[name]
    found = bench.find((source,), fr=(french,))
    assert found.proven == {}
    assert reason in found.drifts["fr"][0].reason
    assert french not in bench.sources


def test_what_one_language_translates_in_a_drawing_is_no_matter_to_another(bench: Bench) -> None:
    french, german = DRAWN.replace("Mass", "A & B"), DRAWN.replace("Events", "Ereignisse")
    found = bench.find((DRAWN,), fr=(french,), de=(german,))
    assert DRAWING in found.drifts["fr"][0].reason
    assert list(found.proven) == ["de"]
    assert bench.derived(found, "de") == bench.executed((german,))


@pytest.mark.parametrize(
    ("source", "french"),
    [
        ('import pandas as pd\nprint(len(pd.DataFrame({"x": [1]}).query("x > 0")))', "df.query"),
        ('import pandas as pd\nprint(pd.eval("1 + 1"))', "pd.eval"),
        ('print("{0}".format(1))', "format"),
        ('print(eval("1 + 1"))', "eval"),
        ('import os\nprint(os.system("true"))', "system"),
    ],
)
def test_a_command_hidden_in_a_literal_is_never_run(source: str, french: str, bench: Bench) -> None:
    canary = bench.folder / "canary"
    old = next(t for t in ('"x > 0"', '"1 + 1"', '"{0}"', '"true"') if t in source)
    command = f"touch {canary}"
    hidden = {
        "df.query": f"\"@pd.io.common.os.system('{command}')\"",
        "pd.eval": f"\"@pd.io.common.os.system('{command}')\"",
        "format": f'"{{0.__class__.__init__.__globals__[os].system({command})}}"',
        "eval": f"\"__import__('os').system('{command}')\"",
        "system": f'"{command}"',
    }[french]
    found = bench.find((source,), fr=(source.replace(old, hidden),))
    assert found.drifts["fr"]
    assert found.proven == {}
    assert not canary.exists()
    assert not any("touch" in ran for ran in bench.sources)


def test_languages_share_one_run(bench: Bench) -> None:
    source = ('print("Events", "Data")', 'd = {"Data": 1}\nprint(d)')
    fr = ('print("Événements", "Données")', 'd = {"Données": 1}\nprint(d)')
    es = ('print("Sucesos", "Datos «reales»")', 'd = {"Datos «reales»": 1}\nprint(d)')
    found = bench.find(source, fr=fr, es=es)
    assert bench.ran == ["x (labels)"]
    for language, cells in {"fr": fr, "es": es}.items():
        assert bench.derived(found, language) == bench.executed(cells)


def test_a_third_language_that_translates_the_same_labels_runs_the_same_program(
    bench: Bench,
) -> None:
    source, fr, es = ('print("Events")',), ('print("Cas")',), ('print("Sucesos")',)
    bench.find(source, fr=fr)
    first = bench.sources[-1]
    bench.find(source, fr=fr, es=es)
    assert bench.sources[-1] == first


def test_one_languages_mistake_is_no_others(bench: Bench) -> None:
    source = ('print("Events")', 'print(len("Data"))')
    fr = ('print("Cas")', 'print(len("Données"))')
    es = ('print("Sucesos")', 'print(len("Data"))')
    found = bench.find(source, fr=fr, es=es)
    assert found.drifts.keys() == {"fr"}
    assert {label.text for label in found.drifts["fr"][0].labels} == {"Data"}
    assert bench.derived(found, "es") == bench.executed(es)


WORDS = ["Data", "Events", "Fit", "all", "one pair", "pT (GeV)", "Zed", "N", "Particle", "tau"]
FRENCH = ["Données", "Événements", "l'été", "tous", "une paire", "pT (GeV)", "N", "à < b & c", "Les deux",
          "zèbre", "A", "10 %", "«été»", 'b"c', "été\nhiver", "x", "Data"]  # fmt: skip
#: What programs do with texts; A, B and C are labels.
USES = [
    "print(A)", "print(A, B)", "print(A + ' ' + B)", "print(f'{A}: {3}')", "print([A, B])", "print(repr(A))",
    "print(sorted([A, B, C]))", "print(min(A, B), C)", "print(A.upper())", "print(A.lower())", "print(A.title())",
    "print(A.split())", "print(A.strip(), B)", "print(A[:3], A)", "print(A[-1], A)", "print(len(A))",
    "print(A.replace(' ', '_'))", "print(A.count('e'), A)", "print(f'{A:<12}|{B:>14}|')", "print(A.center(20), B)",
    "print({A: 1, B: 2})", "d = {A: 1, B: 2}\nprint(d[A], list(d))", "print(A == B, A, B)", "print(A in B, A, B)",
    "print(A or B)", "print(', '.join([A, B, C]))", "print(A.startswith(B), A, B)",
    "print('%s of %d' % (A, 3))", "print('{} of {}'.format(A, B))", "print(json.dumps({A: B}))",
    "print(html.escape(A))", "print(textwrap.fill(A + ' ' + B, 12))", "print(A.partition(' '))", "print(ascii(A))",
    "print(A.encode('ascii', 'ignore').decode())", "print(re.sub('[^a-zA-Z]', '', A), A)", "print(hash(A) == hash(B), A)",
    "print(urllib.parse.quote(A))", "print(A.ljust(10) + '|')", "print(list(A)[:2], A)", "print(A.swapcase())",
     "print(A.casefold())", "glue('a', A)\nprint(B)", "print(A.splitlines())",
]  # fmt: skip
HEAD = "import html, json, re, textwrap, urllib.parse"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_proven_is_true_of_any_program(seed: int, bench: Bench) -> None:
    chance = random.Random(seed)  # noqa: S311
    proven = 0
    for _ in range(25):
        uses = chance.sample(USES, chance.choice([1, 1, 2]))
        ours, theirs = chance.sample(WORDS, 3), chance.sample(FRENCH, 3)
        source, french = (
            "\n".join([HEAD, f"A, B, C = {texts!r}", *uses, "print(A, B, C)"])
            for texts in (tuple(ours), tuple(theirs))
        )
        found = bench.find((source,), fr=(french,))
        if "fr" in found.proven:
            proven += 1
            assert bench.derived(found, "fr") == bench.executed((french,)), (source, french)
    assert proven > 3
