"""Imported by the fork server, which renderings are forked from: it loads what they all need."""

from __future__ import annotations

from build_tools.figures.interactive import bundle_size
from build_tools.rendering import lean

bundle_size()
lean.preload()
