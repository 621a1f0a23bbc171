"""What cells can use, by each road: in a warm worker and in an ordinary kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_tools.execution import warm
from build_tools.execution.failure import CellFailure
from build_tools.execution.limits import Limits
from build_tools.execution.program import Program, ProgramCell, SampleFile
from build_tools.execution.store import Store
from build_tools.pages import mime
from tests.execution.conftest import NEEDS_FORK, program, run_plain, run_warm

if TYPE_CHECKING:
    from pathlib import Path

    from tests.execution.conftest import Run

EXPECTED_ERROR = frozenset({"raises-exception"})
#: One page with everything that a cell can do and whose outputs are the same in every run.
EVERYTHING = (
    "import pandas as pd\nimport plotly.graph_objects as go\nimport plotly.io as pio",
    "1 + 1",
    "_ + 40",
    "print(_, Out[2], In[2], len(In)); 5;",
    'print("one")\nprint("two", end="")',
    "go.Figure(go.Bar(x=[1], y=[2]))",
    'go.Figure(go.Bar(x=[1], y=[2])).show()\nprint("after")',
    'pd.DataFrame({"cut": ["all"], "n": [12345], "w": [1.5]})',
    "from IPython.display import *",
    'handle = display("a", display_id="h")\ndisplay(HTML("<b>x</b>"), Markdown("*y*"))',
    'handle.update("b")\nupdate_display("c", display_id="h")\ndisplay(JSON({"z": 1}))',
    'print("gone")\nclear_output()\nprint("stays")',
    'print("gone")\nclear_output(wait=True)\nprint("stays")',
    'print("still here")\nclear_output(wait=True)',
    """class Rich:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "plain", "text/latex": "$x$"}, {"text/plain": {"k": 1}}
