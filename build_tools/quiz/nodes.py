"""The nodes of a question, and how they are printed as a form that works without JavaScript."""

from __future__ import annotations

import json
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from build_tools.quiz.model import Kind
from build_tools.quiz.scoring import short_key
from build_tools.rendering.static import serve_static
from build_tools.rendering.words import give_words, load_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("lessons")

_STATIC = Path(__file__).with_name("static")


class quiz_question(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """A question: ``name``, ``number``, ``kind``, ``level``, ``key``. Children: all below."""


class quiz_legend(nodes.General, nodes.TextElement):  # noqa: N801
    """What is asked, in a paragraph."""


class quiz_prompt(nodes.General, nodes.Element):  # noqa: N801
    """The rest of the prompt."""


class quiz_figure(nodes.General, nodes.Element):  # noqa: N801
    """A link to the figure that is to be read: ``figure``, its id."""


class quiz_choices(nodes.General, nodes.Element):  # noqa: N801
    """All options. Children: ``quiz_choice``."""


class quiz_choice(nodes.General, nodes.Element):  # noqa: N801
    """An option: ``name``, ``number``, ``many``."""


class quiz_field(nodes.General, nodes.Element):  # noqa: N801
    """Where an answer is written: ``name``, ``kind``, ``unit``."""


class quiz_blank(nodes.Inline, nodes.Element):  # noqa: N801
    """A field within a text: ``name``, ``number``."""


class quiz_hint(nodes.General, nodes.Element):  # noqa: N801
    """A hint: ``number``, ``count``."""


class quiz_solution(nodes.General, nodes.Element):  # noqa: N801
    """What opens when the reader asks for the answer."""


class quiz_key(nodes.General, nodes.Element):  # noqa: N801
    """The right answer: ``text``."""


class quiz_feedback(nodes.General, nodes.Element):  # noqa: N801
    """What is said to who answers so: ``number``, ``right``, ``label``."""


class quiz_explanation(nodes.General, nodes.Element):  # noqa: N801
    """Why the answer is right."""


def _words(_app: Sphinx) -> dict[str, dict[str, str]]:
    """What the script says."""
    words = {
        "right": _("Right."),
        "wrong": _("Not yet. Change your answer and check again."),
        "partly": _("Partly right: {percent}%. Change your answer and check again."),
        "empty": _("There is no answer yet. Write or choose one, then check."),
        "no-number": _("This is not a number. Write one such as 12.5 GeV or 3×10⁸ m/s."),
        "no-unit": _("Add the unit to your number."),
        "other-unit": _("This unit measures something else than what is asked."),
        "unknown-unit": _("This unit is not known here. Mind capitals: MeV, GeV."),
        "kept": _("Kept on this device. Compare it with the model answer."),
        "count": _("Answered: {answered} of {total}. Right: {right}."),
        "sure": _("Erase your answers to all lessons on this device?"),
        "erased": _("Your answers are erased."),
        "check": _("Check"),
        "keep": _("Keep my answer"),
        "answers": _("Your answers"),
        "stay": _("They stay on this device. Nothing is sent."),
        "save": _("Save them to a file"),
        "erase": _("Erase them"),
    }
    return {"quiz": {name: str(word) for name, word in words.items()}}


def _in_quotes(data: object) -> str:
    """Data for an attribute in single quotes: JSON is full of double ones."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return escape(text, quote=False).replace("'", "&#39;")


def _visit_question(self: HTML5Translator, node: nodes.Element) -> None:
    language = f' lang="{node["language"]}"' if "language" in node else ""
    role = ' role="radiogroup"' if node["kind"] in {Kind.SINGLE, Kind.TRUE_FALSE} else ""
    self.body.append(
        f'<fieldset class="quiz quiz-kind-{node["kind"]}" id="quiz-{node["name"]}"{role}{language}'
        f" data-quiz=\"{node['name']}\" data-key='{_in_quotes(short_key(node['key']))}'>\n"
    )


def _visit_legend(self: HTML5Translator, node: nodes.Element) -> None:
    question = node.parent
    number = escape(_("Question {number}").format(number=question["number"]))
    level = escape(question["level_text"])
    self.body.append(
        f'<legend><span class="quiz-label"><span class="quiz-number">{number}</span>'
        f' <span class="quiz-level">{level}</span>{_objective(question)}</span>'
        ' <span class="quiz-asked">'
    )


def _objective(question: nodes.Element) -> str:
    number = question.get("objective")
    if not number:
        return ""
    text = escape(_("Objective {number}").format(number=number))
    return f' <a class="quiz-objective" href="#objective-{number}">{text}</a>'


def _visit_figure(self: HTML5Translator, node: nodes.Element) -> None:
    text = escape(_("Go to the figure"))
    self.body.append(f'<p class="quiz-figure"><a href="#{node["figure"]}">{text}</a></p>\n')
    raise nodes.SkipNode


def _visit_choice(self: HTML5Translator, node: nodes.Element) -> None:
    kind = "checkbox" if node["many"] else "radio"
    name = f"quiz-{node['name']}"
    simple = len(node) == 1 and isinstance(node[0], nodes.paragraph)
    control = f'<input type="{kind}" name="{name}" value="{node["number"]}"'
    if simple:
        # phrases only: the whole line can be clicked
        self.body.append(f"<li><label>{control}> <span>")
        for child in node.children[0].children:
            child.walkabout(self)
        self.body.append("</span></label></li>\n")
        raise nodes.SkipNode
    text = f"{name}-{node['number']}"
    self.body.append(f'<li>{control} aria-labelledby="{text}"><div id="{text}">\n')


def _visit_field(self: HTML5Translator, node: nodes.Element) -> None:
    name, kind = f"quiz-{node['name']}", node["kind"]
    label = _("Your answer")
    if kind in {Kind.NUMBER, Kind.READ_PLOT} and not node["unit"]:
        label = _("Your answer, a number with its unit where it has one")
    field = (
        f'<textarea id="{name}-field" rows="4"></textarea>'
        if kind == Kind.DISCUSSION
        else f'<input type="text" id="{name}-field">'
    )
    unit = f' <span class="quiz-unit">{escape(node["unit"])}</span>' if node["unit"] else ""
    self.body.append(
        f'<p class="quiz-field"><label for="{name}-field">{escape(label)}</label>'
        f" {field}{unit}</p>\n"
    )
    raise nodes.SkipNode


def _visit_blank(self: HTML5Translator, node: nodes.Element) -> None:
    label = escape(_("Blank {number}").format(number=node["number"]))
    self.body.append(f'<input type="text" class="quiz-blank" aria-label="{label}" size="12">')
    raise nodes.SkipNode


def _visit_hint(self: HTML5Translator, node: nodes.Element) -> None:
    summary = _("Hint")
    if node["count"] > 1:
        summary = _("Hint {number} of {count}").format(number=node["number"], count=node["count"])
    self.body.append(f'<details class="quiz-hint"><summary>{escape(summary)}</summary>\n')


def _visit_solution(self: HTML5Translator, node: nodes.Element) -> None:
    summary = _("A model answer") if node["kind"] == Kind.DISCUSSION else _("Answer")
    self.body.append(f'<details class="quiz-solution"><summary>{escape(summary)}</summary>\n')


def _visit_key(self: HTML5Translator, node: nodes.Element) -> None:
    label = escape(_("Right answer:"))
    self.body.append(f'<p class="quiz-key">{label} <strong>{escape(node["text"])}</strong></p>\n')
    raise nodes.SkipNode


def _visit_feedback(self: HTML5Translator, node: nodes.Element) -> None:
    mark = _("right") if node["right"] else _("not right")
    label = f"{node['label']} ({mark})" if "label" in node else mark
    self.body.append(
        f'<div class="quiz-feedback" data-for="{node["number"]}">'
        f'<p class="quiz-mark">{escape(label)}</p><div>\n'
    )


def _open(tag: str, css_class: str) -> Callable[[HTML5Translator, nodes.Element], None]:
    def visit(self: HTML5Translator, _node: nodes.Element) -> None:
        self.body.append(f'<{tag} class="{css_class}">\n')

    return visit


def _close(*tags: str) -> Callable[[HTML5Translator, nodes.Element], None]:
    end = "".join(f"</{tag}>" for tag in tags) + "\n"

    def depart(self: HTML5Translator, _node: nodes.Element) -> None:
        self.body.append(end)

    return depart


def _load_only_where_asked(
    app: Sphinx,
    _page: str,
    _template: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """A page without questions does not load what they need."""
    if doctree is None:
        return
    if next(doctree.findall(quiz_solution), None) is not None:
        app.add_css_file("quiz.css")
    if next(doctree.findall(quiz_question), None) is not None:
        load_words(app)
        app.add_js_file("quiz.js", loading_method="defer")


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes, and the files that a page with questions loads."""
    for node, html in (
        (quiz_question, (_visit_question, _close("fieldset"))),
        (quiz_legend, (_visit_legend, _close("span", "legend"))),
        (quiz_prompt, (_open("div", "quiz-prompt"), _close("div"))),
        (quiz_figure, (_visit_figure, None)),
        (quiz_choices, (_open("ol", "quiz-choices"), _close("ol"))),
        (quiz_choice, (_visit_choice, _close("div", "li"))),
        (quiz_field, (_visit_field, None)),
        (quiz_blank, (_visit_blank, None)),
        (quiz_hint, (_visit_hint, _close("details"))),
        (quiz_solution, (_visit_solution, _close("details"))),
        (quiz_key, (_visit_key, None)),
        (quiz_feedback, (_visit_feedback, _close("div", "div"))),
        (quiz_explanation, (_open("div", "quiz-explanation"), _close("div"))),
    ):
        app.add_node(node, html=html)
    app.connect("config-inited", partial(serve_static, folder=_STATIC))
    give_words(app, _words)
    app.connect("html-page-context", _load_only_where_asked)
