"""Kernel epochs and the rule's log as rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from ..models.base import Time, from_us, to_us
from ..models.rule import RuleEvent
from .codec import dump_sure, load, time, us
from .records import Epoch, EpochEnd, OpenEpoch
from .rows import Noun
from .tables import epochs, rule_events, steps


def _epoch(row: Any) -> Epoch:
    return Epoch(
        kernel_id=row.kernel_id, number=row.number, notebook_id=row.notebook_id,
        language=row.language, environment_digest=row.environment_digest,
        started=from_us(row.started), ended=time(row.ended), how=row.how)


class EpochRows(Noun):
    """store.nouns.Epochs."""

    def open(self, epoch: Epoch) -> None:
        key = {"kernel_id": epoch.kernel_id, "number": epoch.number}
        late = {"notebook_id": epoch.notebook_id, "language": epoch.language,
                "environment_digest": epoch.environment_digest}
        if not self.change(epochs, key, late):
            self.add_rows(epochs, [{**key, **late, "started": to_us(epoch.started),
                                  "ended": us(epoch.ended), "how": epoch.how}])

    def close(self, kernel_id: str, number: int, how: EpochEnd, at: Time) -> None:
        self.change(epochs, {"kernel_id": kernel_id, "number": number, "ended": None},
                    {"ended": to_us(at), "how": how})

    def get(self, kernel_id: str, number: int) -> Epoch | None:
        row = self.one(epochs, kernel_id=kernel_id, number=number)
        return None if row is None else _epoch(row)

    def highest(self, kernel_id: str) -> int:
        found = self.connection.execute(
            select(func.max(epochs.c.number)).where(epochs.c.kernel_id == kernel_id)).scalar()
        return int(found or 0)

    def left_open(self) -> list[OpenEpoch]:
        rows = list(self.connection.execute(
            select(epochs).where(epochs.c.ended.is_(None))
            .order_by(epochs.c.started, epochs.c.kernel_id, epochs.c.number)))
        return [OpenEpoch(_epoch(row), self._busy(row.kernel_id, row.number)) for row in rows]

    def _busy(self, kernel_id: str, number: int) -> list[str]:
        return list(self.connection.execute(
            select(steps.c.step_id).where(
                steps.c.kernel_id == kernel_id, steps.c.epoch == number,
                steps.c.status.in_(("busy", "queued"))).order_by(steps.c.seq)).scalars())


class RuleEventRows(Noun):
    """store.nouns.RuleEvents."""

    def append(self, kernel_id: str, epoch: int, event: RuleEvent) -> None:
        last = self.connection.execute(
            select(func.max(rule_events.c.seq)).where(
                rule_events.c.kernel_id == kernel_id, rule_events.c.epoch == epoch)).scalar()
        self.add_rows(rule_events, [{"kernel_id": kernel_id, "epoch": epoch,
                                   "seq": int(last or 0) + 1, "body": dump_sure(event)}])

    def of_epoch(self, kernel_id: str, epoch: int) -> list[RuleEvent]:
        bodies = self.connection.execute(
            select(rule_events.c.body).where(
                rule_events.c.kernel_id == kernel_id, rule_events.c.epoch == epoch)
            .order_by(rule_events.c.seq)).scalars()
        return [load(body, RuleEvent) for body in bodies]
