"""The messages of one kernel epoch as steps: pure, replayable from recorded traces.

A step exists from its execute_input on. A request that goes busy and idle without one was aborted
(or silent): it is no step. Keys are message ids, order is receipt order; execution counts and the
kernel's dates are data only (DESIGN §4).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

from ..models.base import Time
from ..models.step import RawStep, StepStatus
from .message import NEEDED, OWN_USERNAME, Message, decode
from .outputs import Outputs, display_id_of
from .trace_events import (
    Caps,
    StepAborted,
    StepChanged,
    StepEnded,
    StepStarted,
    TraceEvent,
)
from .widgets import Widgets

__all__ = [
    "NEEDED",
    "OWN_USERNAME",
    "Caps",
    "Message",
    "StepAborted",
    "StepChanged",
    "StepEnded",
    "StepStarted",
    "Trace",
    "TraceEvent",
    "decode",
]

_MILLISECOND = timedelta(milliseconds=1)
_SAME_CLOCK = timedelta(seconds=1)
"""A beginning that lies so far behind the one before was dated by a clock that was set back."""


class _Open:
    """A step that can still change."""

    def __init__(self, raw: RawStep, outputs: Outputs, mono: float, widgets: Widgets) -> None:
        self.raw = raw
        self._widgets = widgets
        self.outputs = outputs
        self.mono = mono
        self.error: str | None = None
        self.interrupted = False
        self.counted = 0
        """Bytes of its outputs as they stand in the sum of ended steps."""

    def snapshot(self) -> RawStep:
        self.raw.outputs = [self._widgets.with_state(one) for one in self.outputs.snapshot()]
        self.raw.outputs_dropped = self.outputs.dropped
        fields = {name: getattr(self.raw, name) for name in self.raw.__struct_fields__}
        return RawStep(**fields)

    @property
    def verdict(self) -> StepStatus:
        """How it ended, by what it showed."""
        if self.interrupted or self.error == "KeyboardInterrupt":
            return "interrupted"
        return "finished" if self.error is None else "failed"

    def end(self, status: StepStatus, at: Time, mono: float | None) -> StepEnded:
        self.raw.status = status
        self.raw.ended_at = at
        self.raw.duration = None if mono is None else max(0.0, mono - self.mono)
        return StepEnded(self.snapshot())


class Trace:
    """The reducer of one kernel epoch. Not thread-safe: one thread feeds it."""

    def __init__(self, kernel_id: str, epoch: int, caps: Caps | None = None) -> None:
        self.kernel_id = kernel_id
        self.epoch = epoch
        self._caps = caps or Caps()
        self._seq = 0
        self._began: Time | None = None
        self._open: dict[str, _Open] = {}
        self._ended: OrderedDict[str, _Open] = OrderedDict()
        self._ended_bytes = 0
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._displays: dict[str, dict[str, None]] = {}
        self._widgets = Widgets()
        self._handlers: dict[str, Callable[[Message], list[TraceEvent]]] = {
            "status": self._status,
            "execute_input": self._input,
            "stream": self._stream,
            "display_data": self._display,
            "execute_result": self._display,
            "update_display_data": self._update,
            "clear_output": self._clear,
            "error": self._error,
            "comm_open": self._comm,
            "comm_msg": self._comm,
            "comm_close": self._comm,
        }

    @property
    def busy(self) -> bool:
        """True while a step is being executed."""
        return bool(self._open)

    def feed(self, message: Message) -> list[TraceEvent]:
        """What this message makes happen. Unknown types and foreign parents: nothing."""
        handler = self._handlers.get(message.msg_type)
        if handler is None or not message.parent_id or message.username == OWN_USERNAME:
            return []
        return handler(message)

    def interrupt(self) -> None:
        """The user interrupted the kernel, and the kernel's language is one that does not tell so
        by an error: what is executed now ends as interrupted, whatever it shows."""
        for step in self._open.values():
            step.interrupted = True

    def missed(self) -> None:
        """Some output of the kernel never came here; it was of what is executed now."""
        for step in self._open.values():
            step.outputs.miss()

    def lose(self, at: Time, mono: float | None = None) -> list[StepEnded]:
        """End every open step as lost: the epoch is over and no idle will come."""
        ended = [step.end("lost", at, mono) for step in self._open.values()]
        self._open.clear()
        self._waiting.clear()
        return ended

    def unheard(self, at: Time, mono: float) -> list[StepEnded]:
        """End every open step as lost though the kernel lives: nobody saw its end. What still
        comes of it counts, its end too."""
        opened = list(self._open.values())
        ended = [step.end("lost", at, mono) for step in opened]
        self._open.clear()
        for step in opened:
            self._keep_ended(step)
        return ended

    def _input(self, message: Message) -> list[TraceEvent]:
        msg_id = message.parent_id
        if self._find(msg_id) is not None:
            return []
        self._waiting.pop(msg_id, None)
        self._seq += 1
        code = message.content.get("code")
        count = message.content.get("execution_count")
        caps = self._caps
        raw = RawStep(
            kernel_id=self.kernel_id,
            epoch=self.epoch,
            seq=self._seq,
            msg_id=msg_id,
            session=message.session,
            username=message.username,
            code=code if isinstance(code, str) else "",
            execution_count=count if isinstance(count, int) else None,
            started_at=self._next_beginning(message.received),
        )
        outputs = Outputs(
            head_bytes=caps.head_bytes,
            tail_bytes=caps.tail_bytes,
            error_bytes=caps.error_bytes,
            rich_bytes=caps.rich_bytes,
            most=caps.outputs,
        )
        step = self._open[msg_id] = _Open(raw, outputs, message.mono, self._widgets)
        return [StepStarted(step.snapshot())]

    def _next_beginning(self, received: Time) -> Time:
        """When a step began. Ids order steps by milliseconds, so that each has one of its own: many
        messages can come at once, and by a page's clock at the same time."""
        before = self._began
        if before is not None and before - _SAME_CLOCK < received < before + _MILLISECOND:
            received = before + _MILLISECOND
        self._began = received
        return received

    def _status(self, message: Message) -> list[TraceEvent]:
        msg_id = message.parent_id
        state = message.content.get("execution_state")
        if state == "busy":
            if message.parent_type == "execute_request" and self._find(msg_id) is None:
                self._waiting[msg_id] = None
                if len(self._waiting) > self._caps.waiting:
                    self._waiting.popitem(last=False)
            return []
        if state != "idle":
            return []
        step = self._open.pop(msg_id, None)
        if step is not None:
            return [self._end(step, message)]
        if msg_id in self._waiting:
            del self._waiting[msg_id]
            return [StepAborted(msg_id, message.received)]
        late = self._ended.get(msg_id)
        if late is not None and late.raw.status == "lost":
            late.end(late.verdict, message.received, message.mono)
            return [self._changed(late)]
        return []

    def _end(self, step: _Open, message: Message) -> StepEnded:
        ended = step.end(step.verdict, message.received, message.mono)
        self._keep_ended(step)
        return ended

    def _keep_ended(self, step: _Open) -> None:
        self._ended[step.raw.msg_id] = step
        self._count(step)
        self._forget_old()

    def _forget_old(self) -> None:
        """Ended steps stay reachable for late outputs, the latest ones and within a size."""
        caps = self._caps
        while len(self._ended) > caps.ended_steps or (
            self._ended_bytes > caps.ended_bytes and len(self._ended) > 1
        ):
            self._ended_bytes -= self._ended.popitem(last=False)[1].counted

    def _count(self, step: _Open) -> None:
        """Put an ended step's outputs, as they are now, into the sum."""
        kept = step.outputs.kept
        self._ended_bytes += kept - step.counted
        step.counted = kept

    def _stream(self, message: Message) -> list[TraceEvent]:
        text = message.content.get("text")
        name = message.content.get("name")
        step = self._find(message.parent_id)
        if step is None or not isinstance(text, str) or not text:
            return []
        step.outputs.stream(name if isinstance(name, str) else "stdout", text)
        return [self._changed(step)]

    def _display(self, message: Message) -> list[TraceEvent]:
        changed = self._update(message)
        step = self._find(message.parent_id)
        if step is None:
            return changed
        self._widgets.show(step.outputs.rich(message), step.raw.msg_id)
        display_id = display_id_of(message)
        if display_id is not None:
            self._displays.setdefault(display_id, {})[step.raw.msg_id] = None
        own = self._changed(step)
        return [event for event in changed if _id_of(event) != own.msg_id] + [own]

    def _update(self, message: Message) -> list[TraceEvent]:
        """An update reaches all outputs with its display id, of whatever step."""
        display_id = display_id_of(message)
        if display_id is None:
            return []
        changed: list[TraceEvent] = []
        for msg_id in list(self._displays.get(display_id, ())):
            step = self._find(msg_id)
            if step is None:
                del self._displays[display_id][msg_id]
            elif step.outputs.update(message, display_id):
                changed.append(self._changed(step))
        return changed

    def _clear(self, message: Message) -> list[TraceEvent]:
        step = self._find(message.parent_id)
        if step is None:
            return []
        step.outputs.clear(bool(message.content.get("wait")))
        return [self._changed(step)]

    def _comm(self, message: Message) -> list[TraceEvent]:
        """A widget changed: all steps that show it, those that ended only while that is small."""
        model_id = self._widgets.take(message, self._open.__contains__)
        if model_id is None:
            return []
        changed: list[TraceEvent] = []
        for msg_id, view in self._widgets.shown_in(model_id).items():
            step = self._find(msg_id)
            if step is not None and (msg_id in self._open or self._widgets.is_small(view)):
                changed.append(self._changed(step))
        return changed

    def _error(self, message: Message) -> list[TraceEvent]:
        step = self._find(message.parent_id)
        if step is None:
            return []
        step.outputs.error(message.content)
        step.error = str(message.content.get("ename", ""))
        return [self._changed(step)]

    def _find(self, msg_id: str) -> _Open | None:
        return self._open.get(msg_id) or self._ended.get(msg_id)

    def _changed(self, step: _Open) -> StepChanged:
        if step.raw.msg_id in self._ended:
            self._count(step)
        return StepChanged(step.raw.msg_id, step.snapshot)


def _id_of(event: TraceEvent) -> str:
    return event.msg_id if isinstance(event, StepChanged | StepAborted) else event.raw.msg_id
