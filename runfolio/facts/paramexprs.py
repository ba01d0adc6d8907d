"""Expressions of a tree as what may be evaluated later (paramops.Expr), and paths in a tree."""

from __future__ import annotations

import ast
import math

from .paramops import Arg, Arith, Expr, Items, Lit, Made, Ref, Table
from .syntax import Syntax

#: Longer texts and more items than these are data, not params (literals over 256 characters).
MAX_TEXT, MAX_ITEMS, MAX_ENTRIES = 256, 100, 500

#: Nodes that are converted of one value, and of one list in it.
_MAX_NODES, _MAX_LIST_NODES = 2_000, 300

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.BitOr: "|",
}  # fmt: skip
#: Calls that only make a config: what they take is found under the config's name.
_DICTS = frozenset({"dict", "OrderedDict", "EasyDict", "edict", "Munch", "Box", "AttrDict"})
_SPACES = frozenset({"SimpleNamespace", "Namespace"})


CONFIGS = _DICTS | _SPACES


def operator(op: ast.operator) -> str | None:
    """The sign of an operator that may be folded, else None."""
    return _OPERATORS.get(type(op))


def key_of(node: ast.expr) -> str | None:
    """A literal key of a dict as text, else None."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, (bytes, type(...))):
        return None
    if isinstance(node.value, complex):
        return None
    literal = _literal(node.value)
    return None if literal is None else str(node.value)


def path_of(node: ast.expr) -> tuple[list[str], bool]:
    """`a.b['c']` as ['a', 'b', 'c'] and True; False with the part of it that is known by name.

    An empty path: it does not begin with a name.
    """
    steps: list[str | None] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            steps.append(node.attr)
        elif isinstance(node, ast.Subscript):
            steps.append(key_of(node.slice))
        else:
            return [], False
        node = node.value
    path = [node.id]
    for step in reversed(steps):
        if step is None:
            return path, False
        path.append(step)
    return path, True


class Expressions:
    """Converts expressions of one execution; shadow: names that mean something else just here."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._left = _MAX_NODES
        self.shadow: set[str] = set()

    def argument(self, key: str | None, node: ast.expr, spread: bool = False) -> Arg:
        """A value at its place; its text is the code's where that says the value: a name does not.
        """
        value = self.convert(node)
        return Arg(key, value, node.lineno, self._text(node) if _says(value) else "", spread)

    def assigned(self, node: ast.expr) -> Arg:
        """A value that is given a name: also what may be an object of a class of settings."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name[:1].isupper() and name not in CONFIGS:
                return Arg(None, Made(name, self.arguments(node)), node.lineno)
        return self.argument(None, node)

    def _text(self, node: ast.expr) -> str:
        text = self._syntax.segment(node)
        return text if len(text) <= MAX_TEXT else ""

    def convert(self, node: ast.expr) -> Expr:
        """What of an expression may be evaluated; None: nothing, or it is too much."""
        outermost = self._left == _MAX_NODES
        self._left -= 1
        found = self._convert(node) if self._left > 0 else None
        if outermost:
            self._left = _MAX_NODES
        return found

    def _convert(self, node: ast.expr) -> Expr:
        if isinstance(node, ast.Constant):
            return _literal(node.value)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            path, whole = path_of(node)
            return Ref(path) if whole and path[0] not in self.shadow else None
        if isinstance(node, (ast.UnaryOp, ast.BinOp)):
            return self._arithmetic(node)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return self._items(node)
        if isinstance(node, ast.Dict):
            return self._dict(node)
        return self._call(node) if isinstance(node, ast.Call) else None

    def _arithmetic(self, node: ast.UnaryOp | ast.BinOp) -> Expr:
        if isinstance(node, ast.UnaryOp):
            if not isinstance(node.op, (ast.USub, ast.UAdd)):
                return None
            operand = self.convert(node.operand)
            sign = "-" if isinstance(node.op, ast.USub) else "+"
            return None if operand is None else Arith(sign, None, operand)
        sign_of = operator(node.op)
        if sign_of is None:
            return None
        left, right = self.convert(node.left), self.convert(node.right)
        return None if left is None or right is None else Arith(sign_of, left, right)

    def _items(self, node: ast.List | ast.Tuple | ast.Set) -> Expr:
        if len(node.elts) > MAX_ITEMS:
            return None
        before = self._left
        items: list[Expr] = []
        for element in node.elts:
            item = self.convert(element)
            if item is None or before - self._left > _MAX_LIST_NODES:
                return None
            items.append(item)
        return Items(items)

    def _dict(self, node: ast.Dict) -> Expr:
        if len(node.keys) > MAX_ENTRIES:
            return None
        return Table(self.entries(node))

    def entries(self, node: ast.Dict) -> list[Arg]:
        """The entries of a dict display that have literal keys, and what is spread into it."""
        found = []
        for key_node, value in zip(node.keys, node.values, strict=True):
            key = None if key_node is None else key_of(key_node)
            if key is None and key_node is not None:
                # A key that is not known may be any of them.
                found.append(Arg(None, None, value.lineno, spread=True))
            else:
                found.append(self.argument(key, value, spread=key_node is None))
        return found

    def arguments(self, node: ast.Call) -> list[Arg]:
        """Arguments of a call; positions after a star are not known."""
        found = []
        for value in node.args:
            if isinstance(value, ast.Starred):
                break
            found.append(self.argument(None, value))
        keywords = node.keywords[:MAX_ENTRIES]
        found.extend(self.argument(one.arg, one.value, spread=one.arg is None) for one in keywords)
        return found

    def _call(self, node: ast.Call) -> Expr:
        """dict(…), SimpleNamespace(…), copies of configs."""
        path, whole = path_of(node.func)
        if not whole:
            return None
        name = path[-1]
        if name in ("copy", "deepcopy") and not node.keywords:
            return self._copy(node, path)
        if name in _DICTS or name in _SPACES or path == ["OmegaConf", "create"]:
            if any(isinstance(value, ast.Starred) for value in node.args):
                return None
            entries = [self.argument(None, value, spread=True) for value in node.args]
            entries += self.arguments(ast.Call(node.func, [], node.keywords))
            return Table(entries, space=name in _SPACES)
        return None

    def _copy(self, node: ast.Call, path: list[str]) -> Expr:
        of: ast.expr | None = None
        if len(node.args) == 1 and path[:-1] in ([], ["copy"]):
            of = node.args[0]
        elif not node.args and isinstance(node.func, ast.Attribute):
            of = node.func.value
        return None if of is None else Table([self.argument(None, of, spread=True)])


def _says(expr: Expr) -> bool:
    """Whether the text of an expression tells its value: there is no name in it."""
    if isinstance(expr, Arith):
        return (expr.left is None or _says(expr.left)) and _says(expr.right)
    if isinstance(expr, Items):
        return all(map(_says, expr.items))
    if isinstance(expr, Table):
        return not any(entry.spread or not _says(entry.value) for entry in expr.entries)
    return isinstance(expr, Lit)


def _literal(value: object) -> Lit | None:
    if value is None or isinstance(value, bool):
        return Lit(value)
    if isinstance(value, int):
        return Lit(value) if value.bit_length() <= 64 else None
    if isinstance(value, float):
        return Lit(value) if math.isfinite(value) else None
    return Lit(value) if isinstance(value, str) and _is_storable(value) else None


def _is_storable(text: str) -> bool:
    """Short enough, and text that UTF-8 has: `'\\ud800'` is a string that nothing can store."""
    if len(text) > MAX_TEXT:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
