"""Clean a drawing, whoever made it, and fit it into a page.

A drawing may come from a cell, so it is not trusted: what is not known to be harmless goes. What
comes out has no script and no ``style`` (a strict content security policy refuses both), no
reference to anything outside itself, no random ids, text as text, and colours with a role as
classes. The page's style sheet (``static/figures.css``) gives those classes their colours.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from build_tools.figures.house import GRID, INK, PALETTE, PAPER
from build_tools.figures.numerals import punctuated
from build_tools.figures.paths import merge_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SVG: Final = "http://www.w3.org/2000/svg"
_YEAR: Final = 4
"""Digits of a year."""
CLASS: Final = "lesson-drawing"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_PLACEHOLDER: Final = "drawing"

_KEPT_ELEMENTS: Final = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "image", "use", "defs", "clipPath", "mask", "pattern", "linearGradient",
        "radialGradient", "stop",
    }
)  # fmt: skip
_GEOMETRY: Final = frozenset(
    {
        "id", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx", "dy",
        "points", "width", "height", "transform", "viewBox", "preserveAspectRatio",
        "clip-path", "mask", "offset", "gradientUnits", "gradientTransform", "patternUnits",
        "patternTransform", "patternContentUnits", "clipPathUnits",
    }
)  # fmt: skip
_INHERITED: Final = frozenset(
    {
        "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray",
        "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "font-size", "font-weight",
        "font-style", "text-anchor", "shape-rendering", "class",
    }
)  # fmt: skip
_PRESENTATION: Final = _INHERITED | {
    "opacity", "stop-color", "stop-opacity", "text-decoration", "image-rendering",
}  # fmt: skip
_LOOKS: Final = _PRESENTATION | {"style", "font"}
"""Attributes that say what an element looks like, and not where it is."""
_INITIAL: Final = {
    "opacity": {"1"}, "fill-opacity": {"1"}, "stroke-opacity": {"1"}, "stroke-dasharray": {"none"},
    "font-weight": {"normal", "400"}, "font-style": {"normal"}, "text-anchor": {"start"},
    "text-decoration": {"none"}, "image-rendering": {"auto"},
    # As good as "auto", and browsers write it back in small letters, which is not valid.
    "shape-rendering": {"auto", "geometricPrecision", "geometricprecision"},
}  # fmt: skip
_INK: Final = {INK, "#000000", "#444444", "#2a3f5f"}
"""Drawn in the colour of the text: the house's ink, black, and Plotly's two defaults."""
_ON_DATA: Final = {"bartext-inside", "slicetext", "heatmap-label"}
"""Text that Plotly writes on bars, slices and cells: dark where they are light, on any page."""
_ROLES: Final = {PAPER: "paper", GRID: "grid"} | {
    colour: f"c{number}" for number, colour in enumerate(PALETTE)
}
_NAMED: Final = {"black": "#000000", "white": "#ffffff"}
_SHORT: Final = re.compile("#[0-9a-f]{3}")
_RGB: Final = re.compile(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)(?:[,\s/]+([\d.]+))?\s*\)")
_FONT_SIZE: Final = re.compile(r"(?:^|\s)(\d[\d.]*(?:px|pt))(?=[\s/])")
_WEIGHTS: Final = {"bold", *(str(weight) for weight in range(500, 1000, 100))}
_FUNCTION: Final = re.compile(r"([\w-]*)\s*\(")
_FUNCTIONS: Final = {
    "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewx", "skewy",
}  # fmt: skip
_URL: Final = re.compile(r"""url\(\s*["']?[^"'()#]*#([^"')]+)["']?\s*\)""")
_PIXELS: Final = re.compile(r"(?<=\d)px\b")
_TRANSLATE: Final = re.compile(r"translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)")
_LONG_NUMBER: Final = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_CONTAINERS: Final = frozenset({"g", "defs", "clipPath", "mask", "pattern", "text", "tspan"})


class NotADrawingError(ValueError):
    """What the browser returned cannot be read as an SVG drawing."""


