"""Reads the statements of one execution into operations (AST → paramops), in the order they run."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from .imports import imported, stored_names
from .paramcalls import CallReader
from .parameffects import effects, globals_of, import_names
from .paramexprs import Expressions, operator, path_of
from .paramops import Arg, Augment, Bind, Define, Extract, Forget, Imports, Merge, Op, Put, Sweep
from .syntax import Syntax

_FORM_FIELD = re.compile(rb"\s*;?\s*#\s*@param\b")
_LOOPS_THAT_RUN = frozenset({"range", "enumerate", "tqdm", "trange", "reversed", "list"})


def read(syntax: Syntax, cell: str, declared: bool) -> Extract:
    """The operations of an execution; none for what is no Python or does not parse."""
    if syntax.tree is None:
        return Extract(cell=cell, state=syntax.state)
    reader = _Reader(syntax, declared)
    names = imported(syntax.tree)
    if names:
        reader.ops.append(Imports(names))
    reader.block(syntax.tree.body)
    return Extract(ops=reader.ops, cell=cell)


class _Reader:
    """One walk over the statements. in_loop: names that are bound here are not known; sure: the
    block has certainly run."""

    def __init__(self, syntax: Syntax, declared: bool) -> None:
        self.ops: list[Op] = []
        self._syntax = syntax
        self._declared = declared
        self._expressions = Expressions(syntax)
        self._calls = CallReader(self._expressions, self.ops)

    def block(self, body: Sequence[ast.stmt]) -> None:
        for node in body:
            self._statement(node)

    def _loop(self, body: Sequence[ast.stmt], sure: bool) -> None:
        """A block that may run often, or not at all: its calls count, its names are unknown."""
        before = self._calls.in_loop, self._calls.sure
        self._calls.in_loop, self._calls.sure = True, sure and self._calls.sure
        self.block(body)
        self._calls.in_loop, self._calls.sure = before

    def _forget(self, nodes: Sequence[ast.AST]) -> None:
        found = effects(nodes)
        if found is not None:
            self.ops.append(found)

    def _walk(self, *nodes: ast.expr | None, given: str = "") -> None:
        for node in nodes:
            if node is not None:
                self._calls.walk(node, given)

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            self._assign(node, node.targets, node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self._assign(node, [node.target], node.value)
        elif isinstance(node, ast.AugAssign):
            self._augment(node)
        elif isinstance(node, ast.Expr):
            self._walk(node.value)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._define(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom, ast.Delete)):
            self._rebind(node)
        else:
            self._compound(node)

    def _compound(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.For, ast.AsyncFor)):
            self._for(node)
        elif isinstance(node, ast.While):
            self._while(node)
        elif isinstance(node, ast.If):
            self._if(node)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            self._with(node)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self._try(node)
        elif isinstance(node, ast.Match):
            self._walk(node.subject)
            self._forget(node.cases)
        else:
            self._walk(*(one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)))

    # Names

    def _assign(self, node: ast.stmt, targets: list[ast.expr], value: ast.expr) -> None:
        self._walk(value, given=_given(targets[0]))
        if self._calls.in_loop:
            return
        pairs = [pair for target in targets for pair in self._pairs(target, value)]
        bound: list[tuple[str, Arg]] = []
        for target, source in pairs:
            if isinstance(target, ast.Name) and source is not None:
                argument = self._expressions.assigned(source)
                if argument.value is not None:
                    bound.append((target.id, argument))
                    continue
            if not isinstance(target, (ast.Attribute, ast.Subscript)):
                self._forget([target])
        if bound:
            self.ops.append(Bind(bound, self._declared or self._is_form_field(node)))
        for target, source in pairs:
            if isinstance(target, (ast.Attribute, ast.Subscript)):
                self._put(target, source)

    def _pairs(
        self, target: ast.expr, value: ast.expr | None
    ) -> list[tuple[ast.expr, ast.expr | None]]:
        """Targets with the displayed values that they get, None where that is not displayed."""
        if not isinstance(target, (ast.Tuple, ast.List)):
            return [(target, value)]
        values: Sequence[ast.expr | None] = [None] * len(target.elts)
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
            values = value.elts
        if any(isinstance(one, ast.Starred) for one in [*target.elts, *values]):
            values = [None] * len(target.elts)
        pairs = zip(target.elts, values, strict=True)
        return [pair for one, source in pairs for pair in self._pairs(one, source)]

    def _put(self, target: ast.expr, source: ast.expr | None) -> None:
        path, whole = path_of(target)
        if path and whole and source is not None:
            self.ops.append(Put(path, self._expressions.argument(None, source)))
        else:
            self._forget([target])

    def _is_form_field(self, node: ast.stmt) -> bool:
        """`epochs = 5 #@param {…}`."""
        line = self._syntax.lines[(node.end_lineno or node.lineno) - 1]
        return _FORM_FIELD.match(line, node.end_col_offset or 0) is not None

    def _augment(self, node: ast.AugAssign) -> None:
        self._walk(node.value)
        if self._calls.in_loop:
            return
        path, whole = path_of(node.target)
        sign = operator(node.op)
        if not (path and whole and sign):
            self._forget([node])
            return
        argument = self._expressions.argument(None, node.value)
        if sign == "|":
            entries = [Arg(None, argument.value, argument.line, spread=True)]
            self.ops.append(Merge(path, entries))
        else:
            self.ops.append(Augment(path, sign, argument))

    def _rebind(self, node: ast.Import | ast.ImportFrom | ast.Delete) -> None:
        if isinstance(node, ast.Delete):
            self._forget([node])
        elif names := import_names(node):
            self.ops.append(Forget([[name] for name in names]))

    # Definitions

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self._walk(*node.decorator_list)
        if names := globals_of(node):
            self.ops.append(Forget([[name] for name in names]))
        if isinstance(node, ast.ClassDef):
            settings = [self._expressions.argument(key, one) for key, one in _settings(node)]
            parameters = _constructor(node)
            self.ops.append(Define(node.name, parameters, settings, self._declared))
        else:
            self.ops.append(Define(node.name, _parameters(node)))

    # Blocks

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._walk(node.iter)
        self._forget([node.target, *node.body, *node.orelse])
        start = len(self.ops)
        self._loop(node.body, sure=runs(node.iter))
        swept = self._swept(node, len(self.ops) - start)
        if swept is not None:
            self.ops.insert(start, swept)

    def _swept(self, node: ast.For | ast.AsyncFor, body: int) -> Sweep | None:
        targets = [node.target]
        if isinstance(node.target, ast.Tuple):
            targets = node.target.elts
        names = [one.id for one in targets if isinstance(one, ast.Name)]
        values = self._expressions.argument(None, node.iter)
        rebound = effects([*node.body, *node.orelse])
        if values.value is None or len(names) < len(targets):
            return None
        if rebound is not None and any([name] in rebound.paths for name in names):
            return None
        return Sweep(names, values, body)

    def _while(self, node: ast.While) -> None:
        self._walk(node.test)
        self._forget([*node.body, *node.orelse])
        if isinstance(node.test, ast.Constant) and node.test.value:
            self._loop(node.body, sure=True)

    def _if(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Constant):
            self.block(node.body if node.test.value else node.orelse)
        elif _is_main(node.test):
            self.block(node.body)
        else:
            self._walk(node.test)
            self._forget([*node.body, *node.orelse])

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            given = _given(item.optional_vars) if item.optional_vars else ""
            self._walk(item.context_expr, given=given)
            if item.optional_vars is not None:
                self._forget([item.optional_vars])
        self.block(node.body)

    def _try(self, node: ast.stmt) -> None:
        self._forget([node])
        body: list[ast.stmt] = getattr(node, "body", [])
        final: list[ast.stmt] = getattr(node, "finalbody", [])
        self._loop(body, sure=False)
        self._loop(final, sure=True)


def _given(target: ast.expr) -> str:
    """The name that a value is given: the first of several."""
    names = stored_names(target)
    return names[0] if names else ".".join(path_of(target)[0])


def _is_main(test: ast.expr) -> bool:
    """`__name__ == "__main__"`, which holds in a notebook."""
    name = test.left if isinstance(test, ast.Compare) else None
    return isinstance(name, ast.Name) and name.id == "__name__"


def runs(iterable: ast.expr) -> bool:
    """True for what a loop certainly has a turn over: displays, range(…)."""
    if isinstance(iterable, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
        return True
    if not isinstance(iterable, ast.Call):
        return False
    path, _ = path_of(iterable.func)
    if not path or path[-1] not in _LOOPS_THAT_RUN or not iterable.args:
        return False
    return path[-1] in ("range", "trange") or runs(iterable.args[0])


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [one.arg for one in [*node.args.posonlyargs, *node.args.args]]


def _constructor(node: ast.ClassDef) -> list[str] | None:
    """What the class takes by position: of its __init__, else its annotated fields."""
    fields = []
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name == "__init__":
            return _parameters(one)[1:]
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            fields.append(one.target.id)
    return fields or None


def _settings(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    """Names that the body of a class sets, with their values."""
    found: list[tuple[str, ast.expr]] = []
    for one in node.body:
        targets: list[ast.expr] = []
        if isinstance(one, ast.Assign):
            targets = one.targets
        elif isinstance(one, ast.AnnAssign) and one.value is not None:
            targets = [one.target]
        value = getattr(one, "value", None)
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        found.extend((name, value) for name in names if not name.startswith("__") and value)
    return found
