"""The model of a question: values and Markdown, no syntax; every form is made from it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"  #: one option
    MULTIPLE = "multiple"  #: any number of options
    TRUE_FALSE = "true-false"  #: one of two options; the first says that it is true
    NUMBER = "number"  #: a number, with its unit
    TEXT = "text"  #: a word or two
    BLANKS = "blanks"  #: gaps in a text
    READ_PLOT = "read-plot"  #: a number read off a figure of the page
    DISCUSSION = "discussion"  #: free; a model answer to compare with


#: Kinds that are answered by choosing …
CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE})
#: … and by one number.
NUMBERS = frozenset({Kind.NUMBER, Kind.READ_PLOT})


class Level(StrEnum):
    """What a question asks of the reader."""

    RECALL = "recall"  #: to know what the page said
    APPLY = "apply"  #: to use it on something new
    READ_PLOT = "read-plot"  #: to read a figure
    DISCUSS = "discuss"  #: to weigh arguments


class Measure(StrEnum):
    """What a tolerance is a share of."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"  #: per cent of the value
    BINS = "bins"  #: widths of a bin of the figure


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Passage(_Frozen):
    """Markdown, and the line of the author's file on which it starts."""

    text: str
    line: int


class Amount(_Frozen):
    """A number, or an expression over the page's glued values that gives it."""

    number: float = 0.0
    expression: str = ""


class NumberKey(_Frozen):
    """The numbers that are accepted: a value with a tolerance, or a range up to ``upper``."""

    value: Amount
    upper: Amount | None = None
    tolerance: Amount | None = None
    measure: Measure = Measure.ABSOLUTE
    unit: str = ""
    digits: int | None = Field(default=None, description="decimals to show; None: chosen by size")
    line: int

    @property
    def low(self) -> float:
        """The smallest number that is accepted, in the key's unit; of a key that is computed."""
        return self.value.number - self._margin()

    @property
    def high(self) -> float:
        """The largest number that is accepted, in the key's unit; of a key that is computed."""
        top = self.value.number if self.upper is None else self.upper.number
        return top + self._margin()

    def _margin(self) -> float:
        if self.tolerance is None:
            return 0.0
        if self.measure is Measure.RELATIVE:
            return abs(self.value.number) * self.tolerance.number / 100
        return self.tolerance.number


class TextKey(_Frozen):
    """The words that are accepted; case, accents and spaces do not count."""

    variants: tuple[str, ...]
    line: int


class Foreseen(_Frozen):
    """An answer that a reader may give."""

    right: bool
    feedback: Passage | None = None
    line: int


class Option(Foreseen):
    """Something to choose."""

    text: Passage
    condition: str = Field(default="", description="expression that decides whether it is right")


class Answer(Foreseen):
    """Something to type: the key, or a mistake that has a reason."""

    key: NumberKey | TextKey | None = Field(description="None: any other answer")


class Quiz(_Frozen):
    """One question."""

    name: str = Field(description="stable id, the same in every language")
    kind: Kind
    level: Level
    language: str = Field(description="language of its text")
    line: int = Field(description="1-based line of the opening fence in the author's file")
    objective: int | None = Field(default=None, description="of the page, from 1")
    figure: str = Field(default="", description="name of the figure to read")
    space: str = Field(default="", description="height left for the answer on paper, e.g. 4cm")
    check: str = Field(default="", description="expression that must hold for the key to be right")
    unit_given: bool = Field(default=False, description="the unit stands beside the field")
    prompt: Passage
    options: tuple[Option, ...] = ()
    answers: tuple[Answer, ...] = ()
    blanks: tuple[NumberKey | TextKey, ...] = ()
    hints: tuple[Passage, ...] = ()
    explanation: Passage | None = None
    model_answer: Passage | None = None

    @property
    def key(self) -> NumberKey | TextKey | None:
        """The right answer of a question that is answered in one field."""
        return next((answer.key for answer in self.answers if answer.right), None)

    @property
    def foreseen(self) -> tuple[Foreseen, ...]:
        """The answers that have a feedback of their own."""
        return self.options or self.answers
