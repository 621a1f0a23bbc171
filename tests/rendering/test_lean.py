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


def test_trees_are_walked_as_docutils_walks_them() -> None:
    """Also where what was found is taken away, replaced, or given children, while others wait."""
    code = """
from docutils import nodes
from build_tools.rendering import lean

def tree():
    root = nodes.section()
    for outer in range(4):
        paragraph = nodes.paragraph(ids=[f"p{outer}"])
        for inner in range(3):
            emphasis = nodes.emphasis("", f"{outer}{inner}", ids=[f"e{outer}{inner}"])
            paragraph += [nodes.Text(f"t{outer}{inner}"), emphasis]
        root += paragraph
    return root

def walked(kind, change):
    names = []
    for number, node in enumerate(tree().findall(kind)):
        names.append(str(node) if isinstance(node, nodes.Text) else node.get("ids"))
        if number < 20:
            change(number, node)
    return names

def take(number, node):
    if number % 2 and node.parent:
        node.parent.remove(node)

def put(number, node):
    if number % 3 == 1 and node.parent:
        node.parent.replace(node, [nodes.emphasis("", "x", ids=["x"]), nodes.Text("y")])

def fill(number, node):
    if number % 5 == 0 and not isinstance(node, nodes.Text):
        node += nodes.emphasis("", "z", ids=["z"])

kinds = (nodes.Node, nodes.Text, nodes.emphasis, nodes.paragraph)
cases = [(kind, change) for kind in kinds for change in (print, take, put, fill)]
cases = [(kind, (lambda *_: None) if change is print else change) for kind, change in cases]
before = [walked(*case) for case in cases]
lean.walk_flat()
after = [walked(*case) for case in cases]
print(len(cases), sum(map(len, before)) > 100, before == after)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "16 True True\n"
