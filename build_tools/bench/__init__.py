"""Measuring builds and pages beside those of plain tools, in the same run on the same machine."""
