"""What every figure must have, whoever made it. Pure: a figure in, sentences out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from build_tools.figures import house
from build_tools.figures.model import title_text, values
from build_tools.figures.tables import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.figures.model import Figure

_QUANTITIES: Final = {
    "en": r"mass(?:es)?|moment(?:um|a)|energ(?:y|ies)|angles?|distances?|lengths?|widths?|times?"
    r"|lifetimes?|luminosit(?:y|ies)|cross[- ]sections?|temperatures?",
    "fr": r"masses?|impulsions?|énergies?|angles?|distances?|longueurs?|largeurs?|durées?|temps"
    r"|quantités? de mouvement|luminosités?|sections? efficaces?|températures?",
}
"""Words of an axis title that ask for a unit. A language without an entry is not asked."""

_SYMBOLS: Final = r"p<sub>T</sub>|p_T|E<sub>T</sub>|m<sub>[^<]*</sub>"
_UNIT: Final = re.compile(r"\([^()]+\)|\[[^][]+\]")
_RATIO: Final = re.compile(r"\S\s*[/÷∕]\s*\S")
_OUT_OF: Final = re.compile(r"\b(?:per|par)\b.*$")
"""What follows has a number with its unit: “Events per 5 GeV of mass”."""


def problems(figure: Figure, language: str) -> Iterator[str]:
    """What is wrong with a figure in its page's language, in sentences for its author."""
    traces = [trace for trace in figure.get("data") or [] if trace.get("visible") is not False]
    kinds = {house.without_webgl(str(trace.get("type", "scatter"))) for trace in traces}
    for kind in sorted(kinds - house.TRACES):
        known = ", ".join(sorted(house.TRACES))
        yield f"a figure of the kind `{kind}` cannot be shown; the kinds that can are {known}"
    layout = figure.get("layout") or {}
    for name in sorted(_axes(traces)):
        axis = layout.get(name) or {}
        if axis.get("visible") is False or axis.get("showticklabels") is False:
            continue
        title = title_text(axis.get("title"))
        if not title.strip():
            if _is_numeric(traces, name) and not _is_shared(axis, layout, name):
                yield f"the {_spoken(name)} has no title; say what it shows, with its unit"
        elif _lacks_unit(title, language):
            yield (
                f"the title of the {_spoken(name)}, “{plain(title)}”, has no unit;"
                " write it in brackets: “Mass (GeV)”"
            )


def _axes(traces: list[dict[str, Any]]) -> set[str]:
    """The axes on which the traces stand, by their names in the layout."""
    return {
        f"{letter}axis{str(trace.get(f'{letter}axis', letter))[1:]}"
        for trace in traces
        if house.without_webgl(str(trace.get("type", "scatter"))) in house.TRACES - {"sankey"}
        for letter in "xy"
    }


def _is_numeric(traces: list[dict[str, Any]], name: str) -> bool:
    """Whether an axis has numbers; one of names says what it shows by itself."""
    letter, number = name[0], name[5:]
    on_axis = [t for t in traces if str(t.get(f"{letter}axis", letter))[1:] == number]
    given = [value for trace in on_axis for value in values(trace.get(letter))]
    return not any(isinstance(value, str) for value in given)


def _is_shared(axis: dict[str, Any], layout: dict[str, Any], name: str) -> bool:
    """Whether an axis repeats another one, which has a title."""
    letter = name[0]
    same = axis.get("matches") or axis.get("overlaying")
    others = [key for key, other in layout.items() if isinstance(other, dict)
              and other.get("matches") == name[0] + name[5:]]  # fmt: skip
    names = [f"{letter}axis{str(same)[1:]}"] if same else others
    return any(title_text((layout.get(other) or {}).get("title")) for other in names)


def _lacks_unit(title: str, language: str) -> bool:
    if _UNIT.search(plain(title)) or _RATIO.search(plain(title)):
        return False
    words = _QUANTITIES.get(language.partition("-")[0])
    subject = _OUT_OF.sub("", title)
    named = words and re.search(rf"\b(?:{words})\b", plain(subject), re.IGNORECASE)
    return bool(named or re.search(_SYMBOLS, subject))


def _spoken(axis: str) -> str:
    return f"{axis[0]} axis{axis[5:] and f' {axis[5:]}'}"
