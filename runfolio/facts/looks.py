"""Is an execution a look: does its code, by its syntax tree alone, only show something?

Rule: the «about» text of the contract's look vectors (DESIGN §3.4). Anything not known is no look,
so every branch below says what is allowed and the end says no.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from . import purity
from .imports import imported, imports_of, path_of
from .syntax import Magic, parse

__all__ = ["VERSION", "imports_of", "is_look"]

VERSION = 1

#: Magics that only show something or set the display (those that run code are judged by it).
_LOOKING_MAGICS = frozenset(
    {"matplotlib", "who", "whos", "who_ls", "pwd", "ls", "lsmagic", "magic", "history", "hist"}
    | {"load_ext", "reload_ext", "unload_ext", "autoreload", "config", "precision", "pinfo"}
    | {"pinfo2", "psource", "pdoc", "pdef", "pfile", "quickref", "page", "pprint", "colors"}
    | {"xmode", "automagic", "time", "timeit", "prun", "memit", "track"}
)

#: Keywords by which a function is given: it will be called.
_CALLBACKS = frozenset({"key", "func", "function", "aggfunc", "formatter", "formatters", "default"})
_CALLING_METHODS = frozenset({"apply", "map", "applymap", "agg", "aggregate", "filter", "mask"})
_CALLING_BUILTINS = frozenset({"map", "filter"})

#: Display settings that are set by assigning, by the full name of what holds them.
_SETTINGS = ("matplotlib.rcParams", "matplotlib.pyplot.rcParams", "pandas.options")

#: Methods that write a file where they are given one.
_WRITERS = frozenset({"to_string", "to_html", "to_markdown", "to_latex"})

_CONVERTING = frozenset({"cpu", "float", "half", "double", "long", "int", "bool", "type"})

_Names = Mapping[str, str]


def is_look(
    code: str,
    *,
    language: str = "python",
    imports: Mapping[str, str] | None = None,
    own_modules: Collection[str] = (),
) -> bool:
    """True when the code only shows something and changes nothing.

    imports: alias → module of what the epoch imported before (imports_of, folded by the caller);
    own_modules: modules of the notebook's own folder, whose import may do anything.
    """
    if language != "python":
        return False
    syntax = parse(code)
    if syntax.tree is None:
        return False
    names = {**(imports or {}), **imported(syntax.tree)}
    judge = _Judge(names, frozenset(own_modules))
    try:
        return all(map(judge.magic, syntax.magics)) and judge.block(syntax.tree.body)
    except RecursionError:
        # The caller's own stack was nearly used up: what cannot be judged is no look.
        return False


class _Judge:
    """Says of each piece of a tree whether it is a look."""

    def __init__(self, names: _Names, own_modules: frozenset[str]) -> None:
        self._names = names
        self._own = own_modules

    # Magics and statements

    def magic(self, magic: Magic) -> bool:
        name = magic.name.lstrip("%")
        if magic.unread or (magic.isolated is not None and not self.block(magic.isolated.body)):
            return False
        if magic.name == "?":
            return True
        if name == "capture":
            return all(part.startswith("-") for part in magic.argument.split())
        if name in ("env", "set_env"):
            return not magic.argument
        return magic.name.startswith("%") and name in _LOOKING_MAGICS

    def block(self, body: list[ast.stmt]) -> bool:
        return all(self._statement(node) for node in body)

    def _statement(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.Expr):
            return self.expression(node.value) and not _converts(node.value)
        if isinstance(node, ast.Import):
            return all(self._foreign(name.name) for name in node.names)
        if isinstance(node, ast.ImportFrom):
            return self._import_from(node)
        if isinstance(node, ast.Assign):
            return self._assign(node)
        if isinstance(node, (ast.Pass, ast.Break, ast.Continue)):
            return True
        return self._compound(node)

    def _compound(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.If):
            parts = self.block(node.body) and self.block(node.orelse)
            return parts and self.expression(node.test)
        if isinstance(node, ast.For):
            loop = _plain_target(node.target) and self.expression(node.iter)
            return loop and self.block(node.body) and self.block(node.orelse)
        if isinstance(node, ast.With):
            return all(self._context(item) for item in node.items) and self.block(node.body)
        if isinstance(node, ast.Try):
            handlers = all(self.block(handler.body) for handler in node.handlers)
            rest = self.block(node.orelse) and self.block(node.finalbody)
            return handlers and rest and self.block(node.body)
        if isinstance(node, ast.Assert):
            return self.expression(node.test) and (node.msg is None or self.expression(node.msg))
        return False

    def _context(self, item: ast.withitem) -> bool:
        return item.optional_vars is None and self.expression(item.context_expr)

    def _foreign(self, module: str) -> bool:
        return module.partition(".")[0] not in self._own

    def _import_from(self, node: ast.ImportFrom) -> bool:
        if node.level or any(name.name == "*" for name in node.names):
            return False
        return self._foreign(node.module or "")

    def _assign(self, node: ast.Assign) -> bool:
        if not self.expression(node.value):
            return False
        if all(self._is_setting(target) for target in node.targets):
            return True
        return all(_plain_target(target) for target in node.targets) and self._figure(node.value)

    def _is_setting(self, target: ast.expr) -> bool:
        if isinstance(target, ast.Subscript):
            if not self.expression(target.slice):
                return False
            target = target.value
        elif not isinstance(target, ast.Attribute):
            return False
        name = self._origin(target)
        return name is not None and any(
            name == setting or name.startswith(setting + ".") for setting in _SETTINGS
        )

    def _figure(self, value: ast.expr) -> bool:
        """A call that gives a figure, axes or what is drawn on them."""
        if not isinstance(value, ast.Call):
            return False
        name = self._origin(value.func)
        if name is None:
            return _is_drawing_method(value.func)
        last = name.rsplit(".", 1)[-1]
        if name.startswith(("matplotlib.", "sklearn.")):
            return last in purity.FIGURE_MAKERS
        return purity.is_drawing(name)

    # Expressions

    def expression(self, node: ast.expr) -> bool:
        """True when evaluating changes nothing."""
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)):
            return False
        return all(self._part(child) for child in ast.iter_child_nodes(node))

    def _part(self, child: ast.AST) -> bool:
        if isinstance(child, ast.expr):
            return self.expression(child)
        if isinstance(child, ast.comprehension):
            looks = self.expression(child.iter) and all(map(self.expression, child.ifs))
            return looks and not child.is_async and _plain_target(child.target)
        return True

    def _call(self, node: ast.Call) -> bool:
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if not all(self.expression(argument) for argument in arguments):
            return False
        if not all(self._keyword(keyword) for keyword in node.keywords):
            return False
        if isinstance(node.func, ast.Name) and node.func.id not in self._names:
            name = node.func.id
            if name in purity.BUILTINS:
                return name not in _CALLING_BUILTINS or self._harmless(node.args[:1])
        name_of = self._origin(node.func)
        if name_of is not None:
            return purity.is_pure(name_of) or self._setting_call(name_of)
        return isinstance(node.func, ast.Attribute) and self._method(node.func, node)

    def _keyword(self, keyword: ast.keyword) -> bool:
        value = keyword.value
        if keyword.arg == "inplace":
            return isinstance(value, ast.Constant) and value.value is False
        if keyword.arg in ("file", "out", "buf"):
            return False
        return keyword.arg not in _CALLBACKS or self._harmless([value])

    def _harmless(self, functions: list[ast.expr]) -> bool:
        """Functions that are given away are called: builtins, pure ones, lambdas of looks."""
        return all(self._harmless_one(function) for function in functions)

    def _harmless_one(self, node: ast.expr) -> bool:
        if isinstance(node, (ast.List, ast.Tuple)):
            return self._harmless(node.elts)
        if isinstance(node, ast.Dict):
            return self._harmless(node.values)
        if isinstance(node, (ast.Constant, ast.Lambda)):
            return True
        if isinstance(node, ast.Name) and node.id not in self._names:
            return node.id in purity.BUILTINS
        name = self._origin(node)
        return name is not None and purity.is_pure(name)

    def _setting_call(self, name: str) -> bool:
        return name.rpartition(".")[0] in _SETTINGS and name.endswith(".update")

    def _method(self, func: ast.Attribute, node: ast.Call) -> bool:
        if not self.expression(func.value):
            return False
        if _is_drawing_method(func):
            return func.attr not in _CALLING_METHODS or self._harmless(node.args[:1])
        if func.attr == "get":
            return bool(node.args)
        if func.attr in _WRITERS and node.args:
            return False
        if func.attr in _CALLING_METHODS:
            return self._harmless(node.args[:1])
        return func.attr in purity.PURE_METHODS

    def _origin(self, node: ast.expr) -> str | None:
        path = path_of(node)
        return None if path is None else purity.origin(path, self._names)


def _plain_target(target: ast.expr) -> bool:
    """Names only: nothing is assigned into an object."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(_plain_target(element) for element in target.elts)
    if isinstance(target, ast.Starred):
        return _plain_target(target.value)
    return isinstance(target, ast.Name)


def _is_drawing_method(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and (
        func.attr in purity.PLOT_METHODS
        or (func.attr in purity.AXES_METHODS and _is_axes(func.value))
    )


def _is_axes(node: ast.expr) -> bool:
    """`fig`, `ax`, `axes[0, 1]`, `df.plot`, by their usual names."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute):
        return node.attr == "plot" or purity.is_axes_name(node.attr)
    return isinstance(node, ast.Name) and purity.is_axes_name(node.id)


def _converts(node: ast.expr) -> bool:
    """`model.half()` alone: a tensor would give a new one, a model is changed."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _CONVERTING
        and path_of(node.func.value) is not None
    )
