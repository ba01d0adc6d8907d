"""Imports go downhill (ARCHITECTURE.md): a lower layer never imports a higher one."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "runfolio"

#: What each part may import of the package, besides itself.
MAY = {
    "models": set(),
    "errors": set(),
    "ids": set(),
    "facts": {"models", "errors", "ids"},
    "rules": {"facts", "models", "errors", "ids"},
    "store": {"models", "errors", "ids"},
    "probes": {"models", "errors", "ids"},
    "service": {"rules", "facts", "store", "probes", "models", "errors", "ids", ""},
    "capture": {"service", "rules", "facts", "store", "probes", "models", "errors", "ids"},
    "api": {"capture", "service", "models", "errors", "ids"},
    "headless": {"capture", "service", "probes", "store", "models", "errors", "ids"},
    "cli": {"headless", "kernel", "capture", "service", "rules", "facts", "store", "models",
            "errors", "ids", ""},
    "kernel": set(),
}


def _part(path: Path) -> str:
    """Folder or module directly below the package."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Parts of the package that a module imports; "" is the package itself."""
    found = set()
    package = ("runfolio", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            module = ".".join((*base, node.module) if node.module else base)
            names = [f"{module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "runfolio":
                part = parts[1] if len(parts) > 1 else ""
                known = (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").exists()
                found.add(part if known else "")
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if _part(path) in MAY)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downhill(path: Path) -> None:
    part = _part(path)
    uphill = _imports(path) - MAY[part] - {part}
    assert not uphill, f"{path.relative_to(PACKAGE)} imports {sorted(uphill)}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "kernel").rglob("*.py")), ids=lambda p: p.name)
def test_kernel_side_is_standard_library_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots = {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            roots = {(node.module or "").split(".")[0]}
        else:
            continue
        assert roots <= set(sys.stdlib_module_names) | {"__future__"}, (path.name, roots)


def test_every_part_has_a_rule() -> None:
    parts = {_part(path) for path in PACKAGE.rglob("*.py")}
    parts -= {"__init__", "_version", "extension", "wired"}
    assert parts <= set(MAY), sorted(parts - set(MAY))
