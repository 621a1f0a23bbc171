from __future__ import annotations

import re

import pytest
from lxml import etree

from build_tools.figures.svg import NotADrawingError, clean, fitted, width

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="300">'


def cleaned(inside: str) -> str:
    text = clean(f"{HEAD}{inside}</svg>").strip()
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="lesson-drawing"')
    return text.partition(">")[2].removesuffix("</svg>")


def test_the_size_is_left_to_the_page() -> None:
    drawing = clean(f'{HEAD}<path d="M0,0h1"/></svg>')
    assert drawing.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" class="lesson-drawing" viewBox="0 0 500 300">'
    )
    assert width(drawing) == 500


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<path d="M0,0h1" style="fill: rgb(13, 104, 166);"/>', '<path class="f-c0" d="M0,0h1"/>'),
        ('<path d="M0,0h1" style="stroke: #D37B0B; fill: none"/>',
         '<path class="s-c1" d="M0,0h1" fill="none"/>'),
        # the style sheet gives drawings the ink of the text
        ('<path d="M0,0h1" style="fill: black"/>', '<path d="M0,0h1"/>'),
        ('<g fill="#123"><path d="M0,0h1" fill="black"/></g>',
         '<g fill="#112233"><path d="M0,0h1" fill="currentColor"/></g>'),
        ('<g class="f-c1"><path d="M0,0h1" fill="black"/></g>', '<path d="M0,0h1"/>'),
        ('<text x="1" y="2" transform="translate(3,4.5)">m</text>', '<text x="4" y="6.5">m</text>'),
        ('<text x="0" transform="translate(0,4)">m</text>', '<text y="4">m</text>'),
        ('<text transform="translate(3,4)"><tspan x="0">m</tspan></text>',
         '<text transform="translate(3,4)"><tspan x="0">m</tspan></text>'),
        ('<text x="1 2" transform="translate(3,4)">ab</text>',
         '<text transform="translate(3,4)" x="1 2">ab</text>'),
        ('<path d="M0,0h1" fill="white"/>', '<path class="f-paper" d="M0,0h1"/>'),
        ('<path d="M0,0h1" style="fill: steelblue; opacity: 1"/>',
         '<path d="M0,0h1" fill="steelblue"/>'),
        ('<path d="M0,0h1" style="fill: rgba(13,104,166,0.25)"/>',
         '<path class="f-c0" d="M0,0h1" fill-opacity="0.25"/>'),
        ('<path d="M0,0h1" fill="#abcdef" style="stroke: #123; stroke-width: 0px"/>',
         '<path d="M0,0h1" fill="#abcdef"/>'),
        ('<path d="M0.123456,10.999999h-1.001"/>', '<path d="M0.1,11h-1"/>'),
        ('<path d="M0,0h1" style="stroke:#123;stroke-dasharray: 9px, 3.3333px"/>',
         '<path d="M0,0h1" stroke="#112233" stroke-dasharray="9, 3.33"/>'),
        ('<text style="font-size: 16px; font-family: Arial; white-space: pre">m</text>',
         '<text font-size="16">m</text>'),
        ('<text>m<tspan style="font-size:70%" dy="0.3em">H</tspan></text>',
         '<text>m<tspan dy="0.3em" font-size="70%">H</tspan></text>'),
        ('<text class="bartext bartext-inside" style="fill: #444">7</text>',
         '<text fill="#1b1b1b">7</text>'),
        ('<text><a href="https://example.org">m</a> rest</text>',
         "<text><tspan>m</tspan> rest</text>"),
    ],
)  # fmt: skip
def test_styles_become_attributes_and_roles_classes(before: str, after: str) -> None:
    assert cleaned(before) == after


@pytest.mark.parametrize(
    "useless",
    [
        "<script>alert(1)</script>",
        "<style>path {fill: red}</style>",
        "<foreignObject><p/></foreignObject>",
        "<!-- a comment -->",
        "<g><g></g></g>",
        "<path/>",
        '<rect width="0" height="3"/>',
        '<rect width="5" height="3" style="fill: black; fill-opacity: 0"/>',
        '<defs><clipPath id="unused"><rect width="1" height="1"/></clipPath></defs>',
    ],
)
def test_what_draws_nothing_is_removed(useless: str) -> None:
    assert cleaned(f'{useless}<path d="M0,0h1"/>') == '<path d="M0,0h1"/>'


def test_handlers_and_addresses_are_removed() -> None:
    assert cleaned('<path d="M0,0h1" onclick="alert(1)" data-x="1"/>') == '<path d="M0,0h1"/>'
    image = '<image href="https://example.org/x.png" width="1" height="1"/>'
    assert "example" not in cleaned(image)


def test_groups_say_once_what_their_members_share() -> None:
    bars = '<path d="M0,0h1" fill="#0d68a6"/><rect x="1" width="1" height="1" fill="#0d68a6"/>'
    assert cleaned(f'<g transform="translate(1,2)">{bars}</g>') == (
        '<g transform="translate(1,2)" class="f-c0"><path d="M0,0h1"/>'
        '<rect height="1" width="1" x="1"/></g>'
    )


