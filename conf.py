"""The one Sphinx configuration, for every language: it reads like a list of what a page can do.

`nox -s site` runs Sphinx once per language and sets `language`, `lessons_build` and
`lessons_site_url`.
"""

from build_tools.pages.markdown import MYST_EXTENSIONS

project = "Open Data Lessons"
author = "the Open Data Lessons developers"
copyright = author  # noqa: A001  Sphinx's name for it

extensions = [
    "myst_nb",  # pages are MyST Markdown with Python cells
    "build_tools.rendering",  # values and conditions in prose, ids of headings, formulae
    "build_tools.figures",  # figures and tables that the cells show
    "build_tools.quiz",  # questions
    "build_tools.sankey",  # diagrams of decays and of cuts, from the catalogue
    "build_tools.dataset",  # tables of branches and collections
    "build_tools.glossary",  # terms: the glossary, links at first uses
    "build_tools.progress",  # how far the translations are
    "build_tools.teaching",  # objectives, exercises, solutions …
    "build_tools.theme",  # what surrounds the text
    "build_tools.printing",  # what a page has for paper: addresses of links, numbers of lines
]
source_suffix = {".md": "myst-nb"}
exclude_patterns = ["**/.*"]

# Pages arrive executed and localised; Sphinx only renders them.
nb_execution_mode = "off"
nb_custom_formats = {".md": ["build_tools.rendering.notebook.read", {}, False]}
nb_merge_streams = True
# A page may set nothing for itself; this is a name that no page has.
nb_metadata_key = nb_cell_metadata_key = "no-page-sets-this"
nb_ipywidgets_js = {}  # no widgets, so nothing to fetch for them

myst_enable_extensions = list(MYST_EXTENSIONS)
myst_disable_syntax = ["html_block", "html_inline"]  # a page is data, not code
myst_heading_anchors = 4
myst_heading_slug_func = "build_tools.pages.digests.anchor"
html_math_renderer = "mathml"
smartquotes = False  # build_tools.typography has the rules of each language

lessons_drawings = "_build/drawings"

html_theme = "sphinx_book_theme"
html_title = project
templates_path = ["build_tools/theme/templates"]
html_static_path = ["build_tools/theme/static"]
html_favicon = "build_tools/theme/static/favicon.svg"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_permalinks = False  # `lessons.js` adds them, where a pointer can find them
html_last_updated_fmt = None
# The layout has its own places for these; empty, the theme does not render them in vain.
html_sidebars = {"**": []}
html_theme_options = {
    "article_header_start": [],
    "article_header_end": [],
    "article_footer_items": [],
    "content_footer_items": [],
    "footer_content_items": [],
    "footer_start": [],
    "footer_center": [],
    "footer_end": [],
    "navbar_start": [],
    "navbar_center": [],
    "navbar_end": [],
    "navbar_persistent": [],
    "primary_sidebar_end": [],
    "secondary_sidebar_items": [],
    "use_download_button": False,
    "use_fullscreen_button": False,
}
