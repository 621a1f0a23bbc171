"""The tables of the data set, as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.dataset.model import (
    GROUPS,
    KINDS,
    OBJECTS,
    branch_rows,
    collection_rows,
    unknown_groups,
)
from build_tools.opendata.catalogue import read_release
from build_tools.samples.catalogue import read_branches
from build_tools.theme.catalogues import compile_catalogues, translator

if TYPE_CHECKING:
    from pathlib import Path

NBSP = "\N{NO-BREAK SPACE}"


def same(text: str) -> str:
    return text


def test_every_branch_is_in_one_group_and_in_french() -> None:
    branches = read_branches()
    assert {branch.group for branch in branches} == set(GROUPS)
    assert len(branch_rows(branches, GROUPS, "en", same)) == len(branches) == 81
    for branch in branches:
        for text in (branch.meaning, *([branch.note] if branch.note else [])):
            assert set(text.root) == {"en", "fr"}


def test_one_line_says_what_a_branch_holds() -> None:
    rows = {row.name: row for row in branch_rows(read_branches(), ["lepton"], "en", same)}
    assert len(rows) == 15
    assert rows["lep_n"].kind == "whole number, one per event"
    assert (rows["lep_pt"].kind, rows["lep_pt"].unit) == ("number, one per lepton", "MeV")
    assert rows["lep_truthMatched"].note == "Empty in data."
    assert unknown_groups(["lepton", "leptons"]) == ["leptons"]


def test_all_words_are_translated(tmp_path: Path) -> None:
    say = translator("fr", compile_catalogues(tmp_path))
    same_in_french = {"lepton", "jet", "photon", "tau"}
    for word in (*KINDS.values(), *OBJECTS.values()):
        assert (say(word) != word) is (word not in same_in_french)
    rows = branch_rows(read_branches(), ["lepton"], "fr", say)
    assert rows[2].kind == "oui ou non, un par lepton"


def test_collections_say_how_large_they_are_and_how_to_cite_them() -> None:
    rows = {row.name: row for row in collection_rows(read_release().collections, "en", same)}
    assert len(rows) == 8
    assert rows["4lep"].doi == "10.7483/OPENDATA.ATLAS.2Y1T.TLGL"
    assert rows["4lep"].short_doi == "2Y1T.TLGL"
    assert rows["1lep"].simulation.replace(NBSP, " ") == "about 118 GB in 129 files"
    wanted = f"at least two photons, at least one with pT above 35{NBSP}GeV"
    assert rows["GamGam"].requires == wanted
