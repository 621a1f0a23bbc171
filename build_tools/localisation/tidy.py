"""What Python says of errors and warnings, without the places on the machine that ran it.

A traceback quotes the code that ran, and a warning names a file of the kernel's. Readers get the
line of the cell as their page shows it, and what is wrong with it.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
#: The head of a warning, and the line of code that follows it.
_WARNING = re.compile(
    r"^(?:\S.*)?\.py:\d+: (?P<head>\w*Warning: .*)\n(?:  .*(?:\n|\Z))?", re.MULTILINE
)


def tidy(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs whose errors and warnings can be compared between runs: no code, no paths."""
    tidied = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "error":
            tidied.append({**output, "traceback": []})
        elif kind == "stream" and output.get("name") == "stderr":
            tidied.append({**output, "text": _WARNING.sub(r"\g<head>\n", _joined(output["text"]))})
        else:
            tidied.append(dict(output))
    return tidied


def told(
    output: dict[str, Any], original: dict[str, Any], source: str, shown: str
) -> dict[str, Any]:
    """An error as a page tells it: the line of the shown cell, and the message.

    ``original`` is the error as the source cell raised it, ``source`` that cell's code.
    """
    line = error_line(original)
    where = []
    if line:
        at = matching_line(source, shown, line)
        code = shown.split("\n")[at - 1].strip() if at <= shown.count("\n") + 1 else ""
        where = [f"line {at}:  {code}"]
    return {**output, "traceback": [*where, f"{output['ename']}: {output['evalue']}"]}


def error_line(output: dict[str, Any]) -> int:
    """The line of the cell from which an error came; 0 when its traceback does not say."""
    text = _ANSI.sub("", "\n".join(output.get("traceback", [])))
    found = _CELL_LINE.search(text)
    return int(found[1]) if found else 0


def matching_line(source: str, shown: str, line: int) -> int:
    """The line of a translated cell that is a line of its source (equal but for labels)."""
    if source == shown:
        return line
    for own, other in zip(ast.walk(ast.parse(source)), ast.walk(ast.parse(shown)), strict=False):
        if getattr(own, "lineno", 0) == line:
            return int(getattr(other, "lineno", line))
    return line


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
