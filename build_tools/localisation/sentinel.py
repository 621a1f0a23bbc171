"""The sentinel run: one more run of the source program proves where its labels end up.

Every literal that some translation changes is replaced by a token of its own, and the program is
run again. If its outputs with the source's texts put back equal the source's outputs, and every
token is seen, then the literals are labels and nothing else, and the outputs of each language are
the tokens' outputs with that language's texts put in. A literal that changes a number, an order or
an error is code, and a translation must leave it alone.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from build_tools.localisation.literals import Label, labels_of, pieces, text_literals
from build_tools.localisation.tidy import tidy
from build_tools.localisation.tokens import FORMS, covered, hard, like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Outputs = list[list[dict[str, Any]]]
Translations = dict[str, dict[Label, str]]

#: What is said of a text that is more to the program than a label.
DEPENDS = "its outputs depend on the text itself: its order, its length or its letters"

_PICTURED = (
    "it is drawn into a picture ({kind}), in which nothing can be translated; show a Plotly figure"
)

#: Texts in which runs of blanks are layout: printed and padded by the length of a label.
_PADDED = frozenset({"stream"})


@dataclass(frozen=True)
class Token:
    """What a token stands for."""

    source: str
    texts: dict[str, str]  #: language → text
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Sentinels:
    """The tokens of a page, and the literals that hold them in its template."""

    tokens: dict[str, Token] = field(default_factory=dict)
    literals: dict[Label, str] = field(default_factory=dict)

    def in_source(self) -> Filling:
        """The source's texts for the tokens."""
        return Filling({name: token.source for name, token in self.tokens.items()})

    def in_language(self, language: str) -> Filling:
        """A language's texts for the tokens; the source's, where it has none."""
        return Filling(
            {name: token.texts.get(language, token.source) for name, token in self.tokens.items()}
        )


@dataclass(frozen=True)
class Drift:
    """Why a label is code: the first cell whose outputs tell, and the labels to look at."""

    cell: int
    labels: tuple[Label, ...]
    reason: str


def refused(translations: Translations) -> dict[str, list[Drift]]:
    """Language → translations that no run need try: what they change is never a word."""
    found: dict[str, list[Drift]] = {}
    for language, own in translations.items():
        drifts = [
            Drift(label.cell, (label,), reason)
            for label, text in own.items()
            if (reason := _refusal(label.text, text))
        ]
        if drifts:
            found[language] = drifts
    return found


def _refusal(source: str, text: str) -> str:
    if bool(source.strip()) is not bool(text.strip()):
        return "an empty text is not the same to a program as one with words"
    if text != text.strip() and source == source.strip() and not pieces(source)[1]:
        return "it begins or ends with a blank here, and does not in the source"
    return ""


def choose(translations: Translations) -> Sentinels:
    """Hard tokens for the labels that the translations change.

    Places with the same text that every language translates alike share one token, so that a label
    that is also a dictionary key keeps working. Of a format such as ``"{n} of {total}"``, only the
    pieces between the placeholders get tokens.
    """
    labels = sorted({label for own in translations.values() for label in own}, key=_order)
    cut = {label: _cut(label, translations) for label in labels}
    groups: dict[tuple[bool, str, tuple[str, ...]], list[Label]] = defaultdict(list)
    for label in labels:
        for key in _groups(cut[label]):
            groups[key].append(label)
    ranked = sorted(groups, key=lambda key: key[1], reverse=True)
    names = {key: hard(n, key[1], piece=key[0]) for n, key in enumerate(ranked)}
    languages = sorted(translations)
    tokens = {
        names[key]: Token(
            source=key[1],
            texts=dict(zip(languages, key[2], strict=True)),
            labels=tuple(dict.fromkeys(members)),
        )
        for key, members in groups.items()
    }
    return Sentinels(tokens, {label: cut[label].literal(names) for label in labels})


def imitate(language: str, labels: Mapping[Label, str], cells: Sequence[str]) -> Sentinels:
    """Tokens that are like the texts of one language, equal where its texts are equal.

    Literals of ``cells`` that say what a translation says elsewhere get that token too. Raises
    IndexError when there are too many labels.
    """
    said = set(labels.values())
    own = dict(labels)
    for number, cell in enumerate(cells):
        own |= {
            label: label.text
            for label in labels_of(number, cell)
            if label not in labels and label.text in said
        }
    translations = {language: own}
    cut = {label: _cut(label, translations) for label in sorted(own, key=_order)}
    texts = sorted({key[2][0] for item in cut.values() for key in _groups(item)} - {""})
    by_text = {text: like(n, text) for n, text in enumerate(texts)}
    members: dict[str, dict[str, list[Label]]] = defaultdict(lambda: defaultdict(list))
    names: dict[tuple[bool, str, tuple[str, ...]], str] = {}
    for label, item in cut.items():
        for key in _groups(item):
            names[key] = by_text.get(key[2][0], "")
            members[names[key]][key[1]].append(label)
    tokens = {
        name: Token(
            source=next(iter(sources)) if len(sources) == 1 else "\0",
            texts={language: text},
            labels=tuple(dict.fromkeys(label for some in sources.values() for label in some)),
        )
        for text, name in by_text.items()
        if (sources := members[name])
    }
    return Sentinels(tokens, {label: item.literal(names) for label, item in cut.items()})


