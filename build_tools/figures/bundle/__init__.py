"""The part of plotly.js that draws the figures, here and in a reader's browser: one script.

Why it is kept in the repository is in ``docs/explanation/decisions``, number 11.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from build_tools.javascript.model import Bundle

_RULE: Final = re.compile(
    r'^\s*(?:"((?:[^"\\]|\\.)*)"|([XY])): "((?:[^"\\]|\\.)*)",?$', re.MULTILINE
)


def _style(packages: Path) -> str:
    """The rules that plotly.js would write into the page, as the style sheet that they are."""
    module = (packages / "plotly.js" / "build" / "plotcss.js").read_text(encoding="utf-8")
    rules = [
        ((quoted or short).replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier"),
         declarations.replace('\\"', '"'))
        for quoted, short, declarations in _RULE.findall(module)
    ]  # fmt: skip
    return "".join(
        f"{selector}{{{declarations}}}\n"
        for selector, declarations in rules
        # No figure is sent to a cloud, so nothing asks whether it may be.
        if "cloud-dialog" not in selector
    )


PLOTLY: Final = Bundle(
    folder=Path(__file__).parent,
    file="plotly.min.js",
    package="plotly.js",
    licence="MIT, Copyright Plotly, Inc.",
    options=("--global-name=Plotly", "--target=es2020", "--define:global=window"),
    others={"plotly.css": _style},
)

#: The style sheet that the script would otherwise write into each page.
STYLE: Final = PLOTLY.folder / "plotly.css"
