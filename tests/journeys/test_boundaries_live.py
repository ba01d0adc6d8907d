"""Ten vectors of the contract through a real server and a real kernel."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(240)]

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "run-boundaries.json"
VECTORS = {vector["name"]: vector for vector in json.loads(FIXTURE.read_text())["vectors"]}

NAMES = [
    "fix an error and go on: the same run",
    "queued cells after an error are aborted and count for nothing",
    "run all twice",
    "kernel restarted while a cell runs: killed",
    "new run on request",
    "another name opens another run",
    "run from the middle over several cells with results is one run",
    "the document's order, where known, decides what is above",
    "restart, then run all: one run",
    "a look that shows another value opens a run: the first value stays",
]


def code_of(event: dict[str, Any], ordinal: int, shown: dict[str, float] | None = None) -> str:
    """Code that makes happen what the event says, in a real kernel. shown: values that the look
    after it shows by name, so that the look's own code stays the same."""
    cell = event["execute"]
    lines = [f"# {cell}"]
    if "run" in event:
        lines.insert(0, f"#| track: {{run: {event['run']}}}")
    metrics = event.get("metrics", {})
    if event.get("look"):
        lines += [f'print("{key}:", {key})' for key in metrics]
    else:
        lines.append(f"{cell}_state = {ordinal}")
        lines += [f"{key} = {value!r}" for key, value in (shown or {}).items()]
        lines += [f'print("{key}:", {value!r})' for key, value in metrics.items()]
    lines += [f'print("{key}:", {value!r})' for key, value in event.get("observed", {}).items()]
    if event.get("failed"):
        lines.append("raise ValueError('no')")
    return "\n".join(lines)


async def play(player, events: list[dict[str, Any]]) -> None:
    """Play the events; Run All sends the executions that follow it, up to the next request."""
    times: Counter[str] = Counter()
    index = 0
    while index < len(events):
        event = events[index]
        index += 1
        if "document" in event:
            player.document = event["document"]
        elif "new_run" in event:
            await player.post("new-run", [])
        elif "restart" in event:
            await player.restart()
        elif "run_all" in event:
            together = []
            while index < len(events) and "execute" in events[index]:
                together.append(events[index])
                index += 1
            await player.ended(await player.send(
                [(one["execute"], code_of(one, 1)) for one in together], "run-all"))
        elif "execute" in event:
            cell = event["execute"]
            times[cell] += 1
            following = events[index] if index < len(events) else {}
            if following.get("restart") == "busy":
                code = "import time\ntime.sleep(600)"
                await player.ended(await player.send([(cell, code)]), busy=True)
            elif "aborted" in following:
                index += 1
                sent = await player.send([(cell, code_of(event, times[cell])),
                                          (following["aborted"], "x = 1")])
                await player.ended(sent[:1])
            else:
                shown = following.get("metrics") if following.get("look") else None
                await player.run(cell, code_of(event, times[cell], shown))


def _names(steps: list[dict[str, Any]]) -> dict[str, str]:
    """step_id → cell#n, as the vectors write it."""
    times: Counter[str] = Counter()
    names = {}
    for step in steps:
        times[step["cell_id"]] += 1
        names[step["step_id"]] = f"{step['cell_id']}#{times[step['cell_id']]}"
    return names


async def seen(player) -> list[dict[str, Any]]:
    """The runs as the vectors write them."""
    runs = await player.runs()
    names = _names(await player.steps())
    answer = []
    for run in runs:
        cells = run["cells"]
        found = {
            "opened_by": run["opened_by"], "draft": run["draft"], "status": run["status"],
            "steps": [names[cell["step_id"]] for cell in cells if cell["role"] != "after-result"],
            "inherited": [names[cell["step_id"]] for cell in cells
                          if cell["role"] == "inherited"],
            "results": {names[one["step_id"]]: {
                key: metric["last"] for key, metric in one["metrics"].items()}
                for one in run["results"]},
            "inherited_results": {names[one["step_id"]]: {
                key: metric["last"] for key, metric in one["metrics"].items()}
                for one in run["inherited_results"]},
        }
        if run["name"]:
            found["name"] = run["name"]
        answer.append(found)
    return answer


def expected(vector: dict[str, Any]) -> list[dict[str, Any]]:
    """The vector's runs, reduced to what `seen` tells."""
    answer = []
    for run in vector["runs"]:
        one = {key: run[key] for key in
               ("opened_by", "draft", "status", "steps", "inherited", "name") if key in run}
        for key in ("results", "inherited_results"):
            one[key] = {step: found["metrics"] for step, found in run[key].items()}
        answer.append(one)
    return answer


@pytest.mark.parametrize("name", NAMES)
async def test_vector(player, name: str) -> None:
    vector = VECTORS[name]
    await play(player, vector["events"])
    wanted = expected(vector)
    found: list[dict[str, Any]] = []
    for _ in range(100):  # what is only probable becomes certain, late intents come
        found = await seen(player)
        if found == wanted:
            return
        await asyncio.sleep(0.1)
    assert found == wanted
