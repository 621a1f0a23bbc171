"""The command line: one module a verb, called by the sessions of ``noxfile.py``."""

from __future__ import annotations

import signal
import sys

#: Exit status of a run that was interrupted by the user, as shells have it.
INTERRUPTED = 130


def main() -> None:
    """Run the verb named on the command line."""
    try:
        from build_tools.cli.arguments import run

        status = run()
    except KeyboardInterrupt:
        print("\nstopped; what was finished is kept", file=sys.stderr)
        status = INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second Ctrl+C waits for no one
    raise SystemExit(status)
