"""Steps whose end nobody saw though their kernel lives on (kernels that only pages hear)."""

from __future__ import annotations

import pytest
from trace_replay import BEGAN, load, messages

from runfolio.capture.trace import Message, StepChanged, StepStarted, Trace


@pytest.mark.parametrize(("name", "status"), [("normal", "finished"), ("error_queue", "failed")])
def test_a_step_is_lost_until_its_end_comes_after_all(name: str, status: str):
    trace = Trace("k", 1)
    statuses: dict[str, str] = {}
    for message in messages(load(name)):
        assert isinstance(message, Message)
        for event in trace.feed(message):
            if isinstance(event, StepStarted):
                [lost] = trace.unheard(BEGAN, message.mono + 1)
                assert lost.raw.duration == pytest.approx(1.0)
                assert not trace.busy
                statuses[lost.raw.msg_id] = lost.raw.status
                assert lost.raw.status == "lost"
            elif isinstance(event, StepChanged):
                statuses[event.msg_id] = event.raw.status
    assert status in statuses.values()
    assert "lost" not in statuses.values()


def test_without_an_open_step_nothing_is_lost():
    assert Trace("k", 1).unheard(BEGAN, 1.0) == []
