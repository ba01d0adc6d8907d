"""What a gigabyte of prints costs with the extension on and off: memory, time, honesty.

    make bench-flood                        1 GB, three rounds
    make bench-flood ARGS="--megabytes=100 --rounds=1"

Each round executes the same printing cell on a server with the extension and on one without, in
turn. Printed per server: seconds that the printing took inside the kernel (median), seconds until
the cell was idle, seconds of processor that the server used, and how far the server's memory rose
at its peak above what it was before.
Then what stands in the record: every byte counted, or the bench fails.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from overhead import Server

LINE = "x" * 99 + "\n"
#: Kinds of floods: many small prints, and few that are large.
FLOODS = {
    "lines": "for _ in range({lines}): print('x' * 99)",
    "blocks": "block = ('x' * 99 + '\\n') * 10_000\n"
              "for _ in range({lines} // 10_000): print(block, end='')",
}
CELL = """import time
_begun = time.perf_counter()
{flood}
import sys; sys.stdout.flush()
open({result!r}, 'w').write(str(time.perf_counter() - _begun))"""


@dataclass
class Figures:
    """What was measured on one server."""

    inside: list[float] = field(default_factory=list)
    """Seconds of the printing in the kernel."""
    until_idle: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Seconds of processor that the server used."""
    peak: list[float] = field(default_factory=list)
    """Megabytes of the server's memory over what it had before."""


def memory(pid: int, name: str) -> float:
    """Megabytes that /proc tells of a process: VmRSS (now) or VmHWM (peak)."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(name + ":"))
    return int(line.split()[1]) / 1024


def forget_peak(pid: int) -> None:
    """The peak counts anew from here."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def processor(pid: int) -> float:
    """Seconds that a process and its threads have computed, its children left out."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def flood(server: Server, kind: str, lines: int, folder: Path, figures: Figures) -> None:
    """Execute the cell once."""
    result = folder / f"{server.name}.txt"
    code = CELL.format(flood=FLOODS[kind].format(lines=lines), result=str(result))
    forget_peak(server.process.pid)
    before = memory(server.process.pid, "VmRSS")
    used = processor(server.process.pid)
    figures.until_idle.append(await server.execute(code))
    figures.inside.append(float(result.read_text()))
    await asyncio.sleep(2)
    figures.processor.append(processor(server.process.pid) - used)
    figures.peak.append(memory(server.process.pid, "VmHWM") - before)


async def recorded(server: Server, steps: int) -> list[dict[str, Any]]:
    """The streams that stand in the record, once all steps have ended."""
    for _ in range(600):
        found = await server.request("/runfolio/api/steps?limit=1000")
        ended = [step for step in found["steps"] if step["status"] != "busy"]
        if len(ended) >= steps:
            return ended
        await asyncio.sleep(0.1)
    raise SystemExit(f"only {len(ended)} of {steps} steps were recorded")


def check(steps: list[dict[str, Any]], lines: int) -> None:
    """The record counts every byte and digests them all, or says that it does not."""
    sha = hashlib.sha256()
    for _ in range(lines // 1000):
        sha.update((LINE * 1000).encode())
    for step in steps:
        (output,) = [one for one in step["outputs"] if one["name"] == "stdout"]
        assert output["total_bytes"] == lines * len(LINE), output["total_bytes"]
        assert output["digest"] == sha.hexdigest()
        kept = len(output["text"].split("\n[… ")[0]) + len(output["text"].split("…]\n")[-1])
        assert kept + output["left_out"] == lines * len(LINE)
        assert "outputs-capped" not in step["flags"]


async def measure(servers: list[Server], options: argparse.Namespace, folder: Path
                  ) -> dict[str, float]:
    """All rounds; the figures of one kind of flood."""
    lines = options.megabytes * 1_000_000 // len(LINE)
    found = {server.name: Figures() for server in servers}
    for server in servers:
        await server.connect()
        await server.execute("1")
    for turn in range(options.rounds):
        for server in servers if turn % 2 else servers[::-1]:
            await flood(server, options.kind, lines, folder, found[server.name])
    on = next(server for server in servers if server.name == "on")
    steps = await recorded(on, options.rounds + 1)
    check([step for step in steps if step["code"] != "1"], lines)
    return summary(found)


def summary(found: dict[str, Figures]) -> dict[str, float]:
    """Medians, and ratios of the same run."""
    figures: dict[str, float] = {}
    for name, one in found.items():
        figures[f"{name}: seconds in the kernel"] = statistics.median(one.inside)
        figures[f"{name}: seconds until idle"] = statistics.median(one.until_idle)
        figures[f"{name}: server's processor, s"] = statistics.median(one.processor)
        figures[f"{name}: peak memory, MB more"] = max(one.peak)
    figures["on / off, in the kernel"] = (
        figures["on: seconds in the kernel"] / figures["off: seconds in the kernel"])
    figures["on / off, until idle"] = (
        figures["on: seconds until idle"] / figures["off: seconds until idle"])
    figures["on - off, peak memory, MB"] = (
        figures["on: peak memory, MB more"] - figures["off: peak memory, MB more"])
    return figures


def main() -> None:
    """Command line."""
    if sys.platform != "linux":
        raise SystemExit("The memory of a process is read from /proc: Linux only.")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kind", choices=sorted(FLOODS), default="lines")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="runfolio-flood-") as name:
        folder = Path(name)
        servers = [Server("on", True, folder / "on"), Server("off", False, folder / "off")]
        begun = time.perf_counter()
        try:
            figures = asyncio.run(measure(servers, options, folder))
        finally:
            for server in servers:
                server.stop()
    for key, value in figures.items():
        print(f"{key:34} {value:10.3f}")
    print(f"The record counts {options.megabytes} MB in each of {options.rounds} steps, exactly "
          f"({time.perf_counter() - begun:.0f} s).")
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
