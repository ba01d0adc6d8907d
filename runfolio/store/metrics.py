"""Series of steps as rows: one of metrics, its points in chunks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select

from ..models.metric import Series
from . import tables
from .codec import text
from .points import pack, pieces, unpack, wire
from .records import StoredSeries
from .rows import Noun, chunks
from .tables import points

#: Who wrote the points of a step: the capture thread, the only writer of this version.
_WRITER = "capture"


class MetricRows(Noun):
    """store.nouns.Metrics."""

    def replace(self, step_id: str, child: str, metrics: Mapping[str, Series]) -> None:
        self._forget(step_id, child)
        for key, series in metrics.items():
            row = {
                "step_id": step_id, "child": child, "key": text(key), "grade": series.grade,
                "source": series.source, "unit": series.unit, "decimals": series.decimals,
                "line": series.line, "count": len(series.values),
                "spread": None if series.spread is None else pack(series.spread)}
            made = self.connection.execute(tables.metrics.insert().values(**row))
            assert made.inserted_primary_key is not None
            self._add_points(int(made.inserted_primary_key[0]), series)

    def of_steps(self, step_ids: Iterable[str], keys: Iterable[str] | None = None
                 ) -> list[StoredSeries]:
        wanted = list(dict.fromkeys(step_ids))
        also = () if keys is None else (tables.metrics.c.key.in_([text(key) for key in keys]),)
        rows = list(self.among(tables.metrics, tables.metrics.c.step_id, wanted, *also))
        place = {step_id: at for at, step_id in enumerate(wanted)}
        rows.sort(key=lambda row: (place[row.step_id], row.child, row.key))
        stored = self._points(row.metric_id for row in rows)
        return [StoredSeries(row.step_id, row.child, row.key,
                             _series(row, stored.get(row.metric_id, []))) for row in rows]

    def _add_points(self, metric_id: int, series: Series) -> None:
        self.add_rows(points, [
            {"metric_id": metric_id, "writer": _WRITER, "seq": seq, "count": len(values),
             "x": pack(x), "value": pack(values)}
            for seq, (x, values) in enumerate(
                zip(pieces(series.x), pieces(series.values), strict=True))])

    def _points(self, metric_ids: Iterable[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        rows = sorted(self.among(points, points.c.metric_id, metric_ids),
                      key=lambda row: (row.metric_id, row.writer, row.seq))
        for row in rows:
            found.setdefault(row.metric_id, []).append(row)
        return found

    def _forget(self, step_id: str, child: str) -> None:
        old = list(self.connection.execute(
            select(tables.metrics.c.metric_id).where(
                tables.metrics.c.step_id == step_id, tables.metrics.c.child == child)).scalars())
        for some in chunks(old):
            self.connection.execute(delete(points).where(points.c.metric_id.in_(some)))
            self.connection.execute(delete(tables.metrics).where(tables.metrics.c.metric_id.in_(some)))


def _series(row: Any, parts: list[Any]) -> Series:
    return Series(
        values=wire([value for part in parts for value in unpack(part.value)]),
        x=wire([value for part in parts for value in unpack(part.x)]),
        grade=row.grade, source=row.source, unit=row.unit, decimals=row.decimals, line=row.line,
        spread=None if row.spread is None else wire(unpack(row.spread)))