@dataclass(frozen=True)
class _Cut:
    """A label cut at its placeholders, with the translations cut alike."""

    parts: list[str]
    holders: list[str]
    variants: list[tuple[str, ...]]  #: per part, the text of each language

    def literal(self, names: Mapping[tuple[bool, str, tuple[str, ...]], str]) -> str:
        """The literal of the template."""
        keys = [self.key(n) for n in range(len(self.parts))]
        own = [names.get(key, part) for key, part in zip(keys, self.parts, strict=True)]
        return "".join(text for pair in zip(own, [*self.holders, ""], strict=True) for text in pair)

    def key(self, number: int) -> tuple[bool, str, tuple[str, ...]]:
        return bool(self.holders), self.parts[number], self.variants[number]


def _cut(label: Label, translations: Translations) -> _Cut:
    texts = [own.get(label, label.text) for _, own in sorted(translations.items())]
    parts, holders = pieces(label.text)
    cut = [pieces(text) for text in texts]
    if any(other != holders for _, other in cut):
        parts, holders, cut = [label.text], [], [([text], []) for text in texts]
    return _Cut(parts, holders, list(zip(*(own for own, _ in cut), strict=True)))


def _groups(cut: _Cut) -> list[tuple[bool, str, tuple[str, ...]]]:
    """Keys of the parts that a token stands for: those that some language changes."""
    whole = not cut.holders
    keys = [cut.key(n) for n in range(len(cut.parts))]
    return [key for key in keys if whole or any(text != key[1] for text in key[2])]


def _order(label: Label) -> tuple[int, int]:
    return label.cell, label.place


def template_source(cell: int, source: str, sentinels: Sentinels) -> str:
    """The source of a cell with tokens in place of its labels; itself when it has none."""
    wanted = {
        label.place: literal for label, literal in sentinels.literals.items() if label.cell == cell
    }
    if not wanted:
        return source
    tree = ast.parse(source)
    for place, node in enumerate(text_literals(tree)):
        if place in wanted:
            node.value = wanted[place]
    text = ast.unparse(tree)
    # a closing semicolon silences a notebook cell and is no part of the tree
    return f"{text};" if source.rstrip().endswith(";") else text


#: A token, how it is written, and what writes so.
_Form = tuple[str, str, "Callable[[str], str]"]


@lru_cache(maxsize=256)  # tokens are the same wherever as many labels are
def _written(tokens: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, list[_Form]]]:
    """What finds tokens, and all that each find can be."""
    forms: dict[str, list[_Form]] = defaultdict(list)
    for kind, form in FORMS:
        for token in tokens:
            forms[form(token)].append((token, kind, form))
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True)))), forms


