"""The user's own running Jupyter servers, by the 0600 files that they leave beside the kernels'
connection files, as other Jupyter tools find them."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def data_dir() -> Path:
    """Jupyter's data folder of this user, by Jupyter's own word where its parts are loaded."""
    told = _told("jupyter_data_dir")
    if told is not None:
        return told
    if os.environ.get("JUPYTER_DATA_DIR"):
        return Path(os.environ["JUPYTER_DATA_DIR"])
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Jupyter"
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "jupyter"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "jupyter"


def runtime_dir() -> Path:
    """Jupyter's runtime folder of this user."""
    told = _told("jupyter_runtime_dir")
    if told is not None:
        return told
    return Path(os.environ.get("JUPYTER_RUNTIME_DIR") or data_dir() / "runtime")


def _told(name: str) -> Path | None:
    known = getattr(sys.modules.get("jupyter_core.paths"), name, None)
    return Path(known()) if callable(known) else None


def running(folder: Path) -> list[dict[str, Any]]:
    """What living servers say of themselves (url, token, root_dir, pid, …), the newest first.

    Only files that are this user's own and closed to others are read.
    """
    found = []
    for path in folder.glob("jpserver-*.json"):
        try:
            about = path.lstat()
            if not _is_ours(about):
                continue
            told = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # it has just ended, or is no file of a server
        if isinstance(told, dict) and is_alive(told.get("pid")):
            found.append((about.st_mtime, told))
    return [told for _, told in sorted(found, key=lambda one: one[0], reverse=True)]


def _is_ours(about: os.stat_result) -> bool:
    if not stat.S_ISREG(about.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True  # there the folder's own rights keep others out
    return about.st_uid == os.geteuid() and not stat.S_IMODE(about.st_mode) & 0o077


def is_alive(pid: Any) -> bool:
    """Is there such a process? One of another user counts as alive."""
    if not isinstance(pid, int) or pid <= 0:
        return False
    if os.name == "nt":
        return True  # a signal there would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
