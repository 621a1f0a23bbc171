"""What a browser's PDF lacks: who made it, what its links are, and the same bytes twice."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: What changes from run to run, or tells of the machine.
_PASSING: Final = ("/CreationDate", "/ModDate", "/Creator", "/Producer")

_NODE: Final = re.compile(r"node\d+")


@dataclass(frozen=True)
class About:
    """What a PDF says of itself."""

    title: str
    language: str
    author: str


def finished(data: bytes, about: About, links: Mapping[str, str]) -> bytes:
    """The PDF with its metadata, its links described, and no trace of when it was made.

    ``links`` are the words of each link by its address (``#place`` within the file).
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name in _PASSING:
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        pdf.docinfo["/Title"] = about.title
        pdf.docinfo["/Author"] = about.author
        pdf.docinfo["/Producer"] = about.author
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = about.title
            metadata["dc:creator"] = [about.author]
            metadata["dc:language"] = {about.language}
            metadata["pdf:Producer"] = about.author
        pdf.Root.Lang = String(about.language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        for link in _links(pdf):
            target = _target(link)
            # the browser ends the address of a site with a slash
            words = links.get(target) or links.get(target.rstrip("/")) or target
            if words:
                link.Contents = String(words)
        _renumber(pdf)
        saved = io.BytesIO()
        pdf.save(
            saved,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return saved.getvalue()


def _renumber(pdf: pikepdf.Pdf) -> None:
    """Name the elements of the structure from 1: the browser counts on from file to file."""
    found: dict[str, str] = {}
    # to write an object out is quick, to walk through all of them is not
    holders = [one for one in pdf.objects if b"(node" in one.unparse(resolved=True)]
    for holder in holders:
        _rename(holder, lambda name: found.setdefault(name, name))
    # sorted, as the tree of their names has to be
    names = {old: f"node{number:08d}" for number, old in enumerate(sorted(found), 1)}
    for holder in holders:
        _rename(holder, names.__getitem__)


def _rename(holder: Any, new: Callable[[str], str]) -> None:
    """Give each name of a structure element in a dictionary or an array a new one."""
    items = holder.items() if isinstance(holder, Dictionary) else enumerate(holder)
    for key, value in list(items):
        if isinstance(value, String):
            if _NODE.fullmatch(old := str(value)) and (name := new(old)) != old:
                holder[key] = String(name)
        elif isinstance(value, Dictionary | Array) and not value.is_indirect:
            _rename(value, new)


def places(data: bytes) -> dict[str, int]:
    """Named place → the number of its page, from 1."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return {
            name: numbers[target[0].objgen]
            for name, target in _destinations(pdf)
            if target[0].objgen in numbers
        }


def page_count(data: bytes) -> int:
    """How many pages there are."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") == Name.Link:
                yield annotation


def _target(link: Any) -> str:
    """The address of a link as the file that was printed has it."""
    action = link.get("/A")
    if action is not None and "/URI" in action:
        return str(action["/URI"])
    place = link.get("/Dest")
    return f"#{str(place).removeprefix('/')}" if place is not None else ""


def _destinations(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    if "/Dests" in pdf.Root:
        for name, target in pdf.Root.Dests.items():
            yield name.removeprefix("/"), target
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items():
            yield name, target.D if isinstance(target, Dictionary) else target
