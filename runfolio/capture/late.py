"""What comes after a step has entered the rule: outputs, logged values, its intent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from ..models.rule import RuleEvent
from ..models.step import RawStep, Step
from ..rules.logged import with_logged
from ..rules.results import StepRecord
from ..store.protocol import Tx
from . import redact, writing
from .epoch import Waiting, results_of, without_outputs
from .logged import Logged
from .parts import Part
from .trace import StepChanged

if TYPE_CHECKING:
    from .follow import Follower

REMEMBERED_STEPS = 200


class Late:
    """The steps of a follower that have entered, as far as something may still come of them."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self._changes: dict[str, StepChanged] = {}
        self._entered: OrderedDict[str, RawStep] = OrderedDict()
        self._unclaimed: list[str] = []
        self._part_of: dict[str, Part] = {}
        """msg_id → whose step it was, where it is not the main notebook's."""

    def remember(self, item: Waiting, part: Part) -> None:
        """A step has entered. Of older ones nothing comes (trace.Caps.ended_steps)."""
        self._entered[item.raw.msg_id] = msgspec.structs.replace(item.raw, outputs=[])
        if part is not self._follower.parts.main:
            self._part_of[item.raw.msg_id] = part
        if len(self._entered) > REMEMBERED_STEPS:
            self._part_of.pop(self._entered.popitem(last=False)[0], None)
        if item.claim is None:
            self._unclaimed = [*self._unclaimed[-49:], item.raw.msg_id]

    def changed(self, event: StepChanged) -> None:
        """A step shows something else, maybe one that has entered."""
        if event.msg_id in self._entered:
            self._changes[event.msg_id] = event

    def settle(self) -> None:
        """Take what came, now and then."""
        changes, self._changes = self._changes, {}
        for event in changes.values():
            self._again(event.raw)
        if self._follower.doors.book.expects(self._follower.began.kernel_id):
            for msg_id in self._unclaimed:
                self._claim(msg_id)

    def logged(self, msg_id: str) -> None:
        """A step that entered has other logged values; its outputs stay as they are."""
        if msg_id not in self._entered:
            return
        old, logged = self._record_of(msg_id), self._follower.joined.by_msg_id[msg_id]
        if old is not None:
            record = with_logged(old, logged)
            self._replace(old, record, writing.late_facts)

    def _again(self, raw: RawStep) -> None:
        """A step that entered has other outputs or logged values: its facts are made anew."""
        if self._entered.get(raw.msg_id) is None:
            return
        self._entered[raw.msg_id] = msgspec.structs.replace(raw, outputs=[])
        old = self._record_of(raw.msg_id)
        if old is None:
            return
        step = msgspec.structs.replace(old.step)
        done = redact.complete(step, raw, self._follower.doors.caps)
        logged = self._follower.joined.by_msg_id.get(raw.msg_id, Logged())
        fresh = self._whose(raw.msg_id).log.record_of(step, None, logged)
        record = replace(fresh, annotation=old.annotation)
        self._replace(old, record, lambda new, events: writing.entered(
            new, events, done.contents, []))

    def _replace(
        self, old: StepRecord, record: StepRecord,
        work: Callable[[StepRecord, list[RuleEvent]], Callable[[Tx], None]],
    ) -> None:
        """Facts of an entered step in place of earlier ones, told to the rule where they differ."""
        step_id, part = record.step.step_id, self._whose(record.step.msg_id)
        part.log.records[step_id] = without_outputs(record)
        events = []
        if results_of(record) != results_of(old):
            events.append(RuleEvent(kind="late_results", step_id=step_id,
                                    results=results_of(record), notebook_id=part.log.guest))
            part.log.rule.feed(events[0])
        self._follower.write(work(record, events))
        part.saver.save(self._follower.context_of(part), again=step_id)
        self._follower.touched = True

    def _record_of(self, msg_id: str) -> StepRecord | None:
        records = self._whose(msg_id).log.records
        found = (record for record in reversed(records.values())
                 if record.step.msg_id == msg_id)
        return next(found, None)

    def _whose(self, msg_id: str) -> Part:
        return self._part_of.get(msg_id, self._follower.parts.main)

    def _claim(self, msg_id: str) -> None:
        """An intent that came after its step had entered: the cell is known now, and a Run All
        may still move the boundary (DESIGN §3.15)."""
        record, raw = self._record_of(msg_id), self._entered[msg_id]
        item = Waiting(record.step, raw) if record else None
        if record is None or item is None or not self._follower.identify.claim(item):
            return
        self._unclaimed = [other for other in self._unclaimed if other != msg_id]
        if self._follower.parts.of(item.claim) is not self._follower.parts.main:
            return  # of a notebook that shares the kernel; it stands in these runs for good
        step: Step = record.step
        step.origin = "cell"
        self._follower.identify.identify(step, item.claim)
        events = []
        if self._follower.identify.begins_run_all(item.claim):
            events.append(RuleEvent(kind="late_run_all", step_id=step.step_id))
            self._follower.log.rule.feed(events[0])
        self._follower.write(writing.Identified(msgspec.structs.replace(step), events,
                                      self._follower.identify.aliases()))
        self._follower.snapshot(step, item, self._follower.parts.main)
        self._follower.saver.save(self._follower.context, again=step.step_id)
        self._follower.touched = True
