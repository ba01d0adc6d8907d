"""What of a cell ran when it failed: tracebacks by hand and of a kernel."""

from __future__ import annotations

from typing import Any

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from runfolio.facts.failed import ran
from runfolio.models.output import Output


def error(traceback: str, ename: str = "ZeroDivisionError") -> list[Output]:
    return [Output(kind="stream", name="stdout", text="x\n"),
            Output(kind="error", ename=ename, evalue="", text=traceback)]


def frame(line: int, text: str, rest: str = "") -> str:
    return (f"{'-' * 75}\nZeroDivisionError    Traceback (most recent call last)\n"
            f"Cell In[2], line {line}\n      1 a = 1\n----> {line} {text}\n{rest}\n"
            "ZeroDivisionError: division by zero")


CODE = "lr = 0.1\nb = 1 / 0\nepochs = 3\n"


@pytest.mark.parametrize("head", ["Cell In[2], line 2", "Cell In [2], line 2",
                                  "Input In [2], in <cell line: 2>()"])
def test_statements_after_the_failing_one_did_not_run(head: str) -> None:
    text = frame(2, "b = 1 / 0").replace("Cell In[2], line 2", head)
    assert ran(CODE, error(text)) == "lr = 0.1\nb = 1 / 0"


def test_colours_do_not_hide_the_line() -> None:
    text = ("\x1b[0;31mZeroDivisionError\x1b[0m Traceback (most recent call last)\n"
            "Cell \x1b[0;32mIn[2], line 2\x1b[0m\n\x1b[1;32m      1\x1b[0m lr = 0.1\n"
            "\x1b[0;32m----> 2\x1b[0m b \x1b[38;5;241m=\x1b[39m 1 / 0\n")
    assert ran(CODE, error(text)) == "lr = 0.1\nb = 1 / 0"


def test_a_statement_over_several_lines_is_whole() -> None:
    code = "for a in range(3):\n    lr = a\n    1 / 0\n    k = 2\n\nm = 1"
    assert ran(code, error(frame(3, "    1 / 0"))) == "\n".join(code.split("\n")[:4])


def test_of_statements_on_one_line_the_first_is_surely_reached() -> None:
    assert ran("é = 1; b = 1 / 0; c = 3\nd = 4", error(frame(1, "é = 1; b = 1 / 0; c = 3"))) \
        == "é = 1"


def test_frames_of_functions_are_not_the_cell() -> None:
    code = "def f():\n    return 1 / 0\nlr = 1\nf()\nbs = 2"
    deeper = "\nCell In[2], line 2, in f()\n      1 def f():\n----> 2     return 1 / 0\n"
    assert ran(code, error(frame(4, "f()", deeper))) == code[: code.index("\nbs")]


def test_of_chained_tracebacks_the_last_tells() -> None:
    text = (frame(1, "a = 1") + "\n\nDuring handling of the above exception, another exception "
            "occurred:\n\n" + frame(2, "b = 1 / 0"))
    assert ran(CODE, error(text)) == "lr = 0.1\nb = 1 / 0"


@pytest.mark.parametrize("traceback", ["", "An exception has occurred, use %tb …", "Error: x\n"])
def test_without_a_line_all_of_it_counts(traceback: str) -> None:
    assert ran(CODE, error(traceback)) == CODE
    assert ran(CODE, []) == CODE


def test_a_line_beyond_the_cell_changes_nothing() -> None:
    assert ran(CODE, error(frame(99, "nowhere"))) == CODE


def test_what_the_kernel_could_not_read_did_not_run() -> None:
    text = "  Cell In[2], line 2\n    match x:\n          ^\nSyntaxError: invalid syntax\n"
    assert ran("lr = 1\nmatch = 2", error(text, "SyntaxError")) == ""


def test_what_we_cannot_read_is_left_as_it_is() -> None:
    assert ran("a = = 3", error(frame(1, "a = = 3"))) == "a = = 3"


REAL = {
    "a = 1\nb = 1 / 0\nc = 2": "a = 1\nb = 1 / 0",
    "\n\na = 1\nb = 1 / 0\nc = 2": "\n\na = 1\nb = 1 / 0",
    "%%time\na = 1\nb = 1 / 0\nc = 2": "%%time\na = 1\nb = 1 / 0",
    "%%capture\na = 1\nb = 1 / 0\nc = 2": "%%capture\na = 1\nb = 1 / 0",
    "!true \\\n  x\nb = 1 / 0\nc = 2": "!true \\\n  x\nb = 1 / 0",
    "%run no_such_file.py\nc = 2": "%run no_such_file.py",
    "a = 1\nb = int(\n    'x')\nc = 2": "a = 1\nb = int(\n    'x')",
    "def f():\n    1 / 0\nf()\nc = 2": "def f():\n    1 / 0\nf()",
    "try:\n    1 / 0\nexcept OSError:\n    pass\nc = 2":
        "try:\n    1 / 0\nexcept OSError:\n    pass",
    "try:\n    1 / 0\nfinally:\n    [][1]\nc = 2": "try:\n    1 / 0\nfinally:\n    [][1]",
    "exec('a b')\nc = 2": "exec('a b')",
    "assert False, 'Cell In[3], line 9'\nc = 2": "assert False, 'Cell In[3], line 9'",
}


@pytest.mark.kernel
def test_tracebacks_of_a_real_kernel() -> None:
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        for colors in ("NoColor", "Linux"):
            client.execute_interactive(f"%colors {colors}", timeout=60)
            for code, expected in REAL.items():
                assert ran(code, _failure(client, code)) == expected
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _failure(client: BlockingKernelClient, code: str) -> list[Output]:
    """The error that a cell ends with, as it comes over the wire."""
    found: list[Output] = []

    def hook(message: dict[str, Any]) -> None:
        if message["msg_type"] == "error":
            content = message["content"]
            found.extend(error("\n".join(content["traceback"]), content["ename"]))

    client.execute_interactive(code, timeout=60, output_hook=hook)
    assert found, "the cell fails"
    return found
