"""A class that is decoded by two threads at once for the first time does not end the process."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from runfolio.models.decoding import convert, decode

PACKAGE = Path(__file__).resolve().parents[1] / "runfolio"

#: Annotations of a class within a class are evaluated while msgspec learns the outer one: here
#: this lets the other thread go first, which then meets a class that is half known.
TWO_THREADS = """
from __future__ import annotations
import sys, threading
import msgspec
from runfolio.models.decoding import decode

DATA = b'{"inner": {"a": 1}}'
learning, asked = threading.Event(), threading.Event()

def slow():
    learning.set()
    asked.wait(10)
    threading.Event().wait(0.3)
    return int

class Inner(msgspec.Struct):
    a: slow() = 0

class Shape(msgspec.Struct):
    inner: Inner
    b: int = 0

def read(found):
    if sys.argv[1] == "safe":
        found.append(decode(DATA, Shape))
    else:
        found.append(msgspec.json.decode(DATA, type=Shape))

first, second = [], []
one = threading.Thread(target=read, args=(first,))
one.start()
learning.wait(10)
two = threading.Thread(target=lambda: (asked.set(), read(second)))
two.start()
one.join()
two.join()
assert first == second == [Shape(Inner(1))]
"""


def _run(how: str) -> int:
    return subprocess.run([sys.executable, "-c", TWO_THREADS, how], capture_output=True,
                          check=False).returncode


def test_two_threads_may_meet_a_class_for_the_first_time() -> None:
    assert _run("safe") == 0


def test_the_fault_that_this_guards_against_is_there() -> None:
    """When this fails, msgspec has mended it, and models/decoding.py may go."""
    assert _run("bare") != 0


def test_shapes_are_read_as_before() -> None:
    assert decode('{"a": [1]}', dict[str, list[int]]) == {"a": [1]}
    assert convert({"a": [1]}, dict[str, list[int]]) == {"a": [1]}
    with pytest.raises(ValueError, match="Expected"):
        decode(b'{"a": 1}', dict[str, list[int]])


def test_all_typed_decoding_goes_through_there() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = ast.unparse(node.func)
                typed = any(word.arg == "type" for word in node.keywords)
                if name.startswith("msgspec.") and (
                        name.endswith(("Decoder", ".convert"))
                        or (name.endswith(".decode") and typed)):
                    found.append((path.relative_to(PACKAGE).as_posix(), name))
    assert {path for path, _name in found} == {"models/decoding.py"}
