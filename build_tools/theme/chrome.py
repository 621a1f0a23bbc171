"""The Sphinx side: gives each page's view to the templates and keeps the theme's weight out."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.locale import get_translation

from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.repository import mail_address, repository
from build_tools.rendering.current import bundle_of
from build_tools.theme.assets import kept, without_icon_font
from build_tools.theme.catalogues import DOMAIN, compile_catalogues, is_translated, translator
from build_tools.theme.metadata import metadata
from build_tools.theme.navigation import Navigation
from build_tools.theme.policy import POLICY
from build_tools.theme.reports import Contact
from build_tools.theme.switch import SECTIONS, section_class
from build_tools.theme.view import PageView, page_view, plain_view

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

#: after the theme's own handlers, which add what is taken out here
LATE = 900
#: the page that tells how far translations are, where the lessons have one
PROGRESS = "translation"
#: levels of the navigation
DEPTH = 3
STYLESHEETS = ("lessons.css", "switch.css")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the site's address, the catalogue and the handlers."""
    for setting in ("lessons_site_url", "lessons_repository", "lessons_mail"):
        app.add_config_value(setting, "", "html", frozenset({str}))
    for stylesheet in STYLESHEETS:
        app.add_css_file(stylesheet, priority=LATE)
    app.add_js_file("lessons.js", loading_method="defer")
    app.connect("config-inited", _load_catalogue)
    app.connect("doctree-resolved", _number_sections)
    app.connect("builder-inited", _start)
    app.connect("build-finished", _lighten)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def build_directory(app: Sphinx) -> Path:
    """The directory of all intermediate files; a relative one starts at conf.py."""
    return Path(app.confdir, app.config.lessons_build)


def _load_catalogue(app: Sphinx, config: Config) -> None:
    del config
    app.add_message_catalog(DOMAIN, str(compile_catalogues(build_directory(app) / "locale")))


def _number_sections(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Class each section by its order, for the language switch's stylesheet."""
    bundle = bundle_of(app.env, docname)
    if bundle is None:
        return
    orders = {section.anchor: order for order, section in enumerate(bundle.sections)}
    for section in doctree.findall(nodes.section):
        order = min((orders[name] for name in section["ids"] if name in orders), default=SECTIONS)
        if order < SECTIONS:
            section["classes"].append(section_class(order))


def _start(app: Sphinx) -> None:
    """Make the navigation, which all pages share, and fill each page as it is written."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    navigation = Navigation(partial(_resolved, app.builder), app.builder.get_target_uri)
    app.connect("html-page-context", partial(_fill_page, navigation), priority=LATE)


def _resolved(builder: StandaloneHTMLBuilder, docname: str) -> str:
    tree = global_toctree_for_doc(
        builder.env, docname, builder, tags=builder.tags, maxdepth=DEPTH, titles_only=True
    )
    return builder.render_partial(tree)["fragment"]


def _fill_page(
    navigation: Navigation,
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates the view of the page and the catalogue's ``t``."""
    view = _view(app, pagename, doctree)
    context["view"] = view
    bundle = bundle_of(app.env, pagename)
    context["metadata"] = bundle and metadata(
        bundle,
        doctree,
        site=app.config.html_title,
        site_url=app.config.lessons_site_url,
        t=get_translation(DOMAIN),
    )
    context["navigation"] = navigation.of(pagename)
    # Sphinx's templates do not escape by themselves; a translator's text is not markup.
    translate = get_translation(DOMAIN)
    context["t"] = lambda message: escape(translate(message))
    # The words around the text are English where nobody has put them into the language yet.
    compiled = build_directory(app) / "locale"
    known = is_translated(app.config.language, compiled)
    context["spoken"] = "" if known else Markup(' lang="{}"').format(SOURCE_LANGUAGE)
    # Sphinx's layout has a viewport of its own, and docutils adds another.
    # It goes first, so that the policy holds for all that follows.
    others = re.sub(r'\s*<meta name="viewport"[^>]*>', "", context.get("metatags", ""))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
    context["metatags"] = f"\n    {policy}{others}"
    context["script_files"] = kept(context["script_files"])


def _view(app: Sphinx, pagename: str, doctree: nodes.document | None) -> PageView:
    translators = partial(translator, compiled=build_directory(app) / "locale")
    bundle = bundle_of(app.env, pagename)
    if bundle is not None:
        return page_view(
            bundle,
            progress=PROGRESS if PROGRESS in app.env.found_docs else "",
            contact=Contact(
                app.config.lessons_site_url,
                repository(app.config.lessons_repository),
                mail_address(app.config.lessons_mail),
            ),
            titles=_titles(doctree),
            translators=translators,
        )
    # A page that Sphinx makes exists in every language that the home page has.
    home = bundle_of(app.env, app.config.root_doc)
    languages = list(home.alternates) if home else [app.config.language]
    return plain_view(pagename, app.config.language, languages, translators)


def _titles(doctree: nodes.document | None) -> dict[str, str]:
    """Anchor → text of the heading."""
    if doctree is None:
        return {}
    return {
        name: section[0].astext()
        for section in doctree.findall(nodes.section)
        for name in section["ids"]
    }


def _lighten(app: Sphinx, exception: Exception | None) -> None:
    """Take the icon font out of the theme's stylesheet."""
    stylesheet = Path(app.outdir) / "_static" / "styles" / "pydata-sphinx-theme.css"
    if exception is None and stylesheet.is_file():
        before = stylesheet.read_text(encoding="utf-8")
        after = without_icon_font(before)
        if after != before:
            stylesheet.write_text(after, encoding="utf-8")
