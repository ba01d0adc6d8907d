"""What comes after a cell ended goes to its step and takes nothing away."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]

LATE = """import runfolio, threading, time
alpha = 0.5
print("test_acc:", 0.9)
parent = runfolio.log({"loss": 1.0})
threading.Timer(1.5, lambda: runfolio.log({"loss": 0.5})).start()"""


async def test_value_logged_after_the_end_keeps_printed_results(player) -> None:
    await player.run("train", LATE)

    def metrics(runs):
        return {key: one for run in runs for result in run["results"]
                for key, one in result["metrics"].items()}

    runs = await player.until(
        player.runs, lambda found: metrics(found).get("loss", {}).get("count") == 2)
    assert metrics(runs)["test_acc"]["last"] == 0.9
    (step,) = await player.steps()
    assert "test_acc: 0.9" in step["outputs"][0]["text"]
