"""``{quiz}``: a question of the page's bundle becomes nodes; its text is parsed where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective, SphinxRole

from build_tools.figures.block import figure_id
from build_tools.quiz import nodes as form
from build_tools.quiz.model import CHOICES, Answer, Foreseen, Kind, Level, NumberKey, Passage, Quiz
from build_tools.quiz.overview import Listed, ListedLesson
from build_tools.quiz.room import answer_lines
from build_tools.quiz.scoring import key_of
from build_tools.quiz.syntax import SETTINGS, split_blanks
from build_tools.quiz.wording import key_text, letter, other_words
from build_tools.rendering.current import bundle_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.util.typing import OptionSpec

_ = get_translation("lessons")


def level_text(level: Level) -> str:
    """The name of a level, in the page's language."""
    return {
        Level.RECALL: _("Recall"),
        Level.APPLY: _("Apply"),
        Level.READ_PLOT: _("Read a plot"),
        Level.DISCUSS: _("Discuss"),
    }[level]


class BlankRole(SphinxRole):
    """``{quiz-blank}`n```: the n-th field in a text, written by the directive itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the field."""
        name, _sep, number = self.text.rpartition(" ")
        return [form.quiz_blank("", name=name, number=int(number))], []


class QuizDirective(SphinxDirective):
    """A question."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(SETTINGS, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Make the question's nodes; none where a stale translation asks what no longer holds."""
        bundle = bundle_of(self.env, self.env.docname)
        name = self.arguments[0]
        # where the source has moved a question, a translation may have it in two sections
        asked = f"lesson-quiz {name}"
        if bundle is None or name not in bundle.quizzes or asked in self.env.temp_data:
            return []
        self.env.temp_data[asked] = True
        quiz = Quiz.model_validate(bundle.quizzes[name])
        self._foreign = quiz.language != bundle.text_language
        question = form.quiz_question(
            name=name,
            number=self.env.new_serialno("lesson-quiz") + 1,
            kind=quiz.kind.value,
            level=quiz.level.value,
            level_text=level_text(quiz.level),
            key=key_of(quiz),
            objective=quiz.objective,
        )
        if self._foreign:
            question["language"] = quiz.language
        self.set_source_info(question)
        question += self._prompt(quiz)
        if quiz.figure:
            question += form.quiz_figure(figure=figure_id(quiz.figure))
        if quiz.kind in CHOICES:
            question += self._choices(quiz)
        elif quiz.kind is not Kind.BLANKS:
            key = quiz.key
            unit = key.unit if quiz.unit_given and isinstance(key, NumberKey) else ""
            question += form.quiz_field(name=name, kind=quiz.kind.value, unit=unit)
        if lines := answer_lines(quiz):
            question += nodes.container(classes=["room", f"room-{lines}"])
        for number, hint in enumerate(quiz.hints, 1):
            node = form.quiz_hint(number=number, count=len(quiz.hints))
            node += self._parsed(hint, quiz)
            question += node
        question += self._solution(quiz)
        return [question]

    def _parsed(self, passage: Passage, quiz: Quiz) -> list[nodes.Node]:
        # the parser counts from the line behind the directive's
        offset = 0 if self._foreign else passage.line - quiz.line - 1
        return self.parse_text_to_nodes(passage.text, offset=offset)

    def _prompt(self, quiz: Quiz) -> Iterator[nodes.Node]:
        """The legend, with the prompt's first paragraph where nothing is to be filled in there."""
        passage = quiz.prompt
        if quiz.kind is Kind.BLANKS:
            pieces = split_blanks(passage.text)
            text = pieces[0]
            for number, piece in enumerate(pieces[1:], 1):
                text += f"{{quiz-blank}}`{quiz.name} {number}`{piece}"
            passage = Passage(text=text, line=passage.line)
        content = self._parsed(passage, quiz)
        legend = form.quiz_legend()
        if quiz.kind is not Kind.BLANKS and content and isinstance(content[0], nodes.paragraph):
            legend += content.pop(0).children
        yield legend
        if content:
            yield form.quiz_prompt("", *content)

    def _choices(self, quiz: Quiz) -> nodes.Element:
        choices = form.quiz_choices()
        for number, option in enumerate(quiz.options):
            choice = form.quiz_choice(
                name=quiz.name, number=number, many=quiz.kind is Kind.MULTIPLE
            )
            choice += self._parsed(option.text, quiz)
            choices += choice
        return choices

    def _solution(self, quiz: Quiz) -> nodes.Element:
        """What opens when the reader asks for the answer."""
        solution = form.quiz_solution(kind=quiz.kind.value)
        solution += self._keys(quiz)
        for number, item in enumerate(quiz.foreseen):
            if item.feedback is None:
                continue
            feedback = form.quiz_feedback(number=number, right=item.right)
            if label := self._label(number, item):
                feedback["label"] = label
            feedback += self._parsed(item.feedback, quiz)
            solution += feedback
        for passage in (quiz.model_answer, quiz.explanation):
            if passage is not None:
                node = form.quiz_explanation()
                node += self._parsed(passage, quiz)
                solution += node
        return solution

    def _label(self, number: int, item: Foreseen) -> str:
        """What names a foreseen answer; the key needs no name."""
        if not isinstance(item, Answer):
            return letter(number)
        if item.right:
            return ""
        return key_text(item.key, self.config.language) if item.key else str(_("Other answers"))

    def _keys(self, quiz: Quiz) -> Iterator[nodes.Node]:
        """The right answer in a line."""
        language = self.config.language
        if quiz.kind in CHOICES:
            right = [letter(n) for n, option in enumerate(quiz.options) if option.right]
            yield form.quiz_key(text=", ".join(right))
        for key in quiz.blanks or ([quiz.key] if quiz.key else []):
            text = key_text(key, language)
            if also := other_words(key):
                text = _("{answer} (also accepted: {others})").format(answer=text, others=also)
            yield form.quiz_key(text=text)


