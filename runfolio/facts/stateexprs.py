"""Expressions of a tree as stateops.Expr: which objects they read, hold and call (pure)."""

from __future__ import annotations

import ast
import hashlib

from . import statewords as words
from .imports import stored_names
from .stateops import Below, Call, Expr, Group, Lit, Ref

_DISPLAYS: dict[type[ast.expr], str] = {
    ast.List: "list", ast.Tuple: "tuple", ast.Set: "set", ast.Dict: "dict",
    ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict",
}  # fmt: skip
_LITERAL = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Set, ast.Dict,
            ast.expr_context, ast.operator, ast.unaryop)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def digest(node: ast.AST) -> str:
    """Equal for code that differs only in layout, comments and place."""
    return hashlib.sha256(ast.dump(node).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def target_of(node: ast.expr) -> tuple[list[str], list[ast.expr]]:
    """`a.b['c']` as ['a', 'b', 'c'], with the keys that are no literals; empty where it does not
    begin with a name."""
    steps: list[list[str]] = []
    keys: list[ast.expr] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            steps.append([] if node.attr in words.THROUGH else [node.attr])
        elif isinstance(node, ast.Subscript):
            found, key = _key(node)
            steps.append(found)
            keys += [key] if key is not None else []
        elif isinstance(node, ast.Starred):
            pass
        else:
            return [], []
        node = node.value
    return [node.id, *(one for step in reversed(steps) for one in step)], keys


def _key(node: ast.Subscript) -> tuple[list[str], ast.expr | None]:
    """The element that a subscript means, and its key where that has names in it."""
    key = node.slice
    if isinstance(key, ast.Constant):
        return [str(key.value)], None
    at_place = isinstance(node.value, ast.Attribute) and node.value.attr in words.PLACES
    if at_place and isinstance(key, ast.Tuple) and len(key.elts) == 2:
        column = key.elts[1]
        if isinstance(column, ast.Constant) and isinstance(column.value, str):
            return [column.value, f"[{digest(key.elts[0])}]"], key.elts[0]
    return [f"[{digest(key)}]"], key


def _columns(node: ast.expr) -> list[str]:
    """Literal keys: 'a' or ['a', 'b']; empty for anything else."""
    items = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    found = [one.value for one in items
             if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return found if len(found) == len(items) else []


class Expressions:
    """Makes Exprs; counts what it made."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._hidden: list[set[str]] = []

    def count(self, made: int) -> bool:
        """So many more were made; True when that is more than is followed."""
        self._left -= made
        return self._left < 0

    def expr(self, node: ast.expr) -> Expr:
        """The expression; deep trees are the parser's to refuse."""
        self._left -= 1
        if self._left < 0:
            return Group("op")
        if isinstance(node, ast.Constant) or self._is_literal(node):
            return Lit(digest(node), _DISPLAYS.get(type(node), "value").replace("tuple", "value"))
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            return self._reference(node)
        if isinstance(node, _COMPREHENSIONS):
            return self._comprehension(node)
        if isinstance(node, ast.Lambda):
            return self._lambda(node)
        if isinstance(node, ast.NamedExpr) and isinstance(node.target, ast.Name):
            return Ref([node.target.id])
        if isinstance(node, (ast.Await, ast.Starred)):
            return self.expr(node.value)
        return Group(_DISPLAYS.get(type(node), "op"), self._parts(node))

    def _parts(self, node: ast.AST) -> list[Expr]:
        return [self.expr(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]

    def _is_literal(self, node: ast.expr) -> bool:
        return isinstance(node, _LITERAL) and all(isinstance(one, _LITERAL)
                                                  for one in ast.walk(node))

    # Names and elements

    def _reference(self, node: ast.expr) -> Expr:
        path, keys = target_of(node)
        if path:
            ref = self._named(path, node)
            return Group("op", [ref, *map(self.expr, keys)]) if keys else ref
        grouped = self._grouped(node)
        if grouped is not None:
            return grouped
        base, below = node, list[str]()
        extra: list[Expr] = []
        while isinstance(base, (ast.Attribute, ast.Subscript)):
            if isinstance(base, ast.Subscript):
                below.append("[]")
                extra.append(self.expr(base.slice))
            else:
                below.append(base.attr)
            base = base.value
        made = Below(self.expr(base), below[::-1])
        return Group("op", [made, *extra]) if extra and below[0] == "[]" else made

    def _named(self, path: list[str], node: ast.expr) -> Expr:
        if any(path[0] in names for names in self._hidden):
            return Group("op")
        columns = _columns(node.slice) if isinstance(node, ast.Subscript) else []
        if len(columns) > 1:
            return Group("op", [Ref([*path[:-1], column]) for column in columns])
        return Ref(path)

    def _grouped(self, node: ast.expr) -> Expr | None:
        """`df.groupby('a')['b']…` reads two columns of df, not all of it."""
        last: ast.expr = node
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            last, node = node, node.value
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and node.func.attr == "groupby" and node.args and isinstance(last, ast.Subscript)):
            return None
        path, keys = target_of(node.func.value)
        columns = [*_columns(node.args[0]), *_columns(last.slice)]
        if not path or keys or not _columns(node.args[0]) or not _columns(last.slice):
            return None
        return Group("op", [self._named([*path, column], node.func) for column in columns])

    # Calls and what has names of its own

    def _call(self, node: ast.Call) -> Expr:
        args = [self.expr(one) for one in node.args]
        named = [(one.arg or "**", self.expr(one.value)) for one in node.keywords]
        path, keys = target_of(node.func)
        if path == ["super"] or any(path[:1] == [name] for names in self._hidden for name in names):
            return Group("op", [*args, *(one for _, one in named)])
        if len(path) == 1 and path[0] in words.MEASURING:
            return Group("op", [self._measured(one) for one in args])
        if path:
            named += [("[]", self.expr(one)) for one in keys]
            return Call(Ref(path), args, named)
        func = self._reference(node.func) if isinstance(
            node.func, (ast.Attribute, ast.Subscript)) else self.expr(node.func)
        if not isinstance(func, Below):
            return Group("op", [func, *args, *(one for _, one in named)])
        return Call(func, args, named)

    def _measured(self, value: Expr) -> Expr:
        return Ref([*value.path, words.MEASURED]) if isinstance(value, Ref) else value

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    ) -> Expr:
        hidden: set[str] = set()
        items: list[Expr] = []
        for one in node.generators:
            items.append(self.expr(one.iter))
            hidden.update(stored_names(one.target))
            self._hidden.append(hidden)
            items += map(self.expr, one.ifs)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        items += map(self.expr, results)
        del self._hidden[-len(node.generators):]
        kind = _DISPLAYS.get(type(node), "iterator")
        return Group(kind, items)

    def _lambda(self, node: ast.Lambda) -> Expr:
        args = node.args
        names = [one.arg for one in [*args.posonlyargs, *args.args, *args.kwonlyargs]]
        names += [one.arg for one in (args.vararg, args.kwarg) if one is not None]
        self._hidden.append(set(names))
        items = [self.expr(node.body), *map(self.expr, args.defaults)]
        self._hidden.pop()
        return Group("op", items)
