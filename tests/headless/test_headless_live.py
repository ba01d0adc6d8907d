"""jupyter runfolio execute: real kernels, no server, the command as a program of its own."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time

import nbformat
import pytest

from runfolio.models.base import now
from runfolio.store.writer import QueuedStore

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(240)]

LOOP = """import time
open('begun', 'w').close()
for n in range(1200):
    print('loss:', n, flush=True)
    time.sleep(0.1)"""


def test_a_notebook_is_recorded_as_in_a_server(desk):
    desk.notebook(
        "a.ipynb", ("#", "# Setup"), ("lr = 0.1", "parameters"), "  ", ("#", "# Train"),
        "import runfolio\nrunfolio.param('seed', 3)\nprint('loss:', lr * 2)",
        "for n in range(3):\n    runfolio.log({'acc': n / 4}, x=n)")
    status, answer = desk.execute("a.ipynb", "-p", "lr", "0.5", "--output", "out.ipynb")
    run, steps = answer["run"], answer["steps"]
    assert status == 0
    assert (run["number"], run["status"], run["opened_by"]) == (1, "finished", "run-all")
    assert (run["notebook_path"], run["language"]) == ("a.ipynb", "python")
    assert {name: (param["value"], param["source"]) for name, param in run["params"].items()} == {
        "lr": (0.5, "declared"), "seed": (3, "logged")}
    metrics = {key: metric["last"] for one in run["results"] for key, metric
               in one["metrics"].items()}
    assert metrics == {"loss": 1.0, "acc": 0.5}
    assert [(step["cell_number"], step["heading"], step["origin"], step["status"])
            for step in steps] == [
        (number, heading, "cell", "finished") for number, heading in
        ((1, "Setup"), (2, "Setup"), (4, "Train"), (5, "Train"))]
    assert "steps-missing" not in run["flags"]
    assert run["environment_digest"]
    written = nbformat.read(desk.work / "out.ipynb", 4)
    assert written.cells[5].outputs[0].text == "loss: 1.0\n"
    assert written.metadata.language_info.name == "python"
    assert "injected-parameters" not in (desk.work / "a.ipynb").read_text()
    spools = desk.runtime / "runfolio"
    assert [path.name for path in spools.iterdir()] == []


def test_again_it_is_compared_with_the_run_before(desk):
    desk.notebook("a.ipynb", ("lr = 0.1", "parameters"), "print('loss:', lr)")
    desk.execute("a.ipynb")
    _, answer = desk.execute("a.ipynb", "-p", "lr", "0.2")
    assert answer["run"]["number"] == 2
    (change,) = answer["run"]["changes"]["params"]
    assert (change["name"], change["before"], change["after"]) == ("lr", "0.1", "0.2")


def test_an_experiment_is_named_or_made(desk):
    desk.notebook("a.ipynb", "print('loss:', 1)")
    _, first = desk.execute("a.ipynb", "--experiment", "sweep")
    desk.notebook("b.ipynb", "print('loss:', 2)")
    _, second = desk.execute("b.ipynb", "--experiment", "sweep")
    _, third = desk.execute("b.ipynb")
    assert first["run"]["experiment_id"] == second["run"]["experiment_id"]
    assert third["run"]["experiment_id"] != second["run"]["experiment_id"]
    assert [answer["run"]["number"] for answer in (first, second, third)] == [1, 2, 1]


def test_cells_are_annotated_by_tags_and_metadata(desk):
    path = desk.notebook("a.ipynb", ("lr = 0.1", "track:params"), ("secret = 1", "track:off"),
                         "print('loss:', lr)")
    content = nbformat.read(path, 4)
    content.cells[2].metadata["runfolio"] = {"run": "base", "tags": ["a"], "note": "why"}
    nbformat.write(content, path)
    _, answer = desk.execute("a.ipynb")
    run = answer["run"]
    assert (run["name"], run["tags"], run["note"]) == ("base", ["a"], "why")
    assert run["params"]["lr"]["source"] == "declared"
    assert [step["code"] for step in answer["steps"]] == ["lr = 0.1", "print('loss:', lr)"]
    assert "steps-missing" not in run["flags"]


def test_a_cell_that_fails_ends_the_run(desk):
    desk.notebook("a.ipynb", "x = 1", "1 / 0", "print('never')")
    done = desk.run("execute", "a.ipynb", "--output", "out.ipynb")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ZeroDivisionError: division by zero" in done.stderr
    (run,) = json.loads(desk.run("list", "--json").stdout)["runs"]
    assert (run["status"], run["draft"], run["step_counts"]["own"]) == ("failed", True, 2)
    failed = nbformat.read(desk.work / "out.ipynb", 4).cells[1]
    assert failed.outputs[0].ename == "ZeroDivisionError"


def test_a_kernel_that_dies_leaves_a_killed_run(desk):
    desk.notebook("a.ipynb", "print('loss:', 1)\nimport os, time\ntime.sleep(0.5)\nos._exit(3)")
    done = desk.run("execute", "--json", "a.ipynb")
    run = json.loads(done.stdout)["run"]
    assert (done.returncode, run["status"]) == (1, "killed")
    assert "The kernel died." in done.stderr


def test_a_cell_over_the_time_is_ended(desk):
    desk.notebook("a.ipynb", LOOP)
    done = desk.run("execute", "--json", "--timeout", "3", "a.ipynb")
    assert (done.returncode, json.loads(done.stdout)["run"]["status"]) == (1, "killed")
    assert "A cell took longer than 3 s." in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_a_killed_run_and_no_kernel(desk, number, code):
    desk.notebook("a.ipynb", "import os; print(os.getpid(), file=open('pid', 'w'))", LOOP, "after")
    process = desk.begin("execute", "--json", "a.ipynb", "--output", "out.ipynb")
    _until((desk.work / "begun").exists)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    answer = json.loads(out)
    assert (process.returncode, answer["run"]["status"]) == (code, "killed"), err
    assert [step["status"] for step in answer["steps"]] == ["finished", "interrupted"]
    with pytest.raises(ProcessLookupError):
        os.kill(int((desk.work / "pid").read_text()), 0)
    assert "KeyboardInterrupt" in (desk.work / "out.ipynb").read_text()


def test_a_cell_that_ignores_the_interrupt_is_killed_by_a_second_one(desk):
    desk.notebook("a.ipynb", "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                  "open('ready', 'w').close()\ntime.sleep(600)")
    process = desk.begin("execute", "--json", "a.ipynb")
    _until((desk.work / "ready").exists)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    answer = json.loads(process.communicate(timeout=60)[0])
    assert (process.returncode, answer["run"]["status"]) == (130, "killed")
    assert [step["status"] for step in answer["steps"]] == ["lost"]


def test_while_another_program_writes_to_the_store(desk):
    desk.notebook("a.ipynb", *[f"print('loss:', {n})" for n in range(10)])
    store = QueuedStore(desk.store)
    store.start()
    ended = threading.Event()
    written = []

    def write() -> None:
        while not ended.is_set():
            path = f"other-{len(written)}.ipynb"
            store.write(lambda tx: tx.notebooks.ensure(path, now())).result(60)
            written.append(path)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        status, answer = desk.execute("a.ipynb")
    finally:
        ended.set()
        thread.join()
        store.close()
    assert (status, len(answer["steps"]), len(answer["run"]["results"])) == (0, 10, 10)
    assert "steps-missing" not in answer["run"]["flags"]
    assert len(written) > 10


def test_a_store_that_cannot_be_used_costs_the_record_only(desk):
    desk.store.parent.mkdir(parents=True)
    desk.store.write_bytes(b"no store at all, but some text")
    desk.notebook("a.ipynb", "open('done', 'w').close()")
    done = desk.run("execute", "a.ipynb")
    assert done.returncode == 0
    assert "may not be kept" in done.stderr
    assert (desk.work / "done").exists()


@pytest.mark.parametrize(("argv", "said"), [
    (["nothing.ipynb"], "There is no file"), (["a.ipynb", "--kernel", "none"], "no kernel 'none'"),
    (["a.ipynb", "-p", "a b", "1"], "no name of a parameter"),
    (["a.ipynb", "--output", "none/x.ipynb"], "There is no folder 'none'"),
    (["a.ipynb", "--root", "none"], "is not below")])
def test_what_cannot_be_done_is_one_line(desk, argv, said):
    desk.notebook("a.ipynb", "1")
    done = desk.run("execute", *argv)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_progress_stands_on_a_terminal_only(desk):
    desk.notebook("a.ipynb", "# why\nx = 1", "1 / 0")
    assert "cell 1 of 2" not in desk.run("execute", "a.ipynb").stderr
    shown = _on_terminal(desk, "execute", "a.ipynb")
    assert "cell 1 of 2" in shown
    assert "✗ 1 / 0" in shown
    assert "cell 1 of 2" not in _on_terminal(desk, "execute", "a.ipynb", "--quiet")


def _on_terminal(desk, *argv: str) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "runfolio.cli.main", *argv], cwd=desk.work,
                               env=desk.env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:
            break  # the other side is closed
    process.wait(60)
    os.close(ours)
    return shown.decode()


def _until(good) -> None:
    end = time.monotonic() + 60
    while not good():
        assert time.monotonic() < end, "never came"
        time.sleep(0.1)
