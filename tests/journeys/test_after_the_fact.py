"""Runs made, split and merged after the fact, through a real server and kernel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]

TRAIN = "alpha = {}\nfor epoch in range(1, 4):\n    print('epoch', epoch, 'loss', alpha / epoch)"


async def _post(player, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await player.fetch("runfolio", "api", what, method="POST", body=json.dumps(body))
    return json.loads(answer.body)


async def _refused(player, what: str, body: dict[str, Any]) -> int:
    with pytest.raises(HTTPClientError) as caught:
        await _post(player, what, body)
    return caught.value.code


async def _play(player) -> list[dict[str, Any]]:
    """Two runs, both closed by New run; their steps oldest first."""
    await player.run("data", "rows = 10")
    await player.run("train", TRAIN.format(1))
    await player.run("train", TRAIN.format(2))
    await player.run("check", "print('test accuracy:', 0.9)")
    await player.post("new-run", [])
    await player.run("other", "x = 1")
    await player.settled(3)
    return await player.steps()


async def test_steps_make_a_run(player) -> None:
    data, first, second, check, _ = await _play(player)
    made = await _post(player, "runs:from-steps",
                       {"steps": [check["step_id"], second["step_id"]], "name": "best"})
    (run,) = made["runs"]
    assert made["replaced"] == []
    assert (run["name"], run["opened_by"], run["status"]) == ("best", "from-steps", "finished")
    assert run["number"] == 4
    assert run["step_counts"] == {"own": 2, "inherited": 1, "after_result": 0}
    assert run["params"]["alpha"]["value"] == 2
    assert [result["step_id"] for result in run["results"]] == [
        second["step_id"], check["step_id"]]
    roles = {step["step_id"]: step["role"]
             for step in (await player.get(f"runs/{run['run_id']}/steps"))["steps"]}
    assert roles == {data["step_id"]: "inherited", second["step_id"]: "own",
                     check["step_id"]: "own"}
    gap = {"steps": [first["step_id"], check["step_id"]]}
    assert await _refused(player, "runs:from-steps", gap) == 400
    assert await _refused(player, "runs:from-steps", {"steps": ["0" * 26]}) == 404


async def test_a_run_is_split_and_merged_again(player) -> None:
    _, _, second, check, _ = await _play(player)
    _, run, still_open = await player.runs()
    await player.fetch("runfolio", "api", "runs", run["run_id"], method="PATCH",
                       body=json.dumps({"name": "mine", "tags": ["kept"], "starred": True}))
    split = await _post(player, "runs:split", {"run_id": run["run_id"], "at": check["step_id"]})
    left, right = split["runs"]
    assert split["replaced"] == [run["run_id"]]
    assert [one["step_counts"]["own"] for one in (left, right)] == [1, 1]
    assert (left["name"], left["starred"], left["tags"]) == ("mine", True, ["kept"])
    assert (right["name"], right["tags"]) == (None, ["kept"])
    assert [one["run_id"] for one in await player.runs()][1:3] == [
        left["run_id"], right["run_id"]]
    merged = await _post(player, "runs:merge", {"runs": [right["run_id"], left["run_id"]]})
    (whole,) = merged["runs"]
    assert whole["step_counts"] == run["step_counts"]
    assert [result["step_id"] for result in whole["results"]] == [
        second["step_id"], check["step_id"]]
    assert whole["name"] == "mine"

    closed = {"run_id": whole["run_id"], "at": second["step_id"]}
    assert await _refused(player, "runs:split", closed) == 400
    busy = {"runs": [whole["run_id"], still_open["run_id"]]}
    assert await _refused(player, "runs:merge", busy) == 409


async def test_what_was_replaced_comes_back(player) -> None:
    _, _, _, check, _ = await _play(player)
    before = await player.runs()
    run = before[1]
    split = await _post(player, "runs:split", {"run_id": run["run_id"], "at": check["step_id"]})
    for one in split["runs"]:
        await player.fetch("runfolio", "api", "runs", one["run_id"], method="DELETE")
    await player.fetch("runfolio", "api", "runs", run["run_id"], method="PATCH",
                       body=json.dumps({"trashed": False}))
    after = await player.runs()
    assert [(one["run_id"], one["number"]) for one in after] == [
        (one["run_id"], one["number"]) for one in before]


FOLD = """import runfolio
with runfolio.run("fold"):
    runfolio.log({"val_acc": 0.8})
runfolio.artifact(b"curve", "curve")"""


async def test_files_flags_and_child_runs_go_with_the_steps(player) -> None:
    await player.run("train", TRAIN.format(1))
    await player.run("fold", FOLD)
    await player.run("check", "print('test accuracy:', 0.9)")
    await player.run("train", TRAIN.format(2))
    await player.until(player.runs, lambda runs: len(runs) == 3)

    async def shape() -> dict[str, Any]:
        runs = await player.runs()
        names = {run["run_id"]: run["number"] for run in runs}
        return {run["number"]: (run["artifacts"], sorted(run["flags"]),
                                names.get(run["parent_run_id"])) for run in runs}

    before = await shape()
    run = next(run for run in await player.runs() if run["artifacts"])
    child = next(run for run in await player.runs() if run["parent_run_id"])
    assert child["parent_run_id"] == run["run_id"]
    merge = {"runs": [run["run_id"], child["run_id"]]}
    assert await _refused(player, "runs:merge", merge) == 400
    steps = {step["cell_id"]: step for step in await player.steps()}
    split = await _post(player, "runs:split",
                        {"run_id": run["run_id"], "at": steps["fold"]["step_id"]})
    left, right = split["runs"]
    assert (left["artifacts"], right["artifacts"]) == ([], ["curve"])
    assert [result["artifacts"] for result in right["results"]] == [["curve"], []]
    (moved,) = [one for one in await player.runs() if one["parent_run_id"]]
    assert moved["run_id"] == child["run_id"]
    assert moved["parent_run_id"] == right["run_id"]

    for one in split["runs"]:
        await player.fetch("runfolio", "api", "runs", one["run_id"], method="DELETE")
    await player.fetch("runfolio", "api", "runs", run["run_id"], method="PATCH",
                       body=json.dumps({"trashed": False}))
    assert await shape() == before
    part = await _post(player, "runs:from-steps", {"steps": [steps["fold"]["step_id"]]})
    assert part["runs"][0]["artifacts"] == ["curve"]
    (kept,) = [one for one in await player.runs() if one["parent_run_id"]]
    assert kept["parent_run_id"] == run["run_id"]
