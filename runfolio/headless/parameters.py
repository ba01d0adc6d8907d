"""Parameters of a notebook from a command line: values, and a cell of code that sets them.

Where the cell stands and what it is tagged is papermill's convention, so that notebooks made for
either work with both: behind the cell tagged `parameters`, in place of an earlier injected one,
else at the top.
"""

from __future__ import annotations

import json
import keyword
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import nbformat

from ..errors import BadRequest

Value = None | bool | int | float | str

INJECTED, PARAMETERS = "injected-parameters", "parameters"
_WORDS: dict[str, Value] = {"True": True, "False": False, "None": None}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def value_of(text: str) -> Value:
    """The value that a text on the command line means: True, False, None, a number, or itself."""
    if text in _WORDS:
        return _WORDS[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _python(value: Value) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _r(value: Value) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).upper()
    return "NULL" if value is None else str(value)


def _julia(value: Value) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Inf" if value > 0 else "-Inf"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("$", "\\$")
    return "nothing" if value is None else str(value).lower()


def _bash(value: Value) -> str:
    text = "" if value is None else str(value)
    return "'" + text.replace("'", "'\\''") + "'"


#: language → (how a value is written, how it is assigned)
_LANGUAGES: Mapping[str, tuple[Callable[[Value], str], str]] = {
    "python": (_python, "{} = {}"), "r": (_r, "{} <- {}"), "julia": (_julia, "{} = {}"),
    "bash": (_bash, "{}={}"),
}


def source_of(parameters: Mapping[str, Value], language: str) -> str:
    """Code that sets the parameters. Raises BadRequest for a language or a name that it cannot
    be written for."""
    known = _LANGUAGES.get(language.lower())
    if known is None:
        raise BadRequest(f"Parameters cannot be set in {language or 'this language'}.",
                         f"They can in: {', '.join(_LANGUAGES)}.")
    write, form = known
    for name in parameters:
        if not _NAME.fullmatch(name) or (language.lower() == "python" and keyword.iskeyword(name)):
            raise BadRequest(f"{name!r} is no name of a parameter.")
    lines = [form.format(name, write(value)) for name, value in parameters.items()]
    return "\n".join(["# Parameters", *lines])


def inject(notebook: Any, parameters: Mapping[str, Value], language: str) -> None:
    """Put the cell that sets them into the notebook, which is changed. No parameters: nothing.
    Raises BadRequest."""
    if not parameters:
        return
    cell = nbformat.v4.new_code_cell(
        source_of(parameters, language), metadata={"tags": [INJECTED]})
    if notebook.nbformat_minor < 5:
        cell.pop("id", None)
    at = _tagged(notebook, INJECTED)
    if at is not None:
        notebook.cells[at] = cell
        return
    at = _tagged(notebook, PARAMETERS)
    notebook.cells.insert(0 if at is None else at + 1, cell)


def _tagged(notebook: Any, tag: str) -> int | None:
    """Where the first cell with this tag stands."""
    return next((at for at, cell in enumerate(notebook.cells)
                 if tag in cell.metadata.get("tags", ())), None)
