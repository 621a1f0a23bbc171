"""The pool: an Executor whose threads wait for programs that run in processes of their own."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from build_tools.execution.run import stop

#: Programs that run side by side.
WORKERS = max(1, min(os.cpu_count() or 1, 8))


class Pool(ThreadPoolExecutor):
    """Takes ``run_both`` and runs programs side by side on this machine.

    What is warm stays so for the next pool of this process. A cluster's Executor can take this
    one's place: it is given the same function and the same plain values.
    """

    def __init__(self, workers: int = WORKERS) -> None:
        super().__init__(workers, thread_name_prefix="program")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  Executor's own signature
        """End the pool; with ``cancel_futures`` what is running now as well."""
        if cancel_futures:
            stop()
        super().shutdown(wait, cancel_futures=cancel_futures)