def test_the_numbers_of_an_axis_say_once_how_they_look() -> None:
    texts = "".join(
        f'<text x="0" y="9" transform="translate({x},0)" text-anchor="middle">{x}</text>'
        for x in (10, 20)
    )
    drawing = cleaned(f'<path d="M0,0h1"/>{texts}<text x="5">other</text>')
    assert drawing == (
        '<path d="M0,0h1"/><g text-anchor="middle"><text x="10" y="9">10</text>'
        '<text x="20" y="9">20</text></g><text x="5">other</text>'
    )


CLIPPED = (
    '<defs><clipPath id="clip{0}xy"><rect width="9" height="9"/></clipPath></defs>'
    '<g clip-path="url(\'#clip{0}xy\')"><path d="M0,0h1"/></g>'
)


def test_ids_do_not_show_plotly_s_random_names() -> None:
    assert cleaned(CLIPPED.format("a1b2c3")) == cleaned(CLIPPED.format("d4e5f6"))
    assert "a1b2c3" not in cleaned(CLIPPED.format("a1b2c3"))


def test_two_figures_of_a_page_have_different_ids() -> None:
    drawing = clean(f"{HEAD}{CLIPPED.format('x')}</svg>")
    page = "".join(
        fitted(drawing, name, "Masses & more", "Two <peaks>") for name in ("figure-1", "figure-2")
    )
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == 6
    assert len(set(ids)) == 6
    for name in re.findall(r"url\(#([^)]+)\)", page):
        assert name in ids
    first = etree.fromstring(page[: page.index("</svg>") + 6])
    assert first.get("role") == "img"
    assert first.get("aria-labelledby") == "figure-1-title figure-1-desc"
    assert [child.text for child in list(first)[:2]] == ["Masses & more", "Two <peaks>"]


def test_a_drawing_without_a_description_is_named_by_its_title() -> None:
    drawing = fitted(clean(f'{HEAD}<path d="M0,0h1"/></svg>'), "figure-1", "Masses", "")
    assert 'aria-labelledby="figure-1-title"' in drawing
    assert "<desc" not in drawing


@pytest.mark.parametrize(
    ("text", "message"),
    [("<svg", "."), ("<html/>", "not <svg>"), ("", ".")],
)
def test_what_is_no_drawing_is_refused(text: str, message: str) -> None:
    with pytest.raises(NotADrawingError, match=message):
        clean(text)


def test_entities_are_not_followed() -> None:
    text = (
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f'{HEAD}<text>a&x;</text><path d="M0,0h1"/></svg>'
    )
    assert "<text>a</text>" in clean(text)


HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="9" height="9" onload="alert(1)">
<script>alert(1)</script><style>@import "https://example.org/x.css";</style>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml" onclick="alert(1)">hello</p></foreignObject>
<a xlink:href="javascript:alert(1)"><path d="M0,0h1" onclick="alert(1)"/></a>
<image href="https://example.org/x.png" width="3" height="3"/>
<image style="href:https://example.org/styled.png" width="3" height="3"/>
<image href="data:image/svg+xml,%3Csvg onload=alert(1)%3E" width="3" height="3"/>
<use href="https://example.org/x.svg#a"/>
<path d="M1,1h1" fill="url(https://example.org/paint)" mask="url(//example.org/mask#m)"/>
<path d="M2,2h1" style="fill: red; background: url('https://example.org/bg'); cursor: url(x)"/>
<path d="M3,3h1" fill="u\\72l(https://example.org/escaped)"/>
<path d="M4,4h1" fill="image-set('https://example.org/set' 1x)"/>
<set attributeName="href" to="javascript:alert(1)"/><animate attributeName="d" values="M0,0"/>
<text>kept</text></svg>"""


def test_what_a_cell_draws_runs_nothing_and_fetches_nothing() -> None:
    cleaned = clean(HOSTILE)
    root = etree.fromstring(cleaned)
    elements = {etree.QName(element).localname for element in root.iter()}
    assert elements <= {"svg", "g", "path", "text", "image", "use"}
    found = [str(name) for element in root.iter() for name in element.attrib]
    assert [name for name in found if name.startswith("on")] == []
    assert not re.search(r"example\.org|javascript|alert|hello|import", cleaned)
    assert "kept" in cleaned
    assert cleaned.count("<path") == 5


def test_what_matplotlib_writes_in_css_short_hand_is_kept() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        """<text style="font: italic 700 11.5px 'Liberation Sans', sans-serif; """
        'text-anchor: middle">\u22121500.5</text></svg>'
    )
    (text,) = etree.fromstring(clean(drawing, "fr"))
    assert {str(k): str(v) for k, v in text.attrib.items()} == {
        "font-size": "11.5", "font-style": "italic", "font-weight": "700", "text-anchor": "middle",
    }  # fmt: skip
    assert text.text == "\u22121500,5"
