"""Other languages through a real server: what is recorded of R and bash, and what is not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(180)]

R = ["R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"]


def has_r() -> bool:
    """Is R here with its kernel?"""
    if shutil.which("R") is None:
        return False
    asked = ["R", "--slave", "-e", "quit(status = !requireNamespace('IRkernel', quietly = TRUE))"]
    return subprocess.run(asked, capture_output=True).returncode == 0


needs_r = pytest.mark.skipif(not has_r(), reason="R with IRkernel is not installed")
LANGUAGES = [pytest.param("bash"), pytest.param("R", marks=needs_r)]
CELLS = {
    "bash": {"run": "#| track: {run: first, tags: [shell]}\necho 'loss: 0.5'",
             "fail": "echo before; false", "wait": "echo on; sleep 60", "name": "bash"},
    "R": {"run": "#| track: {run: first, tags: [shell]}\ncat('loss: 0.5\\n')",
          "fail": "cat('before\\n'); stop('no')",
          "wait": "cat('on\\n'); for (n in 1:600) Sys.sleep(0.1)", "name": "r"},
}


@pytest.fixture
def specs(jp_data_dir):
    """Kernel specs of bash and R."""
    argv = {"bash": [sys.executable, "-m", "bash_kernel", "-f", "{connection_file}"], "R": R}
    for language, command in argv.items():
        folder = Path(jp_data_dir) / "kernels" / language.lower()
        folder.mkdir(parents=True)
        spec = {"argv": command, "display_name": language, "language": language}
        (folder / "kernel.json").write_text(json.dumps(spec))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_case_29_steps_and_annotations(specs, players, language: str) -> None:
    """Steps, outputs, errors, metrics, annotations by the comment sign; no params."""
    player, cells = players("work.ipynb"), CELLS[language]
    await player.open(language.lower())
    await player.run("a", cells["run"])
    await player.run("b", cells["fail"])
    (run,) = await player.settled(1)
    assert (run["name"], run["tags"], run["language"]) == ("first", ["shell"], language.lower())
    assert run["results"][0]["metrics"]["loss"]["last"] == 0.5
    assert run["params"] == {}
    ran, failed = await player.steps()
    assert (ran["status"], ran["code"], ran["origin"]) == ("finished", cells["run"], "cell")
    assert text_of(ran) == "loss: 0.5\n"
    assert failed["status"] == "failed"
    assert text_of(failed).startswith("before\n")
    assert failed["outputs"][-1]["kind"] == "error"
    for step in (ran, failed):
        assert step["duration"] >= 0
        assert not step["look"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_interrupt_and_what_waits_behind_it(specs, players, language: str) -> None:
    player, cells = players("work.ipynb"), CELLS[language]
    await player.open(language.lower())
    sent = await player.send([("a", cells["wait"])])
    await player.ended(sent, busy=True)
    await player.until(player.steps, lambda steps: steps[0]["status"] == "busy")
    await player.interrupt()
    await player.ended(sent)
    (step,) = await player.steps()
    assert step["status"] == "interrupted"
    await player.restart()
    (run,) = await player.until(player.runs, lambda runs: runs and runs[0]["status"] != "open")
    assert run["status"] == "killed"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_killed_in_a_cell(specs, players, language: str) -> None:
    player, cells = players("work.ipynb"), CELLS[language]
    await player.open(language.lower())
    sent = await player.send([("a", cells["wait"])])
    await player.ended(sent, busy=True)
    player.kill()
    await player.ended(sent)
    (run,) = await player.settled(1)
    assert run["status"] == "killed"
    assert [step["status"] for step in await player.steps()] == ["lost"]


@needs_r
async def test_case_13_r_with_a_cell_behind_an_error(specs, players) -> None:
    """R drops what waits without a word: it is no step, and nothing waits for it."""
    player = players("work.ipynb")
    await player.open("r")
    await player.ended((await player.send([("a", CELLS["R"]["fail"]), ("b", "cat(1)")]))[:1])
    await player.run("c", "cat('loss: 0.5\\n')")
    assert [step["status"] for step in await player.steps()] == ["failed", "finished"]
    await player.until(
        player.runs, lambda runs: [(run["live"] or {}).get("queued") for run in runs] == [0])


def text_of(step: dict[str, Any]) -> str:
    """All text of a step's streams."""
    return "".join(one["text"] for one in step["outputs"] if one["kind"] == "stream")


@pytest.mark.parametrize("code", ["#| track: {run: [", "%%bash\n#| track: {run: in bash}\necho 1"])
async def test_case_29_python(player, code: str) -> None:
    """Bad YAML is a notice and no error; under a magic the option lines count."""
    await player.run("a", code if code.startswith("%%") else code + "\nprint(1)")
    (run,) = await player.settled(1)
    (step,) = await player.steps()
    assert (step["status"], text_of(step)) == ("finished", "1\n")
    assert run["name"] == ("in bash" if code.startswith("%%") else None)
    notices = (await player.get("notices"))["notices"]
    assert any(one["kind"] == "annotation" for one in notices) == (not code.startswith("%%"))
