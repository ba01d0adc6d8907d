"""What cells record while the store cannot be written lands as if nothing had been: every kind of
record goes through the spill file here."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]

CELLS = [
    ("params", 'alpha = 0.5\n#| track.params: true'),
    ("train", """import runfolio
for epoch in range(5):
    runfolio.log({"loss": 1 / (epoch + alpha)})
print("x" * 50_000)
print("accuracy:", alpha)"""),
    ("again", "alpha = 0.7"),
    ("train", 'print("accuracy:", alpha)'),
    ("broken", "1 / 0"),
]


async def test_case_26_records_wait_in_a_file_and_land_whole(player, extension) -> None:
    await player.run("first", "x = 1")
    store = extension.wired.store
    store._backlog._max_bytes = 1_000  # nearly all that waits goes into the file
    folder = Path(store._backlog._spill.folder)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sent = []
    for cell, code in CELLS:
        sent += await player.send([(cell, code)])
    health = await player.until(
        lambda: player.get("health"), lambda health: health["blocked"] and health["pending"] > 10)
    assert (health["problem"], health["dropped"]) == ("store-locked", 0)
    (file,) = folder.glob("*.records")
    assert file.stat().st_size > 50_000
    other.execute("COMMIT")
    other.close()

    await player.ended(sent)
    health = await player.until(lambda: player.get("health"),
                                lambda health: health["problem"] is None and not health["pending"])
    assert (health["dropped"], health["outputs_dropped"]) == (0, 0)
    assert not list(folder.glob("*.records"))
    steps = await player.steps()
    assert [step["status"] for step in steps] == ["finished"] * 5 + ["failed"]
    assert [step["cell_id"] for step in steps] == ["first", *(cell for cell, _ in CELLS)]
    assert steps[2]["outputs"][0]["text"].startswith("x" * 50_000)
    first, second = await player.settled(2)
    assert first["params"]["alpha"]["text"] == "0.5"
    assert first["results"][0]["metrics"]["loss"]["count"] == 5
    assert second["params"]["alpha"]["text"] == "0.7"


async def test_case_26_a_full_disk_keeps_all_of_a_run_but_its_outputs(player, extension) -> None:
    await player.run("first", "x = 1\nprint('kept')")
    await player.settled(1)
    writer = extension.wired.store._database._writer
    with writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 16}")

    event.listen(writer, "begin", limit)
    await player.run("params", "alpha = 0.5")
    await player.run("train", 'print("accuracy:", alpha)\nprint("x " * 125_000)')
    health = await player.until(lambda: player.get("health"),
                                lambda health: health["outputs_dropped"])
    assert (health["status"], health["problem"], health["blocked"], health["dropped"]) == (
        "degraded", "disk-full", False, 0)
    first, _, train = await player.steps()
    assert first["outputs"][0]["text"] == "kept\n"
    assert train["flags"]["outputs-dropped"] == []
    (output,) = train["outputs"]
    assert (output["text"], output["truncated"]) == ("", True)
    assert output["total_bytes"] > 250_000
    (run,) = await player.until(player.runs, lambda runs: runs[0]["results"])
    assert run["params"]["alpha"]["text"] == "0.5"
    assert run["results"][0]["metrics"]["accuracy"]["last"] == 0.5

    event.remove(writer, "begin", limit)
    writer.dispose()  # there is room again: the setting is the connection's
    await player.until(lambda: player.get("health"), lambda health: health["status"] == "ok")
    await player.run("after", "print('whole')")
    assert (await player.steps())[3]["outputs"][0]["text"] == "whole\n"
