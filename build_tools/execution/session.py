"""What is ready when the first cell of a lesson runs: ``glue`` and plain, localisable displays.

Runs inside the kernel. Nothing here is needed to read a lesson's code, except ``glue``, which
stores a value under a name so that the prose can show it.
"""

from __future__ import annotations

import keyword
import linecache
import math
import random
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from build_tools.pages import mime

if TYPE_CHECKING:
    from types import FrameType

    import pandas as pd
    from IPython.core.interactiveshell import InteractiveShell

MOST_ROWS: Final = 60
"""A longer frame shows its first and last rows, as pandas does."""
ENDS: Final = 5

#: The line of code that glued each name, in this program.
_glued: dict[str, str] = {}

#: Names that conditions know beside the glued ones.
_RESERVED = frozenset({"recorded", "simulated"})


def glue(
    name: str,
    value: float | str,  # a truth value is a number to Python
    *,
    uncertainty: float | None = None,
    unit: str = "",
    digits: int | None = None,
    finite: bool = True,
) -> None:
    """Store a value under a name for the prose of the page.

    ``uncertainty`` and ``unit`` are shown with it; ``digits`` is the number of decimals. A value
    with an uncertainty of its own (``nominal_value`` and ``std_dev``, as the package
    ``uncertainties`` has them) brings it along. ``finite=False`` says that NaN and infinity are
    meant: they become the texts – and ∞.

    Raises TypeError for anything but a number, a truth value or a text, and ValueError for a name
    that is none, that is glued twice or reserved, and for a number that is not finite.
    """
    from IPython.display import display  # noqa: PLC0415  only inside a kernel

    _claim(name, sys._getframe(1))  # noqa: SLF001  the one way to the line that glues
    if uncertainty is None:
        uncertainty = getattr(value, "std_dev", None)
        value = getattr(value, "nominal_value", value)
    plain = _plain(name, value)
    margin = None if uncertainty is None else _plain(name, uncertainty)
    if isinstance(margin, bool | str) or (margin is not None and not 0 <= margin < math.inf):
        message = f"glue({name!r}, …): the uncertainty is {margin}; it is a number, 0 or more"
        raise ValueError(message)
    if isinstance(plain, float) and not math.isfinite(plain):
        if finite:
            message = f"glue({name!r}, …): the value is {plain}; `finite=False` says that it may be"
            raise ValueError(message)
        plain = "\u2013" if plain != plain else "\u221e" if plain > 0 else "\u2212\u221e"  # noqa: PLR0124
    record = {
        "name": name,
        "value": plain,
        "uncertainty": margin,
        "unit": unit,
        "digits": digits,
    }
    display({mime.GLUE: record}, raw=True)


def _claim(name: str, frame: FrameType) -> None:
    """Take a name for a value; raises ValueError when it cannot be had."""
    if not str(name).isidentifier() or keyword.iskeyword(name):
        message = f"glue({name!r}, …): a name is letters, digits and _, such as peak_mass"
        raise ValueError(message)
    if name in _RESERVED:
        message = f"glue({name!r}, …): every page knows “{name}” already; take another name"
        raise ValueError(message)
    if name in _glued:
        message = f"“{name}” was glued before, by `{_glued[name]}`"
        raise ValueError(message)
    _glued[name] = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()


def _plain(name: str, value: Any) -> bool | float | str:
    """A value as plain Python; raises TypeError for what is no single value."""
    if getattr(value, "size", 1) == 1 and hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, bool | int | float | str):
        message = f"glue({name!r}, …) takes a number, True, False or a text, not {type(value)}"
        raise TypeError(message)
    return value


def table_payload(frame: pd.DataFrame) -> dict[str, Any]:
    """A frame as strings, cell by cell, as pandas would show them.

    Numbers keep Python's decimal point here; the page's language is applied later. Of a long frame,
    the first and last rows, with the number of all.
    """
    import pandas as pd  # noqa: PLC0415  only inside a kernel

    def strings(values: pd.Series) -> list[str]:
        if pd.api.types.is_float_dtype(values.dtype) or pd.api.types.is_integer_dtype(values.dtype):
            text = values.to_frame("x").to_string(header=False, index=False)
            return [line.strip() for line in text.split("\n")]
        return [str(value) for value in values]

    total = len(frame)
    shown = not isinstance(frame.index, pd.RangeIndex)
    if total > MOST_ROWS:
        frame = pd.concat([frame.head(ENDS), frame.tail(ENDS)])
    columns = [frame.iloc[:, n] for n in range(frame.shape[1])]
    cells = [strings(column) for column in columns]
    index = [tuple(map(str, key if isinstance(key, tuple) else (key,))) for key in frame.index]
    return {
        "columns": [
            {
                "name": " ".join(map(str, name)) if isinstance(name, tuple) else str(name),
                "numeric": bool(pd.api.types.is_numeric_dtype(column.dtype))
                and not pd.api.types.is_bool_dtype(column.dtype),
            }
            for name, column in zip(frame.columns, columns, strict=True)
        ],
        "index": {"names": [str(name or "") for name in frame.index.names], "show": shown},
        "rows": [
            [*(index[n] if shown else ()), *(column[n] for column in cells)]
            for n in range(len(frame))
        ],
        **({"left_out": {"after": ENDS, "total": total}} if total > MOST_ROWS else {}),
    }


