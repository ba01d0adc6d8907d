"""Runs as plain text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..models.base import Time
from ..models.metric import Metric
from ..models.numbers import Number
from ..models.param import Param
from ..models.run import Result, Run
from ..models.step import RunStep

_METRICS = 3
_HEAD = ("RUN", "STATUS", "OPENED", "BUSY", "NOTEBOOK", "METRICS", "NAME", "ID")


def table(runs: Sequence[Run]) -> str:
    """One line a run."""
    rows = [_HEAD, *(_row(run) for run in runs)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows)


def _row(run: Run) -> tuple[str, ...]:
    metrics = [f"{_line(key)} {number(metric.last)}" for result in reversed(run.results)
               for key, metric in result.metrics.items()]
    more = f" +{len(metrics) - _METRICS}" if len(metrics) > _METRICS else ""
    return (f"#{run.number}", "draft" if run.draft else run.status, when(run.opened_at),
            seconds(run.busy_seconds), _line(run.notebook_path),
            "  ".join(metrics[:_METRICS]) + more, _line(run.name or ""), run.run_id)


def page(run: Run, steps: Sequence[RunStep]) -> str:
    """All of one run."""
    return "\n".join([*_head(run), *_params(run), *_results(run), *_steps(steps)])


def _head(run: Run) -> Iterator[str]:
    title = f"#{run.number}" + (f"  {_line(run.name)}" if run.name else "")
    yield title + (f"  [{_line(', '.join(run.tags))}]" if run.tags else "")
    yield f"  id        {run.run_id}"
    yield f"  status    {run.status}{', draft' if run.draft else ''}"
    yield f"  opened    {when(run.opened_at)} by {run.opened_by}"
    yield f"  busy      {seconds(run.busy_seconds)} of {seconds(run.wall_seconds)}"
    yield f"  notebook  {_line(run.notebook_path)}"
    if run.note:
        yield f"  note      {_line(run.note)}"
    for flag, step_ids in sorted(run.flags.items()):
        yield f"  flag      {flag} ({len(step_ids)})"


def _params(run: Run) -> Iterator[str]:
    if run.params:
        yield "params"
    width = max(map(len, run.params), default=0)
    for name, param in sorted(run.params.items()):
        yield f"  {_line(name).ljust(width)}  {_line(_value(param))}  {param.source or ''}".rstrip()


def _value(param: Param) -> str:
    if param.varied is not None:
        return " | ".join(str(value) for value in param.varied)
    return param.text or str(param.value)


def _results(run: Run) -> Iterator[str]:
    results: list[tuple[str, Result]] = [("result", result) for result in run.results]
    results += [("stale inherited result" if result.stale else "inherited result", result)
                for result in run.inherited_results]
    for word, result in results:
        yield f"{word} of {_place(result.cell_number, result.heading)}"
        yield from _metrics(result.metrics)
    if run.observations:
        yield "observations"
        yield from _metrics(run.observations)


def _metrics(metrics: dict[str, Metric]) -> Iterator[str]:
    width = max(map(len, metrics), default=0)
    for key, metric in metrics.items():
        line = f"  {_line(key).ljust(width)}  {number(metric.last)}"
        if metric.count > 1:
            line += f"  min {number(metric.min)}  max {number(metric.max)}  of {metric.count}"
        yield line


def _steps(steps: Sequence[RunStep]) -> Iterator[str]:
    if steps:
        yield "steps"
    for at, step in enumerate(steps, 1):
        first = next((line for line in step.code.splitlines() if line.strip()), "")
        took = "" if step.duration is None else seconds(step.duration)
        yield (f"  {at:>3}  {_place(step.cell_number, None):<8}  {step.role:<12}  "
               f"{step.status:<11}  {took:>10}  {_line(first)}").rstrip()


def _place(number: int | None, heading: str | None) -> str:
    cell = "a cell" if number is None else f"cell {number}"
    return f"{cell} ({_line(heading)})" if heading else cell


def number(value: Number) -> str:
    """A metric's value: as many digits as tell it."""
    return value if isinstance(value, str) else f"{value:.6g}"


def seconds(value: float) -> str:
    """A duration."""
    if value < 60:
        return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"
    minutes = int(value) // 60
    if minutes < 60:
        return f"{minutes} min {int(value) % 60:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def when(time: Time) -> str:
    """A time in the zone of this machine."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _line(text: str) -> str:
    """Text on one line of a terminal: nothing in it can move the cursor."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shown if len(shown) <= 80 else shown[:79] + "…"
