"""Recorded traces (fixtures/traces) as what the tap would have handed over."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from runfolio.capture.trace import (
    Caps,
    Message,
    StepAborted,
    StepChanged,
    StepEnded,
    StepStarted,
    Trace,
    TraceEvent,
    decode,
)
from runfolio.models.base import from_us
from runfolio.models.step import RawStep

TRACES = Path(__file__).parent.parent.parent / "fixtures" / "traces"
BEGAN = from_us(1_800_000_000_000_000)


def load(name: str) -> dict[str, Any]:
    """A recorded trace."""
    body: dict[str, Any] = json.loads((TRACES / f"{name}.json").read_text("utf-8"))
    return body


def frames(item: dict[str, Any]) -> list[bytes]:
    """The frames of a recorded item, byte by byte."""
    return [
        part.encode() if isinstance(part, str) else base64.b64decode(part["base64"])
        for part in item["parts"]
    ]


def messages(body: dict[str, Any]) -> Iterator[Message | str]:
    """Needed messages in order, and the marks between them."""
    for item in body["items"]:
        if "mark" in item:
            yield item["mark"]
            continue
        received = BEGAN + timedelta(seconds=item["at"])
        message = decode(frames(item), received, item["at"], body["key"].encode())
        if message is not None:
            yield message


@dataclass
class Replay:
    """A trace replayed to its end. Steps are as the last event about them said."""

    events: list[tuple[int, TraceEvent]] = field(default_factory=list)
    steps: dict[str, RawStep] = field(default_factory=dict)
    aborted: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def step(self, n: int) -> RawStep:
        """The step of the n-th request of the scenario, from 0."""
        return self.steps[self.requests[n]]

    def has(self, n: int) -> bool:
        return self.requests[n] in self.steps

    def is_aborted(self, n: int) -> bool:
        return self.requests[n] in self.aborted

    def kinds(self, n: int) -> list[str]:
        """What happened to one request, as words."""
        words = {StepStarted: "started", StepEnded: "ended", StepChanged: "changed"}
        found = []
        for _, event in self.events:
            msg_id = event.msg_id if isinstance(event, StepAborted | StepChanged) else None
            if (msg_id or event.raw.msg_id) == self.requests[n]:
                found.append(words.get(type(event), "aborted"))
        return found

    def take(self, epoch: int, event: TraceEvent) -> None:
        self.events.append((epoch, event))
        if isinstance(event, StepAborted):
            self.aborted.append(event.msg_id)
        else:
            self.steps[event.raw.msg_id] = event.raw


def replay(name: str, caps: Caps | None = None) -> Replay:
    """Feed a recorded trace, with a new epoch at every restart or death."""
    body = load(name)
    done = Replay(requests=[request["msg_id"] for request in body["requests"]])
    epoch = 1
    trace = Trace("k", epoch, caps)
    mono = 0.0
    for one in messages(body):
        if one == "interrupt":
            if body["kernel"]["language"] != "python":
                trace.interrupt()
            continue
        if isinstance(one, str):
            for lost in trace.lose(BEGAN + timedelta(seconds=mono), mono):
                done.take(epoch, lost)
            epoch += 1
            trace = Trace("k", epoch, caps)
            continue
        mono = one.mono
        for event in trace.feed(one):
            done.take(epoch, event)
    assert not trace.busy
    return done