def _series_payload(series: pd.Series) -> dict[str, Any]:
    return table_payload(series.to_frame("" if series.name is None else series.name))


def _styler_payload(styler: Any) -> dict[str, Any]:
    """The frame of a Styler: its colours and its HTML are left out, for they are in no language."""
    return table_payload(styler.data)


def _array_data(array: Any, **_options: Any) -> dict[str, Any]:
    """An awkward array of plain records as a table, any other as text."""
    import awkward as ak  # noqa: PLC0415  it is there, the array shows it
    import pandas as pd  # noqa: PLC0415

    flat = bool(array.fields) and all(
        array[name].ndim == 1 and not array[name].fields for name in array.fields
    )
    if not flat:
        return {"text/plain": repr(array)}
    columns = {name: ak.to_list(array[name]) for name in array.fields}
    return {mime.TABLE: table_payload(pd.DataFrame(columns)), "text/plain": repr(array)}


#: Events of Python that ask for the network, with the place of the host among their arguments.
_NETWORK_EVENTS = {"socket.connect": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: say what to do instead of using the network, where a message can be given.

    What it cannot see, such as sockets of compiled code, finds no network where the system lets
    the build take it away.
    """
    place = _NETWORK_EVENTS.get(event)
    if place is None:
        return
    address = arguments[place]
    host = address[0] if isinstance(address, tuple) else address
    if event == "socket.connect" and not isinstance(address, tuple):
        return  # a socket of this machine's file system
    if str(host) in _THIS_MACHINE:
        return
    raise PermissionError(
        f"a page cannot use the network (it asked for {host});"
        " what it reads is a sample, declared under `lesson:` `samples:` at its top"
    )


#: Names of this machine, which Python uses for its own event loop on some systems.
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost", "None", ""})

_CELL_FILE = re.compile(r"cell-(\d+)\.py")


def cell_number(filename: str) -> int | None:
    """The number of the cell that was compiled under a file name."""
    match = _CELL_FILE.fullmatch(filename)
    return int(match[1]) if match else None


def _refuse_to_end(*_: object) -> None:
    raise SystemExit("a page ends with its last cell; take this out")


def _cell_file(raw_code: str, transformed_code: str, number: int) -> str:  # noqa: ARG001  IPython's
    return f"cell-{number}.py"


def start(shell: InteractiveShell) -> None:
    """Make the session ready; called once, before the first cell."""
    import pandas as pd  # noqa: PLC0415  only inside a kernel
    import plotly.io as pio  # noqa: PLC0415

    _glued.clear()
    # warnings show the name of the file: the same in every run
    shell.compile.get_code_name = _cell_file  # type: ignore[method-assign]
    shell.user_ns |= {"glue": glue, "exit": _refuse_to_end, "quit": _refuse_to_end}
    formatter = shell.display_formatter
    if formatter is not None:
        table = formatter.formatters["text/html"].__class__(parent=formatter)
        table.format_type = mime.TABLE
        table.print_method = "_repr_lesson_table_"  # none has it: not asked for HTML by mistake
        table._return_type = (dict, list)  # noqa: SLF001  a formatter's one way to allow JSON
        table.for_type(pd.DataFrame, table_payload)
        table.for_type(pd.Series, _series_payload)
        # Named, so that no lesson waits for what it does not import.
        table.for_type_by_name("pandas.io.formats.style", "Styler", _styler_payload)
        formatter.mimebundle_formatter.for_type_by_name("awkward.highlevel", "Array", _array_data)
        formatter.formatters[mime.TABLE] = table
        formatter.active_types = [*formatter.active_types, mime.TABLE]
    pio.renderers.default = "plotly_mimetype"
    sys.addaudithook(refuse_network)
    pio.templates.default = "none"  # the site's own style is applied when figures are drawn


def seed() -> None:
    """Give the generators that a cell may use without seeding them the same numbers in every run.

    Called in the program's own process: Python seeds its generator anew when a process is forked.
    """
    import numpy as np  # noqa: PLC0415  only inside a kernel

    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  the old generator, which has a state for the whole process
