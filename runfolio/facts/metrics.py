"""Metrics that the output of one step shows (contract: metrics vectors, whose «about» is the rule).

A pure function of code and outputs, bounded in size and linear in time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..models.metric import Metric, MetricFacts, Series
from ..models.numbers import from_wire, to_wire
from ..models.output import Output
from .lines import capped, physical, stream_text, texts
from .literals import Opaque, unquote, whole
from .named import Names
from .printed import Printed
from .series import Builder
from .tables import read_html, read_text
from .values import Values

VERSION = 1

_HTML_OBJECT = "<IPython.core.display.HTML object>"


def extract(code: str, outputs: Sequence[Output], *, language: str = "python") -> MetricFacts:
    """Metrics and selected params of one step.

    code: as executed, it names bare values and tells the grade of names without a word;
    outputs: of the step, streams of any name joined; error outputs are never read.
    """
    if not any(output.kind != "error" for output in outputs):
        return MetricFacts()
    names = Names(code, language)
    builder = Builder()
    values = Values(builder, names)
    printed = Printed(builder, names, values, language)
    stream = stream_text(outputs)
    if stream:
        printed.read(stream)
    for output in outputs:
        if output.kind in ("execute_result", "display_data"):
            _read_display(output, names, values, printed)
    return MetricFacts(metrics=builder.series(), selected=values.selected)


def _read_display(output: Output, names: Names, values: Values, printed: Printed) -> None:
    """A value or a display: its tables, else its number, array, dict or text."""
    pages = texts([output], "text/html")
    plain = "".join(texts([output], "text/plain")).strip()
    last = names.last if output.kind == "execute_result" else None
    observed = last is not None and names.shows_frame(last)
    rows = [row for page in pages for row in read_html(page)]
    if rows or pages or output.kind == "display_data":
        for row in rows:
            values.add_row(row, source="value", observed=observed)
        return
    if not plain or plain == _HTML_OBJECT:
        return
    plain = capped(plain)
    if plain[0] in "'\"" and plain[-1] == plain[0]:
        printed.read(unquote(plain), source="value")
        return
    value = whole(plain)
    if isinstance(value, Opaque):
        lines = physical(plain)
        table = read_text(lines, 0)
        for row in table.rows if table is not None and table.lines == len(lines) else ():
            values.add_row(row, source="value", observed=observed)
    elif last is not None:
        values.add(last, value, source="value")


def summarise(series: Series) -> Metric:
    """Summary of a series: NaN counts as a point, but not for min and max while there is another.

    Raises ValueError for a series without points.
    """
    if not series.values:
        raise ValueError("a series without points has no summary")
    numbers = [from_wire(value) for value in series.values]
    known = [value for value in numbers if not math.isnan(value)] or [math.nan]
    return Metric(
        last=series.values[-1],
        min=to_wire(min(known)),
        max=to_wire(max(known)),
        count=len(numbers),
        first_x=series.x[0],
        last_x=series.x[-1],
        grade=series.grade,
        source=series.source,
        unit=series.unit,
        spread=series.spread[-1] if series.spread else None,
    )
