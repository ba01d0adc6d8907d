"""The tee on a stream, and what a recorder does without a shell."""

from __future__ import annotations

import io
import sys

import pytest

import runfolio
from runfolio.kernel import recording, say


class Stream(io.StringIO):
    """A stream as a kernel has one: it has a dict, so that its write can be listened to."""


def _stdout(monkeypatch) -> Stream:
    """In the test itself: around it pytest puts its own streams there."""
    stream = Stream()
    monkeypatch.setattr(sys, "stdout", stream)
    return stream


def test_everything_is_passed_on_and_nothing_is_left_behind(monkeypatch):
    stream = _stdout(monkeypatch)
    tee = recording._Tee("stdout", lambda: False)
    assert sys.stdout.write("héllo") == 5
    print("a", "b")
    assert tee.end() == {"type": "stream", "name": "stdout", "text": "hélloa b\n"}
    assert "write" not in vars(stream)
    print("later")
    assert stream.getvalue() == "hélloa b\nlater\n"
    assert recording._Tee("stdout", lambda: False).end() is None


def test_head_and_tail_of_a_flood(monkeypatch):
    stream = _stdout(monkeypatch)
    half = recording.MAX_TEXT // 2
    tee = recording._Tee("stdout", lambda: False)
    for n in range(40_000):
        sys.stdout.write(f"{n:06d}\n")
    text = tee.end()["text"]
    assert len(stream.getvalue()) == 280_000
    assert text.startswith("000000\n000001\n")
    assert text.endswith("039999\n")
    assert f"[… {280_000 - 2 * half} characters not kept …]" in text


def test_what_the_stream_raises_is_raised_and_what_we_raise_is_not(monkeypatch):
    stream = _stdout(monkeypatch)

    def full(data: str) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(stream, "write", full)
    tee = recording._Tee("stdout", lambda: False)
    with pytest.raises(OSError, match="full"):
        sys.stdout.write("a")
    tee.end()
    assert stream.write is full
    monkeypatch.undo()
    monkeypatch.setattr(sys, "stdout", stream)
    tee = recording._Tee("stdout", lambda: 1 / 0)
    assert sys.stdout.write("b") == 1
    tee.end()


def test_one_that_listens_over_it_stays(monkeypatch):
    stream = _stdout(monkeypatch)
    tee = recording._Tee("stdout", lambda: False)
    ours, heard = stream.write, []

    def other(data: str) -> int:
        heard.append(data)
        return ours(data)

    stream.write = other
    assert tee.end() is None
    sys.stdout.write("x")
    assert (heard, stream.getvalue(), tee.end()) == (["x"], "x", None)


def test_outside_of_ipython_it_says_so_once(monkeypatch, capsys):
    monkeypatch.setattr(say, "_said", set())
    monkeypatch.setattr(recording, "shell_here", lambda: None)
    runfolio.record()
    runfolio.record()
    assert capsys.readouterr().err.count("record() needs IPython") == 1


def test_a_folder_that_cannot_be_written_costs_the_record_only(monkeypatch, capsys):
    monkeypatch.setattr(say, "_said", set())
    monkeypatch.setattr(recording, "shell_here", object)
    monkeypatch.setattr(recording.servers, "data_dir", lambda: recording.Path("/proc/nowhere"))
    runfolio.record()
    assert "record recorded nothing" in capsys.readouterr().err
    assert recording._recorder is None
