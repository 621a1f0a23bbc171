from __future__ import annotations

from lxml import html

from build_tools.search.model import PageWords, Section, page_words

PAGE = """<!doctype html><html lang="fr"><body><nav>Toutes les leçons</nav><main><article>
<p>Niveau 1</p>
<div class="page-text">
<section id="le-boson-z"><h1>Le boson Z</h1>
<p>Une <em>particule</em> qui se <a href="x">désin</a>tègre.</p>
<div class="highlight"><pre><span>mass</span> = <span>2</span></pre></div>
<figure><svg><title>Masse</title><desc>Un pic à 91 GeV.</desc><text>Événements</text></svg>
<figcaption>Le pic, dessiné.</figcaption></figure>
<details class="figure-data"><table><tr><td>Intervalle</td></tr></table></details>
<section id="un-tableau"><h2>Un tableau</h2>
<table><caption>Les étapes</caption><tr><th>Coupure</th><td>1&#160;234</td></tr></table>
<fieldset><legend>Combien ?</legend><label>sept</label>
<details class="quiz-solution">sept est juste</details></fieldset>
<p>Soit <math><mi>m</mi></math> la masse.</p></section>
<p>Après le tableau.</p>
</section><aside class="footnote">Une note.</aside>
</div><script>secret()</script></article></main></body></html>"""


def read(page: str) -> PageWords | None:
    return page_words(html.document_fromstring(page), "lessons/z.html", "fr")


def words() -> PageWords:
    found = read(PAGE)
    assert found is not None
    return found


def test_a_page_is_read_section_by_section() -> None:
    page = words()
    assert (page.title, page.address, page.language) == ("Le boson Z", "lessons/z.html", "fr")
    assert [(one.anchor, one.heading) for one in page.sections] == [
        ("", "Le boson Z"),
        ("un-tableau", "Un tableau"),
    ]


def test_what_a_reader_sees_is_found() -> None:
    first, second = words().sections
    for seen in (
        "Une particule qui se désintègre.",
        "Le pic, dessiné.",
        "Un pic à 91 GeV.",
        "Après le tableau.",
        "Une note.",
    ):
        assert seen in first.text
    for seen in ("Les étapes", "Coupure 1 234", "Combien ? sept", "Soit la masse."):
        assert seen in second.text
    assert first.code == "mass = 2"


def test_what_is_for_machines_or_gives_an_answer_away_is_not() -> None:
    everything = " ".join(f"{one.heading} {one.text} {one.code}" for one in words().sections)
    absent = ("secret", "#", "Toutes les leçons", "Intervalle", "sept est juste", "Niveau 1")
    for unseen in absent:
        assert unseen not in everything, unseen


def test_a_page_in_another_language_says_so() -> None:
    english = PAGE.replace('class="page-text"', 'class="page-text" lang="en"')
    found = read(english)
    assert found is not None
    assert found.language == "en"


def test_a_page_without_an_authors_text_has_no_words() -> None:
    assert read("<html><body><h1>Recherche</h1></body></html>") is None


def test_words_before_the_first_heading_are_kept() -> None:
    text = "<p>Avant.</p><h1>Titre</h1><p>Texte.</p>"
    found = read(f'<article><div class="page-text">{text}</div></article>')
    assert found is not None
    assert found.sections == (Section("", "Titre", "Avant. Texte.", ""),)


GLOSSARY = """<!doctype html><html lang="fr"><body><article><div class="page-text">
<section id="glossaire"><h1>Glossaire</h1><p>Les mots des leçons.</p>
<dl class="glossary"><dt id="term-a">acceptance</dt><dd><p>La part qui est vue.</p></dd>
<dt id="term-d">désintégration <span class="other-word" lang="en">decay</span></dt>
<dd><p>Une <a href="#term-p">particule</a> devient d’autres.</p></dd></dl>
<p>Fin de la liste.</p></section>
</div></article></body></html>"""


def test_an_entry_of_a_glossary_is_found_by_itself() -> None:
    page = read(GLOSSARY)
    assert page is not None
    assert [(one.anchor, one.heading, one.text) for one in page.sections] == [
        ("", "Glossaire", "Les mots des leçons. Fin de la liste."),
        ("term-a", "acceptance", "La part qui est vue."),
        ("term-d", "désintégration", "decay Une particule devient d’autres."),
    ]
