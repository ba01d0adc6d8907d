"""Where the spool of this kernel is, and which execution is running. No import of Jupyter parts:
they are looked up among what the kernel has loaded already."""

from __future__ import annotations

import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


#: Of a recorder in this process (recording.py): its folder, and the execution it records now.
own: tuple[str, Callable[[], str]] | None = None


def connection_file() -> str | None:
    """Path of the connection file this kernel was started with; None outside kernels."""
    module = sys.modules.get("ipykernel.kernelapp")
    app = getattr(getattr(module, "IPKernelApp", None), "_instance", None)
    path = getattr(app, "abs_connection_file", None)
    if isinstance(path, str) and kernel_id_of(path):
        return path
    for arg in getattr(sys, "argv", ()):
        candidate = arg.partition("=")[2] if arg.startswith("--") else arg
        if kernel_id_of(candidate) and Path(candidate).is_absolute():
            return str(candidate)
    return None


def kernel_id_of(path: str) -> str | None:
    """The kernel id in the name of a connection file: kernel-<id>.json."""
    name = Path(path).name
    if name.startswith("kernel-") and name.endswith(".json"):
        return name[len("kernel-") : -len(".json")] or None
    return None


def folder() -> str | None:
    """The folder that the server made beside the connection file, else that of a recorder in
    this process; None: nobody listens."""
    return of_server() or (own[0] if own is not None else None)


def of_server() -> str | None:
    """The folder that the server made beside the connection file; None: no server listens."""
    path = connection_file()
    kernel_id = kernel_id_of(path) if path else None
    if path is None or kernel_id is None:
        return None
    found = Path(path).parent / "runfolio" / kernel_id
    return str(found) if found.is_dir() else None


def msg_id() -> str:
    """Message id of the execution that the kernel works on; empty where it cannot be told."""
    if own is not None:
        return own[1]()
    try:
        kernel = _kernel()
        header = kernel.get_parent().get("header") if kernel is not None else None
        found = header.get("msg_id") if header else ""
        return found if isinstance(found, str) else ""
    except Exception:
        return ""  # another kernel's idea of a parent: the record stands without it


def _kernel() -> Any:
    module = sys.modules.get("ipykernel.kernelapp")
    app = getattr(getattr(module, "IPKernelApp", None), "_instance", None)
    return getattr(app, "kernel", None)
