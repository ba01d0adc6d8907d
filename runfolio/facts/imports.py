"""What code imports, and dotted names in its tree (pure)."""

from __future__ import annotations

import ast

from . import purity
from .syntax import parse


def imports_of(code: str) -> dict[str, str]:
    """Alias → `module` or `module.name` of what the code imports anywhere but in functions.

    What the code defines itself is mapped to "", so that it is not taken for a usual alias.
    """
    tree = parse(code).tree
    return {} if tree is None else imported(tree)


def imported(tree: ast.Module) -> dict[str, str]:
    """imports_of, of a tree."""
    found: dict[str, str] = {}
    blocks: list[ast.stmt] = list(reversed(tree.body))
    while blocks:
        node = blocks.pop()
        if isinstance(node, ast.Import):
            found.update(_import_names(node))
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            found.update({name.asname or name.name: f"{source}.{name.name}" for name in node.names})
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[node.name] = ""
        elif isinstance(node, ast.Assign):
            found.update(dict.fromkeys(_shadowing(node), ""))
        else:
            children = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt)]
            handlers = [stmt for one in getattr(node, "handlers", ()) for stmt in one.body]
            blocks.extend(reversed(children + handlers))
    return found


def _import_names(node: ast.Import) -> dict[str, str]:
    return {
        name.asname or name.name.partition(".")[0]: name.name
        if name.asname
        else name.name.partition(".")[0]
        for name in node.names
    }


def _shadowing(node: ast.Assign) -> list[str]:
    """Names of usual aliases and builtins that are given another meaning."""
    known = purity.USUAL_ALIASES.keys() | purity.ALL_BUILTINS
    names = stored_names(*node.targets)
    return [name for name in names if name in known]


def stored_names(*targets: ast.expr) -> list[str]:
    """The plain names in targets of assignments, loops and deletions."""
    return [
        node.id
        for target in targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    ]


def path_of(node: ast.expr) -> list[str] | None:
    """a.b.c as its parts; None for anything but names and attributes."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return [node.id, *reversed(parts)]
