"""Fewer bytes for the paths of a drawing: neighbours that look alike become one, in short notation.

Plotly draws a bar, a point, an error bar and a grid line each as an element of its own. Coordinates
are kept to a tenth of a unit: a drawing is some 500 units wide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

_SVG_PATH: Final = "{http://www.w3.org/2000/svg}path"
_TOKEN: Final = re.compile(r"[a-zA-Z]|[-+]?(?:\d*\.\d+|\d+\.?)(?:[eE][-+]?\d+)?")
_TRANSLATE: Final = re.compile(r"translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)")
#: Numbers that each command takes, and which of them are across (x) and down (y).
_TAKES: Final = {"m": "xy", "l": "xy", "h": "x", "v": "y", "c": "xyxyxy", "s": "xyxy", "q": "xyxy",
                 "t": "xy", "a": ".....xy", "z": ""}  # fmt: skip
#: What numbers mean that follow those of a command.
_THEN: Final = {"m": "l", "M": "L"}
_TENTH: Final = 0.1
#: What a merged path must not have, of its own or inherited: where two overlap, it would show.
_SEE_THROUGH: Final = ("fill-opacity", "stroke-opacity")


class _Step(NamedTuple):
    """A command with absolute coordinates."""

    command: str  #: in small letters
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class _Bar:
    """A rectangle."""

    left: float
    right: float
    foot: float
    top: float


class _UnknownPathError(ValueError):
    """Raised for a path that is not understood; it stays as it is."""


def merge_paths(root: etree._Element) -> None:
    """Merge neighbouring paths that differ in place and shape only; shorten all of them."""
    for parent in list(root.iter()):
        for run in _runs(parent):
            _merge(run)
    for path in list(root.iter(_SVG_PATH)):
        try:
            steps = _parsed(path.get("d", ""), (0.0, 0.0))
        except _UnknownPathError:
            continue
        if not _has_caps(path):
            steps = _without_points(steps)
        if _is_nothing(steps):
            holder = path.getparent()  # a bar of no height: nothing is drawn
            if holder is not None and not path.tail:
                holder.remove(path)
            continue
        if not _has_stroke(path):
            steps = _joined_bars(steps)
        path.set("d", _written(_as_dots(path, steps)))


def _runs(parent: etree._Element) -> Iterator[list[etree._Element]]:
    """Neighbouring paths that may become one."""
    run: list[etree._Element] = []
    for child in parent:
        may_merge = _may_merge(child)
        if run and not (may_merge and _looks(run[0]) == _looks(child)):
            yield run
            run = []
        if may_merge:
            run.append(child)
    yield run


def _looks(path: etree._Element) -> dict[str, str]:
    return {str(k): str(v) for k, v in path.attrib.items() if k not in {"d", "transform"}}


def _inherited(element: etree._Element, name: str) -> str:
    own: etree._Element | None = element
    while own is not None:
        if (value := own.get(name)) is not None:
            return str(value)
        own = own.getparent()
    return ""


def _classes(element: etree._Element) -> str:
    return " ".join(str(own.get("class", "")) for own in (element, *element.iterancestors()))


def _may_merge(path: etree._Element) -> bool:
    if path.tag != _SVG_PATH or path.tail or len(path) or path.get("id") or path.get("mask"):
        return False
    if path.get("clip-path") or any(_inherited(path, name) for name in _SEE_THROUGH):
        return False
    moved = path.get("transform")
    fill = _inherited(path, "fill")
    if moved is not None and (not _TRANSLATE.fullmatch(moved) or fill.startswith("url(")):
        return False  # hatching lies on the page, not on the shape
    # a stroke that lies under the next fill would come to lie over it
    return not (_has_stroke(path) and fill != "none" and _is_area(path.get("d", "")))


def _has_stroke(path: etree._Element) -> bool:
    return _inherited(path, "stroke") not in {"", "none"} or " s-" in f" {_classes(path)}"


def _has_caps(path: etree._Element) -> bool:
    """Whether a line of no length is seen."""
    return _inherited(path, "stroke-linecap") not in {"", "butt"}


def _is_area(d: str) -> bool:
    """Whether a fill would paint something: straight lines and what returns on them do not."""
    try:
        steps = _parsed(d, (0.0, 0.0))
    except _UnknownPathError:
        return True
    across, down = set[float](), set[float]()
    for step in steps:
        for kind, number in zip(_TAKES[step.command], step.numbers, strict=True):
            (across if kind == "x" else down if kind == "y" else set[float]()).add(number)
    return len(across) > 1 and len(down) > 1


def _merge(run: list[etree._Element]) -> None:
    if len(run) < 2:  # noqa: PLR2004
        return
    try:
        parts = [_parsed(path.get("d", ""), _shift(path)) for path in run]
    except _UnknownPathError:
        return
    if not _apart(parts) and len({path.get("d") for path in run}) > 1 and _fills(run[0]):
        return  # overlapping shapes that run in opposite directions would cut holes
    first, *others = run
    if first.get("transform") is not None:
        del first.attrib["transform"]
    drawn = [part for part in parts if not _is_nothing(part)] or parts
    first.set("d", _written([step for part in drawn for step in part]))
    parent = first.getparent()
    for path in others:
        if parent is not None:
            parent.remove(path)


def _is_nothing(steps: Iterable[_Step]) -> bool:
    """Whether a path only goes somewhere: a bar of no height."""
    return all(step.command in "mz" for step in steps)


def _fills(path: etree._Element) -> bool:
    return _inherited(path, "fill") != "none"


def _apart(parts: Iterable[list[_Step]]) -> bool:
    """Whether shapes stand beside one another from left to right, as bars do."""
    end = float("-inf")
    for steps in parts:
        across = [
            number
            for step in steps
            for kind, number in zip(_TAKES[step.command], step.numbers, strict=True)
            if kind == "x"
        ]
        if _is_nothing(steps):
            continue
        if min(across) < end - 0.1:
            return False
        end = max(across)
    return True


def _shift(path: etree._Element) -> tuple[float, float]:
    match = _TRANSLATE.fullmatch(path.get("transform", "translate(0,0)"))
    return (float(match[1]), float(match[2] or 0)) if match else (0.0, 0.0)


def _parsed(d: str, shift: tuple[float, float]) -> list[_Step]:
    """A path's commands, absolute and shifted. Raises _UnknownPathError."""
    steps: list[_Step] = []
    here = start = (0.0, 0.0)
    for command, numbers in _commands(d):
        kind = command.lower()
        x, y = here if command == kind and steps else shift  # a first `m` is absolute
        base = {"x": x, "y": y, ".": 0.0}
        absolute = tuple(
            [number + base[way] for way, number in zip(_TAKES[kind], numbers, strict=True)]
        )
        if kind == "z":
            here = start
        elif kind == "h":
            here = (absolute[0], here[1])
        elif kind == "v":
            here = (here[0], absolute[0])
        else:
            here = (absolute[-2], absolute[-1])
        if kind == "m":
            start = here
        steps.append(_Step(kind, absolute))
    return steps


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """A path's commands as they are written. Raises _UnknownPathError."""
    tokens = _TOKEN.findall(d)
    if re.sub(r"[\s,]+", "", d) != "".join(tokens):
        raise _UnknownPathError(d)
    command, at = "", 0
    while at < len(tokens):
        before = command
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        takes = _TAKES.get(command.lower())
        if takes is None or before.lower() == command.lower() == "z":
            raise _UnknownPathError(d)
        try:
            numbers = list(map(float, tokens[at : at + len(takes)]))
        except ValueError as error:  # a letter
            raise _UnknownPathError(d) from error
        if len(numbers) < len(takes):
            raise _UnknownPathError(d)
        yield command, numbers
        at += len(takes)
        command = _THEN.get(command, command)


