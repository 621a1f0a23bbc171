"""The navigation is resolved once a folder and marked for each page as Sphinx would mark it."""

from __future__ import annotations

from build_tools.theme.navigation import Navigation, marked

TREE = """<ul>
<li class="toctree-l1"><a href="{up}a.html">A</a></li>
<li class="toctree-l1"><a href="{down}index.html">L</a><ul>
<li class="toctree-l2"><a href="{down}z.html">Z</a></li>
</ul>
</li>
</ul>
"""


def test_a_page_and_all_that_holds_it_are_current() -> None:
    assert marked(TREE.format(up="../", down=""), "z.html") == (
        """<ul class="current">
<li class="toctree-l1"><a href="../a.html">A</a></li>
<li class="toctree-l1 current"><a href="index.html">L</a>"""
        """<ul class="current">
<li class="toctree-l2 current"><a class="current" href="#">Z</a></li>
</ul>
</li>
</ul>
"""
    )


def test_a_page_that_is_not_in_it_marks_nothing() -> None:
    assert marked(TREE, "search.html") == TREE


def test_it_is_resolved_once_a_folder() -> None:
    asked = []

    def resolve(docname: str) -> str:
        asked.append(docname)
        inside = docname.startswith("lessons/")
        tree = TREE.format(up="../" if inside else "", down="" if inside else "lessons/")
        return tree.replace("<a", '<a class="reference internal"')

    navigation = Navigation(resolve, lambda docname: f"{docname}.html")
    for docname in ("a", "b", "lessons/z", "lessons/index", "lessons/z"):
        html = navigation.of(docname)
        assert html.count('href="#"') == (docname != "b"), docname
        assert "reference" not in html
    assert len(asked) == 2
