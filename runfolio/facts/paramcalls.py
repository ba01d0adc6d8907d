"""Reads the calls in an expression, and what they change in place, in the order of the source."""

from __future__ import annotations

import ast

from .parameffects import effects
from .paramexprs import CONFIGS, Expressions, key_of, path_of
from .paramops import Bind, Call, Forget, Merge, Op, Put, Sweep
from .purity import MUTATORS

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class CallReader:
    """Appends to ops. in_loop, sure: see paramreader; the reader of statements sets them."""

    def __init__(self, expressions: Expressions, ops: list[Op]) -> None:
        self.in_loop = False
        self.sure = True
        self._expressions = expressions
        self._ops = ops

    def walk(self, node: ast.AST, given: str) -> None:
        """All calls within; given: the name that the value is given."""
        if isinstance(node, ast.Call):
            self._call(node, given)
        elif isinstance(node, ast.Lambda):
            return
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            self._comprehension(node, given)
        elif isinstance(node, ast.IfExp):
            self.walk(node.test, given)
            self._maybe([node.body, node.orelse])
        elif isinstance(node, ast.BoolOp):
            self.walk(node.values[0], given)
            self._maybe(node.values[1:])
        elif isinstance(node, ast.NamedExpr):
            self._named(node)
        else:
            for child in ast.iter_child_nodes(node):
                self.walk(child, given)

    def _maybe(self, nodes: list[ast.expr]) -> None:
        found = effects(nodes)
        if found is not None:
            self._ops.append(found)

    def _named(self, node: ast.NamedExpr) -> None:
        self.walk(node.value, node.target.id)
        if self.in_loop:
            return
        argument = self._expressions.argument(None, node.value)
        known = argument.value is not None
        name = node.target.id
        self._ops.append(Bind([(name, argument)]) if known else Forget([[name]]))

    def _comprehension(self, node: _Comprehension, given: str) -> None:
        first = node.generators[0]
        self.walk(first.iter, given)
        start = len(self._ops)
        before = self.in_loop, self.sure, self._expressions.shadow
        names = {
            one.id
            for generator in node.generators
            for one in ast.walk(generator.target)
            if isinstance(one, ast.Name)
        }
        self._expressions.shadow = self._expressions.shadow | names
        self.in_loop = True
        self.sure = self.sure and isinstance(first.iter, (ast.List, ast.Tuple))
        self._maybe([one for generator in node.generators for one in generator.ifs])
        if not any(generator.ifs for generator in node.generators):
            for generator in node.generators[1:]:
                self.walk(generator.iter, given)
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            for part in parts:
                self._maybe([part])
                self.walk(part, given)
        self.in_loop, self.sure, self._expressions.shadow = before
        self._swept(node, start)

    def _swept(self, node: _Comprehension, start: int) -> None:
        """`[train(lr) for lr in [0.1, 1]]`: as a loop, but its variable is no name afterwards."""
        first = node.generators[0]
        if len(node.generators) > 1 or first.ifs or not isinstance(first.target, ast.Name):
            return
        if isinstance(node, ast.DictComp) or not isinstance(first.iter, (ast.List, ast.Tuple)):
            return
        values = self._expressions.argument(None, first.iter)
        if values.value is not None:
            body = len(self._ops) - start
            self._ops.insert(start, Sweep([first.target.id], values, body, local=True))

    def _call(self, node: ast.Call, given: str) -> None:
        path, whole = path_of(node.func)
        if not whole:
            self.walk(node.func, given)
            path = [node.func.attr] if isinstance(node.func, ast.Attribute) else []
        if path and path[-1] in MUTATORS and isinstance(node.func, ast.Attribute):
            if not self.in_loop:
                self._mutate(node, node.func)
        elif path and path[-1] not in CONFIGS:
            # A keyword whose value is not known says nothing; a position counts all the same.
            arguments = [
                one
                for one in self._expressions.arguments(node)
                if one.key is None or one.value is not None
            ]
            self._ops.append(Call(path, arguments, given, node.lineno, not whole, self.sure))
        for child in [*node.args, *(keyword.value for keyword in node.keywords)]:
            self.walk(child, given)

    def _mutate(self, node: ast.Call, func: ast.Attribute) -> None:
        path, whole = path_of(func.value)
        if whole and func.attr == "update" and len(node.args) <= 1:
            entries = [self._expressions.argument(None, one, spread=True) for one in node.args]
            entries += self._expressions.arguments(ast.Call(node.func, [], node.keywords))
            self._ops.append(Merge(path, entries))
        elif whole and func.attr == "setdefault" and len(node.args) == 2 and key_of(node.args[0]):
            value = self._expressions.argument(None, node.args[1])
            self._ops.append(Put([*path, key_of(node.args[0]) or ""], value, default=True))
        else:
            self._maybe([node])
