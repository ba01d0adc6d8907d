"""The open view: a run is there while its first cell executes."""

from __future__ import annotations

import asyncio

import pytest

from runfolio import ids

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]

SLOW = """import time
for epoch in range(1, 200):
    time.sleep(0.1)
    print(f"epoch {epoch} loss {1 / epoch:.4f}")"""


async def test_run_appears_while_its_first_cell_executes(player) -> None:
    player.document = ["slow"]
    await player.post("document", [])
    await player.send([("slow", SLOW)])

    def good(runs):
        return runs and runs[0]["busy"] and runs[0]["results"]

    (run,) = await player.until(player.runs, good)
    assert run["number"] == 1
    assert run["live"]["probable"]
    assert run["live"]["steps"][0]["status"] == "busy"
    assert run["results"][0]["metrics"]["loss"]["count"] >= 1
    live = await player.get("live", notebook="path:train.ipynb")
    assert live["run"]["run_id"] == run["run_id"]

    async def course():
        answer = await player.get("points", runs=run["run_id"], keys="loss")
        return answer["series"][0]["values"] if answer["series"] else []

    values = await player.until(course, lambda values: len(values) > 2 and values)
    assert values[:3] == [1.0, 0.5, 0.3333]
    await player.interrupt()


async def test_a_guest_of_the_kernel_shows_its_own_open_run(players) -> None:
    host, guest = players("host.ipynb"), players("guest.ipynb")
    await host.open()
    guest.kernel_id = host.kernel_id
    guest.connect()
    for one, cell in ((host, "h1"), (guest, "g1")):
        one.document = [cell]
        await one.post("document", [])
    await host.run("h1", 'print("acc: 0.5")')
    await guest.send([("g1", SLOW)])

    async def live(one):
        return (await one.get("live", notebook=f"path:{one.path}"))["run"]

    run = await guest.until(lambda: live(guest), lambda run: run and run["busy"])
    assert [step["status"] for step in run["live"]["steps"]] == ["busy"]
    assert run["notebook_path"] == "guest.ipynb"
    assert run["number"] == 1  # of an experiment of its own

    def grows(run):
        return run["results"] and run["results"][0]["metrics"]["loss"]["count"] > 1

    await guest.until(lambda: live(guest), grows)
    # The host has its own run, and nothing of it is busy.
    own = await live(host)
    assert own["run_id"] != run["run_id"]
    assert not own["busy"]
    assert [step["status"] for step in own["live"]["steps"]] == ["finished"]
    assert list(own["results"][0]["metrics"]) == ["acc"]
    await host.interrupt()
    await guest.until(lambda: live(guest), lambda run: run and not run["busy"])


async def test_run_appears_when_its_intent_comes_after_its_cell_began(player) -> None:
    player.document = ["slow"]
    await player.post("document", [])
    message = player.request(SLOW)
    player.client.shell_channel.send(message)
    sent = message["header"]["msg_id"]
    await player.ended([sent], busy=True)
    assert await player.runs() == []
    await player.post("run-all", [{"msg_id": sent, "cell_id": "slow",
                                   "source_digest": ids.digest(SLOW.encode())}])
    (run,) = await player.until(player.runs, lambda runs: runs and runs[0]["busy"] and runs)
    assert run["opened_by"] == "run-all"
    await player.interrupt()


async def test_kernel_killed_in_training_makes_the_run_killed(player) -> None:
    await player.run("model", "x = 1")
    sent = await player.send([("slow", SLOW)])
    await player.ended(sent, busy=True)
    player.kill()
    (run,) = await player.until(
        player.runs, lambda runs: runs and runs[0]["status"] != "open" and runs)
    assert run["status"] == "killed"
    assert {step["status"] for step in await player.steps()} == {"finished", "lost"}


async def test_a_run_is_there_at_every_moment_of_a_restart(player) -> None:
    """Between the open view and the store there is no answer without it."""
    await player.ended(await player.send([("slow", SLOW)]), busy=True)
    await player.until(player.runs, bool)
    restarting = asyncio.ensure_future(player.restart())
    found = []
    while not restarting.done() or found[-1] != ["killed"]:
        found.append([run["status"] for run in await player.runs()])
        assert len(found) < 5000, found[-1]
    assert [one for one in found if one not in (["open"], ["killed"])] == []
