"""Living kernels are told by their command lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from runfolio.probes.processes import living_kernels


def test_a_process_with_a_connection_file_lives_until_it_ends() -> None:
    code = "import sys; print('up', flush=True); sys.stdin.read()"
    process = subprocess.Popen([sys.executable, "-c", code, "-f", "/run/kernel-a1-b2.json"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    # Its command line is this process's own until it has become the other program.
    assert process.stdout.readline() == "up\n"
    try:
        assert "a1-b2" in (living_kernels() or set())
    finally:
        process.communicate()
    assert "a1-b2" not in (living_kernels() or set())


def test_without_proc_nothing_is_told(tmp_path: Path) -> None:
    assert living_kernels(tmp_path) is None
