"""What a deleted page left goes at once; what an edit left goes after a while."""

from __future__ import annotations

import os
import time
from pathlib import Path

from build_tools.building.leavings import KEPT, clear
from build_tools.building.memory import StagedPage, Unit
from build_tools.building.project import Project
from build_tools.figures.model import drawing_path
from build_tools.pages.bundle import PageBundle, Status
from build_tools.publishing.figures import script_file


def unit(name: str, *figures: str) -> Unit:
    bundle = PageBundle(
        docname=name,
        language="en",
        text_language="en",
        status=Status.SOURCE,
        path=Path(f"content/en/{name}.md"),
        title=name,
    )
    return Unit("key", {name: 1.0}, (StagedPage(bundle, "", figures, {}),))


def test_only_what_is_used_or_young_stays(tmp_path: Path) -> None:
    project = Project(tmp_path)
    executed = project.build / "executed"
    files = {name: drawing_path(project.drawings, name * 64) for name in "abcd"}
    files |= {f"script {name}": script_file(project.build, name * 64) for name in "abcd"}
    files |= {f"outputs {name}": executed / f"{name}.json" for name in "xyz"}
    for file in files.values():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    (executed / "last").mkdir()
    for name, key in (("here", "x"), ("gone", "y")):
        (executed / "last" / name).write_text(key)
    long_ago = time.time() - KEPT - 60
    for name in ("a", "d", "outputs x", "outputs z"):
        os.utime(files[name], (long_ago, long_ago))

    # one drawing is shared, one was the deleted page's, one is of an old edit, one of a new one
    clear(project, {"here": unit("here", "a" * 64)}, [unit("gone", "a" * 64, "b" * 64)])

    left = {name for name, file in files.items() if file.exists()}
    assert left == {"a", "script a", "c", "script c", "script d", "outputs x"}
    assert (executed / "last" / "here").exists()
    assert not (executed / "last" / "gone").exists()
