"""The plotly.js that draws figures and that readers load."""

from __future__ import annotations

import json
import re

from build_tools.figures import bundle, house

ENTRY = (bundle.HERE / "entry.js").read_text(encoding="utf-8")


def test_the_bundle_is_built_from_these_sources() -> None:
    version, digest = bundle.built_from()
    assert digest == bundle.sources_digest(), "run `nox -s bundle`"
    lock = json.loads((bundle.HERE / "package-lock.json").read_text(encoding="utf-8"))
    assert version == lock["packages"]["node_modules/plotly.js"]["version"]


def test_the_lock_has_a_hash_for_every_package_and_no_address() -> None:
    lock = json.loads((bundle.HERE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_the_bundle_has_the_traces_that_the_house_allows() -> None:
    traces = set(re.findall(r'require\("plotly\.js/lib/(\w+)"\)', ENTRY)) - {"core"}
    assert traces | {"scatter"} == house.TRACES  # the core has scatter


def test_the_bundle_evaluates_no_text_and_is_small_enough() -> None:
    text = bundle.source()
    assert not re.search(r"new Function\(|[^\w.$]eval\(", text)
    assert len(text.encode()) < 1_600_000
