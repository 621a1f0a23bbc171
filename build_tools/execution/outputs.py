"""From what a session put out to what is kept: the same for every road and every machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from build_tools.execution.store import Executed
from build_tools.execution.workplace import workplace
from build_tools.pages import mime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from build_tools.execution.program import Program

#: Where an object lies in memory, as Python's default representation tells it.
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{6,}")

#: What a terminal would not show: all before a carriage return, and what backspaces take back.
_OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\n])")
_TAKEN_BACK = re.compile(r"[^\n\b]\x08")


def as_executed(
    program: Program, cells: Iterable[Sequence[dict[str, Any]]], home: Path, seconds: float
) -> Executed:
    """What is kept of a program that ran in ``home``."""
    kept, glued = tidy(cells, home)
    return Executed(
        key=program.key,
        parts=program.key_parts(),
        name=program.name,
        seconds=seconds,
        cells=kept,
        glued=glued,
    )


def tidy(
    cells: Iterable[Sequence[dict[str, Any]]], home: Path
) -> tuple[list[list[dict[str, Any]]], dict[str, dict[str, Any]]]:
    """Outputs for the store, and glued values by name.

    Streams that follow one another are one output, whenever they were written. Addresses in memory
    and the names of temporary folders differ from run to run and become ``0x…``, ``lesson`` and
    ``home``. What a cell shows as data loses its other renderings, which have no language.
    """
    places = ((str(workplace(home)), "lesson"), (str(home), "home"))
    kept: list[list[dict[str, Any]]] = []
    glued: dict[str, dict[str, Any]] = {}
    for outputs in cells:
        own: list[dict[str, Any]] = []
        for output in outputs:
            data = output.get("data", {})
            if mime.GLUE in data:
                record = dict(data[mime.GLUE])
                glued[record.pop("name")] = record
                continue
            plain = {key: value for key, value in output.items() if key != "execution_count"}
            if data:
                plain["data"] = _structured(data)
            if own and _same_stream(own[-1], plain):
                own[-1]["text"] += plain["text"]
            else:
                own.append(plain)
        for output in own:
            if output["output_type"] == "stream":
                output["text"] = _as_shown(output["text"])
        kept.append(_steady(own, places))
    return kept, glued


def _same_stream(one: dict[str, Any], other: dict[str, Any]) -> bool:
    streams = one["output_type"] == other["output_type"] == "stream"
    return streams and bool(one["name"] == other["name"])


def _structured(data: dict[str, Any]) -> dict[str, Any]:
    for kind in (mime.TABLE, *mime.FIGURES):
        if kind in data:
            return {kind: data[kind]}
    return dict(data)


def _as_shown(text: str) -> str:
    while "\b" in text and (shorter := _TAKEN_BACK.sub("", text)) != text:
        text = shorter
    return _OVERWRITTEN.sub("", text)


def _steady(value: Any, places: tuple[tuple[str, str], ...]) -> Any:
    if isinstance(value, str):
        for place, name in places:
            value = value.replace(place, name)
        return _ADDRESS.sub("0x…", value)
    if isinstance(value, list):
        return [_steady(item, places) for item in value]
    if isinstance(value, dict):
        return {key: _steady(item, places) for key, item in value.items()}
    return value
