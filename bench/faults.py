"""Every end of a kernel and of a server, many times over, with counts.

    make faults [ARGS="--repeats 20 --restarts 200"]

Runs the tests of faults of tests/journeys on real servers and real kernels and prints how often
each of them ended as it must: the right final status within its time, what was shown kept, nothing
left open.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
TESTS = ("test_status_live.py", "test_server_killed.py")
ONE_EACH = ("test_first_cell_after_each_restart",)
"""Counts for itself."""


def counted(report: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each test was made, and how often it was right."""
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):
        name, _, given = (case.get("name") or "").partition("[")
        kinds = [part for part in given.rstrip("]").split("-") if not part.isdigit()]
        name = " ".join([name.removeprefix("test_").replace("_", " "), *kinds])
        made[name] += 1
        right[name] += case.find("failure") is None and case.find("error") is None
    return made, right


def run(report: Path, repeats: int, restarts: int, chosen: str) -> int:
    """pytest's exit status."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--junitxml", str(report), "-k", chosen,
         *(str(ROOT / "tests" / "journeys" / name) for name in TESTS)],
        cwd=ROOT, check=False, env=os.environ | {
            "RUNFOLIO_TEST_REPEATS": str(repeats), "RUNFOLIO_TEST_RESTARTS": str(restarts)},
    ).returncode


def main() -> int:
    """0 where all of them were right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--restarts", type=int, default=200)
    args = parser.parse_args()
    once = " or ".join(ONE_EACH)
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        for repeats, chosen in ((args.repeats, f"not ({once})"), (1, once)):
            report = Path(folder) / f"{repeats}.xml"
            status |= run(report, repeats, args.restarts, chosen)
            made, right = counted(report)
            for name, count in sorted(made.items()):
                print(f"{name}: {right[name]} of {count}")
    print(f"of these, first cells after a restart: {args.restarts} in one test")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
