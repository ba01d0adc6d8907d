"""Which expression of the code made a value or a printed line.

The last expression names the value of a cell, the top-level prints name bare numbers in their
order, and any print or f-string that fits a line tells the grade of what it printed there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from . import expressions
from .syntax import Syntax, parse
from .templates import WILD, Expression, Part, Prints, Template

MAX_PRINTS = 200
MAX_PARTS = 60
MAX_NAME = 200

_PERCENT = re.compile(
    r"%(?:\(\w{1,60}\))?[-+ #0]{0,4}[\d*]{0,4}(?:\.[\d*]{1,4})?[diouxXeEfFgGcrsa%]"
)
_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]{0,60}\}")


class Names:
    """What the code of a step says about its output."""

    def __init__(self, code: str, language: str = "python") -> None:
        self._syntax: Syntax = parse(code if language.lower() in ("python", "ipython") else "")
        tree = self._syntax.tree
        self.frames = expressions.frames(tree)
        self.prints = Prints()
        body = tree.body if tree is not None else []
        self.last = self._last(body)
        printing: set[str] = set()
        for statement in body:
            if len(self.prints.templates) < MAX_PRINTS:
                self._read(statement, printing)

    def _read(self, statement: ast.stmt, printing: set[str]) -> None:
        """The prints of one statement; printing: functions of the cell that print."""
        lines = [line for call in _prints(statement) for line in self._lines(call)]
        self.prints.templates.extend(lines)
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            if lines:
                printing.add(statement.name)
        elif isinstance(statement, ast.Expr) and _is_print(statement.value):
            self.prints.sequence.extend(lines)
        elif lines or _calls(statement, printing):
            self.prints.sequence.append(WILD)

    def expression(self, node: ast.expr) -> Expression:
        """A node as an Expression."""
        text = self._syntax.segment(node)
        if "\n" in text or len(text) > MAX_NAME:
            text = " ".join(text.split())[:MAX_NAME]
        return Expression(node, text, node.lineno, expressions.judge(node, self.frames))

    def shows_frame(self, made: Expression) -> bool:
        """Whether an expression shows rows of the data."""
        return expressions.shows_frame(made.node, self.frames)

    def _last(self, body: Sequence[ast.stmt]) -> Expression | None:
        if not body or not isinstance(body[-1], ast.Expr):
            return None
        return self.expression(body[-1].value)

    def _lines(self, call: ast.Call) -> list[Template]:
        """The lines that a print call writes; none when its end or its target is another."""
        options = {keyword.arg: keyword.value for keyword in call.keywords}
        separator = options.get("sep", ast.Constant(" "))
        if set(options) - {"sep", "flush"} or not isinstance(separator, ast.Constant):
            return []
        parts: list[Part] = []
        for index, argument in enumerate(call.args[:MAX_PARTS]):
            if isinstance(argument, ast.Starred):
                return []
            if index:
                parts.append(str(separator.value))
            parts.extend(self._parts(argument))
        return [Template(tuple(line)) for line in _split_lines(parts)]

    def _parts(self, node: ast.expr) -> list[Part]:
        """Texts and holes of one printed argument."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [node.value]
        if isinstance(node, ast.JoinedStr):
            return [part for value in node.values for part in self._parts(value)]
        if isinstance(node, ast.FormattedValue):
            return [self.expression(node.value)]
        if isinstance(node, ast.BinOp) and _is_text(node.left):
            if isinstance(node.op, ast.Mod):
                right = node.right
                values = right.elts if isinstance(right, ast.Tuple) else [right]
                return self._formatted(_text(node.left), _PERCENT, values)
            return self._parts(node.left) + self._parts(node.right)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            joined = self._parts(node.left) + self._parts(node.right)
            if any(isinstance(part, str) for part in joined):
                return joined
        if isinstance(node, ast.Call) and _is_format(node.func):
            return self._formatted(_text(node.func.value), _BRACES, node.args)
        if expressions.called(node) == "str" and isinstance(node, ast.Call) and node.args:
            return [self.expression(node.args[0])]
        return [self.expression(node)]

    def _formatted(
        self, text: str, holes: re.Pattern[str], values: Sequence[ast.expr]
    ) -> list[Part]:
        """A format text with its values, in order."""
        parts: list[Part] = []
        done = 0
        rest = iter(values)
        for found in holes.finditer(text):
            parts.append(text[done : found.start()])
            done = found.end()
            if found[0] in ("%%", "{{", "}}"):
                parts.append(found[0][0])
                continue
            value = next(rest, None)
            parts.append(self.expression(value) if value is not None else "")
        return [*parts, text[done:]]


def _is_print(node: ast.expr) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id == "print"


def _is_format(node: ast.expr) -> TypeGuard[ast.Attribute]:
    """Whether this is the `format` of a text."""
    return isinstance(node, ast.Attribute) and node.attr == "format" and _is_text(node.value)


def _prints(node: ast.AST) -> Iterator[ast.Call]:
    """Print calls below a node, in the order of the text."""
    if isinstance(node, ast.Call) and _is_print(node):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _prints(child)


def _calls(node: ast.AST, names: set[str]) -> bool:
    """Whether one of these names stands anywhere below a node."""
    if not names:
        return False
    return any(isinstance(child, ast.Name) and child.id in names for child in ast.walk(node))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _split_lines(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts cut where their texts have line ends, neighbouring texts joined."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        pieces: list[Part] = list(part.split("\n")) if isinstance(part, str) else [part]
        for index, piece in enumerate(pieces):
            if index:
                lines.append([])
            line = lines[-1]
            if isinstance(piece, str) and line and isinstance(line[-1], str):
                line[-1] += piece
            elif piece != "":
                line.append(piece)
    return [line for line in lines if line]
