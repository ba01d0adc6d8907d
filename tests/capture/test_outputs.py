"""What a step shows, within caps: exact counts, heads, tails, whole characters."""

from __future__ import annotations

from typing import Any

import pytest

from runfolio.capture.message import Message
from runfolio.capture.screen import Text
from runfolio.capture.trace import Caps, StepAborted, StepChanged, StepEnded, StepStarted, Trace
from runfolio.models.base import from_us

AT = from_us(1_800_000_000_000_000)


def message(msg_type: str, msg_id: str = "m", **content: Any) -> Message:
    return Message(
        msg_type=msg_type,
        parent_id=msg_id,
        parent_type="execute_request",
        session="s",
        username="user",
        kernel_session="k",
        date=None,
        received=AT,
        mono=1.0,
        content=content,
    )


def trace_of(*items: Message, caps: Caps | None = None) -> tuple[Trace, list[Any]]:
    trace = Trace("k", 1, caps)
    events: list[Any] = []
    for item in items:
        events += trace.feed(item)
    return trace, events


def step_of(*items: Message, caps: Caps | None = None):
    """The step after it was started, these messages came, and it ended."""
    _, events = trace_of(
        message("execute_input", code="x", execution_count=1),
        *items,
        message("status", execution_state="idle"),
        caps=caps,
    )
    return events[-1].raw


def stream(text: str, name: str = "stdout", msg_id: str = "m") -> Message:
    return message("stream", msg_id, name=name, text=text)


def display(value: str, display_id: str | None = None, msg_id: str = "m", kind="display_data"):
    transient = {"display_id": display_id} if display_id else {}
    return message(kind, msg_id, data={"text/plain": value}, transient=transient)


@pytest.mark.parametrize("chunk", [1, 3, 7, 1000])
@pytest.mark.parametrize("alphabet", ["a", "é", "漢", "🙂", "aé漢🙂"])
@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 29, 30, 31, 400])
def test_text_keeps_head_and_tail(size, alphabet, chunk):
    """Whatever the chunks are: everything within the caps, else both ends in whole characters."""
    whole = (alphabet * size)[:size]
    text = Text(10, 20)
    for start in range(0, size, chunk):
        text.add(whole[start : start + chunk])
    data = whole.encode()
    head, tail, left_out = text.ends()
    assert text.total == len(data)
    if not tail:
        assert head == whole
    else:
        assert whole.startswith(head)
        assert whole.endswith(tail)
        assert 7 <= len(head.encode()) <= 10
        assert 17 <= len(tail.encode()) <= 20
        assert len(head.encode()) + len(tail.encode()) + left_out == len(data)
        assert left_out > 0
    assert text.ends() == (head, tail, left_out), "reading changes nothing"


def test_text_goes_on_after_it_was_read():
    text = Text(4, 4)
    for part in ("abc", "def", "ghi", "jkl"):
        text.add(part)
        text.ends()
    assert text.ends() == ("abcd", "ijkl", 4)
    assert text.total == 12


def test_a_flood_keeps_its_ends_and_its_count():
    """Failure case 18: a stream of many megabytes."""
    chunk = "x" * 100_000 + "\n"
    step = step_of(stream("begin\n"), *[stream(chunk)] * 100, stream("end\n"))
    (output,) = step.outputs
    assert output.total_bytes == 100 * 100_001 + 10
    assert output.head.startswith("begin\nxxx")
    assert len(output.head) == 64 * 1024
    assert output.tail.endswith("xxx\nend\n")
    assert len(output.tail) == 64 * 1024


def test_streams_merge_by_name_while_they_follow_each_other():
    step = step_of(
        stream("a"), stream("b"), stream("c", "stderr"), stream("d"), display("e"), stream("f")
    )
    shown = [(one.name, one.head) for one in step.outputs]
    assert shown == [
        ("stdout", "ab"),
        ("stderr", "c"),
        ("stdout", "d"),
        (None, ""),
        ("stdout", "f"),
    ]


def test_errors_are_whole_up_to_their_cap():
    lines = ["x" * 1000] * 200
    step = step_of(message("error", ename="E", evalue="v", traceback=lines))
    (error,) = step.outputs
    assert error.head == "\n".join(lines)
    assert error.tail == ""
    big = step_of(message("error", ename="E", evalue="é" * 100_000, traceback=lines * 3))
    (error,) = big.outputs
    assert error.total_bytes == 600 * 1001 - 1
    assert len(error.head) == len(error.tail) == 128 * 1024
    assert error.evalue == "é" * 32 * 1024
    assert big.status == "failed"


@pytest.mark.parametrize("content", [{}, {"traceback": None, "ename": None}, {"traceback": [1]}])
def test_errors_of_any_form(content):
    assert step_of(message("error", **content)).status == "failed"


def test_rich_outputs_are_bounded_and_counted():
    caps = Caps(rich_bytes=100, outputs=5)
    step = step_of(display("a" * 60), display("b" * 60), display("c" * 40), caps=caps)
    assert [one.data.get("text/plain", "-")[0] for one in step.outputs] == ["a", "-", "c"]
    assert step.outputs[1].sizes == {"text/plain": 60}
    assert step.outputs_dropped == 1
    step = step_of(*[display("x")] * 9, stream("s"), caps=caps)
    assert (len(step.outputs), step.outputs_dropped) == (5, 5)
    loop = []
    for _ in range(50):
        loop += [message("clear_output", wait=True), display("y" * 90)]
    step = step_of(*loop, caps=caps)
    assert (len(step.outputs), step.outputs_dropped) == (1, 0)