class OverviewDirective(SphinxDirective):
    """``{quiz-overview}``: all questions of the language, each with a link to its place."""

    def run(self) -> list[nodes.Node]:
        """Make a section a lesson."""
        bundle = bundle_of(self.env, self.env.docname)
        listed = bundle.overview if bundle else []
        lessons = [ListedLesson.model_validate(data) for data in listed]
        return [self._lesson(lesson) for lesson in lessons]

    def _lesson(self, lesson: ListedLesson) -> nodes.section:
        anchor = f"questions-{lesson.docname.replace('/', '-')}"
        section = nodes.section(ids=[anchor])
        title = nodes.title("", "", self._reference(lesson.title, lesson.docname, ""))
        section += title
        for level in Level:
            questions = [one for one in lesson.questions if one.level is level]
            if questions:
                section += nodes.rubric("", level_text(level), classes=["quiz-by-level"])
                section += nodes.bullet_list(
                    "",
                    *(self._question(one, lesson) for one in questions),
                    classes=["quiz-overview"],
                )
        section += self._objectives(lesson)
        return section

    def _reference(self, text: str, docname: str, anchor: str) -> nodes.reference:
        address = self.env.app.builder.get_relative_uri(self.env.docname, docname)
        return nodes.reference("", text, refuri=address + anchor, internal=True)

    def _link(self, question: Listed, lesson: ListedLesson) -> nodes.reference:
        text = _("Question {number}").format(number=question.number)
        return self._reference(text, lesson.docname, f"#quiz-{question.name}")

    def _question(self, question: Listed, lesson: ListedLesson) -> nodes.list_item:
        link = self._link(question, lesson)
        head = nodes.paragraph("", "", link)
        if question.objective:
            text = _("Objective {number}").format(number=question.objective)
            head += nodes.inline("", f" · {text}", classes=["quiz-about"])
        item = nodes.list_item("", head, *self.parse_text_to_nodes(question.prompt))
        if question.answers:
            answer = form.quiz_solution(kind="")
            for text in question.answers:
                answer += self.parse_text_to_nodes(text)
            item += answer
        return item

    def _objectives(self, lesson: ListedLesson) -> Iterator[nodes.Node]:
        """Which questions are about each objective of the page, none included."""
        if not lesson.objectives:
            return
        yield nodes.rubric("", _("By objective"), classes=["quiz-by-level"])
        points = nodes.enumerated_list(
            enumtype="arabic", prefix="", suffix=".", classes=["no-search"]
        )
        for number, objective in enumerate(lesson.objectives, 1):
            about = [one for one in lesson.questions if one.objective == number]
            item = nodes.list_item("", *self.parse_text_to_nodes(objective))
            line = nodes.paragraph()
            for place, question in enumerate(about):
                line += [nodes.Text(", ")] if place else []
                line += self._link(question, lesson)
            if not about:
                line += nodes.Text(_("No question is about it."))
            item += line
            points += item
        yield points
