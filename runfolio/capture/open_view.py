"""The open runs as they probably are: what the rule would say if the busy step ended now.

The rule itself is asked, on a copy, so that the open view and what is kept later cannot differ in
their reasons (DESIGN §3.15).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from ..errors import RunfolioError
from ..models.run import CellRef, Live, LiveStep, Run
from ..models.step import Role, Step
from ..rules.boundaries import RuleRun
from ..service.common import Course
from ..store.records import RunQuery
from . import redact
from .epoch import EpochLog, Waiting
from .follow import Follower
from .logged import Logged
from .parts import Part
from .saving import made_of

_KEPT = ("number", "revision", "color", "tags", "starred", "changes", "replicate_of",
         "experiment_id")


class OpenView:
    """Makes snapshots of one follower's open runs: one of each notebook that uses the kernel."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self._numbers: dict[str, tuple[str, int]] = {}
        """notebook_id → its open run and the number that this will probably get."""

    def snapshots(self) -> list[tuple[Run, Course]]:
        """The open runs now, each with what it sees of its steps."""
        if self._follower.log.ended_at is not None:
            return []
        found = (self._snapshot(part) for part in self._follower.parts)
        return [one for one in found if one is not None]

    def _snapshot(self, part: Part) -> tuple[Run, Course] | None:
        follower = self._follower
        context = follower.context_of(part)
        if context is None or not part.recording:
            return None
        busy = [item for item in follower.log.waiting if follower.keeps(item, part)]
        log = self._probable(part, busy) if busy else part.log
        rule_run = log.rule.open_run
        if rule_run is None:
            return None
        run = self._as_kept(made_of(log, context, rule_run).run, part)
        run.live = self._live(part, log, rule_run, busy)
        run.busy = run.live.busy_since is not None
        return run, _course(log, rule_run, {item.step.step_id for item in busy})

    def _probable(self, part: Part, busy: Sequence[Waiting]) -> EpochLog:
        """The epoch as if the waiting steps had entered with what they have shown so far."""
        follower = self._follower
        log = part.log.fork()
        for item in busy:
            raw = item.changed.raw if item.changed and not item.ended else item.raw
            step = msgspec.structs.replace(item.step)
            redact.complete(step, raw, follower.doors.caps)
            # Whether a recorder tells of its cells is known of the kernel, not of a guest.
            step.origin = follower.identify.origin_of(item, follower.place)
            part.identify.peek(step)
            logged = follower.joined.by_msg_id.get(step.msg_id, Logged())
            record = log.record_of(step, item.claim, logged)
            log.enter(record, part.identify.asked_before(item, peek=True))
        return log

    def _as_kept(self, run: Run, part: Part) -> Run:
        """With what only the store gives, where it has given it."""
        kept = part.saver.kept(run.run_id)
        if kept is None:
            run.number = self._next_number(run)
            return run
        for name in _KEPT:
            setattr(run, name, getattr(kept, name))
        run.name = kept.name or run.name
        run.note = kept.note or run.note
        return run

    def _next_number(self, run: Run) -> int:
        """The number that it will probably get."""
        run_id, number = self._numbers.get(run.notebook_id, ("", 0))
        if run_id == run.run_id:
            return number
        query = RunQuery(experiment_id=run.experiment_id, limit=1)
        try:
            latest, _ = self._follower.doors.store.read(lambda tx: tx.runs.page(query))
        except RunfolioError:
            return 0
        number = latest[0].number + 1 if latest else 1
        self._numbers[run.notebook_id] = run.run_id, number
        return number

    def _live(self, part: Part, log: EpochLog, rule_run: RuleRun, busy: Sequence[Waiting]
              ) -> Live:
        inherited = set(rule_run.inherited)
        steps = [_block(log.records[step_id].step, "inherited" if step_id in inherited else "own")
                 for step_id in rule_run.steps]
        steps += [_block(log.records[step_id].step, "after-result")
                  for step_id in rule_run.after_result]
        running = [item.step for item in busy if not item.ended]
        follower = self._follower
        queued = follower.doors.book.waiting(follower.began.kernel_id)
        return Live(
            steps=steps, queued=sum(follower.parts.at(path) is part for path in queued),
            busy_since=running[0].started_at if running else None, last_step_at=log.last_ended,
            probable=bool(busy))


def _course(log: EpochLog, rule_run: RuleRun, growing: Collection[str]) -> Course:
    """What the run sees of its steps. growing: those whose points are not in the store yet;
    they are copied, since code in the kernel goes on logging."""
    inherited = set(rule_run.inherited)
    cells = [_cell(log.records[step_id].step, "inherited" if step_id in inherited else "own")
             for step_id in rule_run.steps]
    series = {(step_id, key): msgspec.structs.replace(one, x=list(one.x), values=list(one.values))
              for step_id in rule_run.steps if step_id in growing
              for key, one in (log.records[step_id].metrics.metrics
                               | log.records[step_id].logged_metrics).items()}
    return Course(cells, series)


def _cell(step: Step, role: Role) -> CellRef:
    return CellRef(cell_key=step.cell_key or step.step_id, step_id=step.step_id,
                   number=step.cell_number, heading=step.heading, code_digest=step.code_digest,
                   role=role, look=step.look)


def _block(step: Step, role: Role) -> LiveStep:
    return LiveStep(step_id=step.step_id, cell_key=step.cell_key, cell_number=step.cell_number,
                    execution_count=step.execution_count, status=step.status, role=role)
