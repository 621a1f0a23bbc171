"""The sentinel run: one more run of the source program proves where its labels end up.

Every literal that some translation changes is replaced by a token of its own, and the program is
run again. If its outputs with the source's texts put back equal the source's outputs, and every
token is seen, then the literals are labels and nothing else, and the outputs of each language are
the tokens' outputs with that language's texts put in. A literal that changes a number, an order or
an error is code, and a translation must leave it alone.
"""

from __future__ import annotations

import ast
import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_tools.localisation.literals import Label, text_literals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Outputs = list[list[dict[str, Any]]]

#: A token is plain ASCII letters and digits, so that escaping for JSON, HTML or a shell leaves it.
_TOKEN = re.compile(r"zq(\d{4})qz")

#: Outputs whose text is markup, in which a label must be escaped.
_MARKUP = frozenset({"text/html", "image/svg+xml"})

#: Texts in which runs of blanks are layout: printed and padded by the length of a label.
_PADDED = ("text/plain", "stream")


@dataclass(frozen=True)
class Sentinels:
    """Which token stands for which label."""

    tokens: dict[Label, str]
    texts: dict[str, str]  #: token → text of the source
    by_language: dict[str, dict[str, str]]  #: language → token → text


def choose(translations: Mapping[str, Mapping[Label, str]]) -> Sentinels:
    """Tokens for the labels that the translations (language → label → text) change.

    Places with the same text that every language translates alike share one token, so that a label
    that is also a dictionary key keeps working.
    """
    labels = sorted({label for own in translations.values() for label in own}, key=_order)
    groups: dict[tuple[str, ...], list[Label]] = defaultdict(list)
    for label in labels:
        variants = [own.get(label, label.text) for _, own in sorted(translations.items())]
        groups[label.text, *variants].append(label)
    tokens: dict[Label, str] = {}
    texts: dict[str, str] = {}
    by_language: dict[str, dict[str, str]] = {language: {} for language in translations}
    for number, members in enumerate(groups.values()):
        token = f"zq{number:04d}qz"
        texts[token] = members[0].text
        for label in members:
            tokens[label] = token
        for language, own in translations.items():
            by_language[language][token] = own.get(members[0], members[0].text)
    return Sentinels(tokens, texts, by_language)


def _order(label: Label) -> tuple[int, int]:
    return label.cell, label.place


def template_source(cell: int, source: str, sentinels: Sentinels) -> str:
    """The source of a cell with tokens in place of its labels; itself when it has none."""
    wanted = {label.place: token for label, token in sentinels.tokens.items() if label.cell == cell}
    if not wanted:
        return source
    tree = ast.parse(source)
    for place, node in enumerate(text_literals(tree)):
        if place in wanted:
            node.value = wanted[place]
    text = ast.unparse(tree)
    # a closing semicolon silences a notebook cell and is no part of the tree
    return f"{text};" if source.rstrip().endswith(";") else text


def fill(value: Any, texts: Mapping[str, str], *, escape: bool = False) -> Any:
    """A copy of some JSON with the tokens in all its texts and keys replaced."""
    if isinstance(value, str):
        return _TOKEN.sub(lambda m: _text(m[0], texts, escape=escape), value)
    if isinstance(value, list):
        return [fill(item, texts, escape=escape) for item in value]
    if isinstance(value, dict):
        return {
            fill(key, texts): fill(item, texts, escape=escape or key in _MARKUP)
            for key, item in value.items()
        }
    return value


def _text(token: str, texts: Mapping[str, str], *, escape: bool) -> str:
    text = texts.get(token, token)
    return html.escape(text, quote=False) if escape else text


@dataclass(frozen=True)
class Drift:
    """Why a label is code: the first cell whose outputs tell, and the labels to look at."""

    cell: int
    labels: tuple[Label, ...]
    reason: str


def prove(template: Outputs, source: Outputs, sentinels: Sentinels) -> list[Drift]:
    """What speaks against taking the changed literals for labels; empty when proven."""
    drifts = []
    for cell, (ours, theirs) in enumerate(zip(template, source, strict=True)):
        if folded(fill(ours, sentinels.texts)) != folded(theirs):
            drifts.append(
                Drift(cell, _suspects(cell, sentinels), "its outputs depend on the text itself")
            )
    if drifts:
        return drifts
    seen = set(_TOKEN.findall(json.dumps(template)))
    for token in sentinels.texts:
        if _TOKEN.fullmatch(token)[1] not in seen:  # type: ignore[index]  # made by choose
            labels = tuple(label for label, own in sentinels.tokens.items() if own == token)
            drifts.append(Drift(labels[0].cell, labels, "no output of the page shows it"))
    return drifts


def _suspects(cell: int, sentinels: Sentinels) -> tuple[Label, ...]:
    """The labels of the cell that tells, or of the cells before it when it has none."""
    own = tuple(label for label in sentinels.tokens if label.cell == cell)
    return own or tuple(label for label in sentinels.tokens if label.cell < cell)


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
