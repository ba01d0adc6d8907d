"""The environment of a kernel, read from disk and /proc: nothing of ours runs in the kernel.

What cannot be told is left out: wrappers, remote kernels and other languages are `unknown`.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from ..models.environment import Environment
from .interpreter import find_interpreter
from .packages import packages_in


def read_environment(argv: Sequence[str], pid: int | None, cwd: str | None) -> Environment:
    """The environment of the kernel with this command line, process and working directory.

    pid None means a kernel elsewhere: then nothing here is its. Never raises OSError; git is not
    looked at (probes/git.py).
    """
    if pid is None:
        return Environment(source="unknown")
    interpreter = find_interpreter(argv, pid, cwd)
    environment = Environment(
        source="unknown" if interpreter is None else "from disk",
        os=_os_name(),
        cpu=_cpu_model(),
        cpu_count=os.cpu_count(),
        memory_bytes=_memory_bytes(),
    )
    if interpreter is not None:
        environment.language = "python"
        environment.python = interpreter.version
        environment.executable = str(interpreter.executable)
        environment.packages = packages_in(interpreter.folders)
    return environment


def _os_name() -> str:
    """Distribution, kernel and machine: «Debian GNU/Linux 12 (bookworm), Linux 6.1.0 x86_64»."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}".strip()
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}, {system}"
    try:
        pretty = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        pretty = ""
    return f"{pretty}, {system}" if pretty else system


def _cpu_model() -> str | None:
    """The processor's name as the system tells it."""
    name = _field("/proc/cpuinfo", "model name")
    return name or platform.processor() or None


def _memory_bytes() -> int | None:
    """Main memory of the machine."""
    total = _field("/proc/meminfo", "MemTotal")
    if total:
        return int(total.split()[0]) * 1024
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _field(path: str, name: str) -> str:
    """The first value with this name in a file of «name : value» lines."""
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            for line in file:
                key, _, value = line.partition(":")
                if key.strip() == name:
                    return value.strip()
    except OSError:
        pass
    return ""