def test_updates_are_bounded():
    caps = Caps(rich_bytes=100)
    step = step_of(
        display("a", "d"), display("b" * 200, "d", kind="update_display_data"), caps=caps
    )
    assert step.outputs[0].data == {}
    assert step.outputs[0].total_bytes == 200
    assert step.outputs_dropped == 1
    step = step_of(
        display("a" * 90, "d"), display("b" * 95, "d", kind="update_display_data"), caps=caps
    )
    assert step.outputs[0].data == {"text/plain": "b" * 95}


def test_updates_keep_the_kind_of_what_they_update():
    result = message("execute_result", data={"text/plain": "1"}, transient={"display_id": "d"})
    step = step_of(result, display("2", "d", kind="update_display_data"))
    assert (step.outputs[0].kind, step.outputs[0].data) == ("execute_result", {"text/plain": "2"})


def test_ended_steps_are_forgotten_in_order():
    """Late outputs reach the latest steps; of older ones nothing more is known."""
    caps = Caps(ended_steps=2)
    items = []
    for n in range(4):
        items += [
            message("execute_input", f"m{n}", code=""),
            message("status", f"m{n}", execution_state="idle"),
        ]
    trace, _ = trace_of(*items, caps=caps)
    assert trace.feed(stream("late", msg_id="m0")) == []
    assert trace.feed(stream("late", msg_id="m1")) == []
    (event,) = trace.feed(stream("late", msg_id="m2"))
    assert event.raw.outputs[0].head == "late"


def test_big_ended_steps_are_forgotten_sooner():
    caps = Caps(ended_bytes=1000)
    items = []
    for n in range(3):
        items += [
            message("execute_input", f"m{n}", code=""),
            display("x" * 600, f"d{n}", f"m{n}"),
            message("status", f"m{n}", execution_state="idle"),
        ]
    trace, _ = trace_of(*items, caps=caps)
    update = [display("y", f"d{n}", "m9", kind="update_display_data") for n in range(3)]
    assert [len(trace.feed(one)) for one in update] == [0, 0, 1]


def test_case_13_silent_execute_input_of_other_kernels():
    """Failure case 13: kernels that tell the input of silent executions, with a stale count. It
    is a step for the trace; that no cell claims it is the join's to see."""
    _, events = trace_of(
        message("status", "q", execution_state="busy"),
        message("execute_input", "q", code="ls()", execution_count=3),
        message("status", "q", execution_state="idle"),
    )
    assert [type(event) for event in events] == [StepStarted, StepEnded]


def test_an_input_told_twice_is_one_step():
    items = [
        message("execute_input", code="x"),
        message("execute_input", code="x"),
        message("status", execution_state="idle"),
        message("execute_input", code="x"),
    ]
    _, events = trace_of(*items)
    assert [type(event) for event in events] == [StepStarted, StepEnded]


def test_own_and_foreign_messages_are_nothing():
    own = Message(
        msg_type="execute_input",
        parent_id="m",
        parent_type="execute_request",
        session="s",
        username="runfolio",
        kernel_session="",
        date=None,
        received=AT,
        mono=0.0,
        content={},
    )
    trace, events = trace_of(
        own,
        message("stream", "", name="stdout", text="x"),
        message("comm_msg", data={}),
        message("never_heard_of"),
    )
    assert events == []
    assert not trace.busy


def test_other_requests_are_never_aborted_steps():
    busy = Message(
        msg_type="status",
        parent_id="i",
        parent_type="kernel_info_request",
        session="s",
        username="user",
        kernel_session="",
        date=None,
        received=AT,
        mono=0.0,
        content={"execution_state": "busy"},
    )
    _, events = trace_of(busy, message("status", "i", execution_state="idle"))
    assert events == []
    _, events = trace_of(
        message("status", "q", execution_state="busy"),
        message("status", "q", execution_state="idle"),
    )
    assert events == [StepAborted("q", AT)]


def test_waiting_requests_are_bounded():
    caps = Caps(waiting=3)
    busy = [message("status", f"q{n}", execution_state="busy") for n in range(5)]
    trace, _ = trace_of(*busy, caps=caps)
    idle = [trace.feed(message("status", f"q{n}", execution_state="idle")) for n in range(5)]
    assert [len(events) for events in idle] == [0, 0, 1, 1, 1]


def test_losing_without_the_monotonic_clock_tells_no_duration():
    trace, _ = trace_of(message("execute_input", code="x"), stream("some"))
    (lost,) = trace.lose(AT)
    assert (lost.raw.status, lost.raw.duration, lost.raw.ended_at) == ("lost", None, AT)
    assert lost.raw.outputs[0].head == "some"
    assert trace.lose(AT) == []


@pytest.mark.parametrize("content", [{"text": 3}, {"name": "stdout"}, {"text": ""}, {}])
def test_streams_without_text_are_nothing(content):
    step = step_of(message("stream", **content))
    assert step.outputs == []


def test_a_step_of_any_form():
    _, events = trace_of(message("execute_input", code=None, execution_count="3"))
    assert (events[0].raw.code, events[0].raw.execution_count) == ("", None)
    assert isinstance(trace_of(message("execute_input"), stream("x"))[1][1], StepChanged)
