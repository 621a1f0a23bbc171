"""The command line: one module a verb, called by the sessions of ``noxfile.py``."""

from __future__ import annotations


def main() -> None:
    """Run the verb named on the command line."""
    from build_tools.cli.arguments import run

    raise SystemExit(run())
