"""What `done` records, and what a declaration that a change is harmless does."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from build_tools.pages.reader import parse_page
from build_tools.translation.history import Version, before
from build_tools.translation.lock import DIGEST_LENGTH, Doubt, Entry, Lock
from build_tools.translation.recording import Declared, declare_harmless, record
from build_tools.translation.start import skeleton
from build_tools.translation.state import compare
from tests.translation.test_author import ENGLISH, FRENCH, NEW, edited, lock_of, page

if TYPE_CHECKING:
    from pathlib import Path

CHOOSE = ENGLISH[ENGLISH.index("## Choose") : ENGLISH.index("### The cut flow")]
COMMA = ("The library reads the file.", "The library, reads the file.")


def declared(
    root: Path, english: str, lock: Lock | None = None, *, section: str | None = None
) -> Declared:
    """What is declared once the author has committed ENGLISH and then written ``english``."""
    path = root / "z.md"
    path.write_text(ENGLISH, encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "before"]):
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
            cwd=root,
            check=True,
        )
    source = parse_page(english, path.relative_to(root), language="en", docname="z")
    find = before(root, path.relative_to(root), Version("", "", english, source.headings))
    headings = [own for own in source.headings if section in {None, own.anchor}]
    return declare_harmless(source, lock or lock_of(ENGLISH), headings, find)


def state(english: str, lock: Lock, french: str = FRENCH) -> tuple[set[str], bool]:
    """The sections that are stale, and whether the outline is the recorded one."""
    translation, _ = compare(page(english, "en"), page(french, "fr"), lock)
    return set(translation.stale), translation.outline


def test_a_comma_is_harmless(tmp_path: Path) -> None:
    english = edited(*COMMA)
    done = declared(tmp_path, english)
    assert (done.renewed, done.left, done.new) == (["open-a-file"], [], [])
    assert state(english, done.lock) == (set(), True)


def test_a_heading_may_be_harmless_too(tmp_path: Path) -> None:
    english = edited("## Choose leptons", "## Choosing leptons")
    done = declared(tmp_path, english)
    assert done.renewed == ["choosing-leptons"]
    assert "z#choose-leptons" not in done.lock.entries
    assert state(english, done.lock) == (set(), True)


#: What the author changed beside the comma → sections that stay stale.
BESIDE = {
    "added": (edited("## Choose", NEW + "## Choose"), {"backgrounds"}),
    "added at the end": (f"{ENGLISH}\n{NEW}", {"backgrounds"}),
    "taken away": (edited(CHOOSE, ""), set()),
    "moved": (edited("## The result", CHOOSE + "## The result", edited(CHOOSE, "")), set()),
    "another in its place": (edited(CHOOSE, NEW), {"backgrounds"}),
    "one less, one more": (f"{edited(CHOOSE, '')}\n{NEW}", {"backgrounds"}),
    "written anew": (
        edited("Two leptons of opposite charge, $q_1 + q_2 = 0$.", "Else: " + "new words " * 30),
        {"choose-leptons"},
    ),
    "of the same name": (
        edited("## Open", "## Open a file\n\nQuite another text.\n\n## Open"),
        {"open-a-file", "open-a-file-2"},
    ),
    "deeper": (edited("### The cut", "#### The cut"), set()),
}


@pytest.mark.parametrize("change", BESIDE)
def test_what_is_not_harmless_stays_to_be_done(tmp_path: Path, change: str) -> None:
    english, stale = BESIDE[change]
    english = edited(*COMMA, english)
    done = declared(tmp_path, english)
    left, outline = state(english, done.lock)
    assert left == stale
    assert not outline or change == "written anew"
    assert set(done.new) <= stale


def test_a_moved_section_is_not_taken_for_its_neighbour(tmp_path: Path) -> None:
    english = edited(*COMMA, BESIDE["moved"][0])
    translation, problems = compare(
        page(english, "en"), page(FRENCH, "fr"), declared(tmp_path, english).lock
    )
    assert problems == []
    french = page(FRENCH, "fr")
    ids = dict(
        zip(
            [own.anchor for own in french.headings],
            [own.anchor for own in page(ENGLISH, "en").headings],
            strict=True,
        )
    )
    assert len(ids) == len(translation.anchors) == 5
    # a section has the source's id or, where no place could be found for it, its own
    for own, anchor in zip(french.headings, translation.anchors, strict=True):
        assert anchor in {own.anchor, ids[own.anchor]}
    assert "the-result" in translation.anchors


def test_what_was_stale_before_stays_so(tmp_path: Path) -> None:
    lock = lock_of(edited("The library reads", "The library once read"))
    done = declared(tmp_path, edited(*COMMA), lock)
    assert (done.renewed, done.left, done.new) == ([], ["open-a-file"], [])
    assert done.lock == lock


MOVED = edited("## The result", CHOOSE + "## The result", edited(CHOOSE, ""))


def test_one_section_says_nothing_of_where_the_others_stand() -> None:
    # levels alike, so that places alone would do
    english = MOVED.replace("### The cut flow", "## The cut flow")
    french = FRENCH.replace("### Le bilan", "## Le bilan")
    before_ = ENGLISH.replace("### The cut flow", "## The cut flow")
    lock = lock_of(before_)
    source, own = page(english, "en"), page(french, "fr")
    assert state(english, lock, french) == (set(), False)
    new, _ = record(source, own, lock, "open-a-file", "2026-11-30")
    assert new.entries["z"] == lock.entries["z"]
    assert state(english, new, french) == (set(), False)


def test_the_last_section_of_a_page_records_its_outline() -> None:
    source, own = page(ENGLISH, "en"), page(FRENCH, "fr")
    lock = Lock({})
    for heading in source.headings:
        assert "z" not in lock.entries
        lock, problems = record(source, own, lock, heading.anchor, "2026-11-30")
        assert problems == []
    assert lock.entries["z"] == Entry(source.outline[:DIGEST_LENGTH], "2026-11-30")


@pytest.mark.parametrize("section", [None, "gone", "open-a-file"])
def test_recording_ends_a_doubt(section: str | None) -> None:
    lock = lock_of(ENGLISH)
    pair = Doubt((1, 3), (Entry("0" * 16, "2026-11-22"), Entry("1" * 16, "2026-11-22")))
    names = ["z#gone", "z#open-a-file"]
    entries = {name: own for name, own in lock.entries.items() if name not in names}
    lock = Lock(entries, dict.fromkeys([*names, "other#open-a-file"], pair))
    new, _ = record(page(ENGLISH, "en"), page(FRENCH, "fr"), lock, section, "2026-11-30")
    left = {"other#open-a-file"}
    if section == "gone":
        left |= {"z#open-a-file"}
    assert set(new.doubts) == left or (
        section == "open-a-file" and "z#open-a-file" not in new.doubts
    )


def test_what_nobody_has_written_is_not_recorded() -> None:
    source, lock = page(ENGLISH, "en"), Lock({})
    started = page(skeleton(ENGLISH), "fr")
    new, problems = record(source, started, lock, None, "2026-11-30")
    assert new == lock
    assert [own.line for own in problems] == [own.line for own in started.headings]
    assert {own.message[:32] for own in problems} == {"nobody has written anything in “"}
    new, problems = record(source, started, lock, "choose-leptons", "2026-11-30")
    assert (new, [own.line for own in problems]) == (lock, [started.headings[2].line])
    # one section is written
    text = skeleton(ENGLISH).replace("% Count what is left", "Comptez ce qui reste\n% Count")
    new, problems = record(source, page(text, "fr"), lock, "the-cut-flow", "2026-11-30")
    assert problems == []
    assert set(new.entries) == {"z#the-cut-flow"}
