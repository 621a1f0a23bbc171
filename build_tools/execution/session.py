"""What is ready when the first cell of a lesson runs: ``glue`` and plain, localisable displays.

Runs inside the kernel. Nothing here is needed to read a lesson's code, except ``glue``, which
stores a value under a name so that the prose can show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from build_tools.pages import mime

if TYPE_CHECKING:
    import pandas as pd
    from IPython.core.interactiveshell import InteractiveShell


def glue(
    name: str,
    value: float | str,  # a truth value is a number to Python
    *,
    uncertainty: float | None = None,
    unit: str = "",
    digits: int | None = None,
) -> None:
    """Store a value under a name for the prose of the page.

    ``uncertainty`` and ``unit`` are shown with it; ``digits`` is the number of decimals.
    Raises TypeError for anything but a number, a truth value or a text.
    """
    from IPython.display import display  # noqa: PLC0415  only inside a kernel

    plain: Any = value.item() if hasattr(value, "item") else value
    if not isinstance(plain, bool | int | float | str):
        message = f"glue({name!r}, …) takes a number, True, False or a text, not {type(value)}"
        raise TypeError(message)
    margin = None if uncertainty is None else float(uncertainty)
    record = {
        "name": name,
        "value": plain,
        "uncertainty": margin,
        "unit": unit,
        "digits": digits,
    }
    display({mime.GLUE: record}, raw=True)


def table_payload(frame: pd.DataFrame) -> dict[str, Any]:
    """A frame as strings, cell by cell, as pandas would show them.

    Numbers keep Python's decimal point here; the page's language is applied later.
    """
    import pandas as pd  # noqa: PLC0415  only inside a kernel

    def strings(values: pd.Series) -> list[str]:
        if pd.api.types.is_float_dtype(values.dtype) or pd.api.types.is_integer_dtype(values.dtype):
            text = values.to_frame("x").to_string(header=False, index=False)
            return [line.strip() for line in text.split("\n")]
        return [str(value) for value in values]

    columns = [frame.iloc[:, n] for n in range(frame.shape[1])]
    cells = [strings(column) for column in columns]
    shown = not isinstance(frame.index, pd.RangeIndex)
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
    }


def start(shell: InteractiveShell) -> None:
    """Make the session ready; called once, before the first cell."""
    import pandas as pd  # noqa: PLC0415  only inside a kernel
    import plotly.io as pio  # noqa: PLC0415

    shell.user_ns["glue"] = glue
    formatter = shell.display_formatter
    if formatter is not None:
        table = formatter.formatters["text/html"].__class__(parent=formatter)
        table.format_type = mime.TABLE
        table.print_method = "_repr_lesson_table_"  # none has it: not asked for HTML by mistake
        table._return_type = (dict, list)  # noqa: SLF001  a formatter's one way to allow JSON
        table.for_type(pd.DataFrame, table_payload)
        formatter.formatters[mime.TABLE] = table
        formatter.active_types = [*formatter.active_types, mime.TABLE]
    pio.renderers.default = "plotly_mimetype"
    pio.templates.default = "none"  # the site's own style is applied when figures are drawn
