"""Running a program by the best road that this machine has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.execution import warm
from build_tools.execution.limits import Limits

if TYPE_CHECKING:
    from build_tools.execution.program import Program
    from build_tools.execution.store import Executed


def run_both(
    program: Program, twin: Program | None = None, limits: Limits | None = None
) -> tuple[Executed, Executed | None]:
    """Run a program and, where that is cheap, a twin: another that begins with the same cells.

    A plain function of plain values, so that any Executor can take it anywhere. Returns the outputs
    of both; None stands for a twin whose outputs could not be had in this way, whatever the reason:
    it can be run alone. Raises CellFailure for the first cell of the program that fails or meets a
    limit, CancelledError when ``stop`` was called.
    """
    limits = limits or Limits()
    if warm.SUPPORTED:
        return warm.run_both(program, twin, limits)
    from build_tools.execution.kernel import run_in_kernel  # noqa: PLC0415  loads Jupyter

    return run_in_kernel(program, limits), None


def warm_up() -> None:
    """Start in the background what takes long to start."""
    if warm.SUPPORTED:
        warm.warm_up()


def unconfined() -> str:
    """What the programs that this process ran could do although they should not, in one line."""
    if warm.SUPPORTED and "network" in warm.sandbox_of_current():
        return ""
    return (
        "This system does not let a build take the network away from the code of a page;"
        " only what Python itself can see of it is refused."
    )


def stop() -> None:
    """End every program that this process runs, and what was kept warm for them."""
    if warm.SUPPORTED:
        warm.cool_down()
        return
    from build_tools.execution.kernel import cancel_all  # noqa: PLC0415  loads Jupyter

    cancel_all()
