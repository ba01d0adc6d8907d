"""The trace on what real kernels sent (fixtures/traces, recorded by scripts/record_traces.py)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from trace_replay import BEGAN, TRACES, frames, load, messages, replay

from runfolio.capture.trace import (
    Caps,
    Message,
    StepChanged,
    StepEnded,
    StepStarted,
    Trace,
    decode,
)

EVERY = sorted(path.stem for path in TRACES.glob("*.json"))


def shown(step) -> list[tuple[str, str]]:
    """What a step shows: (kind or stream name, text)."""
    return [
        (one.name or one.kind, one.head or str(one.data.get("text/plain", one.ename)))
        for one in step.outputs
    ]


def test_there_are_traces():
    assert len(EVERY) >= 21


@pytest.mark.parametrize("name", EVERY)
def test_every_frame_is_signed_and_every_request_accounted_for(name):
    body = load(name)
    for item in body["items"]:
        if "mark" not in item:
            parts = frames(item)
            right = decode(parts, BEGAN, 0.0, body["key"].encode())
            assert right == decode(parts, BEGAN, 0.0), "the recorded key signs every frame"
            if right is not None:
                assert decode(parts, BEGAN, 0.0, b"another key") is None
    done = replay(name)
    for step in done.steps.values():
        assert step.status != "busy"
        assert step.duration is not None
        assert step.duration >= 0
        assert step.ended_at is not None
        assert step.session
        assert step.username == "user"


@pytest.mark.parametrize("name", EVERY)
def test_seq_counts_receipts_in_each_epoch(name):
    done = replay(name)
    for epoch in {step.epoch for step in done.steps.values()}:
        found = [step.seq for step in done.steps.values() if step.epoch == epoch]
        assert found == list(range(1, len(found) + 1))


def test_normal():
    done = replay("normal")
    assert [done.step(n).status for n in range(5)] == ["finished"] * 5
    assert done.step(0).code == "import sys\nx = 41"
    assert done.step(0).outputs == []
    assert shown(done.step(1)) == [
        ("stdout", "out\n"),
        ("stderr", "err\n"),
        ("execute_result", "42"),
    ]
    (figure,) = done.step(2).outputs
    assert figure.kind == "display_data"
    assert figure.data["image/png"].startswith("iVBORw0KGgo")
    assert figure.total_bytes == sum(len(str(value)) for value in figure.data.values())
    assert shown(done.step(3)) == [("stdout", "from the shell\n")]
    assert shown(done.step(4)) == [("stdout", "from bash\n")]
    assert done.kinds(0) == ["started", "ended"]
    assert done.kinds(1) == ["started", "changed", "changed", "changed", "ended"]


def test_times_are_of_receipt():
    body = load("normal")
    done = replay("normal")
    at = {}
    for one in messages(body):
        assert isinstance(one, Message)
        if one.msg_type == "execute_input":
            at[one.parent_id] = one
    for step in done.steps.values():
        assert step.started_at == at[step.msg_id].received
        assert step.ended_at is not None
        assert (step.ended_at - step.started_at).total_seconds() == pytest.approx(step.duration)


def test_case_02_error_with_cells_queued_behind_it():
    """The rest is aborted, none of it is a step."""
    done = replay("error_queue")
    assert done.step(0).status == "failed"
    (error,) = done.step(0).outputs
    assert (error.kind, error.ename, error.evalue) == (
        "error",
        "ZeroDivisionError",
        "division by zero",
    )
    assert "1 / 0" in error.head.replace("\x1b[39m", "") or "ZeroDivisionError" in error.head
    assert not done.has(1)
    assert not done.has(2)
    assert done.is_aborted(1)
    assert done.is_aborted(2)
    assert done.step(3).status == "finished"


def test_case_03_interrupt_with_a_cell_queued_behind_it():
    done = replay("interrupt_queue")
    assert done.step(0).status == "interrupted"
    assert done.step(0).outputs[0].head.startswith("0\n")
    assert done.step(0).outputs[-1].ename == "KeyboardInterrupt"
    assert not done.has(1)
    assert done.is_aborted(1)


def test_case_04_restart_in_a_cell():
    done = replay("restart_in_cell")
    closed_as_lost(done)
    assert not done.has(1)
    assert not done.is_aborted(1)


def test_case_05_killed_in_a_cell():
    closed_as_lost(replay("killed_in_cell"))


def closed_as_lost(done):
    """With what it had shown; the next one is in an epoch of its own."""
    lost, after = done.step(0), done.step(len(done.requests) - 1)
    assert (lost.status, lost.epoch) == ("lost", 1)
    assert shown(lost) == [("stdout", "on\n")]
    assert (after.status, after.epoch, after.seq) == ("finished", 2, 1)


def test_case_19_output_after_idle_belongs_to_its_step():
    """Changes after the end; nothing of it ends twice."""
    done = replay("late_output")
    kinds = done.kinds(1)
    assert kinds.count("ended") == 1
    assert kinds[-1] == "changed"
    step = done.step(1)
    assert step.status == "finished"
    assert [one.name for one in step.outputs] == ["stdout"]
    text = done.step(0).outputs[0].head + step.outputs[0].head
    assert [line for line in text.splitlines() if line.startswith("late")] == [
        f"late {n}" for n in range(4)
    ]
    assert "meanwhile\n" in step.outputs[0].head


def test_case_19_updates_reach_the_cell_that_shows():
    done = replay("display_updates")
    assert shown(done.step(0)) == [("display_data", "'four'")]
    assert done.step(0).outputs[0].display_id == "d1"
    assert shown(done.step(1)) == [("stdout", "before\n")]
    handle = ("execute_result", "<DisplayHandle display_id=d1>")
    assert shown(done.step(2)) == [("display_data", "'four'"), handle]
    assert shown(done.step(3)) == []
    assert done.kinds(0) == ["started", "changed", "changed", "ended", "changed", "changed"]


def test_clear_output():
    done = replay("clear_output")
    assert shown(done.step(1)) == [("stdout", "b\n")]
    assert shown(done.step(2)) == [("stdout", "2\n")]
    assert shown(done.step(3)) == [("stdout", "kept\n")]


def test_carriage_returns_write_over_and_streams_merge_while_they_follow():
    done = replay("carriage_returns")
    (bar,) = done.step(0).outputs
    assert bar.head == "2/3\n"
    assert bar.total_bytes == len("\r0/3\r1/3\r2/3\n")
    assert shown(done.step(1)) == [
        ("stdout", "out 0\n"),
        ("stderr", "err 0\n"),
        ("stdout", "out 1\n"),
        ("stderr", "err 1\n"),
    ]


def test_case_12_counts_are_data_and_no_keys():
    """Repeated counts, store_history=False, silent."""
    done = replay("counts")
    assert [done.step(n).execution_count for n in (0, 1, 3, 4)] == [1, 2, 2, 2]
    assert not done.has(2), "a silent execution is no step"
    assert [done.step(n).seq for n in (0, 1, 3, 4)] == [1, 2, 3, 4]
    assert shown(done.step(4)) == [("execute_result", "4")]


def test_case_27_comms_and_unknown_messages_are_ignored():
    """Other types, and bytes that are no UTF-8."""
    done = replay("other_messages")
    assert done.step(0).outputs == []
    assert done.kinds(0) == ["started", "ended"]
    assert done.step(1).outputs[0].data == {"application/json": {"v": [1.5, None]}}
    (text,) = done.step(2).outputs
    assert text.head == "lone � surrogate, \x00, Ünïcödé, 🙂\n"


def test_training_prints_and_values():
    done = replay("training")
    assert shown(done.step(1)) == [("stdout", "(1797, 64)\n")]
    assert float(done.step(3).outputs[0].data["text/plain"]) > 0.9
    lines = done.step(4).outputs[0].head.splitlines()
    assert [line.split()[:2] for line in lines] == [["epoch", "1"], ["epoch", "2"], ["epoch", "3"]]


def test_case_16_names_that_hide_what_tools_need():
    """Nothing of ours runs in the kernel: what the user's names hide is nothing to us."""
    done = replay("shadowed")
    assert [done.step(n).status for n in range(4)] == ["finished"] * 3 + ["failed"]
    assert shown(done.step(2)) == [("execute_result", "'still works'")]
    assert done.step(3).outputs[0].evalue == "hidden"


