"""Reads the statements of one execution into operations (AST → stateops), in the order they run.

Both branches of an `if`, all handlers of a `try` and the body of a loop are read as if they ran
once: a name that is made in one of them counts as made, so that nothing is said that may be wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .imports import imported, stored_names
from .stateexprs import Expressions, digest, target_of
from .statenames import (
    arguments,
    captured,
    defaults,
    local_names,
    own_names,
    pairs_of,
    writes_globals,
)
from .stateops import (
    Blind,
    Class,
    Do,
    Drop,
    Expr,
    Extract,
    Function,
    Group,
    Import,
    Lit,
    Make,
    More,
    Op,
    Put,
    Ref,
    Return,
    Unpack,
)
from .syntax import Syntax

#: An execution with more operations and expressions than these is not followed.
MAX_NODES = 20_000

#: Magics that run code of which nothing is known in the notebook's own namespace.
_BLINDING = frozenset({"run", "reset", "store", "pylab", "load", "reset_selective", "R", "cython"})

_Definition = ast.FunctionDef | ast.AsyncFunctionDef
_Compound = (ast.For, ast.AsyncFor, ast.With, ast.AsyncWith, ast.If, ast.While, ast.Match)


class TooLarge(Exception):
    """The execution has more to follow than is followed."""


def read(syntax: Syntax) -> Extract:
    """The operations of an execution; none for what is no Python, Blind for what is not known."""
    blinding = any(magic.name.lstrip("%") in _BLINDING or magic.unread for magic in syntax.magics)
    blind: list[Op] = [Blind("magic")] if blinding else []
    if syntax.tree is None:
        if syntax.state == "unparsed":
            blind = [Blind("unparsed")]
        return Extract(ops=blind, state=syntax.state)
    reader = _Reader(Expressions(MAX_NODES))
    try:
        reader.block(syntax.tree.body)
    except TooLarge:
        return Extract(ops=[Blind("too large")])
    return Extract(ops=blind + reader.ops, reads=list(reader.reads))


class _Reader:
    """One walk over the statements of a cell or of a function."""

    def __init__(self, expressions: Expressions, local: frozenset[str] = frozenset()) -> None:
        """local: names of the function that is read, and of those around it."""
        self.ops: list[Op] = []
        self.reads: dict[str, None] = {}
        self.yields = False
        self._expressions = expressions
        self._made = set(local)
        self._local = local

    def block(self, body: Sequence[ast.stmt]) -> None:
        for node in body:
            self._statement(node)

    # Emitting

    def _emit(self, op: Op) -> None:
        if self._expressions.count(1):
            raise TooLarge
        self.ops.append(op)

    def _value(self, node: ast.expr | None, *more: ast.expr | None) -> Expr:
        """The expression, its names noted; before it the names that it makes itself."""
        given = [one for one in (node, *more) if one is not None]
        for one in given:
            own = own_names(one)
            for inner in ast.walk(one):
                if not (isinstance(inner, ast.Name) and inner.id in own):
                    self._note(inner)
        items = [self._expressions.expr(one) for one in given]
        if self._expressions.count(0):
            raise TooLarge
        return items[0] if len(items) == 1 else Group("op", items)

    def _note(self, node: ast.AST) -> None:
        """Names, and what an expression does beside having a value."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node.id not in self._made:
                self.reads[node.id] = None
            if node.id in ("exec", "globals", "locals"):
                self._blinding(node.id)
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            self.yields = True
        elif isinstance(node, ast.NamedExpr) and isinstance(node.target, ast.Name):
            self._emit(Make([node.target.id], self._expressions.expr(node.value)))
            self._made.add(node.target.id)

    def _blinding(self, name: str) -> None:
        # Reading `globals()` is harmless as a rule; running text and writing there are not.
        if name == "exec":
            self._emit(Blind(name))

    def _make(self, names: list[str], value: Expr) -> None:
        if names:
            self._emit(Make(names, value))
            self._made.update(names)

    # Statements

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            self._assign(node.targets, node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self._assign([node.target], node.value)
        elif isinstance(node, ast.AugAssign):
            self._more(node)
        elif isinstance(node, ast.Expr):
            self._emit(Do(self._value(node.value), bare=True))
        elif isinstance(node, ast.Return):
            self._emit(Return(self._value(node.value) if node.value else Group("op")))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._emit(self._function(node))
            self._made.add(node.name)
        elif isinstance(node, ast.ClassDef):
            self._class(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._import(node)
        elif isinstance(node, ast.Delete):
            self._delete(node)
        elif isinstance(node, _Compound):
            self._compound(node)
        else:
            self._rest(node)

    def _assign(self, targets: list[ast.expr], value: ast.expr) -> None:
        if isinstance(value, ast.Lambda) and isinstance(targets[0], ast.Name):
            self._emit(self._lambda(targets[0].id, value))
            self._made.add(targets[0].id)
            return
        pairs = [pair for target in targets for pair in pairs_of(target, value)]
        if len(pairs) > len(targets):
            for target, one in pairs:
                self._bind(target, self._value(one))
            return
        made = self._value(value)
        names = [one.id for one in targets if isinstance(one, ast.Name)]
        self._make(names, made)
        for target in targets:
            if not isinstance(target, ast.Name):
                self._bind(target, Ref([names[0]]) if names else made)

    def _bind(self, target: ast.expr, value: Expr, turns: bool = False) -> None:
        """A target gets the value, or parts of it."""
        if isinstance(target, ast.Name) and not turns:
            self._make([target.id], value)
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            self._put(target, value)
        else:
            names = stored_names(target)
            self._emit(Unpack(names, value, turns))
            self._made.update(names)
            for inner in ast.walk(target):
                if isinstance(inner, (ast.Attribute, ast.Subscript)) and not isinstance(
                    inner.ctx, ast.Load
                ):
                    self._put(inner, Group("op"))

    def _put(self, target: ast.Attribute | ast.Subscript, value: Expr, more: bool = False) -> None:
        path, keys = target_of(target)
        for key in keys:
            self._emit(Do(self._value(key)))
        if path:
            if path[0] not in self._made:
                self.reads[path[0]] = None
            self._emit(Put(path, value, more))
        elif writes_globals(target):
            self._emit(Blind("globals"))
        else:
            self._emit(Do(self._value(target.value)))

    def _more(self, node: ast.AugAssign) -> None:
        value = self._value(node.value)
        if isinstance(node.target, ast.Name):
            if node.target.id not in self._made:
                self.reads[node.target.id] = None
            self._emit(More(node.target.id, value))
        else:
            self._put(node.target, value, more=True)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if any(name.name == "*" for name in node.names):
            self._emit(Blind("star import"))
            return
        names = imported(ast.Module(body=[node], type_ignores=[]))
        self._emit(Import(names))
        self._made.update(names)

    def _delete(self, node: ast.Delete) -> None:
        names = [one.id for one in node.targets if isinstance(one, ast.Name)]
        if names:
            self._emit(Drop(names))
        for target in node.targets:
            if isinstance(target, (ast.Attribute, ast.Subscript)):
                self._put(target, Lit(""))

    # Blocks

    def _compound(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.For, ast.AsyncFor)):
            self._bind(node.target, self._value(node.iter), turns=True)
            self.block([*node.body, *node.orelse])
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                value = self._value(item.context_expr)
                if item.optional_vars is None:
                    self._emit(Do(value))
                else:
                    self._bind(item.optional_vars, value)
            self.block(node.body)
        elif isinstance(node, (ast.If, ast.While)):
            self._emit(Do(self._value(node.test)))
            self.block([*node.body, *node.orelse])
        elif isinstance(node, ast.Match):
            self._match(node)

    def _match(self, node: ast.Match) -> None:
        value = self._value(node.subject)
        captured = [name for one in ast.walk(node) for name in captured(one)]
        self._emit(Unpack(captured, value))
        self._made.update(captured)
        for case in node.cases:
            self.block(case.body)

    def _rest(self, node: ast.stmt) -> None:
        """try, assert, raise, and what newer Pythons have: expressions, then blocks."""
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            return
        parts = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        if parts:
            self._emit(Do(self._value(*parts)))
        for one in ast.iter_child_nodes(node):
            if isinstance(one, ast.ExceptHandler):
                self._made.update([one.name] if one.name else [])
                self.block(one.body)
            elif isinstance(one, ast.stmt):
                self._statement(one)

    # Definitions

    def _function(self, node: _Definition) -> Function:
        heads = [*node.decorator_list, *defaults(node.args)]
        head = self._value(*heads) if heads else Group("op")
        return self._body(node.name, node.args, node.body, node, head)

    def _lambda(self, name: str, node: ast.Lambda) -> Function:
        body: list[ast.stmt] = [ast.Return(node.body)]
        return self._body(name, node.args, body, node, Group("op"))

    def _body(self, name: str, args: ast.arguments, body: Sequence[ast.stmt], node: ast.AST,
              head: Expr) -> Function:
        params = [one.arg for one in arguments(args)]
        local = {*params, *local_names(body), *self._local}
        inner = _Reader(self._expressions, frozenset(local))
        inner.block(body)
        for read in inner.reads:
            if read not in self._made:
                self.reads.setdefault(read, None)
        return Function(name, params, sorted(local), list(inner.reads), inner.ops,
                        digest(node), head, inner.yields)

    def _class(self, node: ast.ClassDef) -> None:
        heads = [*node.decorator_list, *node.bases, *(one.value for one in node.keywords)]
        values = [one.value for one in node.body
                  if isinstance(one, (ast.Assign, ast.AnnAssign)) and one.value is not None]
        head = self._value(*heads, *values) if heads or values else Group("op")
        methods = [self._function(one) for one in node.body
                   if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
        bases = [".".join(target_of(one)[0]) for one in node.bases]
        self._emit(Class(node.name, bases, methods, digest(node), head))
        self._made.add(node.name)