def _without_points(steps: Iterable[_Step]) -> list[_Step]:
    """The same without lines of no length, such as the ends of an error bar."""
    return [
        step for part in _parts(steps) if len(part) == 1 or not _is_point(part) for step in part
    ]


def _parts(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """The steps from one move to the next."""
    part: list[_Step] = []
    for step in steps:
        if step.command == "m" and part:
            yield part
            part = []
        part.append(step)
    if part:
        yield part


def _is_point(part: Sequence[_Step]) -> bool:
    x, y = part[0].numbers
    here: dict[str, tuple[float, ...]] = {"h": (x,), "v": (y,), "l": (x, y)}
    return all(step.numbers == here.get(step.command) for step in part[1:])


def _joined_bars(steps: Iterable[_Step]) -> list[_Step]:
    """The same with one outline around bars that touch: what is filled stays what it was."""
    found: list[_Step] = []
    bars: list[_Bar] = []
    for part in _parts(steps):
        bar = _as_bar(part)
        if bars and (bar is None or not _touch(bars[-1], bar)):
            found += _outline(bars)
            bars = []
        if bar is None:
            found += part
        else:
            bars.append(bar)
    return found + _outline(bars)


def _as_bar(part: Sequence[_Step]) -> _Bar | None:
    if "".join(step.command for step in part) != "mvhvz":
        return None
    (left, foot), (top,), (right,), (back,), _ = (step.numbers for step in part)
    return _Bar(left, right, foot, top) if back == foot and left < right else None


def _touch(one: _Bar, other: _Bar) -> bool:
    return round(one.right * 10) == round(other.left * 10)


def _outline(bars: Sequence[_Bar]) -> list[_Step]:
    """Along the tops, and back along the feet."""
    if not bars:
        return []
    top = foot = bars[0].foot
    steps = [_Step("m", (bars[0].left, foot))]
    for bar in bars:
        if bar.top != top:
            steps.append(_Step("v", (bar.top,)))
            top = bar.top
        elif steps[-1].command == "h":
            del steps[-1]
        steps.append(_Step("h", (bar.right,)))
    for bar in reversed(bars):
        if bar is bars[-1]:
            steps.append(_Step("v", (bar.foot,)))
        elif bar.foot != foot:
            steps += [_Step("h", (bar.right,)), _Step("v", (bar.foot,))]
        foot = bar.foot
    return [*steps, _Step("z", ())]


def _as_dots(path: etree._Element, steps: list[_Step]) -> list[_Step]:
    """Discs of one size become lines of no length with round ends: their centres say all.

    The path's attributes are changed to those of such lines.
    """
    discs = [_as_disc(part) for part in _parts(steps)]
    size = discs[0][1] if discs and discs[0] else 0.0
    colour, role = path.get("fill", ""), path.get("class", "")
    plain = role.startswith("f-") if not colour else not role and colour[:4] not in {"none", "url("}
    see_through = any(_inherited(path, name) for name in _SEE_THROUGH)
    if not plain or see_through or _has_stroke(path) or _inherited(path, "stroke-width"):
        return steps
    centres = [disc[0] for disc in discs if disc and abs(disc[1] - size) < _TENTH]
    if not size or len(centres) != len(discs):
        return steps
    if colour:
        path.set("stroke", path.attrib.pop("fill"))
    else:
        path.set("class", f"s-{role.removeprefix('f-')}")
    path.set("stroke-linecap", "round")
    path.set("stroke-width", _short(2 * size))
    return [step for place in centres for step in (_Step("m", place), _Step("h", place[:1]))]


def _as_disc(part: Sequence[_Step]) -> tuple[tuple[float, float], float] | None:
    """Centre and radius, of a circle as Plotly writes it: from its right to its top, and round."""
    if "".join(step.command for step in part) != "maaz":
        return None
    (x, y), one, other = (step.numbers for step in part[:3])
    radius = one[0]
    arcs = [(radius, radius, 0.0, 1.0, 1.0), (radius, radius, 0.0, 0.0, 1.0)]
    ends = [(x - radius, y - radius), (x, y)]
    same = all(
        abs(own - expected) < 2 * _TENTH
        for own, expected in zip(
            (*one, *other), (*arcs[0], *ends[0], *arcs[1], *ends[1]), strict=True
        )
    )
    return ((x - radius, y), radius) if same else None


def _written(steps: Iterable[_Step]) -> str:
    """Path data in relative commands: what repeats in the drawing then repeats in the text."""
    text, here, start = "", (0, 0), (0, 0)
    for step in steps:
        takes = _TAKES[step.command]
        tenths = [round(number * 10) for number in step.numbers]
        absolute = step.command == "m"
        words = []
        for kind, number, tenth in zip(takes, step.numbers, tenths, strict=True):
            base = 0 if absolute or kind == "." else here[0 if kind == "x" else 1]
            words.append(_short(number) if kind == "." else _short((tenth - base) / 10))
        text += ("M" if absolute else step.command) + _joined(words)
        if step.command == "z":
            here = start
        elif step.command == "h":
            here = (tenths[0], here[1])
        elif step.command == "v":
            here = (here[0], tenths[0])
        else:
            here = (tenths[-2], tenths[-1])
        if absolute:
            start = here
    return text


def _short(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _joined(words: Iterable[str]) -> str:
    text = ""
    for word in words:
        text += word if not text or word.startswith("-") else f",{word}"
    return text
