"""What recording costs a notebook: extension on and off in turn, peers in the same run.

    make bench-capture                    5,000 trivial cells and 200 of 100 kB on each server
    make bench-capture ARGS="--cells 500 --no-peers"

Servers: «on» has the extension, «off» and «off again» have not, and as many more have a peer at
work in their kernels. All kernels run in the same environment. Each round executes one cell on
each server, in rotating order. Ratios are the result; milliseconds are of this machine. What «off
again» differs from «off» by is the noise, and what is asked is asked beyond it.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import capture_parts as parts
from capture_parts import Benched, Trio, trio
from overhead import measure, percentile, rounds

PEERS = Path(__file__).parent.parent / ".venv-peers/bin/python"
OUTPUT_CELL = "print(('{}' + 99 * '=' + chr(10)) * 1000)"
SETUPS = {
    "wandb": ["%load_ext wandb", "import wandb; wandb.init(mode='offline', project='bench')"],
    "mlflow": ["import mlflow; mlflow.set_tracking_uri('sqlite:///mlflow.db')",
               "mlflow.autolog(); mlflow.start_run()"],
}
WORDS = {"wandb": "`%load_ext wandb`, offline run open", "mlflow": "mlflow autolog, run open"}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    figures: str
    result: str
    bar: str = ""
    holds: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "holds", False: "**does not hold**", None: ""}[self.holds]
        return f"| {self.what} | {self.figures} | {self.result} | {self.bar} | {verdict} |"


async def run(servers: list[Benched], options: argparse.Namespace) -> None:
    """All parts in their order, each printed when it is done; the caller stops the servers."""
    three = servers[:3]
    _say(await _cells(servers, options.cells))
    _say(await _output_cells(servers, options.output_cells))
    for what, code in (parts.PLAIN, parts.FLUSHED):
        late = await parts.loop_lateness(three, options.floods, code)
        found = trio(late, 0.99)
        _say([Line(f"loop latency p99, {what}", _ms(found), _ratio(found), "≤ 2×",
                   found.ratio <= 2)])
    starts = trio(await parts.kernel_starts(three, options.rounds), 0.5)
    _say([Line("kernel start, p50", _ms(starts), _ratio(starts), "+0 beyond noise",
               starts.beyond <= 0)])
    saved = trio(await parts.saves(three, 4 * options.rounds), 0.5)
    _say([Line("notebook save, p50", _ms(saved), _ratio(saved), "+0 % beyond noise",
               saved.beyond <= 0)])


def _say(lines: list[Line]) -> None:
    print("\n".join(map(str, lines)), flush=True)


async def _cells(servers: list[Benched], cells: int) -> list[Line]:
    before: list[float] = []
    await measure(servers, 1)
    for server in servers:
        server.times.clear()
        before.append(server.cpu())
    await rounds(servers, cells, "x = {}")
    cpu = [1000 * (server.cpu() - one) / cells
           for server, one in zip(servers, before, strict=True)]
    times = [server.times for server in servers]
    on, off, again = times[:3]
    slope = parts.slope(on, off, again)
    lines = _added(f"{cells:,} trivial cells", servers, times)
    lines.append(Line("slope of cell time over steps recorded", "", f"{slope:+.3f}",
                      "0 ± 0.05", None if math.isnan(slope) else abs(slope) <= 0.05))
    lines.append(Line("server's processor time a trivial cell",
                      " / ".join(f"{one:.2f}" for one in cpu[:3]) + " ms",
                      f"+{cpu[0] - (cpu[1] + cpu[2]) / 2:.2f} ms"))
    return lines


async def _output_cells(servers: list[Benched], cells: int) -> list[Line]:
    for server in servers:
        server.times.clear()
    await rounds(servers, cells, OUTPUT_CELL)
    return _added(f"{cells:,} cells of 100 kB", servers, [server.times for server in servers])


def _added(what: str, servers: Sequence[Benched], times: Sequence[Sequence[float]]) -> list[Line]:
    p50, p99 = trio(times[:3], 0.5), trio(times[:3], 0.99)
    share, late = p50.beyond / p50.base, 1000 * p99.beyond
    lines = [
        Line(f"{what}, p50", _ms(p50), f"{_ratio(p50)}, {100 * share:+.1f} % beyond noise",
             "≤ 3 % beyond noise", share <= 0.03),
        Line(f"{what}, p99", _ms(p99), f"{1000 * (p99.on - p99.base):+.1f} ms, "
             f"{late:+.1f} ms beyond noise", "≤ 1 ms beyond noise", late <= 1),
    ]
    for server, own in zip(servers[3:], times[3:], strict=True):
        half, most = percentile(list(own), 0.5), percentile(list(own), 0.99)
        lines.append(Line(f"— {WORDS[server.name]}", f"{1000 * half:.2f}, p99 {1000 * most:.1f} ms",
                          f"{half / p50.base:.3f}×, p99 {1000 * (most - p99.base):+.1f} ms"))
    return lines


def _ms(found: Trio) -> str:
    return " / ".join(f"{1000 * one:.2f}" for one in (found.on, found.off, found.again)) + " ms"


def _ratio(found: Trio) -> str:
    return f"{found.ratio:.3f}× (noise {found.noise:.3f}×)"


def _imports(times: int) -> Line:
    found = parts.imports(times)
    ours, null = found["runfolio.extension"], found["loop_probe"]
    return Line("import of the server extension", f"{ours:.1f} ms, one that does nothing "
                f"{null:.1f} ms", f"{ours - null:+.1f} ms", "≤ 50 ms", ours <= 50)


def _starts(folder: Path, times: int) -> Line:
    def make(number: int, extension: bool) -> Benched:
        return Benched("start", extension, folder / f"start-{number}", Path(sys.executable))

    found = trio(asyncio.run(parts.server_starts(make, times)), 0.5)
    return Line("start of the server, its loop late at worst", _ms(found), _ratio(found))


def _versions(peers: bool) -> str:
    names = ["jupyter_server"]
    found = [f"Python {platform.python_version()}"] + [f"{name} {version(name)}" for name in names]
    if peers:
        code = ("import importlib.metadata as m\n"
                "print(', '.join(f'{n} {m.version(n)}' for n in ('ipykernel', 'wandb', 'mlflow')))")
        found.append(subprocess.run([str(PEERS), "-c", code], stdout=subprocess.PIPE, text=True,
                                    check=True).stdout.strip())
    return ", ".join(found)


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def _servers(folder: Path, peers: bool) -> list[Benched]:
    python = PEERS if peers else Path(sys.executable)
    servers = [Benched(name, name == "on", folder / name, python)
               for name in ("on", "off", "again")]
    if peers:
        servers += [Benched(name, False, folder / name, python, setup)
                    for name, setup in SETUPS.items()]
    return servers


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=5000)
    parser.add_argument("--output-cells", type=int, default=200)
    parser.add_argument("--floods", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    options = parser.parse_args()
    if options.peers and not PEERS.exists():
        sys.exit("There is no .venv-peers: run make bench-capture, or give --no-peers.")
    # The probe is found, and the servers' own kernel stands before the environment's.
    os.environ |= {"PYTHONPATH": str(Path(__file__).parent), "JUPYTER_PREFER_ENV_PATH": "0",
                   "WANDB_SILENT": "true", "WANDB_MODE": "offline"}
    print(f"{_versions(options.peers)}; {os.cpu_count()} cores, load before {_load()}\n")
    print("| what | on / off / off again | result | bar | |\n| --- | --- | --- | --- | --- |",
          flush=True)
    with tempfile.TemporaryDirectory(prefix="runfolio-bench-") as folder:
        servers = _servers(Path(folder), options.peers)
        try:
            asyncio.run(run(servers, options))
        finally:
            for server in servers:
                server.stop()
        _say([_starts(Path(folder), options.starts)])
    _say([_imports(options.rounds)])
    _say([Line(f"start of recording, {WORDS[server.name]}", f"{server.setup_seconds:.2f} s",
               "once, in cells of the user's") for server in servers[3:]])
    print(f"\nload after {_load()}")


if __name__ == "__main__":
    main()
