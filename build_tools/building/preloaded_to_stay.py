"""Imported by a fork server that outlives a build: it loads what one page in some needs."""

from __future__ import annotations

from build_tools.quiz.units import unit_table

unit_table("GeV")
