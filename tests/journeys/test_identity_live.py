"""Whose step it is, and which notebook a file is, on a real server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runfolio.capture.reconcile import replayed

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]


def fit(accuracy: float) -> str:
    """A cell with a result; no look, so that running it again opens a run."""
    return f"score = {accuracy}\nprint('accuracy:', score)"


def beside(player, path: str):
    """Another notebook, or view of it, on the player's kernel."""
    one = type(player)(player.app, player.fetch, path)
    one.kernel_id = player.kernel_id
    one.connect()
    return one


@pytest.fixture
def second(player):
    """A notebook for which the running kernel was picked."""
    one = beside(player, "other.ipynb")
    yield one
    one.client.stop_channels()


async def test_steps_go_to_the_notebook_whose_intent_matched(player, second) -> None:
    """Failure case 30: two notebooks share a kernel."""
    await player.run("data", "x = 1")
    await player.run("fit", fit(0.5))
    await second.run("fit", fit(0.7))
    await second.run("fit", fit(0.9))
    await player.run("more", "y = 2")
    runs = await player.until(player.runs, lambda runs: len(runs) == 3 and any(
        len(run["flags"].get("foreign-code", ())) == 2 for run in runs) and runs)
    by_path = {path: [run for run in runs if run["notebook_path"] == path]
               for path in ("train.ipynb", "other.ipynb")}
    (first,) = by_path["train.ipynb"]
    assert [result["metrics"]["accuracy"]["last"] for result in first["results"]] == [0.5]
    assert len(first["flags"]["foreign-code"]) == 2
    assert "steps-missing" not in first["flags"]
    assert [run["results"][0]["metrics"]["accuracy"]["last"]
            for run in by_path["other.ipynb"]] == [0.7, 0.9]
    assert {run["notebook_id"] for run in runs} == {
        first["notebook_id"], by_path["other.ipynb"][0]["notebook_id"]}
    steps = await player.steps()
    assert [step["notebook_id"] == first["notebook_id"] for step in steps] == [
        True, True, False, False, True]
    assert steps[1]["cell_key"] != steps[2]["cell_key"], "copies share ids, not cells"


async def test_a_shared_kernel_is_replayed_as_it_was(player, second) -> None:
    await player.run("fit", fit(0.5))
    await second.run("fit", fit(0.7))
    await second.run("fit", fit(0.9))
    runs = await player.settled(3)
    kernel = player.kernel_id

    def again(tx):
        (left,) = tx.epochs.left_open()
        logs = replayed(tx, left.epoch, tx.steps.of_epoch(kernel, left.epoch.number))
        return {notebook_id: [log.records[run.opening].step.msg_id for run in log.rule.runs]
                for notebook_id, log in logs.items()}

    store = player.app.extension_manager.extension_points["runfolio"].app.wired.store
    opened = store.read(again)
    first, *others = runs
    assert opened == {first["notebook_id"]: player.sent[:1],
                      others[0]["notebook_id"]: second.sent}


async def test_the_switch_of_a_notebook_that_shares_a_kernel_is_its_own(player, second) -> None:
    await player.run("fit", fit(0.5))
    await second.run("fit", fit(0.7))
    runs = await player.settled(2)
    other = next(run["notebook_id"] for run in runs if run["notebook_path"] == "other.ipynb")
    await player.fetch("runfolio", "api", "recording", method="PATCH",
                       body=json.dumps({"notebooks": {other: False}}))
    await second.send([("fit", fit(0.8))])
    await player.run("fit", fit(0.6))
    steps = await player.steps()
    assert len(steps) == 3
    assert "0.8" not in json.dumps(steps)


async def test_two_views_of_one_notebook_are_one_record(player) -> None:
    """Failure case 21: a view posts its own intents, with its own path as the session has it."""
    player.document = ["fit"]
    await player.run("fit", fit(0.5))
    view = beside(player, "RTC:train.ipynb")
    view.document = ["fit"]
    await view.run("fit", fit(0.6))
    view.client.stop_channels()
    runs = await player.settled(2)
    assert len({run["notebook_id"] for run in runs}) == 1
    assert len({step["cell_key"] for step in await player.steps()}) == 1


