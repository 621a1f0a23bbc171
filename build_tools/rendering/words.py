"""What scripts say to a reader, in one file for each language: a browser loads it once.

A room gives its words with ``give_words``, and loads them with ``load_words`` on pages where its
script runs; there they are ``lessonWords.<room>``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

_EVENT: Final = "script-words"
#: Before the scripts, which Sphinx gives 500.
_EARLY: Final = 400


def give_words(app: Sphinx, words: Callable[[Sphinx], Mapping[str, Mapping[str, str]]]) -> None:
    """Let the scripts have words: a function that gives them in the page's language, by room."""
    if _EVENT not in app.events.events:
        app.add_event(_EVENT)
        app.connect("build-finished", _write)
    app.connect(_EVENT, words)


def load_words(app: Sphinx) -> None:
    """Let the page that is written load them; for the event ``html-page-context``."""
    app.add_js_file(_file(app), loading_method="defer", priority=_EARLY)


def _file(app: Sphinx) -> str:
    return f"{app.config.language}-words.js"


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    words: dict[str, Mapping[str, str]] = {}
    for given in app.emit(_EVENT):
        words |= given
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    file = Path(app.outdir) / "_static" / _file(app)
    write_whole(file, f"const lessonWords = {text};\n")
