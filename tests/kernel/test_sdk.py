"""`import runfolio` in a kernel: standard library only, never raises, says things once."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import runfolio
from runfolio.capture.spool import Spool
from runfolio.kernel import place, say
from runfolio.kernel.values import NotAValue, number, plain

PACKAGE = Path(runfolio.__file__).parent


def bare(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code by a Python that has the package alone: no site-packages, no environment."""
    only = tmp_path / "only"
    if not only.exists():
        shutil.copytree(PACKAGE, only / "runfolio", ignore=shutil.ignore_patterns("labextension"))
    program = f"import sys; sys.path.insert(0, {str(only)!r})\n{code}"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )


def test_log_and_param_reach_the_spool(spool):
    runfolio.log({"loss": 0.5, "acc": 1}, x=3)
    runfolio.param("lr", 0.01)
    found = [(r.kind, r.name, r.value, r.x, r.msg_id) for r in spool.drain("k1")]
    assert found == [
        ("metric", "loss", 0.5, 3.0, "m1"),
        ("metric", "acc", 1.0, 3.0, "m1"),
        ("param", "lr", 0.01, None, "m1"),
    ]


def test_without_a_server_nothing_happens_and_it_says_so_once(no_server, capsys):
    for n in range(5):
        runfolio.log({"loss": n})
        runfolio.param("lr", n)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [f"runfolio: {say.NO_SERVER}"]


def test_alone_in_a_bare_python(tmp_path):
    """As installed with --no-deps: no other part of the package, no other package is imported."""
    code = (
        "before = set(sys.modules)\n"
        "import runfolio\n"
        "print(sorted(set(sys.modules) - before))\n"
        "runfolio.log({'a': 1.0}, x=1)\n"
        "runfolio.param('b', [1, 'x'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('runfolio')))\n"
        "print(runfolio.__version__)\n"
    )
    done = bare(tmp_path, code)
    assert done.returncode == 0, done.stderr
    new, parts, version = done.stdout.splitlines()
    assert set(ast.literal_eval(new)) <= {"__future__", "runfolio"}
    names = {name.split(".")[1] for name in ast.literal_eval(parts) if "." in name}
    assert names <= {"kernel", "_version"}
    assert version
    assert done.stderr.splitlines() == [f"runfolio: {say.NO_SERVER}"]


def test_kernel_imports_the_standard_library_only():
    for path in sorted((PACKAGE / "kernel").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert {alias.name.partition(".")[0] for alias in node.names} <= set(
                    sys.stdlib_module_names
                ), path
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert str(node.module).partition(".")[0] in sys.stdlib_module_names, path
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 1, path


def test_server_hooks_need_no_server_to_be_defined(tmp_path):
    done = bare(
        tmp_path,
        "import runfolio\n"
        "print(runfolio._jupyter_labextension_paths(),"
        " callable(runfolio._jupyter_server_extension_points))\n",
    )
    assert done.stdout.strip() == "[{'src': 'labextension', 'dest': 'runfolio'}] True"


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        runfolio.nothing


@pytest.mark.parametrize(
    "value",
    [1, True, 0.5, Decimal("0.5"), Fraction(1, 2), np.float32(0.5), np.int64(3), np.array(0.25)],
)
def test_numbers(value):
    assert number(value) == float(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinities_are_kept(spool, value):
    runfolio.log({"v": value})
    (record,) = spool.drain("k1")
    assert repr(record.value) == repr(value)


class Tensor:
    """What a 0-d tensor that wants its gradient looks like."""

    ndim = 0

    def __init__(self, grad: bool = True) -> None:
        self.grad = grad

    def detach(self) -> Tensor:
        return Tensor(grad=False)

    def __float__(self) -> float:
        if self.grad:
            raise RuntimeError("wants its gradient")
        return 0.75


def test_tensors_are_detached():
    assert number(Tensor()) == 0.75


class Hostile:
    """Raises at whatever it is asked."""

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError("no attributes")

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


@pytest.mark.parametrize(
    "value", ["0.3", b"1", None, [1.0], np.array([1.0]), 10**400, 1j, object(), {"a": 1}]
)
def test_what_is_no_number_is_left_out_and_said_once(spool, capsys, value):
    with pytest.raises(NotAValue):
        number(value)
    for _ in range(3):
        runfolio.log({"bad": value, "good": 1.0})
    assert [record.name for record in spool.drain("k1")] == ["good"] * 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("runfolio: 'bad' was left out: ")


@pytest.mark.parametrize("metrics", [None, 3, ["a"], {1: 2}, {"": 1.0}, {"n" * 1001: 1.0}])
def test_log_never_raises(spool, capsys, metrics):
    runfolio.log(metrics)
    assert spool.drain("k1") == []
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("make", [lambda: "first", lambda: [1], Hostile])
def test_x_that_is_no_number_never_raises(spool, capsys, make):
    runfolio.log({"a": 1.0}, x=make())
    assert spool.drain("k1") == []
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_hostile_values_never_raise(spool, capsys):
    runfolio.log({"a": Hostile(), "good": 1.0})
    runfolio.param("a", Hostile())
    assert [record.name for record in spool.drain("k1")] == ["good"]
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_full_disk_never_raises(spool, monkeypatch, capsys):
    def full(fd: int, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("runfolio.kernel.writer._write_all", full)
    for _ in range(3):
        runfolio.log({"a": 1.0})
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_closed_stderr_never_raises(no_server, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    runfolio.log({"a": 1.0})


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (np.bool_(True), True),
        (3, 3),
        (2**70, 2**70),
        (np.int32(3), 3),
        (np.float64(0.1), 0.1),
        (np.array(2), 2),
        (np.array(0.5), 0.5),
        ("adam", "adam"),
        ((64, 32), [64, 32]),
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}),
    ],
)
def test_plain_params(value, kept):
    kind, found = plain(value)
    assert (kind, found, type(found)) == ("p", kept, type(kept))


@pytest.mark.parametrize("value", [object, np.arange(3), {1: 2}, {"a": {1, 2}}, "x" * 70_000])
def test_other_params_are_their_repr(value):
    kind, found = plain(value)
    assert (kind, found) == ("e", repr(value)[:1000])


def test_params_that_contain_themselves():
    loop: list[object] = []
    loop.append(loop)
    assert plain(loop) == ("e", "[[...]]")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["launcher", "-f", "/run/kernel-ab-12.json"], "/run/kernel-ab-12.json"),
        (["launcher", "--f=/run/kernel-ab-12.json"], "/run/kernel-ab-12.json"),
        (["launcher", "kernel-ab-12.json"], None),
        (["launcher", "/data/config.json"], None),
        ([], None),
    ],
)
def test_connection_file_by_the_command_line(monkeypatch, argv, expected):
    monkeypatch.delitem(sys.modules, "ipykernel.kernelapp", raising=False)
    monkeypatch.setattr(sys, "argv", argv)
    assert place.connection_file() == expected


def test_folder_is_beside_the_connection_file(monkeypatch, tmp_path):
    monkeypatch.delitem(sys.modules, "ipykernel.kernelapp", raising=False)
    monkeypatch.setattr(sys, "argv", ["launcher", "-f", str(tmp_path / "kernel-k7.json")])
    assert place.folder() is None
    folder = Spool(tmp_path / "runfolio").attach("k7")
    assert place.folder() == str(folder)
    assert place.msg_id() == ""
