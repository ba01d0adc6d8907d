"""An IPython and a kernel that no server listens to record themselves, and are picked up."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from runfolio.kernel import servers

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(240)]


def _ipython(desk, *cells: str, kill: bool = False) -> subprocess.CompletedProcess[str]:
    """A plain IPython that runs these cells as one types them, in its shell's own loop."""
    program = ("from IPython.terminal.interactiveshell import TerminalInteractiveShell\n"
               "import json, sys\n"
               "shell = TerminalInteractiveShell.instance()\n"
               "for cell in json.loads(sys.argv[1]): shell.run_cell(cell, store_history=True)\n")
    return subprocess.run([sys.executable, "-c", program, json.dumps(cells)], cwd=desk.work,
                          env=desk.env, text=True, capture_output=True, timeout=60, check=False)


def _runs(desk):
    return json.loads(desk.run("list", "--json").stdout)["runs"][::-1]


def _shown(desk, run):
    return json.loads(desk.run("show", run["run_id"], "--json").stdout)["steps"]


def _spool(desk):
    root = desk.data / "runfolio" / "spool"
    return sorted(path.name for path in root.iterdir()) if root.exists() else []


CELLS = ("%load_ext runfolio", "lr = 0.5", "import runfolio\nrunfolio.log({'acc': lr}, x=1)\n"
         "print('loss:', lr * 2)", "%%track run=second tags=a,b\nprint('loss:', 7)\nlr", "1 / 0")


