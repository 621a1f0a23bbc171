"""Pictures that lie beside the pages: what they are, and that a drawing is only a drawing."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

#: Bytes of a picture; a page has to be light.
MOST_BYTES: Final = 2_000_000

_SVG: Final = "http://www.w3.org/2000/svg"
_ELEMENTS: Final = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "style", "path", "rect", "circle",
        "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "image", "marker",
        "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop", "filter",
        "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feFlood", "feFuncA",
        "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset",
    }
)  # fmt: skip
_PLAIN: Final = "save it as plain SVG"
#: Style that fetches something, or that hides what it does behind escapes.
_REACHING: Final = re.compile(r"url\(\s*[\"']?(?!#)|@|\\|expression|javascript:", re.IGNORECASE)
_DECLARED: Final = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?P<encoding>[^\"']*)")
_EMBEDDED: Final = re.compile(r"data:image/(?:png|jpeg);base64,")
#: How files of each kind begin; of drawings, ``_of_drawing`` tells more.
_BEGINNINGS: Final = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}


def refused_file(data: bytes, ending: str) -> tuple[int, str]:
    """Line, from 1 (0 for the whole file), and why a picture is refused; empty when it is not."""
    if len(data) > MOST_BYTES:
        return 0, f"a picture of {len(data):,} bytes; at most {MOST_BYTES:,}, so that pages load"
    if ending == ".svg":
        return _of_drawing(data)
    if not data.startswith(_BEGINNINGS[ending]):
        return 0, f"this is no {ending} picture, whatever its name says; save it again as one"
    return 0, ""


def _of_drawing(data: bytes) -> tuple[int, str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return 0, f"this drawing is not UTF-8; {_PLAIN}"
    declared = _DECLARED.match(text)
    if declared and declared["encoding"].lower() != "utf-8":
        return 1, f"this drawing says that it is in {declared['encoding']}, not in UTF-8; {_PLAIN}"
    if found := re.search("<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        line = text.count("\n", 0, found.start()) + 1
        return line, f"`{found[0]}` has no place in a drawing; {_PLAIN}"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return _of_tree(etree.fromstring(text.encode(), parser))
    except etree.XMLSyntaxError as error:
        return error.lineno or 0, f"this drawing cannot be read ({error}); {_PLAIN}"


def _of_tree(root: etree._Element) -> tuple[int, str]:
    if root.tag != f"{{{_SVG}}}svg":
        return 1, f"this is no drawing: it begins with `{root.tag!s}`, not with `<svg>`; {_PLAIN}"
    for node in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if message := _of_node(node):
            line: Any = node.sourceline  # its type is not told
            return line or 0, message
    return 0, ""


def _of_node(node: etree._Element) -> str:
    tag: object = node.tag  # a function for what is no element
    if tag is etree.Comment:
        return ""
    if not isinstance(tag, str):
        return f"`{node}` has no place in a drawing; {_PLAIN}"
    name = etree.QName(tag)
    if name.namespace != _SVG or name.localname not in _ELEMENTS:
        return f"`<{name.localname}>` is not allowed in a drawing; take it out, or {_PLAIN}"
    if name.localname == "style" and _REACHING.search(node.text or ""):
        return "a style that fetches something from elsewhere; take it out"
    told = (_of_attribute(name.localname, *map(str, item)) for item in node.attrib.items())
    return next(filter(None, told), "")


def _of_attribute(element: str, key: str, value: str) -> str:
    local = etree.QName(key).localname
    if local.lower().startswith("on"):
        return f"`{local}` runs a script; take it out"
    if local == "href":
        embedded = element == "image" and _EMBEDDED.match(value.strip())
        if embedded or value.strip().startswith("#"):
            return ""
        return f"`href` leads out of the drawing, to `{value.strip()[:60]}`; take it out"
    if _REACHING.search(value):
        return f"`{local}` fetches something from elsewhere; take it out"
    return ""