async def test_an_intent_older_than_a_renaming_is_of_the_same_notebook(player) -> None:
    """Failure case 20: renamed while a client still has the old path."""
    root = Path(player.app.root_dir)
    (root / "train.ipynb").write_text("{}")
    await player.run("fit", fit(0.5))
    await player.fetch("api", "contents", "train.ipynb", method="PATCH",
                       body=json.dumps({"path": "renamed.ipynb"}))
    await player.run("fit", fit(0.6))
    runs = await player.until(player.runs, lambda runs: len(runs) == 2 and all(
        run["notebook_path"] == "renamed.ipynb" for run in runs) and runs)
    assert len({run["notebook_id"] for run in runs}) == 1


async def test_a_client_without_intents_runs_the_cells_that_a_browser_ran(player) -> None:
    cells = [("data", "x = 0.25"), ("fit", "print('accuracy:', x)"), ("end", "z = x * 3 + 1")]
    player.document = [cell for cell, _ in cells]
    for cell, code in cells:
        await player.run(cell, code)
    await player.restart()
    player.posts_intents = False
    edited = [("", "x = 0.5"), cells[1], ("", "z = x * 3 + 2")]
    await player.ended(await player.send(edited))
    steps = await player.steps()
    assert len(steps) == 6
    assert [step["cell_id"] for step in steps[3:]] == [None] * 3
    assert [step["cell_key"] for step in steps[:3]] == [step["cell_key"] for step in steps[3:]]




async def other_kernel(player, path: str):
    """The notebook at path opened with a kernel of its own."""
    one = type(player)(player.app, player.fetch, path)
    await one.open()
    return one


async def test_a_file_moved_behind_the_servers_back_is_the_same_notebook(player) -> None:
    root = Path(player.app.root_dir)
    (root / "train.ipynb").write_text("{}")
    await player.run("fit", fit(0.5))
    await player.app.kernel_manager.shutdown_kernel(player.kernel_id)
    (root / "train.ipynb").rename(root / "moved.ipynb")
    moved = await other_kernel(player, "moved.ipynb")
    moved.document = ["fit", "more"]
    await moved.run("fit", fit(0.6))
    runs = await player.until(player.runs, lambda runs: len(runs) == 2 and runs)
    assert len({run["notebook_id"] for run in runs}) == 1
    moved.client.stop_channels()


async def test_a_copy_and_a_file_with_a_used_number_are_other_notebooks(player) -> None:
    """Failure case 20: a copy has the same cell ids; a new file can get a deleted one's inode."""
    root = Path(player.app.root_dir)
    (root / "train.ipynb").write_text("{}")
    await player.run("fit", fit(0.5))
    (root / "copy.ipynb").write_text("{}")
    copy = await other_kernel(player, "copy.ipynb")
    await copy.run("fit", fit(0.5))
    (root / "copy.ipynb").rename(root / "unrelated.ipynb")  # the number, with nothing known in it
    unrelated = await other_kernel(player, "unrelated.ipynb")
    await unrelated.run("begin", "import math\nprint('loss:', math.pi)")
    runs = await player.until(player.runs, lambda runs: len(runs) == 3 and runs)
    assert len({run["notebook_id"] for run in runs}) == 3
    for one in (copy, unrelated):
        one.client.stop_channels()


async def test_a_path_used_again_after_deletion_is_another_notebook(player) -> None:
    root = Path(player.app.root_dir)
    (root / "train.ipynb").write_text("{}")
    await player.run("fit", fit(0.5))
    await player.app.kernel_manager.shutdown_kernel(player.kernel_id)
    await player.fetch("api", "contents", "train.ipynb", method="DELETE")
    (root / "train.ipynb").write_text("{}")
    again = await other_kernel(player, "train.ipynb")
    await again.run("fit", fit(0.5))
    runs = await player.until(player.runs, lambda runs: len(runs) == 2 and runs)
    assert len({run["notebook_id"] for run in runs}) == 2
    assert len({step["cell_key"] for run in runs for step in run["cells"]}) == 2
    again.client.stop_channels()


async def test_skipped_cells_of_an_earlier_life_of_the_kernel_are_said(player) -> None:
    """After a restart a cell that was left out still shows what it showed before."""
    player.document = ["data", "never", "scale", "fit"]
    await player.run("data", "x = 1")
    await player.run("scale", "x = x / 2")
    await player.restart()
    await player.run("data", "x = 1")
    await player.run("fit", "print('accuracy:', x)")
    await player.settled(2)
    *_, data, fit = await player.steps()
    assert set(data["flags"]) <= {"repeated"}
    assert len(fit["flags"]["skipped"]) == 2
    assert len(fit["flags"]["earlier-epoch"]) == 1
    assert fit["flags"]["earlier-epoch"][0] in fit["flags"]["skipped"]
