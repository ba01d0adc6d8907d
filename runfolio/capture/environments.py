"""Reading what kernels run with, off the capture thread: disk and /proc may be slow."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from .. import ids
from ..models.environment import Environment
from ..probes.environment import read_environment
from ..probes.git import read_git
from .items import EpochBegan

_INSTALLS = re.compile(
    r"\b(?:pip3?|uv|conda|mamba|poetry)\s+(?:\w+\s+)?(?:install|add|update|uninstall|remove)\b"
    r"|\binstall\.packages\s*\(|\bPkg\.(?:add|rm|update)\b")


def installs(code: str) -> bool:
    """Does the code look as if it changed what is installed? A reason to look again, no fact."""
    return _INSTALLS.search(code) is not None


class Environments:
    """One reader thread; answers go to the given function, on that thread."""

    def __init__(self, answer: Callable[[EpochBegan, str, Environment], None]) -> None:
        self._answer = answer
        self._pool = ThreadPoolExecutor(1, "runfolio-environment")

    def read(self, began: EpochBegan, folder: Path | None) -> None:
        """Read the environment of an epoch, with the git state of the notebook's folder."""
        self._pool.submit(self._read, began, folder)

    def _read(self, began: EpochBegan, folder: Path | None) -> None:
        environment = read_environment(began.argv, began.pid, began.cwd)
        environment.language = began.language or None
        environment.git = read_git(folder) if folder is not None else None
        body = msgspec.json.encode(environment, order="deterministic")
        self._answer(began, ids.digest(body), environment)

    def close(self) -> None:
        """Wait for nothing."""
        self._pool.shutdown(wait=False, cancel_futures=True)
