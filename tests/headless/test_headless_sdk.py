"""What code logs by name, as it is kept: child runs, files, series. Real kernels."""

from __future__ import annotations

import json

import pytest

from runfolio.service.points import PointService
from runfolio.store.writer import QueuedStore

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(240)]

FOLDS = """
import runfolio
for fold in range(3):
    with runfolio.run(f"fold {fold}") as run:
        runfolio.param("fold", fold)
        for epoch in range(4):
            runfolio.log({"loss": 1 / (1 + epoch + fold)}, x=epoch)
"""


def _listed(desk):
    return json.loads(desk.run("list", "--json").stdout)["runs"][::-1]


def _shown(desk, run_id):
    return json.loads(desk.run("show", run_id, "--json").stdout)


def test_child_runs_hang_below_the_notebooks_run(desk):
    desk.notebook("a.ipynb", "lr = 0.1", FOLDS, "print('mean loss:', 0.5)")
    done = desk.run("execute", "a.ipynb")
    assert done.returncode == 0, done.stderr
    parent, *children = _listed(desk)
    assert (parent["parent_run_id"], parent["draft"], parent["status"]) == (None, False, "finished")
    assert [list(one["metrics"]) for one in parent["results"]] == [[], ["mean loss"]]
    assert [child["name"] for child in children] == ["fold 0", "fold 1", "fold 2"]
    assert {child["parent_run_id"] for child in children} == {parent["run_id"]}
    assert len({run["number"] for run in (parent, *children)}) == 4
    for fold, child in enumerate(children):
        assert (child["opened_by"], child["status"], child["draft"]) == ("code", "finished", False)
        (result,) = child["results"]
        assert result["metrics"]["loss"]["count"] == 4
        assert result["metrics"]["loss"]["last"] == 1 / (4 + fold)
        assert {name: param["value"] for name, param in child["params"].items()} == {
            "lr": 0.1, "fold": fold}
        assert child["step_counts"] == {"own": 1, "inherited": 1, "after_result": 0}
        assert 0 <= child["busy_seconds"] <= child["wall_seconds"] + 1e-6
    assert children[0]["changes"]["against"] is None
    (change,) = children[1]["changes"]["params"]
    assert (change["name"], change["before"], change["after"]) == ("fold", "0", "1")
    # What its parent ran later is no change of a child run.
    assert [child["changes"]["cells"] for child in children] == [[], [], []]
    steps = _shown(desk, children[1]["run_id"])["steps"]
    assert [(step["role"], step["code"].strip()[:6]) for step in steps] == [
        ("inherited", "lr = 0"), ("own", "import")]


def test_a_child_run_repeats_the_one_of_its_name(desk):
    desk.notebook("a.ipynb", FOLDS.replace('runfolio.param("fold", fold)', "pass"),
                  "print('mean loss:', 0.5)")
    for _ in range(2):
        assert desk.run("execute", "a.ipynb").returncode == 0
    first, second = [run for run in _listed(desk) if run["parent_run_id"] is None]
    names = {run["run_id"]: run["name"] for run in _listed(desk)}
    children = [run for run in _listed(desk) if run["parent_run_id"] is not None]
    before = [run for run in children if run["parent_run_id"] == first["run_id"]]
    again = [run for run in children if run["parent_run_id"] == second["run_id"]]
    assert [run["replicate_of"] for run in before] == [None] * 3
    assert [names[run["replicate_of"]] for run in again] == ["fold 0", "fold 1", "fold 2"]


def test_each_child_run_sees_its_own_points(desk):
    desk.notebook("a.ipynb", FOLDS)
    desk.run("execute", "a.ipynb")
    runs = [run["run_id"] for run in _listed(desk)]
    store = QueuedStore(desk.store)
    store.start()
    try:
        series = PointService(store).list(runs, ["loss"]).series
    finally:
        store.close()
    assert [one.run_id for one in series] == runs[1:]
    assert [one.values for one in series] == [
        [1 / (1 + epoch + fold) for epoch in range(4)] for fold in range(3)]


def test_the_next_notebook_run_is_compared_with_the_notebooks_run_before(desk):
    desk.notebook("a.ipynb", ("lr = 0.1", "parameters"), FOLDS)
    desk.run("execute", "a.ipynb")
    desk.run("execute", "a.ipynb", "-p", "lr", "0.2")
    runs = _listed(desk)
    parents = [run for run in runs if run["parent_run_id"] is None]
    assert parents[1]["changes"]["against"] == parents[0]["run_id"]
    assert [change["name"] for change in parents[1]["changes"]["params"]] == ["lr"]
    assert parents[1]["replicate_of"] is None


def test_child_runs_over_cells_that_fail_and_that_are_killed(desk):
    desk.notebook(
        "a.ipynb", "import runfolio\nouter = runfolio.run('outer')\nouter.__enter__()",
        "runfolio.log({'v': 1})",
        # A process that ends at once takes the announcement of its cell with it.
        "import os, time\nwith runfolio.run('inner'):\n    runfolio.log({'w': 2})\n"
        "    time.sleep(0.5)\n    os._exit(1)")
    assert desk.run("execute", "a.ipynb").returncode == 1
    parent, outer, inner = _listed(desk)
    assert (parent["status"], outer["name"], outer["status"]) == ("killed", "outer", "killed")
    assert (inner["parent_run_id"], inner["status"]) == (outer["run_id"], "killed")
    assert inner["results"][0]["metrics"]["w"]["last"] == 2


def test_a_body_that_raises_makes_a_failed_child_run(desk):
    desk.notebook("a.ipynb", "import runfolio\nwith runfolio.run('bad'):\n    1 / 0")
    assert desk.run("execute", "a.ipynb").returncode == 1
    parent, child = _listed(desk)
    assert (parent["status"], parent["draft"]) == ("failed", True)
    assert (child["status"], child["draft"]) == ("failed", True)


def test_files_logged_by_name_are_results_and_data(desk):
    desk.notebook(
        "a.ipynb", "open('d.csv', 'w').write('a,b')\nimport runfolio\nrunfolio.dataset('d.csv')",
        "runfolio.artifact(b'\\x89PNG', 'roc.png')\nrunfolio.log_series('roc', [0, 0.5], [0, 1])",
        "runfolio.model('d.csv', 'weights')")
    _, answer = desk.execute("a.ipynb")
    run = answer["run"]
    assert (run["draft"], run["artifacts"], run["datasets"]) == (
        False, ["roc.png", "weights"], ["d.csv"])
    assert [one["artifacts"] for one in run["results"]] == [["roc.png"], ["weights"]]
    assert run["results"][0]["metrics"]["roc"]["last_x"] == 0.5
    files = {file["name"]: file for file in run["logged_files"]}
    assert files["d.csv"]["path"] == str(desk.work / "d.csv")
    assert files["d.csv"]["digest"] == files["weights"]["digest"]
    assert files["roc.png"]["step_id"] == answer["steps"][1]["step_id"]
    store = QueuedStore(desk.store)
    store.start()
    try:
        blob = store.read(lambda tx: tx.contents.get(files["roc.png"]["digest"]))
    finally:
        store.close()
    assert (blob.data, blob.mime, files["roc.png"]["kept"]) == (b"\x89PNG", "image/png", True)


def test_a_dataset_alone_is_no_result(desk):
    desk.notebook("a.ipynb", "import runfolio\nrunfolio.dataset('https://host/x.csv')")
    _, answer = desk.execute("a.ipynb")
    assert (answer["run"]["draft"], answer["run"]["datasets"]) == (True, ["x.csv"])
