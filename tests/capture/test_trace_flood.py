"""A stream's large content in pieces is the same text as read whole."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from runfolio.capture import flood
from runfolio.capture.flood import pieces
from runfolio.capture.message import decode, decoded
from runfolio.capture.trace import Trace
from runfolio.models.base import from_us

AT = from_us(1_800_000_000_000_000)


def joined(content: bytes) -> tuple[str, str] | None:
    found = pieces(content)
    return None if found is None else (found.name, "".join(found.texts))


@pytest.fixture(autouse=True, params=[13, 23, 64])
def small(monkeypatch, request):
    """Pieces just larger than the longest escape, so that cuts fall everywhere."""
    monkeypatch.setattr(flood, "PIECE_BYTES", request.param)


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("name_first", [True, False])
def test_random_texts(ascii_only, separators, name_first):
    dice = random.Random(11)
    for _ in range(300):
        text = "".join(dice.choices('aé漢🙂\\"\n\r\x1b\b}{:, ', k=dice.randrange(400)))
        content = {"name": "stderr", "text": text} if name_first else {
            "text": text, "name": "stderr"}
        data = json.dumps(content, ensure_ascii=ascii_only, separators=separators).encode()
        assert joined(data) == ("stderr", text)


@pytest.mark.parametrize("text", [
    '", "name": "stdout"}', '"}', '\\"}', '\\', '"text": "', '{"name": "x", "text": "',
    "\\" * 50, '"' * 50, "🙂" * 50, "\u0000" * 50,
])
def test_texts_that_look_like_the_end(text):
    for content in ({"name": "stdout", "text": text}, {"text": text, "name": "stdout"}):
        assert joined(json.dumps(content).encode()) == ("stdout", text)


@pytest.mark.parametrize("content", [
    b"", b"{}", b'{"text": "x"}', b'{"name": "a", "text": "x", "name": "b"}', b'["text"]',
    b'{"name": "stdout", "text": 3}', b'{"name": "stdout", "more": 1, "text": "x"}',
    b'{"name": "stdout", "text": "x", "more": 1}', b'{"name": "stdout", "text": "x"',
])
def test_other_forms_are_left_to_the_caller(content):
    assert pieces(content) is None


@pytest.mark.parametrize(("inner", "text"), [
    (rb"aaaaaa\ud83dbbbbbbbbb", "aaaaaa?bbbbbbbbb"),
    (b"aaaaaaaaa\xff\xfebbbbbbbb", "aaaaaaaaa\ufffd\ufffdbbbbbbbb"),
    (b"tab\tin a string\nof JSON", "tab\tin a string\nof JSON"),
])
def test_what_kernels_should_not_send_is_still_counted(inner, text):
    assert joined(b'{"name": "stdout", "text": "' + inner + b'"}') == ("stdout", text)


def frames(content: dict[str, Any]) -> list[bytes]:
    parent = {"msg_id": "m", "msg_type": "execute_request", "username": "user"}
    return [b"<IDS|MSG>", b"", b'{"msg_type": "stream"}', json.dumps(parent).encode(), b"{}",
            json.dumps(content).encode()]


def test_a_flood_is_several_messages_of_one_stream(monkeypatch):
    monkeypatch.setattr("runfolio.capture.message.PIECE_BYTES", 100)
    text = "🙂 line\n" * 100
    many = list(decoded(frames({"name": "stdout", "text": text}), AT, 1.0))
    assert len(many) > 10
    assert "".join(one.content["text"] for one in many) == text
    whole = decode(frames({"name": "stdout", "text": text}), AT, 1.0)
    assert whole is not None
    assert whole.content["text"] == text
    assert len(list(decoded(frames({"name": "stdout", "text": "x" * 50}), AT, 1.0))) == 1
    assert list(decoded(frames({"name": "stdout", "text": text}), AT, 1.0, b"key")) == []
    odd = frames({"name": "stdout", "text": text, "more": 1})
    assert len(list(decoded(odd, AT, 1.0))) == 1


def test_what_was_dropped_is_said_of_the_step_that_was_executing():
    trace = Trace("k", 1)
    parent = {"msg_id": "m", "msg_type": "execute_request", "username": "user"}

    def feed(msg_type: str, content: dict[str, Any]) -> list[Any]:
        parts = [b"<IDS|MSG>", b"", json.dumps({"msg_type": msg_type}).encode(),
                 json.dumps(parent).encode(), b"{}", json.dumps(content).encode()]
        return [event for one in decoded(parts, AT, 1.0) for event in trace.feed(one)]

    feed("execute_input", {"code": "x", "execution_count": 1})
    feed("stream", {"name": "stdout", "text": "a"})
    trace.missed()
    feed("stream", {"name": "stdout", "text": "b"})
    (ended,) = feed("status", {"execution_state": "idle"})
    (output,) = ended.raw.outputs
    assert (output.head, output.digest, ended.raw.outputs_dropped) == ("ab", None, 1)
