"""Imported by the fork server, which renderings are forked from: it loads what they all need."""

from __future__ import annotations

from build_tools.rendering import lean

lean.preload()
