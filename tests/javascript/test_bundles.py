"""The scripts that are kept in the repository are those of their sources."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from build_tools.cli.bundle import BUNDLES

if TYPE_CHECKING:
    from build_tools.javascript.model import Bundle

both = pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.file)


@both
def test_a_script_is_built_from_the_sources_beside_it(bundle: Bundle) -> None:
    version, digest = bundle.built_from()
    assert digest == bundle.sources_digest(), "run `nox -s bundle`"
    lock = json.loads((bundle.folder / "package-lock.json").read_text(encoding="utf-8"))
    assert version == lock["packages"][f"node_modules/{bundle.package}"]["version"]


@both
def test_the_lock_has_a_hash_for_every_package_and_no_address(bundle: Bundle) -> None:
    lock = json.loads((bundle.folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 20
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


@both
def test_a_script_evaluates_no_text_and_asks_no_other_host(bundle: Bundle) -> None:
    text = bundle.source()
    assert not re.search(r"new Function\(|[^\w.$]eval\(", text)
    assert len(text.encode()) < {"plotly.min.js": 1_600_000, "search.min.js": 30_000}[bundle.file]


def test_every_bundle_is_looked_at() -> None:
    assert len(BUNDLES) == 2
