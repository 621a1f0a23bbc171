"""`python -m build_tools.samples`: produce the bundled samples."""

import argparse
import sys
from pathlib import Path

from build_tools.samples.error import SampleError
from build_tools.samples.produce import produce

SAMPLES = Path(__file__).parents[2] / "content" / "samples"


def main(arguments: list[str] | None = None) -> int:
    """Produce the samples; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m build_tools.samples", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=SAMPLES, help="folder (default: %(default)s)")
    parser.add_argument("--events-scale", type=float, default=1.0, help="multiplies all events")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        manifest = produce(
            options.out,
            events_scale=options.events_scale,
            workers=options.workers,
            progress=lambda what, done, total: print(f"{done:3d}/{total}  {what}", flush=True),
        )
    except SampleError as error:
        print(error.message, file=sys.stderr)
        return 1
    for sample in manifest.samples:
        print(f"{sample.size:9,d} bytes {sample.events_kept:7,d} events  {sample.path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
