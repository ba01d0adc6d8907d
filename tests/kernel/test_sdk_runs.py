"""runfolio.runs(): from the user's own server, found by its file, as flat records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from store_help import add_run, open_store

import runfolio
from runfolio.kernel import place, query, say, servers


@pytest.fixture
def runtime(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "runtime"
    folder.mkdir()
    monkeypatch.setattr(servers, "runtime_dir", lambda: folder)
    monkeypatch.setattr(place, "connection_file", lambda: None)
    monkeypatch.setattr(say, "_said", set())
    return folder


@pytest.fixture
def server(tmp_path, runtime) -> Iterator[Path]:
    """A real server on a store with two runs."""
    store = open_store(tmp_path / "data" / "runfolio" / "store.db")
    store.write(lambda tx: add_run(tx, 1)).result(30)
    store.write(lambda tx: add_run(tx, 2, path="other.ipynb")).result(30)
    store.close()
    env = {**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime), "HOME": str(tmp_path),
           "JUPYTER_DATA_DIR": str(tmp_path / "data"),
           "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", "--no-browser", "--port=0", "--allow-root",
         "--ServerApp.jpserver_extensions={'runfolio': True}"],
        env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not servers.running(runtime):
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.1)
    yield runtime
    process.terminate()
    process.wait(30)


@pytest.mark.kernel
@pytest.mark.timeout(180)
def test_runs_of_a_real_server(server, capsys):
    end = time.monotonic() + 30
    while len(found := runfolio.runs()) < 2:
        assert time.monotonic() < end, capsys.readouterr().err
        time.sleep(0.2)
    assert [(run["number"], run["notebook_path"]) for run in found] == [
        (1, "other.ipynb"), (1, "a/digits.ipynb")]
    assert found[0]["metrics.acc"] == 0.5
    assert runfolio.runs({"notebook_path": "other.ipynb"}) == found[:1]
    assert runfolio.runs(lambda run: run["notebook_path"].startswith("a/")) == found[1:]
    assert runfolio.runs(notebook="other.ipynb") == found[:1]
    assert runfolio.runs(limit=1) == found[:1]
    assert runfolio.runs({"no.such": None}) == []


def _file(runtime: Path, **told: object) -> Path:
    path = runtime / "jpserver-1.json"
    path.write_text(json.dumps({"pid": os.getpid(), "url": "http://localhost:9/", **told}))
    path.chmod(0o600)
    return path


def test_no_server_is_an_empty_list_said_once(runtime, capsys):
    assert (runfolio.runs(), runfolio.runs()) == ([], [])
    (line,) = capsys.readouterr().err.splitlines()
    assert "no Jupyter server of yours runs" in line


def test_files_of_others_and_of_dead_servers_are_not_read(runtime):
    path = _file(runtime, token="t")
    assert [told["token"] for told in servers.running(runtime)] == ["t"]
    path.chmod(0o644)
    assert servers.running(runtime) == []
    _file(runtime, pid=2**22 + 1)
    assert servers.running(runtime) == []
    path.write_text("{")
    assert servers.running(runtime) == []
    path.unlink()
    (runtime / "other").write_text("{}")
    path.symlink_to(runtime / "other")
    assert servers.running(runtime) == []


@pytest.mark.parametrize("told", [{}, {"url": "nonsense"}, {"url": None}, {"sock": "/x"}])
def test_a_server_that_does_not_answer_is_said(runtime, capsys, told):
    _file(runtime, token="secret-token", **told)
    assert runfolio.runs() == []
    said = capsys.readouterr().err
    assert "does not answer" in said
    assert "secret-token" not in said


@pytest.mark.parametrize("wanted", ["params.lr > 1", 3])
def test_a_filter_that_is_none_is_said(runtime, capsys, wanted):
    assert runfolio.runs(wanted) == []
    assert "filter is a function" in capsys.readouterr().err


def test_records_are_flat():
    run = {"run_id": "R", "number": 3, "params": {
        "lr": {"type": "float", "value": 0.1}, "n": {"varied": [1, 2]},
        "f": {"type": "expression", "text": "g(x)"}, "inf": {"type": "float", "value": "Infinity"}},
        "results": [{"metrics": {"a": {"last": 1}}}, {"metrics": {"a": {"last": 2}}}]}
    record = query.flat(run)
    assert (record["run_id"], record["number"], record["metrics.a"]) == ("R", 3, 2)
    assert (record["params.lr"], record["params.n"], record["params.f"]) == (0.1, [1, 2], "g(x)")
    assert record["params.inf"] == float("inf")
