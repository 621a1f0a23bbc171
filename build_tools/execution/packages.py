"""Which installed packages a program's outputs depend on."""

from __future__ import annotations

import ast
import sys
from functools import cache, lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, packages_distributions
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What every lesson may use without asking, and what makes the session that cells run in.
STACK = (
    "awkward",
    "ipykernel",
    "ipython",
    "matplotlib",
    "nbclient",
    "nbformat",
    "numpy",
    "pandas",
    "plotly",
    "uproot",
)

#: Extras that are for the people who write a package, not for code that uses it.
_NOT_FOR_USERS = ("all", "dev", "doc", "test")


def imported(sources: Iterable[str]) -> frozenset[str]:
    """Top-level names of the modules that some code imports, wherever the statement stands."""
    return frozenset[str]().union(*map(_imported, sources))


@lru_cache(maxsize=4096)
def _imported(source: str) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return frozenset(names)


@cache
def versions(modules: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """Name → version of the packages on which code that imports ``modules`` depends.

    These count: the stack, what is imported beyond it, all that those require, and those of their
    optional companions that are installed, because packages behave differently when they find one
    (pandas keeps texts in pyarrow where it is there). Nothing else does: pytest and Sphinx are in
    some environments and not in others, and no cell's output comes from them, so the tests, the
    site and CI agree on a program's key whenever their locks agree on these.
    """
    roots = {*STACK, *providing(modules)}
    found: dict[str, str] = {}
    waiting: list[tuple[str, bool]] = [(canonicalize_name(name), True) for name in sorted(roots)]
    while waiting:
        name, is_root = waiting.pop()
        if name in found or name == "open-data-lessons":
            continue
        try:
            distribution = Distribution.from_name(name)
        except PackageNotFoundError:
            continue
        found[name] = distribution.version
        waiting += [(other, False) for other in _required(distribution, with_extras=is_root)]
    return dict(sorted(found.items()))


def providing(modules: Iterable[str]) -> frozenset[str]:
    """Names of the installed packages that bring these modules; Python's own need none."""
    asked = {module for module in modules if module not in sys.stdlib_module_names}
    stack = {module for module in asked if module.lower() in STACK}
    # the list of who provides what takes long to make
    providers = _providers() if asked - stack else {}
    beyond = (name for module in asked - stack for name in providers.get(module, ()))
    return frozenset({*(canonicalize_name(name) for name in (*stack, *beyond))})


@cache
def _providers() -> Mapping[str, list[str]]:
    return packages_distributions()


def _required(distribution: Distribution, *, with_extras: bool) -> list[str]:
    extras = [""]
    if with_extras:
        offered = distribution.metadata.get_all("Provides-Extra") or []
        extras += [extra for extra in offered if not extra.startswith(_NOT_FOR_USERS)]
    names: list[str] = []
    for line in distribution.requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            names.append(canonicalize_name(requirement.name))
    return names