def test_case_18_bars_loops_and_floods_are_bounded():
    """What was written over is gone, counts are exact, no output is more than its caps."""
    done = replay("flood", Caps(head_bytes=1000, tail_bytes=1000))
    (bar,) = done.step(0).outputs
    assert bar.total_bytes == sum(len(f"\r{n}/2000") for n in range(2000))
    assert (bar.head, bar.tail) == ("1999/2000", "")
    assert shown(done.step(1)) == [("stdout", "shown 99\n")]
    (lines,) = done.step(2).outputs
    assert lines.total_bytes == 200 * 1000
    assert max(len(lines.head), len(lines.tail)) <= 1000


@pytest.mark.parametrize("name", EVERY)
def test_case_25_dates_of_another_clock_change_nothing(name):
    """The kernel's dates are data: a clock a century off, or none, gives the same steps."""
    found = list(messages(load(name)))

    def steps(date):
        trace, seen = Trace("k", 1), {}
        for one in found:
            if isinstance(one, Message):
                for event in trace.feed(date(one)):
                    if isinstance(event, StepStarted | StepEnded):
                        seen[event.raw.msg_id] = event.raw
        return seen

    right = steps(lambda one: one)
    assert steps(lambda one: replace(one, date="1926-01-01T00:00:00.000000Z")) == right
    assert steps(lambda one: replace(one, date=None)) == right


