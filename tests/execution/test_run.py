"""Programs in real kernels."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from build_tools.execution import run as running
from build_tools.execution.program import Program, ProgramCell, SampleFile
from build_tools.execution.run import CellFailure
from build_tools.execution.store import Executed, Store
from build_tools.pages import mime

if TYPE_CHECKING:
    from pathlib import Path


def run(program: Program) -> Executed:
    return asyncio.run(running.run(program))


def program(*cells: str, samples: tuple[SampleFile, ...] = ()) -> Program:
    return Program("page", tuple(ProgramCell(cell) for cell in cells), samples)


def test_outputs_are_data_where_there_is_data(tmp_path: Path) -> None:
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
    assert table[0]["data"] == {
        mime.TABLE: {
            "columns": [
                {"name": "cut", "numeric": False},
                {"name": "n", "numeric": True},
                {"name": "w", "numeric": True},
            ],
            "index": {"names": [""], "show": False},
            "rows": [["all", "12345", "1.5"]],
        }
    }
    assert glue == []
    assert executed.glued["n"] == {"value": 3, "uncertainty": None, "unit": "GeV", "digits": 1}
    assert executed.glued["flag"]["value"] is True
    assert "".join(output["text"] for output in text) == "one\ntwo\n"
    assert known[0]["data"]["text/plain"] == "{'4lep/Data/a.root': {'luminosity_fb': 0.5}}"
    assert opened[0]["data"]["text/plain"] == "'not read here'"
    assert silent == []


def test_the_environment_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("OPEN_DATA_DIR", "/somewhere")
    monkeypatch.setenv("PYTHONHASHSEED", "12")
    executed = run(
        program(
            "import os, time\n"
            '[time.tzname[0], os.environ["OPEN_DATA_DIR"], os.environ["PYTHONHASHSEED"]]'
        )
    )
    assert executed.cells[0][0]["data"]["text/plain"] == "['UTC', '', '0']"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("x = 1", "y = 2\n\n1 / 0"), (1, 3, "ZeroDivisionError")),
        (("def f():\n    raise KeyError('a')", "1\nf()"), (1, 2, "KeyError")),
        (("import os\nos._exit(3)",), (0, 0, "")),
    ],
)
def test_a_failure_names_the_cell_and_the_line(
    cells: tuple[str, ...], expected: tuple[int, int, str]
) -> None:
    with pytest.raises(CellFailure) as caught:
        run(program(*cells))
    failure = caught.value
    assert (failure.cell, failure.line, failure.error) == expected


def test_a_cell_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CELL_TIMEOUT", 2)
    with pytest.raises(CellFailure, match="longer than 2 s"):
        run(program("while True:\n    pass"))


def test_expected_errors_are_outputs() -> None:
    cell = ProgramCell("1 / 0", frozenset({"raises-exception"}))
    executed = run(Program("page", (cell, ProgramCell("print('on')")), ()))
    assert executed.cells[0][0]["output_type"] == "error"
    assert executed.cells[1][0]["text"] == "on\n"


def test_two_runs_are_equal_but_for_their_time() -> None:
    cells = ("import pandas as pd", 'print({"b", "a", "c"})', "object.__hash__ is not None")
    first, second = run(program(*cells)), run(program(*cells))
    assert first.model_dump(exclude={"seconds"}) == second.model_dump(exclude={"seconds"})


def test_the_store_returns_what_it_was_given_and_no_damaged_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    executed = run(program("1 + 1"))
    store.put(executed)
    store.remember("page", executed.key)
    assert store.get(executed.key) == executed
    assert store.last("page") == executed
    file = tmp_path / f"{executed.key}.json"
    file.write_text(file.read_text()[:-20])
    assert store.get(executed.key) is None
    assert store.last("page") is None
