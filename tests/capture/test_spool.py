"""The spool between the SDK and the server: whole lines, nothing lost, nothing left behind."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from runfolio.capture.spool import Spool, SpoolRecord
from runfolio.kernel.writer import SEGMENT_BYTES, Writer

KERNEL = "0a1b2c3d-kernel"


@pytest.fixture
def spool(tmp_path) -> Spool:
    return Spool(tmp_path / "runfolio")


@pytest.fixture
def folder(spool) -> Path:
    return spool.attach(KERNEL)


@pytest.fixture
def put(folder):
    """put(name, value, x, msg_id): one metric through a writer of this process."""
    writer = Writer()

    def put(name: str, value: float, x: float | None = None, msg_id: str = "m1") -> bool:
        return writer.write([("m", x, name, value)], lambda: str(folder), lambda: msg_id)

    return put


def names_and_values(records: list[SpoolRecord]) -> list[tuple[str, object]]:
    return [(record.name, record.value) for record in records]


def test_folders_are_closed_to_others(spool, folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def test_attach_again_closes_an_open_folder(spool, folder):
    folder.chmod(0o755)
    assert spool.attach(KERNEL) == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_attach_refuses_a_link(spool, folder, tmp_path):
    (folder.parent / "linked").symlink_to(tmp_path)
    with pytest.raises(OSError, match="not a folder"):
        spool.attach("linked")


@pytest.mark.parametrize("kernel_id", ["", ".", "..", "../up", "a/b", "a\0b"])
def test_ids_are_never_paths(spool, kernel_id):
    with pytest.raises(OSError, match="not a kernel id"):
        spool.attach(kernel_id)


def test_segments_are_private_and_say_their_format(folder, put):
    put("loss", 0.5)
    (segment,) = folder.iterdir()
    assert stat.S_IMODE(segment.stat().st_mode) == 0o600
    head = json.loads(segment.read_text().splitlines()[0])
    assert head == {"runfolio": 1, "pid": os.getpid(), "msg_id": "m1"}


def test_records_come_once_and_in_order(spool, put):
    put("loss", 0.5, 1.0)
    put("loss", 0.25, 2.0)
    first = spool.drain(KERNEL)
    assert [(r.kind, r.name, r.value, r.x, r.msg_id) for r in first] == [
        ("metric", "loss", 0.5, 1.0, "m1"),
        ("metric", "loss", 0.25, 2.0, "m1"),
    ]
    assert first[0].at <= first[1].at
    assert spool.drain(KERNEL) == []
    put("loss", 0.125)
    assert names_and_values(spool.drain(KERNEL)) == [("loss", 0.125)]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 0.1, 2.0**53])
def test_floats_survive_bit_by_bit(spool, put, value):
    put("v", value)
    (record,) = spool.drain(KERNEL)
    assert math.copysign(1, record.value) == math.copysign(1, value)
    assert record.value == value or (math.isnan(record.value) and math.isnan(value))


def test_a_new_execution_begins_a_new_segment(spool, folder, put):
    put("a", 1.0, msg_id="m1")
    put("b", 2.0, msg_id="m2")
    assert len(list(folder.iterdir())) == 2
    assert [(r.name, r.msg_id) for r in spool.drain(KERNEL)] == [("a", "m1"), ("b", "m2")]
    assert len(list(folder.iterdir())) == 1, "the older segment was read and is gone"


def test_a_late_writer_of_a_deleted_segment_loses_nothing(spool, put):
    put("a", 1.0, msg_id="m1")
    put("b", 2.0, msg_id="m2")
    spool.drain(KERNEL)
    put("late", 3.0, msg_id="m1")
    (record,) = spool.drain(KERNEL)
    assert (record.name, record.msg_id) == ("late", "m1")


def test_what_was_appended_around_the_deletion_is_read(spool, folder, put):
    put("a", 1.0, msg_id="m1")
    descriptor = os.open(next(iter(folder.iterdir())), os.O_WRONLY | os.O_APPEND)
    put("b", 2.0, msg_id="m2")
    spool.drain(KERNEL)
    os.write(descriptor, b'["m",7,null,"between",3.0]\n')
    os.close(descriptor)
    assert names_and_values(spool.drain(KERNEL)) == [("between", 3.0)]


def test_a_segment_has_at_most_its_size(spool, folder, put):
    name = "n" * 900
    count = SEGMENT_BYTES // 900 + 10
    for n in range(count):
        put(name, float(n))
    assert len(list(folder.iterdir())) == 2
    assert all(path.stat().st_size <= SEGMENT_BYTES for path in folder.iterdir())
    assert [record.value for record in spool.drain(KERNEL)] == [float(n) for n in range(count)]


def test_half_a_line_waits_for_its_end(spool, folder):
    segment = folder / f"{os.getpid()}-1-000001.jsonl"
    segment.write_text('{"runfolio": 1, "msg_id": "m"}\n["m",1,null,"a",1.0]\n["m",2,nu')
    assert names_and_values(spool.drain(KERNEL)) == [("a", 1.0)]
    with segment.open("a") as file:
        file.write('ll,"b",2.0]\n')
    assert names_and_values(spool.drain(KERNEL)) == [("b", 2.0)]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "{}",
        '["m",1,null,"a"]',
        '["m","1",null,"a",1.0]',
        '["m",1,null,7,1.0]',
        '["m",1,null,"a","text"]',
        '["z",1,null,"a",1.0]',
        '["m",1,"x","a",1.0]',
        "[" * 100_000,
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
    ],
)
def test_lines_that_are_no_records_are_skipped(spool, folder, line):
    segment = folder / f"{os.getpid()}-1-000001.jsonl"
    segment.write_text(f'{{"runfolio": 1}}\n{line}\n["m",1,null,"good",1.0]\n')
    assert names_and_values(spool.drain(KERNEL)) == [("good", 1.0)]


def test_texts_are_fit_for_utf8(spool, folder):
    segment = folder / f"{os.getpid()}-1-000001.jsonl"
    segment.write_text('{"runfolio": 1}\n["p",1,null,"a\\ud800",["\\ud800"]]\n')
    (record,) = spool.drain(KERNEL)
    assert (record.name, record.value) == ("a?", ["?"])


def test_another_format_is_left_alone(spool, folder):
    segment = folder / f"{os.getpid()}-1-000001.jsonl"
    segment.write_text('{"runfolio": 2}\n["m",1,null,"a",1.0]\n')
    assert spool.drain(KERNEL) == []


def test_params_and_expressions(spool, folder):
    writer = Writer()
    writer.write(
        [("p", None, "lr", 0.1), ("e", None, "model", "Model()")], lambda: str(folder), lambda: ""
    )
    lr, model = spool.drain(KERNEL)
    assert (lr.kind, lr.value, lr.expression, lr.msg_id) == ("param", 0.1, False, None)
    assert (model.kind, model.value, model.expression) == ("param", "Model()", True)


def _child(writer: Writer, folder: str, count: int) -> None:
    for n in range(count):
        writer.write([("m", None, "child", float(n))], lambda: folder, lambda: "m1")


def test_forks_write_their_own_segments(spool, folder, put):
    writer = Writer()
    writer.write([("m", None, "parent", 1.0)], lambda: str(folder), lambda: "m1")
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_child, args=(writer, str(folder), 50)) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    pids = {path.name.partition("-")[0] for path in folder.iterdir()}
    assert pids == {str(os.getpid()), *(str(child.pid) for child in children)}
    names = [record.name for record in spool.drain(KERNEL)]
    assert (names.count("parent"), names.count("child")) == (1, 150)
    left = {path.name.partition("-")[0] for path in folder.iterdir()}
    assert left == {str(os.getpid())}, "segments of processes that are gone are deleted"


def test_a_fork_while_a_thread_writes_does_not_hang(folder):
    writer = Writer()
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            writer.write([("m", None, "t", 1.0)], lambda: str(folder), lambda: "m1")

    thread = threading.Thread(target=busy)
    thread.start()
    fork = multiprocessing.get_context("fork")
    codes = []
    for _ in range(20):
        child = fork.Process(target=_child, args=(writer, str(folder), 1))
        child.start()
        child.join(30)
        codes.append(child.exitcode)
    stop.set()
    thread.join()
    assert codes == [0] * 20


def test_threads_share_a_writer(spool, folder, put):
    def work(n: int) -> None:
        for _ in range(200):
            put(f"t{n}", 1.0, msg_id=f"m{n}")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = spool.drain(KERNEL)
    assert len(records) == 1600
    assert all(record.msg_id == "m" + record.name[1:] for record in records)


def test_killed_writers_keep_what_they_wrote(spool, folder):
    """R1: what log() returned from is there after SIGKILL."""
    code = (
        "import os, signal, sys\n"
        "from runfolio.kernel.writer import Writer\n"
        "writer = Writer()\n"
        "for n in range(100):\n"
        "    writer.write([('m', None, 'n', float(n))], lambda: sys.argv[1], lambda: 'm')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert killed.returncode == -9
    assert [record.value for record in spool.drain(KERNEL)] == [float(n) for n in range(100)]
    assert list(folder.iterdir()) == []


def test_release_takes_the_folder_away(spool, folder, put):
    put("a", 1.0)
    spool.drain(KERNEL)
    spool.release(KERNEL)
    assert not folder.exists()
    assert spool.drain(KERNEL) == []
    assert put("b", 2.0, msg_id="m2") is False, "the writer sees that nobody listens"


def test_leftovers_of_a_server_that_was_killed(spool, put, tmp_path):
    put("a", 1.0)
    after = Spool(tmp_path / "runfolio")
    assert after.leftovers() == [KERNEL]
    assert names_and_values(after.drain(KERNEL)) == [("a", 1.0)]
    after.release(KERNEL)
    assert after.leftovers() == []
    assert Spool(tmp_path / "nowhere").leftovers() == []
