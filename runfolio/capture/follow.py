"""Following one kernel epoch: from trace events to what is stored and shown.

Runs on the capture thread only. Order of work (DESIGN §3.15): a step enters the rule after it
ended, its spool was drained, all steps before it entered, and, where a recorder has posted for
the kernel, its intent came or a second passed.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import msgspec

from ..models.base import Time, now
from ..models.environment import Environment
from ..models.notebook import Notebook
from ..models.rule import RuleEvent
from ..models.step import Step
from ..rules.cellkeys import CellKeys
from ..rules.results import StepRecord
from ..service.recompute import RunContext
from ..store.protocol import Tx
from ..store.records import Epoch
from . import ending, redact, writing
from .doors import Doors
from .environments import installs
from .epoch import EpochLog, Waiting, without_outputs
from .identify import Identifier
from .items import FRONTEND_ONLY, EndedHow, EpochBegan
from .late import Late
from .logged import Joined, Logged, contents_of
from .notebooks import KernelNotebook
from .parts import Part, Parts
from .saving import RunSaver
from .trace import StepAborted, StepChanged, StepEnded, StepStarted, Trace, TraceEvent

T = TypeVar("T")

INTENT_SECONDS = 1.0
"""How long an ended step waits for the intent that names it (DESIGN §3.15)."""


class Follower:
    """One kernel epoch; see the module. `place` is set by the pipeline."""

    def __init__(self, doors: Doors, began: EpochBegan, trace: Trace) -> None:
        self.doors = doors
        self.began = began
        self.trace = trace
        self.parts = Parts(self._new_part(), self._new_guest, self._ask_notebook)
        self.place = KernelNotebook(None, "none")
        self.environment: tuple[str, Environment] | None = None
        self.joined = Joined()
        self.touched = False
        """Something changed that the open view shows."""
        self.late = Late(self)

    # The notebook of the kernel's own session; see parts.py for those that share the kernel

    @property
    def log(self) -> EpochLog:
        """The main notebook's log; all that waits is in it."""
        return self.parts.main.log

    @property
    def identify(self) -> Identifier:
        """The main notebook's cells."""
        return self.parts.main.identify

    @property
    def saver(self) -> RunSaver:
        """The main notebook's runs."""
        return self.parts.main.saver

    @property
    def notebook(self) -> Notebook | None:
        """The main notebook, once it is known."""
        return self.parts.main.notebook

    @property
    def recording(self) -> bool:
        """Is the main notebook recorded?"""
        return self.parts.main.recording

    @property
    def context(self) -> RunContext | None:
        """What the main notebook's runs have from it; None before that is known."""
        return self.context_of(self.parts.main)

    def context_of(self, part: Part) -> RunContext | None:
        """What runs of a part have from it; None before its notebook is known."""
        if part.notebook is None:
            return None
        digest = self.environment[0] if self.environment else None
        return RunContext(part.notebook, self.began.kernel_id, self.began.epoch,
                          part.log.language, digest)

    def _new_part(self) -> Part:
        log = EpochLog(self.began.kernel_id, self.began.epoch, self.began.language or None,
                       self.trace)
        log.partial = self.began.partial
        return Part(log, Identifier(self.doors.book, self.began.kernel_id),
                    RunSaver(log, self.write, self._kept))

    def _new_guest(self) -> Part:
        part = self._new_part()
        part.log.own_modules = self.log.own_modules
        return part

    def _ask_notebook(self, path: str) -> Future[tuple[Notebook, bool, CellKeys]]:
        asked = self.write(writing.notebook_at(path, now()))
        asked.add_done_callback(lambda done: self.doors.wake())
        return asked

    def write(self, work: Callable[[Tx], T]) -> Future[T]:
        """To the store's writer; a failure costs the record, never more."""
        return self.doors.store.write(work)

    def _kept(self, run_ids: list[str]) -> None:
        """On the writer's thread: the open view has what only the store gives from now on."""
        self.touched = True
        self.doors.wake()
        self.doors.changed(run_ids)

    # What the pipeline learns about it

    def know_notebook(self, notebook: Notebook, recording: bool, keys: CellKeys, now: float
                      ) -> None:
        """The notebook and its switch: from here on things are durable (DESIGN §3.1)."""
        self.parts.main.know((notebook, recording, keys))
        self.touched = True
        self.write(writing.epoch(self._epoch()))
        for item in self.log.waiting:
            self._begin_in_store(item)
        self.advance(now)

    def know_environment(self, digest: str, environment: Environment) -> None:
        """What the kernel runs with, read from disk."""
        self.environment = (digest, environment)
        if self.notebook is not None:
            self.write(writing.epoch(self._epoch(), environment))
            for part in self.parts:
                part.saver.save_open(self.context_of(part))
        self.touched = True

    def _epoch(self) -> Epoch:
        assert self.notebook is not None
        return Epoch(self.began.kernel_id, self.began.epoch, self.notebook.notebook_id,
                     self.log.language, self.environment[0] if self.environment else None,
                     self.began.at)

    # From the tap

    def feed(self, event: TraceEvent, now: float) -> None:
        """One event of the trace. now: monotonic seconds."""
        self.touched = True
        if isinstance(event, StepStarted):
            self._started(event)
        elif isinstance(event, StepEnded):
            self._ended(event, now)
        elif isinstance(event, StepChanged):
            self._changed(event)
        elif isinstance(event, StepAborted):
            self._aborted(event)

    def _started(self, event: StepStarted) -> None:
        item = Waiting(redact.begin(event.raw), event.raw)
        if self.began.partial == FRONTEND_ONLY:
            item.step.flags = {FRONTEND_ONLY: []}
        item.new_run = self.doors.book.new_run_asked(self.began.kernel_id)
        self.log.waiting.append(item)
        if not self.identify.claim(item):
            self.doors.snapshots.begun(event.raw.msg_id, self.place.path)

    def _begin_in_store(self, item: Waiting) -> None:
        """A busy step is durable, so that a dead server leaves no gap; not where the switch or
        the cell says off. One that is over before the next tick is written once, as it ended."""
        part = self.parts.of(item.claim)
        if item.begun or part is None or part.notebook is None:
            return
        item.begun = True
        if not _keeps(part, item):
            return
        item.step.notebook_id = part.notebook.notebook_id
        self.write(writing.begun(msgspec.structs.replace(item.step)))

    def keeps(self, item: Waiting, part: Part) -> bool:
        """Is it a step of this notebook, and to be recorded?"""
        return self.parts.of(item.claim) is part and _keeps(part, item)

    def _ended(self, event: StepEnded, now: float) -> None:
        item = self._find(event.raw.msg_id)
        if item is None:
            return
        item.raw, item.ended = event.raw, True
        waits = item.claim is None and self.doors.book.expects(self.began.kernel_id)
        item.deadline = now + INTENT_SECONDS if waits else now
        self.advance(now)

    def _find(self, msg_id: str) -> Waiting | None:
        return next((item for item in self.log.waiting if item.raw.msg_id == msg_id), None)

    def _changed(self, event: StepChanged) -> None:
        item = self._find(event.msg_id)
        if item is not None:
            item.changed = event
        else:
            self.late.changed(event)

    def _aborted(self, event: StepAborted) -> None:
        claim = self.doors.book.claim(self.began.kernel_id, event.msg_id)
        if claim is not None and self.recording and (
                self.notebook is not None and self.parts.of(claim) is self.parts.main):
            self._note(RuleEvent(kind="aborted", cell_key=self.identify.key_of(claim)))

    def _note(self, event: RuleEvent) -> None:
        self.write(writing.rule_event(self.began.kernel_id, self.began.epoch, event))

    # Into the rule

    def advance(self, now: float, *, all_of_them: bool = False) -> None:
        """Let the steps enter that may, in their order."""
        if self.notebook is None:
            return
        waiting = self.log.waiting
        while waiting and waiting[0].ended:
            head = waiting[0]
            known = self.identify.claim(head)
            if not (known or all_of_them or now >= head.deadline):
                return
            part = self.parts.of(head.claim, wait=all_of_them)
            if part is None:
                return
            waiting.popleft()
            self._enter(head, part)
            self.touched = True

    def _enter(self, item: Waiting, part: Part) -> None:
        self.drain()
        if not _keeps(part, item):
            for one in self.parts:
                one.log.skip(item.raw.execution_count)
            return
        step = item.step
        step.notebook_id = part.notebook.notebook_id if part.notebook else None
        done = redact.complete(step, item.raw, self.doors.caps)
        step.origin = self.identify.origin_of(item, self.place)
        if step.origin in ("cell", "unknown"):
            part.identify.identify(step, item.claim)
        logged = self.joined.by_msg_id.get(step.msg_id, Logged())
        record = part.log.record_of(step, item.claim, logged)
        entered = part.log.enter(record, part.identify.asked_before(item))
        self.late.remember(item, part)
        kept = part.log.records[step.step_id] = without_outputs(record)
        foreign = [other.log.enter_foreign(kept) for other in self.parts if other is not part]
        self.write(writing.entered(record, [*entered.events, *foreign], done.contents,
                                   part.identify.aliases()))
        if step.origin in ("cell", "unknown"):
            self.snapshot(step, item, part)
        self._consequences(record, part)

    def snapshot(self, step: Step, item: Waiting, part: Part) -> None:
        """The document that a step was executed from."""
        if part.notebook is not None:
            self.doors.snapshots.entered(step.step_id, step.msg_id, item.claim,
                                         part.notebook.path, part.log.language)

    def _consequences(self, record: StepRecord, part: Part) -> None:
        assert part.notebook is not None
        if record.annotation is not None and record.annotation.warnings:
            self.write(writing.annotation_notice(record, part.notebook))
        for one in self.parts:
            one.saver.save(self.context_of(one))
        if installs(record.step.code):
            self.doors.installed(self.began)

    # What comes late

    def drain(self) -> None:
        """Take what code in the kernel logged; late values go to the steps that logged them."""
        records = self.doors.spool.drain(self.began.kernel_id)
        if not records:
            return
        for kept in contents_of(records):
            self.write(writing.content(kept))
        for msg_id in self.joined.take(records, self._executing):
            self.late.logged(msg_id)
        self.touched = True

    def _executing(self) -> str | None:
        return self.log.waiting[0].raw.msg_id if self.log.waiting else None

    def settle(self) -> None:
        """What has begun, late outputs and late intents, now and then."""
        for item in self.log.waiting:
            # Its intent came after it began: until now it was taken for code of a console.
            if item.claim is None and self.identify.claim(item):
                self.touched = True
            self._begin_in_store(item)
        self.late.settle()
        self.doors.snapshots.settle()

    # The end

    def end(self, how: EndedHow, at: Time, mono: float) -> Future[None] | None:
        """The kernel restarted or is gone: nothing stays open. Done when all of it is stored; None
        where nothing is."""
        busy = self.log.trace.busy
        for event in self.log.trace.lose(at, mono):
            self.feed(event, mono)
        self.advance(mono, all_of_them=True)
        self.settle()
        if self.notebook is None:
            return None
        for part in self.parts:
            if part.log.rule.runs:
                self._note(part.log.end(how, busy or ending.interrupted(self.log, how, at), at))
            part.saver.save(self.context_of(part))
        return self.write(writing.closed(self.began.kernel_id, self.began.epoch, how, at))


def _keeps(part: Part, item: Waiting) -> bool:
    """Does the part's switch say on, and the cell not off?"""
    return part.recording and not part.log.annotate(item.step, item.claim).off
