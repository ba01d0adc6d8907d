"""Living kernels are told by their command lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from runfolio.probes.processes import living_kernels


def test_a_process_with_a_connection_file_lives_until_it_ends() -> None:
    code = "import sys; sys.stdin.read()"
    process = subprocess.Popen([sys.executable, "-c", code, "-f", "/run/kernel-a1-b2.json"],
                               stdin=subprocess.PIPE)
    try:
        assert "a1-b2" in (living_kernels() or set())
    finally:
        process.communicate()
    assert "a1-b2" not in (living_kernels() or set())


def test_without_proc_nothing_is_told(tmp_path: Path) -> None:
    assert living_kernels(tmp_path) is None