class Filling:
    """Texts for tokens. It remembers which tokens it met, and which it could not write.

    A token that two forms write alike, and the text not, cannot be written (``unclear``).
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.seen: set[str] = set()
        self.quoted: set[str] = set()  #: with an apostrophe, where Python would change the quotes
        self.unclear: set[str] = set()

    @cached_property
    def _written(self) -> tuple[re.Pattern[str], Mapping[str, list[_Form]]]:
        return _written(tuple(self.texts))

    def fill(self, value: Any) -> Any:
        """A copy of some JSON with the tokens in all its texts and keys replaced."""
        if not self.texts:
            return value
        if isinstance(value, str):
            return self._written[0].sub(self._text, value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {self.fill(key): self.fill(item) for key, item in value.items()}
        return value

    def _text(self, match: re.Match[str]) -> str:
        forms = self._written[1][match[0]]
        token, kind, form = forms[0]
        text = self.texts[token]
        self.seen.add(token)
        if len({other(text) for _, _, other in forms}) > 1:
            self.unclear.add(token)
        if kind == "repr" and "'" in text and '"' not in text:
            self.quoted.add(token)
        return form(text)


def prove(
    template: Outputs,
    source: Outputs,
    sentinels: Sentinels,
    *,
    padded: bool = False,
    drawn: frozenset[int] = frozenset(),
) -> list[Drift]:
    """What speaks against taking the changed literals for labels; empty when proven.

    With ``padded``, blanks in printed text are not compared: they are the layout of another
    length. ``drawn`` are cells that lay out pictures around their texts. What moves there is not
    known so well, accents alone do it, and so no token may be in one.
    """
    drifts = []
    filling = sentinels.in_source()
    for cell, (ours, theirs) in enumerate(zip(template, source, strict=True)):
        own, other = tidy(filling.fill(ours)), tidy(theirs)
        if padded:
            own, other = folded(own), folded(other)
        if own != other:
            drifts.append(Drift(cell, suspects(cell, sentinels), why(own, other)))
        elif cell in drawn and (kind := _drawn(ours, sentinels)):
            drifts.append(Drift(cell, suspects(cell, sentinels), _PICTURED.format(kind=kind)))
    return drifts or _unseen(sentinels, filling.seen)


def layouts(template: Outputs, source: Outputs, sentinels: Sentinels) -> frozenset[int]:
    """Cells that lay out pictures around their texts: with tokens, these come out otherwise."""
    own = sentinels.in_source().fill(template)
    return frozenset(
        cell
        for cell, (ours, theirs) in enumerate(zip(own, source, strict=True))
        if _pictures(ours) != _pictures(theirs)
    )


def _pictures(outputs: Sequence[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [
        (kind, value)
        for output in outputs
        for kind, value in output.get("data", {}).items()
        if kind.startswith("image/")
    ]


def _drawn(outputs: Sequence[dict[str, Any]], sentinels: Sentinels) -> str:
    """The kind of a picture that has a token in it; empty without one."""
    for kind, value in _pictures(outputs):
        filling = sentinels.in_source()
        filling.fill(value)
        if filling.seen:
            return kind
    return ""


def rearranged(template: Outputs, source: Outputs, sentinels: Sentinels) -> bool:
    """Whether the two differ in layout and order only: in blanks, and in where things stand."""
    own = sentinels.in_source().fill(template)
    return all(
        Counter("".join(json.dumps(tidy(ours)).split()).replace("\\n", ""))
        == Counter("".join(json.dumps(tidy(theirs)).split()).replace("\\n", ""))
        for ours, theirs in zip(own, source, strict=True)
    )


def _unseen(sentinels: Sentinels, seen: set[str]) -> list[Drift]:
    drifts = []
    for name, token in sentinels.tokens.items():
        labels = tuple(label for label in token.labels if not label.silent)
        if name not in seen and labels:
            drifts.append(Drift(labels[0].cell, labels, "no output of the page shows it"))
    return drifts


def in_order(language: str, sentinels: Sentinels) -> bool:
    """Whether tokens that are like a language's texts are in the texts' order."""
    texts = {name: token.texts[language] for name, token in sentinels.tokens.items()}
    return sorted(texts) == sorted(texts, key=texts.__getitem__)


def unlike(language: str, sentinels: Sentinels, others: frozenset[str]) -> bool:
    """Whether a language needs a run of its own although the hard tokens are proven.

    It does when two of its texts coincide, or one and a literal that is not translated
    (``others``), or when a text has a sign that no hard token has.
    """
    pairs = {
        (token.texts.get(language, token.source), token.source)
        for token in sentinels.tokens.values()
    }
    changed = [(text, source) for text, source in pairs if text and text != source]
    texts = [text for text, _ in pairs if text]
    return (
        len(set(texts)) < len(texts)
        or any(text in others for text, _ in changed)
        or not all(covered(text, source) for text, source in changed)
    )


def suspects(cell: int, sentinels: Sentinels) -> tuple[Label, ...]:
    """The labels of the cell that tells, or of the cells before it when it has none."""
    own = tuple(label for label in sentinels.literals if label.cell == cell)
    return own or tuple(label for label in sentinels.literals if label.cell < cell)


def why(ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]]) -> str:
    """In what the outputs of a cell differ, for a message."""
    for own, other in zip(ours, theirs, strict=False):
        kinds = sorted(own.get("data", {}).keys() & other.get("data", {}).keys())
        for kind in kinds:
            if kind.startswith("image/") and own["data"][kind] != other["data"][kind]:
                return _PICTURED.format(kind=kind)
    return DEPENDS


def folded(outputs: Sequence[Any]) -> list[Any]:
    """Outputs with the padding of printed text folded, which varies with the length of a label."""

    def fold(text: Any) -> Any:
        if isinstance(text, list):
            text = "".join(text)
        return " ".join(text.split()) if isinstance(text, str) else text

    folded = []
    for output in outputs:
        copy = dict(output)
        if copy.get("output_type") in _PADDED:
            copy["text"] = fold(copy.get("text", ""))
        if "data" in copy:
            data = dict(copy["data"])
            if "text/plain" in data:
                data["text/plain"] = fold(data["text/plain"])
            copy["data"] = data
        folded.append(copy)
    return folded


def changed_literals(labels: Iterable[Label]) -> str:
    """Labels as a list for a message."""
    return ", ".join(f"“{label.text}”" for label in labels)