def clean(drawing: str, language: str = "") -> str:
    """The cleaned drawing, the same bytes for the same figure.

    With a ``language``, texts that are numbers are written as it does: for drawings that no one
    put into the page's language before. Raises ``NotADrawingError`` when ``drawing`` is no
    well-formed SVG.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True,
        huge_tree=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(drawing.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise NotADrawingError(str(error)) from error
    if root.tag != f"{{{SVG}}}svg":
        message = f"the root element is <{root.tag}>, not <svg>"
        raise NotADrawingError(message)
    _drop_foreign(root)
    for element in root.iter():
        _plain_attributes(element)
    if language:
        _punctuate(root, language)
    _drop_invisible(root)
    _drop_empty(root)
    _unwrap(root)
    merge_paths(root)
    _place_texts(root)
    _group_texts(root)
    _hoist(root)
    _drop_ink(root)
    _name_ids(root)
    _make_scalable(root)
    etree.cleanup_namespaces(root, top_nsmap={None: SVG})  # type: ignore[dict-item]
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def fitted(drawing: str, name: str, title: str, description: str) -> str:
    """A cleaned drawing as it stands in a page.

    ``name`` is unique in the page: all ids begin with it. ``title`` and ``description`` are in the
    page's language and become the accessible name and description.
    """
    drawing = drawing.replace(f'id="{_PLACEHOLDER}-', f'id="{name}-')
    drawing = drawing.replace(f"#{_PLACEHOLDER}-", f"#{name}-")
    head, _, body = drawing.strip().partition(">")
    names = f'<title id="{name}-title">{_escaped(title)}</title>' + (
        f'<desc id="{name}-desc">{_escaped(description)}</desc>' if description else ""
    )
    labels = f"{name}-title {name}-desc" if description else f"{name}-title"
    return f'{head} role="img" aria-labelledby="{labels}">{names}{body}'


def width(drawing: str) -> float:
    """Width of a cleaned drawing in its own units (pixels when it was drawn)."""
    box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ', drawing)
    return float(box[1]) if box else 0.0


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _drop_foreign(root: etree._Element) -> None:
    """Remove what is not drawing; of links and the like, keep what they contain."""
    for element in list(root.iter(etree.Entity)):
        _remove(element)
    for element in list(root.iter()):
        if element.tag.startswith(f"{{{SVG}}}") and _local(element) in _KEPT_ELEMENTS:
            continue
        if _local(element) in {"a", "switch"}:
            inside = element.iterancestors(f"{{{SVG}}}text")
            element.tag = f"{{{SVG}}}tspan" if next(inside, None) is not None else f"{{{SVG}}}g"
        else:
            _remove(element)


def _remove(element: etree._Element) -> None:
    """Remove an element but not the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _plain_attributes(element: etree._Element) -> None:
    """Turn style declarations and attributes into the few that are needed, in a fixed order."""
    given = {str(name): str(value) for name, value in element.attrib.items()}
    looks = tuple((name, value) for name, value in given.items() if name in _LOOKS)
    kept = {
        name: value if name == "id" else _rounded(value)
        for name, value in given.items()
        if name in _GEOMETRY and value and _is_harmless(value)
    }
    link = given.get(_HREF, given.get("href", ""))
    if link.startswith(("#", "data:image/png", "data:image/jpeg")):  # a drawing fetches nothing
        kept["href"] = link
    kept |= _look(looks)
    element.attrib.clear()
    for name in sorted(kept):
        element.set(name, kept[name])