def test_a_plain_ipython_gives_the_same_runs(desk):
    done = _ipython(desk, *CELLS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("loss:") == 2
    assert len(_spool(desk)) == 2
    first, second = _runs(desk)
    assert _spool(desk) == []
    assert {key: metric["last"] for result in first["results"]
            for key, metric in result["metrics"].items()} == {"acc": 0.5, "loss": 1.0}
    assert first["params"]["lr"]["text"] == "0.5"
    assert (second["name"], second["tags"], second["status"]) == ("second", ["a", "b"], "finished")
    assert "failed-after-result" in second["flags"]
    assert second["notebook_path"].startswith("kernel:")
    assert set(first["flags"]) >= {"recorded-in-kernel"}
    steps = _shown(desk, first)
    assert [step["status"] for step in steps if step["role"] == "own"] == ["finished"] * 2
    own = [step for step in _shown(desk, second) if step["role"] != "inherited"]
    assert [step["status"] for step in own] == ["finished", "failed"]
    kinds = [[output["kind"] for output in step["outputs"]] for step in own]
    assert kinds == [["stream", "execute_result"], ["error"]]
    assert own[0]["outputs"][0]["text"] == "loss: 7\n"
    assert own[0]["outputs"][1]["contents"][0]["text"] == "0.5"
    assert own[0]["duration"] > 0


def test_what_the_user_sees_is_the_same_with_it_and_without(desk):
    cells = ("print('a'); import sys; sys.stderr.write('b'); [1, 2]", "1 / 0", "None",
             "%time 3 + 4", "print(type(sys.stdout).__name__, 'write' in vars(sys.stdout))")
    plain, recorded = _ipython(desk, *cells), _ipython(desk, "%load_ext runfolio", *cells)
    shown = [line for line in plain.stdout.splitlines() if "time" not in line.lower()]
    again = [line for line in recorded.stdout.splitlines() if "time" not in line.lower()]
    for before, after in zip(shown, again, strict=True):
        assert _without_numbers(before) == _without_numbers(after)
    assert plain.stderr == recorded.stderr


def _without_numbers(line: str) -> str:
    return "".join(char for char in line if not char.isdigit())


def test_secrets_wait_in_a_file_of_the_users_own_and_are_removed(desk):
    _ipython(desk, "import runfolio; runfolio.record()",
             "password = 'hunter2hunter2'\nprint('loss:', 1)")
    root = desk.data / "runfolio" / "spool"
    (steps,) = root.glob("*.steps")
    assert (root.stat().st_mode & 0o777, steps.stat().st_mode & 0o777) == (0o700, 0o600)
    (run,) = _runs(desk)
    (step,) = [one for one in _shown(desk, run) if one["role"] == "own"]
    assert "hunter2" not in step["code"]
    assert step["redactions"] == 1
    assert _spool(desk) == []


def test_a_process_that_is_killed_leaves_a_killed_run(desk):
    _ipython(desk, "%load_ext runfolio", "print('loss:', 1)",
             "import os\nopen('begun', 'w')\nos._exit(9)")
    (run,) = _runs(desk)
    assert (run["status"], "killed-after-result" in run["flags"]) == ("finished", True)
    assert [step["status"] for step in _shown(desk, run)] == ["finished", "lost"]


def test_a_session_that_still_runs_is_left_alone(desk):
    process = subprocess.Popen(
        [sys.executable, "-c",
         "from IPython.terminal.interactiveshell import TerminalInteractiveShell as T\n"
         "shell = T.instance()\nshell.run_cell('%load_ext runfolio')\n"
         "shell.run_cell('print(\"loss:\", 1)')\ninput()"],
        cwd=desk.work, env=desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "loss: 1\n"
        desk.run("list")
        assert len(_spool(desk)) == 2
    finally:
        process.communicate("\n", timeout=30)
    assert len(_runs(desk)) == 1


def test_in_a_kernel_that_is_recorded_it_does_nothing_twice(desk):
    desk.notebook("a.ipynb", "%load_ext runfolio\nimport runfolio\nrunfolio.record()",
                  "%%track run=named\nprint('loss:', 1)")
    status, answer = desk.execute("a.ipynb")
    assert (status, answer["run"]["name"]) == (0, "named")
    assert [step["status"] for step in answer["steps"]] == ["finished", "finished"]
    assert _spool(desk) == []


def test_a_kernel_whose_server_lacks_the_extension(desk):
    """The same kernel and client as any server's, and nobody who listens."""
    path = desk.notebook("a.ipynb", "%load_ext runfolio", "print('loss:', 0.25)",
                         "x = 3\nx", "import runfolio\nrunfolio.param('lr', 0.1)\n1 / 0")
    program = (
        "import sys, nbformat, nbclient\n"
        "nb = nbformat.read(sys.argv[1], 4)\n"
        "nbclient.NotebookClient(nb, allow_errors=True).execute(env={**__import__('os').environ,"
        " 'JPY_SESSION_NAME': sys.argv[1]})\n"
        "print([o for c in nb.cells for o in c.outputs if o.output_type == 'stream'])\n")
    done = subprocess.run([sys.executable, "-c", program, str(path)], cwd=desk.work, env=desk.env,
                          text=True, capture_output=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert "loss: 0.25" in done.stdout
    (run,) = _runs(desk)
    assert run["notebook_path"] == "a.ipynb"
    assert run["results"][0]["metrics"]["loss"]["last"] == 0.25
    own = _shown(desk, run)
    assert [step["status"] for step in own] == ["finished", "finished", "failed"]
    assert own[1]["outputs"][0]["contents"][0]["text"] == "3"
    assert own[2]["outputs"][-1]["ename"] == "ZeroDivisionError"


def test_the_next_server_picks_it_up(desk):
    _ipython(desk, "%load_ext runfolio", "print('loss:', 1)")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", "--no-browser", "--port=0", "--allow-root",
         "--ServerApp.jpserver_extensions={'runfolio': True}"],
        env=desk.env, cwd=desk.work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while _spool(desk) or not servers.running(desk.runtime):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert len(_runs(desk)) == 1
    finally:
        process.terminate()
        process.wait(30)


def test_a_session_that_cannot_be_kept_waits_for_the_next_time(desk):
    _ipython(desk, "%load_ext runfolio", "print('loss:', 1)")
    desk.store.write_bytes(b"no store at all, but some text")
    assert desk.run("list").returncode == 1
    assert len(_spool(desk)) == 2
    desk.store.unlink()
    assert len(_runs(desk)) == 1
    assert _spool(desk) == []


def test_a_session_that_nobody_wrote_takes_nothing_down(desk):
    _ipython(desk, "%load_ext runfolio", "print('loss:', 1)")
    root = desk.data / "runfolio" / "spool"
    (good,) = root.glob("*.steps")
    lines = good.read_text().splitlines()
    good.write_text("\n".join([lines[0], "{", "[]", '["b",1,1,"x"]', '["e",-1,1,"x",[]]',
                               '["b",1,1,"x",3,4]', *lines[1:], '["e",1,']))
    (root / "bad.steps").write_text("no json")
    runs = _runs(desk)
    assert [run["status"] for run in runs] == ["finished"]
    assert _spool(desk) == []
