"""Which kernels have a living process: another server's must not be taken for dead ones."""

from __future__ import annotations

import re
from pathlib import Path

_CONNECTION = re.compile(rb"kernel-([0-9A-Za-z-]+)\.json")
_PROC = Path("/proc")


def living_kernels(proc: Path = _PROC) -> set[str] | None:
    """Ids of the kernels whose connection file stands on the command line of a process of this
    machine; None where that cannot be seen (no /proc)."""
    if not (proc / "self" / "cmdline").exists():
        return None
    found: set[str] = set()
    for folder in proc.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it ended, or is another user's
        found.update(match.decode() for match in _CONNECTION.findall(line))
    return found