def test_case_13_kernels_that_do_not_abort():
    """The queue goes on behind an error, as with IJulia."""
    done = replay("no_abort")
    assert [done.step(n).status for n in range(2)] == ["failed", "finished"]
    assert done.aborted == []


def test_case_13_silent_code_of_r_is_announced_and_counts_nothing():
    done = replay("r_counts")
    assert [done.step(n).execution_count for n in range(4)] == [1, 2, 2, 2]
    assert done.step(1).outputs == []
    assert [done.step(n).status for n in range(4)] == ["finished"] * 4


def test_case_13_replies_are_not_needed():
    """All of a step is on IOPub: a kernel that sends no reply after an error (pyodide) is
    recorded as any other. These traces hold no reply at all."""
    for name in EVERY:
        types = {type_of(item) for item in load(name)["items"] if "mark" not in item}
        assert "execute_reply" not in types


def type_of(item):
    parts = frames(item)
    return json.loads(parts[parts.index(b"<IDS|MSG>") + 2])["msg_type"]


def test_r_and_bash_say_an_interrupt_in_their_reply_only():
    """The server's word for it makes the status; those behind it do not run."""
    r, bash = replay("r_interrupt"), replay("bash_queue")
    assert (r.step(0).status, r.has(1), r.step(2).status) == ("interrupted", False, "finished")
    assert r.step(0).outputs[0].head == "on\n"
    assert (bash.step(3).status, bash.step(5).status) == ("interrupted", "finished")


def test_r_and_bash_abort_what_waits_behind_an_error():
    r, bash = replay("r_queue"), replay("bash_queue")
    assert (r.step(0).status, r.has(1), r.step(2).status) == ("failed", False, "finished")
    assert r.step(0).outputs[0].evalue == "Error in eval(expr, envir, enclos): no\n"
    assert not r.is_aborted(1), "R says nothing at all about it"
    assert (bash.step(0).status, bash.has(1), bash.is_aborted(1)) == ("failed", False, True)
    assert not bash.has(4), "silent"


def test_r_values_are_displays():
    done = replay("r")
    assert shown(done.step(1)) == [
        ("stdout", "out\n"), ("stderr", "said\n\n"), ("display_data", "[1] 42")]
    assert shown(done.step(2)) == [("stdout", "r_squared: 0.6510794 \n")]
    assert "text/html" in done.step(3).outputs[0].data


def test_another_language():
    done = replay("bash")
    assert shown(done.step(0)) == [("stdout", "hello\n")]
    assert done.step(1).outputs[0].name == "stdout"
    assert [done.step(n).status for n in (0, 1)] == ["finished", "failed"]


@pytest.mark.parametrize("name", EVERY)
def test_replay_is_deterministic(name):
    assert replay(name).steps == replay(name).steps


def test_missed_beginnings_make_no_steps():
    """Attached in the middle of a cell: outputs and idle without an input are nobody's."""
    found = [one for one in messages(load("normal")) if isinstance(one, Message)]
    trace = Trace("k", 1)
    events = []
    for one in found:
        if one.msg_type != "execute_input" and one.content.get("execution_state") != "busy":
            events += trace.feed(one)
    assert events == []


def test_changed_shows_the_step_as_it_is_when_read():
    trace = Trace("k", 1)
    kept: list[StepChanged] = []
    for one in messages(load("carriage_returns")):
        assert isinstance(one, Message)
        kept += [event for event in trace.feed(one) if isinstance(event, StepChanged)]
    assert kept[0].raw.outputs[0].head == "2/3\n"