@lru_cache(maxsize=1024)
def _look(given: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The attributes that are left of those that say what an element looks like.

    Most elements of a drawing look like others.
    """
    said = _said(dict(given))
    on_data = _ON_DATA & set(said.pop("class", "").split())  # Plotly's names: its scripts' only
    kept: dict[str, str] = {}
    classes: list[str] = []
    for name, value in said.items():
        if name in {"fill", "stroke", "stop-color"}:
            _paint(name, value, kept, classes, fixed=bool(on_data))
        elif name in _GEOMETRY or (name in _PRESENTATION and value not in _INITIAL.get(name, ())):
            kept[name] = value
    if kept.get("fill") == "none":
        kept.pop("fill-opacity", None)
    if kept.get("stroke") == "none" or kept.get("stroke-width", "").removesuffix("px") == "0":
        classes = [name for name in classes if not name.startswith("s-")]
        kept = {name: value for name, value in kept.items() if not name.startswith("stroke")}
    if classes:
        kept["class"] = " ".join(classes)
    return {name: _rounded(value) for name, value in kept.items()}


def _said(given: dict[str, str]) -> dict[str, str]:
    """The same with what is declared in ``style`` and ``font``, and nothing that is harmful."""
    for declaration in given.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if value:
            given[name.strip()] = value.strip()
    if font := given.pop("font", ""):
        given = _font(font) | given
    return {name: value for name, value in given.items() if value and _is_harmless(value)}


def _font(shorthand: str) -> dict[str, str]:
    """The parts of CSS's ``font`` that a drawing keeps; matplotlib writes it."""
    size = _FONT_SIZE.search(shorthand)
    before = shorthand[: size.start()].split() if size else []
    return {
        "font-size": size[1] if size else "",
        "font-weight": next((word for word in before if word in _WEIGHTS), ""),
        "font-style": next((word for word in before if word in {"italic", "oblique"}), ""),
    }


def _is_harmless(value: str) -> bool:
    """Whether a value computes nothing and refers to nothing outside the drawing."""
    if "\\" in value or "/*" in value:
        return False
    return "(" not in value or all(
        function in _FUNCTIONS or (function == "url" and _URL.fullmatch(value))
        for function in _FUNCTION.findall(value.lower())
    )


def _punctuate(root: etree._Element, language: str) -> None:
    for element in root.iter(f"{{{SVG}}}text", f"{{{SVG}}}tspan"):
        if element.text and not len(element):
            # Alone, a number of four digits may be a tick among years.
            long = len(element.text.strip(" +-\u2212").partition(".")[0]) > _YEAR
            (element.text,) = punctuated([element.text], language, grouped=long)


def _paint(name: str, value: str, kept: dict[str, str], classes: list[str], *, fixed: bool) -> None:
    """A colour with a role becomes a class, ink the colour of the text, any other stays.

    With ``fixed``, ink is ink on a dark page too.
    """
    colour = _six_digits(value)
    if match := _RGB.fullmatch(colour):
        colour = "#" + "".join(f"{int(part):02x}" for part in match.groups()[:3])
        if match[4] is not None and float(match[4]) != 1:
            kept.setdefault(f"{name.removesuffix('-color')}-opacity", match[4])
    if colour in _INK:
        kept[name] = INK if fixed else "currentColor"
    elif colour in _ROLES and name != "stop-color":
        classes.append(f"{name[0]}-{_ROLES[colour]}")
    else:
        url = _URL.fullmatch(value)
        kept[name] = f"url(#{url[1]})" if url else colour


def role(value: str) -> str:
    """The role of a colour in figures, as the style sheet names it; nothing for an author's own."""
    colour = _six_digits(value)
    if colour in _INK:
        return "ink"
    return _ROLES.get(colour, "").removeprefix("c")


def _six_digits(value: str) -> str:
    colour = _NAMED.get(value.lower(), value.lower())
    if _SHORT.fullmatch(colour):
        return "#" + "".join(digit * 2 for digit in colour[1:])
    return colour


def _rounded(text: str) -> str:
    """The same value without the unit that is understood, numbers rounded to two decimals."""
    if "px" in text or "url" in text:
        text = _URL.sub(r"url(#\1)", _PIXELS.sub("", text))
    return _LONG_NUMBER.sub(lambda match: _two_decimals(match[0]), text)


def _two_decimals(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _is_transparent(element: etree._Element, paint: str) -> bool:
    if element.get(paint) == "none" or element.get(f"{paint}-opacity") == "0":
        return True
    if paint == "fill":
        return False
    return element.get("stroke") is None and "s-" not in element.get("class", "")


def _drop_invisible(root: etree._Element) -> None:
    """Remove shapes that paint nothing: Plotly keeps them to catch the mouse."""
    shapes = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
    outlines = root.iter(f"{{{SVG}}}clipPath", f"{{{SVG}}}mask")
    kept = {shape for outline in outlines for shape in outline.iterdescendants()}
    for element in list(root.iter()):
        kind = _local(element)
        if kind not in shapes or element in kept:
            continue
        no_extent = (kind == "path" and not element.get("d")) or (
            kind == "rect" and "0" in {element.get("width"), element.get("height")}
        )
        if no_extent or (_is_transparent(element, "fill") and _is_transparent(element, "stroke")):
            _remove(element)


def _references(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "href" and str(value).startswith("#"):
                yield str(value)[1:]
            elif match := _URL.search(str(value)):
                yield match[1]


def _drop_empty(root: etree._Element) -> None:
    """Remove unused definitions and empty groups until nothing is left to remove."""
    resources = {"clipPath", "mask", "pattern", "linearGradient", "radialGradient"}
    while True:
        used = set(_references(root))
        idle = [
            element
            for element in root.iter()
            if element is not root
            and (
                (_local(element) in resources and element.get("id") not in used)
                or (_local(element) in _CONTAINERS and len(element) == 0 and not element.text)
            )
        ]
        if not idle:
            break
        for element in idle:
            _remove(element)
    for element in root.iter():
        if element.get("id") is not None and element.get("id") not in used:
            del element.attrib["id"]


def _unwrap(root: etree._Element) -> None:
    """Replace groups that say nothing by what they contain."""
    for element in list(root.iter(f"{{{SVG}}}g")):
        parent = element.getparent()
        if parent is None or element.attrib:
            continue
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _place_texts(root: etree._Element) -> None:
    """Say where a text stands by its coordinates alone, to a tenth of a unit."""
    for text in root.iter(f"{{{SVG}}}text"):
        inside = {name for part in text.iterdescendants() for name in part.attrib}
        match = _TRANSLATE.fullmatch(text.get("transform", "translate(0)"))
        if match is None or inside & {"x", "y", "transform"}:
            continue
        try:
            places = [float(text.get(name, "0")) + float(moved or 0)
                      for name, moved in zip("xy", match.groups(), strict=True)]  # fmt: skip
        except ValueError:  # a place for each letter
            continue
        for name in ("transform", "x", "y"):
            text.attrib.pop(name, "")
        for name, place in zip("xy", places, strict=True):
            if round(place, 1):
                text.set(name, f"{place:.1f}".removesuffix(".0"))


def _group_texts(root: etree._Element) -> None:
    """Put neighbouring texts that look alike, such as the numbers of an axis, into a group."""
    for parent in list(root.iter()):
        run: list[etree._Element] = []
        for child in [*parent, None]:
            is_text = child is not None and _local(child) == "text"
            if not is_text or (run and _inheritable(child) != _inheritable(run[0])):
                _group(parent, run)
                run = []
            if is_text:
                run.append(child)


def _inheritable(element: etree._Element) -> dict[str, str]:
    return {str(k): str(v) for k, v in element.attrib.items() if k in _INHERITED}


def _group(parent: etree._Element, run: list[etree._Element]) -> None:
    if len(run) < 2 or len(run) == len(parent):  # noqa: PLR2004
        return
    group = parent.makeelement(f"{{{SVG}}}g")
    parent.insert(parent.index(run[0]), group)
    group.extend(run)


def _drop_ink(root: etree._Element) -> None:
    """Leave out the fill that the style sheet gives to the whole drawing."""
    for element in root.iter():
        if element.get("fill") == "currentColor" and not any(
            own.get("fill") or "f-" in own.get("class", "") for own in element.iterancestors()
        ):
            del element.attrib["fill"]


def _hoist(root: etree._Element) -> None:
    """Say once on a group what each of its children says."""
    groups = [group for group in root.iter(f"{{{SVG}}}g") if len(group) > 1]
    for group in reversed(groups):
        first = group[0]
        for name in sorted(_INHERITED & set(map(str, first.attrib))):
            value = first.get(name)
            if group.get(name) is None and all(child.get(name) == value for child in group):
                group.set(name, str(value))
                for child in group:
                    del child.attrib[name]


def _name_ids(root: etree._Element) -> None:
    """Number the ids in document order: Plotly's are random."""
    known = [str(element.get("id")) for element in root.iter() if element.get("id") is not None]
    names = {old: f"{_PLACEHOLDER}-{number}" for number, old in enumerate(known, start=1)}
    repeated = [old for old, count in Counter(known).items() if count > 1]
    if repeated:
        message = f"the id {repeated[0]!r} is given twice"
        raise NotADrawingError(message)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            text = str(value)
            if name == "id":
                element.set(name, names[text])
            elif name == "href" and text.startswith("#"):
                element.set(name, "#" + names.get(text[1:], text[1:]))
            elif match := _URL.search(text):
                element.set(name, text.replace(match[1], names.get(match[1], match[1])))


def _make_scalable(root: etree._Element) -> None:
    """Leave the size to the page; only the proportions are the drawing's."""
    across, down = root.get("width"), root.get("height")
    box = root.get("viewBox") or f"0 0 {across} {down}"
    root.attrib.clear()
    root.set("class", CLASS)
    root.set("viewBox", box)
