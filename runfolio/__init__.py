"""Runfolio: every run of your notebook is kept and compared, with no tracking code.

In a notebook, when something is to be recorded by name:

    import runfolio
    runfolio.log({"loss": 0.3}, x=epoch)
    runfolio.param("lr", 0.01)
    runfolio.artifact("roc.png")
    with runfolio.run("fold 1"): ...

This import costs nothing: no other part of the package and no other package comes with it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .kernel import artifact as artifact
    from .kernel import dataset as dataset
    from .kernel import log as log
    from .kernel import log_series as log_series
    from .kernel import model as model
    from .kernel import param as param
    from .kernel import record as record
    from .kernel import run as run
    from .kernel import runs as runs

    __version__: str

_SDK = ("artifact", "dataset", "log", "log_series", "model", "param", "record", "run",
        "runs")

__all__ = ["__version__", "artifact", "dataset", "log", "log_series", "model", "param",
           "record", "run", "runs"]


def __getattr__(name: str) -> Any:
    """The SDK and the version, when they are first used."""
    if name in _SDK:
        from . import kernel

        value = getattr(kernel, name)
    elif name == "__version__":
        value = _version()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def _version() -> str:
    """The version, from the file that the build writes; a tree that was never built has none."""
    from importlib import import_module

    try:
        return str(import_module("._version", __name__).__version__)
    except ImportError:
        return "0.0.0"


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext runfolio`: record this shell where no server does, and know `%%track`."""
    from .kernel import load

    load(shell)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where jupyter-server finds the extension."""
    from .extension import RunfolioApp

    return [{"module": "runfolio.extension", "app": RunfolioApp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the built front end."""
    return [{"src": "labextension", "dest": "runfolio"}]
