"""What every rendering needs is loaded before it, and what none needs is not loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

_PREPARED = """
import io, sys
from pathlib import Path
from build_tools.building import preloaded
before = set(sys.modules)
from build_tools.rendering.sphinx_run import Rendering, prepare
app = prepare(Rendering(Path.cwd(), Path(sys.argv[1]), "en", fresh=True), io.StringIO())
late = {name for name in sys.modules.keys() - before if name.startswith("build_tools.")}
heavy = {"numpy", "nbclient", "sqlalchemy", "sphinx.builders.latex", "sphinxcontrib.qthelp"}
print(len(app.extensions) > 30, sorted(late), sorted(heavy & sys.modules.keys()))
"""


def test_the_fork_server_has_all_that_extensions_import_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "pages" / "en").mkdir(parents=True)
    ended = subprocess.run(
        [sys.executable, "-c", _PREPARED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "True [] []\n"
