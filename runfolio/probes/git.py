"""The state of the repository that a folder lies in, as the git program tells it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ..models.environment import Git

TIMEOUT = 2.0
#: Settings of a repository that make `status` run programs are switched off.
_COMMAND = (
    "git",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "status",
    "--porcelain=v2",
    "--branch",
    "--untracked-files=no",
)


def read_git(folder: str | Path, timeout: float = TIMEOUT) -> Git | None:
    """Commit, branch and changes of tracked files; None without git, a repository, a commit, or
    an answer within timeout seconds. Takes no lock and writes nothing."""
    try:
        done = subprocess.run(  # noqa: S603
            _COMMAND,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else parse_status(done.stdout.decode("utf-8", "replace"))


def parse_status(text: str) -> Git | None:
    """The state in the output of `git status --porcelain=v2 --branch`."""
    header: dict[str, str] = {}
    changed = 0
    for line in text.splitlines():
        if line.startswith("# "):
            name, _, value = line[2:].partition(" ")
            header[name] = value
        elif line[:2] in ("1 ", "2 ", "u "):
            changed += 1
    commit = header.get("branch.oid", "")
    if not commit or commit == "(initial)":
        return None
    branch = header.get("branch.head")
    return Git(
        commit=commit,
        branch=None if branch == "(detached)" else branch,
        dirty=changed > 0,
        changed_files=changed,
    )


def _environment() -> dict[str, str]:
    """This process's variables without those that point git elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
