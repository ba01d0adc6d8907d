"""Jupyter folders of a test's own, notebooks in them, and the command as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


class Desk:
    """A folder with notebooks, and the user's Jupyter folders beside it."""

    def __init__(self, root: Path) -> None:
        self.work, self.data, self.runtime = root / "work", root / "data", root / "runtime"
        self.work.mkdir()
        self.env = {**os.environ, "JUPYTER_DATA_DIR": str(self.data), "HOME": str(root),
                    "JUPYTER_RUNTIME_DIR": str(self.runtime),
                    "JUPYTER_CONFIG_DIR": str(root / "config"), "IPYTHONDIR": str(root / "ipython")}

    @property
    def store(self) -> Path:
        return self.data / "runfolio" / "store.db"

    def notebook(self, name: str, *cells: Any, kernel: str = "python3") -> Path:
        """A notebook of these cells: code as text, or (code, tag), or ("#", markdown)."""
        made = new_notebook(metadata={"kernelspec": {
            "name": kernel, "display_name": kernel, "language": "python"}})
        for cell in cells:
            code, tag = cell if isinstance(cell, tuple) else (cell, None)
            made.cells.append(new_markdown_cell(tag) if code == "#" else new_code_cell(
                code, metadata={"tags": [tag]} if tag else {}))
        path = self.work / name
        nbformat.write(made, path)
        return path

    def begin(self, *argv: str) -> subprocess.Popen[str]:
        """Begin a command."""
        return subprocess.Popen([sys.executable, "-m", "runfolio.cli.main", *argv], cwd=self.work,
                                env=self.env, text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """A command from begin to end."""
        process = self.begin(*argv)
        out, err = process.communicate(timeout=100)
        return subprocess.CompletedProcess(argv, process.returncode, out, err)

    def execute(self, *argv: str) -> tuple[int, dict[str, Any]]:
        """execute --json of a notebook that makes one run: exit status and answer."""
        done = self.run("execute", "--json", *argv)
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def make() -> Callable[..., Any]:
    """A notebook of these cells, in memory."""
    def make(*cells: Any) -> Any:
        return new_notebook(cells=list(cells))
    return make
