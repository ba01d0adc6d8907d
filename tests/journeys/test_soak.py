"""SIGKILL of a real server at random moments, as `make soak` does it 300 times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parents[2] / "bench" / "soak.py"
#: A kill is two starts of a server and one of a kernel: 20 of them take minutes where the machine
#: is small, so that many are for the nightly run.
KILLS = int(os.environ.get("RUNFOLIO_TEST_KILLS", "3"))


@pytest.mark.kernel
@pytest.mark.timeout(120 + 30 * KILLS)
def test_case_24_a_killed_server_loses_no_acknowledged_step(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SOAK), "--kills", str(KILLS), "--folder", str(tmp_path / "soak")],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{KILLS} kills" in done.stdout
    assert "0 lost, nothing open, integrity ok" in done.stdout
