"""Frames as messages: of any form that kernels send, and of forms that none should."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runfolio.capture.message import decode
from runfolio.models.base import from_us

AT = from_us(1_800_000_000_000_000)


def wire(header: Any, parent: Any, content: bytes | Any, **more: Any) -> list[bytes]:
    parts = [header, parent, more.get("metadata", {}), content]
    packed = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts]
    return [b"topic", b"<IDS|MSG>", b"signature", *packed, *more.get("buffers", [])]


HEADER = {"msg_type": "stream", "msg_id": "a", "session": "k"}
PARENT = {"msg_type": "execute_request", "msg_id": "m", "session": "s", "username": "user"}


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [b"<IDS|MSG>"],
        [b"topic", b"no delimiter"],
        wire(HEADER, PARENT, {})[:5],
        wire(b"not json", PARENT, {}),
        wire([1, 2], PARENT, {}),
        wire({"msg_type": 3}, PARENT, {}),
        wire({}, PARENT, {}),
        wire({"msg_type": "debug_event"}, PARENT, {}),
        wire(HEADER, {**PARENT, "username": "runfolio"}, {}),
    ],
)
def test_case_27_frames_that_are_no_needed_message(parts):
    assert decode(parts, AT, 0.0) is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"text": "\xff"}', {"text": "�"}),
        (b'{"text": "\\ud800"}', {"text": "?"}),
        (b'{"data": {"a": NaN, "b": [-Infinity]}}', None),
        (b"[1]", {}),
        (b"{", {}),
        (b"", {}),
        (b"[" * 200_000, {}),
    ],
)
def test_contents_of_any_form(content, expected):
    found = decode(wire(HEADER, PARENT, content), AT, 2.5)
    assert found is not None
    assert (found.parent_id, found.session, found.mono, found.date) == ("m", "s", 2.5, None)
    if expected is None:
        assert repr(found.content) == "{'data': {'a': nan, 'b': [-inf]}}"
    else:
        assert found.content == expected


def test_case_27_buffers_and_missing_parents_are_no_trouble():
    found = decode(wire(HEADER, {}, {"text": "x"}, buffers=[b"\x00" * 10]), AT, 0.0)
    assert found is not None
    assert (found.parent_id, found.username) == ("", "")
