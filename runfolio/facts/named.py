"""Which expression of the code made a value or a printed line.

The last expression names the value of a cell, the top-level prints name bare numbers in their
order, and any print or f-string that fits a line tells the grade of what it printed there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from ..models.metric import Grade
from . import expressions
from .grades import word_set
from .syntax import Syntax, parse

MAX_PRINTS = 200
MAX_PARTS = 60
MAX_NAME = 200

_PERCENT = re.compile(
    r"%(?:\(\w{1,60}\))?[-+ #0]{0,4}[\d*]{0,4}(?:\.[\d*]{1,4})?[diouxXeEfFgGcrsa%]"
)
_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]{0,60}\}")
#: Calls whose value is printed over several lines or is no number.
_LONG = word_set(
    "classification_report confusion_matrix head tail describe info summary sample predict "
    "predict_proba to_string export_text"
)


@dataclass(frozen=True)
class Expression:
    """An expression with its text, its line in the cell, and its grade (None: no metric)."""

    node: ast.expr
    text: str
    line: int
    grade: Grade | None

    @property
    def called(self) -> str:
        """The last name of what it calls, if it is a call."""
        return expressions.called(self.node)


Part = str | Expression


@dataclass(frozen=True)
class Template:
    """One line that a print writes: texts and the expressions between them."""

    parts: tuple[Part, ...]

    @property
    def weight(self) -> int:
        """How many characters of its own, blanks aside, it writes."""
        return sum(len(part.replace(" ", "")) for part in self.parts if isinstance(part, str))

    @property
    def bare(self) -> list[Expression]:
        """The expressions, when there is nothing else on the line but blanks."""
        if any(isinstance(part, str) and part.strip() for part in self.parts):
            return []
        return [part for part in self.parts if isinstance(part, Expression)]

    def fit(self, line: str) -> list[tuple[str, str, Expression]] | None:
        """(text before, text, expression) of each hole, when the line fits; None else."""
        holes: list[tuple[str, str, Expression]] = []
        position = 0
        waiting: Expression | None = None
        before = ""
        for index, part in enumerate(self.parts):
            if isinstance(part, Expression):
                waiting = part
                continue
            last = index == len(self.parts) - 1
            at = line.rfind(part) if last else line.find(part, position)
            if at < position or (waiting is None and at != position):
                return None
            if last and at + len(part) != len(line):
                return None
            if waiting is not None:
                holes.append((before, line[position:at], waiting))
            waiting, before, position = None, part, at + len(part)
        if waiting is not None:
            holes.append((before, line[position:], waiting))
            position = len(line)
        return holes if position == len(line) else None


#: Stands in the sequence of top-level prints for code that prints nobody knows how often.
WILD = Template(())


class Names:
    """What the code of a step says about its output."""

    def __init__(self, code: str, language: str = "python") -> None:
        self._syntax: Syntax = parse(code if language.lower() in ("python", "ipython") else "")
        tree = self._syntax.tree
        self.frames = expressions.frames(tree)
        self.sequence: list[Template] = []
        self.templates: list[Template] = []
        body = tree.body if tree is not None else []
        self.last = self._last(body)
        printing: set[str] = set()
        for statement in body:
            if len(self.templates) < MAX_PRINTS:
                self._read(statement, printing)

    def _read(self, statement: ast.stmt, printing: set[str]) -> None:
        """The prints of one statement; printing: functions of the cell that print."""
        lines = [line for call in _prints(statement) for line in self._lines(call)]
        self.templates.extend(lines)
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            if lines:
                printing.add(statement.name)
        elif isinstance(statement, ast.Expr) and _is_print(statement.value):
            self.sequence.extend(lines)
        elif lines or _calls(statement, printing):
            self.sequence.append(WILD)

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


def grade_of(
    templates: Sequence[Template], line: str, name: str, written: str
) -> Expression | None:
    """The expression that printed this number under this name, by the print that fits the line.

    Of several prints that fit, the one with the most text of its own.
    """
    best: tuple[int, Expression] | None = None
    for template in templates:
        if best is not None and template.weight <= best[0]:
            continue
        holes = (template.fit(line) or template.fit(line.strip())) if template.weight else None
        fitting = [hole for hole in holes or () if written in hole[1].replace("%", " ").split()]
        named = [hole for hole in fitting if hole[0].rstrip(" :=").endswith(name)]
        if fitting:
            best = (template.weight, (named or fitting)[0][2])
    return best[1] if best is not None else None


def align(
    names: Names, lines: Sequence[str], is_value: Sequence[bool]
) -> dict[int, list[Expression]]:
    """Lines that top-level prints of bare expressions wrote → their expressions.

    Lines between two that a print with text fits belong to the prints between the two; where
    numbers of lines and prints do not agree, nothing is named. The only print of a cell, in a
    loop, made all lines when all of them are values.
    """
    sequence = names.sequence
    if sequence == [WILD] and len(names.templates) == 1 and names.templates[0].bare:
        filled = [at for at, line in enumerate(lines) if line.strip()]
        if all(is_value[at] for at in filled):
            return dict.fromkeys(filled, names.templates[0].bare)
        return {}
    found: dict[int, list[Expression]] = {}
    pending: list[Template] = []
    start = 0
    for template in sequence:
        if template is WILD or template.bare:
            pending.append(template)
            continue
        fitting = (at for at in range(start, len(lines)) if template.fit(lines[at]) is not None)
        at = next(fitting, None)
        if at is not None:
            found.update(_between(pending, range(start, at), lines, is_value))
            pending, start = [], at + 1
    found.update(_between(pending, range(start, len(lines)), lines, is_value))
    return found


def _between(
    pending: Sequence[Template], places: range, lines: Sequence[str], is_value: Sequence[bool]
) -> dict[int, list[Expression]]:
    """The bare prints of one stretch on its lines."""
    if not pending or WILD in pending:
        return {}
    filled = [at for at in places if lines[at].strip()]
    values = [at for at in filled if is_value[at]]
    short = [item for item in pending if item.bare[0].called not in _LONG]
    for chosen, templates in ((filled, pending), (values, pending), (values, short)):
        if len(chosen) == len(templates):
            return {
                at: template.bare
                for at, template in zip(chosen, templates, strict=True)
                if is_value[at]
            }
    return {}