Rich()""",
    'import base64\nImage(base64.b64decode("iVBORw0KGgo="), format="png")',
    ProgramCell("def f():\n    return 1 / 0\n\nf()", EXPECTED_ERROR),
    ProgramCell("import sys\nsys.exit('bye')", EXPECTED_ERROR),
    ProgramCell("return 1", EXPECTED_ERROR),
    ProgramCell("class Bad:\n    def __repr__(self):\n        raise ValueError('no')\nBad()",
                EXPECTED_ERROR),
    ProgramCell("never()", frozenset({"skip-execution"})),
    "",
    "# only a comment",
    "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')\n'result'",
    "import warnings\nwarnings.warn('careful')",
    'print("x" * 5, end="\\r")\nprint("12%\\r100%")',
    "get_ipython().__class__.__name__, __name__",
    "import numpy as np\nnp.random.rand()",
    "print({'b', 'a', 'c'}, object())",
    'glue("n", 3, unit="GeV", digits=1)\nglue("flag", True)',
    "open('left.txt', 'w').write('x')\nimport os\nsorted(os.listdir())",
    "os.getcwd(), os.path.expanduser('~')",
)  # fmt: skip


@NEEDS_FORK
def test_the_two_roads_put_out_the_same_byte_for_byte() -> None:
    page = program(*EVERYTHING)
    warm, plain = run_warm(page), run_plain(page)
    assert len(warm.cells) == len(EVERYTHING)
    for cell, one, other in zip(EVERYTHING, warm.cells, plain.cells, strict=True):
        assert one == other, cell
    ours = warm.model_dump_json(exclude={"seconds"})
    assert ours == plain.model_dump_json(exclude={"seconds"})


@NEEDS_FORK
def test_two_runs_in_two_folders_are_equal_but_for_their_time() -> None:
    first, second = run_warm(program(*EVERYTHING)), run_warm(program(*EVERYTHING))
    assert first.model_dump_json(exclude={"seconds"}) == second.model_dump_json(exclude={"seconds"})


def shown(outputs: list[dict[str, object]]) -> list[object]:
    """Outputs in short: the text of a stream, the data of a display."""
    return [output.get("text", output.get("data")) for output in outputs]


@NEEDS_FORK
def test_displays_are_updated_and_cleared_as_in_a_notebook() -> None:
    cells = run_warm(program(*EVERYTHING)).cells
    assert shown(cells[1]) == [{"text/plain": "2"}]
    assert shown(cells[2]) == [{"text/plain": "42"}]
    assert shown(cells[3]) == ["42 2 1 + 1 5\n"]
    assert shown(cells[9])[0] == {"text/plain": "'c'"}
    assert shown(cells[11]) == shown(cells[12]) == ["stays\n"]
    assert shown(cells[13]) == ["still here\n"]
    assert shown(cells[6])[1] == "after\n"
    assert [output["ename"] for n in (16, 17, 18) for output in cells[n] if "ename" in output] == [
        "ZeroDivisionError",
        "SystemExit",
        "SyntaxError",
    ]
    assert cells[20] == cells[21] == cells[22] == []
    assert shown(cells[23]) == ["awaited\n", {"text/plain": "'result'"}]
    assert shown(cells[24]) == ["cell-23.py:2: UserWarning: careful\n  warnings.warn('careful')\n"]
    assert shown(cells[25]) == ["100%\n"]
    assert "object at 0x…" in str(shown(cells[28]))


def test_outputs_are_data_where_there_is_data(run: Run, tmp_path: Path) -> None:
    sample = tmp_path / "real-name.root"
    sample.write_text("not read here")
    executed = run(
        program(
            "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=[1], y=[2]))",
            'import pandas as pd\npd.DataFrame({"cut": ["all"], "n": [12345], "w": [1.5]})',
            'glue("n", 3, unit="GeV", digits=1)\nglue("flag", True)',
            'print("one")\nprint("two")',
            "import json, pathlib\n"
            'json.loads(pathlib.Path("samples/manifest.json").read_text())["files"]',
            'pathlib.Path("samples/4lep/Data/a.root").read_text()',
            "1 + 1;",
            samples=(SampleFile("4lep/Data/a.root", sample, "0", 0.5),),
        )
    )
    figure, table, glue, text, known, opened, silent = executed.cells
    assert list(figure[0]["data"]) == [mime.FIGURE]
    assert figure[0]["data"][mime.FIGURE]["data"][0]["y"] == [2]
    assert list(table[0]["data"]) == [mime.TABLE]
    assert table[0]["data"][mime.TABLE]["rows"] == [["all", "12345", "1.5"]]
    assert glue == []
    assert executed.glued["n"] == {"value": 3, "uncertainty": None, "unit": "GeV", "digits": 1}
    assert executed.glued["flag"]["value"] is True
    assert shown(text) == ["one\ntwo\n"]
    assert known[0]["data"]["text/plain"] == "{'4lep/Data/a.root': {'luminosity_fb': 0.5}}"
    assert opened[0]["data"]["text/plain"] == "'not read here'"
    assert silent == []


def test_the_environment_is_pinned(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "12", "CI_TOKEN": "secret"}.items():
        monkeypatch.setenv(name, value)
    (output,) = run(
        program(
            "import os, time\n"
            'print(time.tzname[0], os.environ["OPEN_DATA_DIR"] == "", "CI_TOKEN" in os.environ,'
            ' os.environ["PYTHONHASHSEED"], os.path.expanduser("~"))'
        )
    ).cells[0]
    assert output["text"] == "UTC True False 0 home\n"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("x = 1", "y = 2\n\n1 / 0"), (1, 3, "ZeroDivisionError", None)),
        (("def f():\n    raise KeyError('a')", "1\n2\nf()"), (0, 2, "KeyError", (1, 3))),
        (("", "1", "x = 1\nreturn"), (2, 2, "SyntaxError", None)),
        (("import sys\nsys.exit(3)",), (0, 2, "SystemExit", None)),
        (("'''\nline\n'''\nmissing",), (0, 4, "NameError", None)),
    ],
)
@NEEDS_FORK
def test_a_failure_names_the_cell_and_the_line(
    cells: tuple[str, ...], expected: tuple[int, int, str, tuple[int, int] | None]
) -> None:
    with pytest.raises(CellFailure) as caught:
        run_warm(program(*cells))
    failure = caught.value
    assert (failure.cell, failure.line, failure.error, failure.called_from) == expected


def test_a_failure_is_placed_by_either_road(run: Run) -> None:
    with pytest.raises(CellFailure) as caught:
        run(program("", "def f():\n    raise KeyError('a')", "1\n2\nf()"))
    failure = caught.value
    assert (failure.cell, failure.line, failure.called_from) == (1, 2, (2, 3))


def test_a_cell_that_hangs_is_stopped(run: Run) -> None:
    with pytest.raises(CellFailure, match="longer than 1 s"):
        run(program("while True:\n    pass"), Limits(cell_seconds=1))


def test_a_program_that_takes_too_long_is_stopped(run: Run) -> None:
    cells = ["import time\ntime.sleep(0.5)"] * 40
    with pytest.raises(CellFailure, match="the page had run for 3 s"):
        run(program(*cells), Limits(program_seconds=3))


def test_a_cell_that_ends_its_process_is_told(run: Run) -> None:
    with pytest.raises(CellFailure) as caught:
        run(program("1", "import os\nos._exit(3)"))
    assert (caught.value.cell, caught.value.error) == (1, "")


def test_expected_errors_are_outputs(run: Run) -> None:
    cell = ProgramCell("1 / 0", EXPECTED_ERROR)
    executed = run(Program("page", (cell, ProgramCell("print('on')")), ()))
    assert executed.cells[0][0]["output_type"] == "error"
    assert executed.cells[1][0]["text"] == "on\n"


def test_the_network_is_refused_with_what_to_do_instead(run: Run) -> None:
    code = "import urllib.request\nurllib.request.urlopen('http://example.org/')"
    with pytest.raises(CellFailure, match=r"cannot use the network.*example.org.*declared"):
        run(program(code))


@NEEDS_FORK
def test_the_store_returns_what_it_was_given_and_no_damaged_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.is_empty()
    executed = run_warm(program("1 + 1"))
    store.put(executed)
    store.remember("page", executed.key)
    assert not store.is_empty()
    assert store.get(executed.key) == executed
    assert store.last("page") == executed
    file = tmp_path / f"{executed.key}.json"
    file.write_text(file.read_text()[:-20])
    assert store.get(executed.key) is None
    assert store.last("page") is None


@NEEDS_FORK
def test_matplotlib_is_loaded_by_the_first_program_that_names_it() -> None:
    warm.cool_down()  # so that nothing is loaded for programs before

    def loaded(comment: str) -> str:
        source = f'import sys\nprint("mat" "plotlib" in sys.modules)  # {comment}'
        return str(run_warm(program(source)).cells[0][0]["text"]).strip()

    wanted = [loaded("without"), loaded("matplotlib"), loaded("without")]
    assert wanted == ["False", "True", "True"]
