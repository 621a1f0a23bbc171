"""The shape of the generator: rooms in layers, and pure rooms that load no Sphinx."""

from __future__ import annotations

import ast
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "build_tools"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = sorted(
    [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    + [path.stem for path in PACKAGE.glob("[!_]*.py")]
)
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
PURE_MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for contract in CONTRACTS
    if contract["type"] == "forbidden"
    for room in contract["source_modules"]
    for path in sorted((ROOT / room.replace(".", "/")).rglob("*.py"))
]


def python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a fresh interpreter, from the root of the project."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_import_contracts_hold() -> None:
    lint_imports = Path(sysconfig.get_path("scripts")) / "lint-imports"
    result = subprocess.run(
        [lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in result.stdout


def test_every_room_is_in_the_layers() -> None:
    layers = next(contract for contract in CONTRACTS if contract["type"] == "layers")["layers"]
    named = sorted(room.strip(" ()") for layer in layers for room in layer.split("|"))
    assert named == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_the_entrance_of_a_room_is_light(room: str) -> None:
    """`__init__` is a docstring and a lazy `setup()`: looking inside costs nothing."""
    result = python(
        f"import sys, build_tools.{room}; print(*{{'sphinx', 'docutils'}} & set(sys.modules))"
    )
    assert (result.returncode, result.stdout.strip()) == (0, ""), result.stdout + result.stderr


def test_pure_rooms_load_neither_sphinx_nor_docutils() -> None:
    """Not even by way of something else: the import contract sees only what is written."""
    program = """
import importlib, sys
optional, *names = sys.argv[1:]
for name in names:
    if name.endswith("__main__"):
        continue
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in optional.split():
            raise
    loaded = {"sphinx", "docutils", "myst_nb"} & set(sys.modules)
    if loaded:
        sys.exit(f"{name} loads {', '.join(sorted(loaded))}")
"""
    assert len(PURE_MODULES) > 20
    # Only `nox -s samples` has the generator of events.
    result = python(program, " ".join(sorted(declared("samples"))), *PURE_MODULES)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_import_is_a_direct_dependency() -> None:
    """What the generator imports is named, with its reason, in pyproject.toml."""
    known = {name_of(line) for line in PROJECT["project"]["dependencies"]}
    known |= declared("samples") | declared("tests")
    providers = packages_distributions()
    missing = []
    checked = 0
    for path in sorted(PACKAGE.rglob("*.py")):
        own = declared("bench") if path.is_relative_to(PACKAGE / "bench") else set()
        for module, line in imports(path):
            if module in sys.stdlib_module_names or module == "build_tools":
                continue
            checked += 1
            # A package that is not installed (the generator of samples) goes by its own name.
            distributions = {normal(name) for name in providers.get(module, [module])}
            if not distributions & (known | own):
                missing.append(f"{path.relative_to(ROOT)}:{line}: {module}")
    assert checked > 20
    assert missing == []


def declared(group: str) -> set[str]:
    """Return the names that a dependency group adds."""
    lines = PROJECT["dependency-groups"][group]
    return {name_of(line) for line in lines if isinstance(line, str)}


def imports(path: Path) -> list[tuple[str, int]]:
    """Return the top-level name and the line of every absolute import of a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name.partition(".")[0], node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module.partition(".")[0], node.lineno))
    return found


def name_of(requirement: str) -> str:
    """Return the normal form of the name that a requirement starts with."""
    end = next((i for i, c in enumerate(requirement) if c in "<>=!~[; "), len(requirement))
    return normal(requirement[:end])


def normal(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return name.lower().replace("_", "-").replace(".", "-")
