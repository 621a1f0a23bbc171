"""Plain data from YAML, with the line of everything in it, so that an error can say where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from build_tools.pages.diagnostics import Code, Diagnostic, LessonError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: A place in the data: keys and positions from the outside in.
Place = tuple[str | int, ...]
_Lines = dict[Place, int]
#: Makes an error of a 0-based line and a message.
Refuse = Callable[[int, str], LessonError]

_STR: Final = "tag:yaml.org,2002:str"
#: The parser in C where PyYAML was built with it: the same data and lines, ten times as fast.
FastLoader: Final[type[yaml.SafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Levels of nesting; more are no data that a person wrote.
_DEEPEST: Final = 20


@dataclass(frozen=True)
class Document:
    """Data as it was written, and the 1-based line of each key and item in its file."""

    path: Path
    data: Any
    lines: Mapping[Place, int]
    code: Code = Code.CATALOGUE  #: of its problems

    def problem(self, place: Place, message: str) -> Diagnostic:
        """A problem at a place: the line of the innermost part of it that is in the file."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        at = "/" + "/".join(map(str, place))
        return Diagnostic(self.path, self.lines.get(known, 1), self.code, f"{message} @ {at}")


def parse_yaml(text: str, path: Path, first_line: int = 1, code: Code = Code.CATALOGUE) -> Document:
    """Data from YAML that starts on ``first_line`` of a file.

    Plain data only: keys are texts and stand once, and nothing refers to anything else, so that
    neither a typing error nor bad will can hide. Raises LessonError.
    """

    def refuse(line: int, message: str) -> LessonError:
        return LessonError(Diagnostic(path, line + first_line, code, message))

    try:
        data, lines = _parse(text, FastLoader, refuse)
    except yaml.YAMLError:
        try:  # the parser in Python says better what is wrong, and where
            data, lines = _parse(text, yaml.SafeLoader, refuse)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            said = getattr(error, "problem", None) or error
            raise refuse(mark.line if mark else 0, f"not YAML: {said}") from None
    return Document(path, data, {place: line + first_line for place, line in lines.items()}, code)


def _parse(text: str, loader: type[yaml.SafeLoader], refuse: Refuse) -> tuple[Any, _Lines]:
    """The data, and the 0-based line of everything in it. Raises YAMLError and LessonError."""
    lines: _Lines = {}
    try:
        _check_plain(text, loader, refuse)
        loading = loader(text)
        tree = loading.get_single_node()
        data = _construct(loading, tree, (), lines, refuse) if tree is not None else None
    except (ValueError, OverflowError) as error:  # such as the 31st of February
        raise refuse(0, f"not YAML: {error}") from None
    return data, lines


def _check_plain(text: str, loader: type[yaml.SafeLoader], refuse: Refuse) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(line, "`&` and `*` are not used here; write the data out")
        if getattr(event, "tag", None):
            raise refuse(line, "tags (`!…`) are not used here; write the data as plain text")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise refuse(line, f"brackets inside brackets, more than {_DEEPEST} deep")


def _construct(
    loader: yaml.SafeLoader,
    node: yaml.Node,
    place: Place,
    lines: _Lines,
    refuse: Refuse,
) -> Any:
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line
            if key.tag != _STR:
                raise refuse(line, f"`{key.value}` is not a text to YAML; put it between quotes")
            if key.value in found:
                at = "/".join(map(str, (*place, key.value)))
                raise refuse(line, f"`{key.value}` stands twice; take one out @ /{at}")
            lines[*place, key.value] = line
            found[key.value] = _construct(loader, value, (*place, key.value), lines, refuse)
        return found
    if isinstance(node, yaml.SequenceNode):
        items = []
        for number, value in enumerate(node.value):
            lines[*place, number] = value.start_mark.line
            items.append(_construct(loader, value, (*place, number), lines, refuse))
        return items
    return loader.construct_object(node)
