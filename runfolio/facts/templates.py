"""Lines that the prints of a cell write, and which printed line came from which of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..models.metric import Grade
from . import expressions
from .grades import word_set

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
#: Text before a hole, text in it, its expression.
Hole = tuple[str, str, Expression]


@dataclass(frozen=True)
class Template:
    """One line that a print writes: texts and the expressions between them."""

    parts: tuple[Part, ...]

    @cached_property
    def weight(self) -> int:
        """How many characters of its own, blanks aside, it writes."""
        return sum(len(part.replace(" ", "")) for part in self.parts if isinstance(part, str))

    @cached_property
    def bare(self) -> list[Expression]:
        """The expressions, when there is nothing else on the line but blanks."""
        if any(isinstance(part, str) and part.strip() for part in self.parts):
            return []
        return [part for part in self.parts if isinstance(part, Expression)]

    def fit(self, line: str) -> list[Hole] | None:
        """(text before, text, expression) of each hole, when the line fits; None else."""
        opening = self.parts[0] if self.parts else ""
        if isinstance(opening, str) and not line.startswith(opening):
            return None
        holes: list[Hole] = []
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


#: How many times lines are held against prints for one step.
MAX_FITS = 20_000


@dataclass
class Prints:
    """The prints of a cell.

    sequence: lines of the top-level prints in order, WILD for statements that print inside;
    templates: all lines of all prints.
    """

    sequence: list[Template] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    _made: dict[str, Expression | None] = field(default_factory=dict)
    _fits: int = 0

    def fit(self, template: Template, line: str) -> list[Hole] | None:
        """Template.fit within the bound."""
        if self._fits > MAX_FITS:
            return None
        self._fits += 1
        return template.fit(line)

    def maker(self, line: str, name: str, written: str) -> Expression | None:
        """The expression that printed this number under this name, by the print that fits the line.

        Of several prints that fit, the one with the most text of its own. One name is asked once.
        """
        if self._fits > MAX_FITS:
            return None
        if name not in self._made:
            self._made[name] = self._maker(line, name, written)
        return self._made[name]

    def _maker(self, line: str, name: str, written: str) -> Expression | None:
        best: tuple[int, Expression] | None = None
        for template in self.templates:
            if template.weight == 0 or (best is not None and template.weight <= best[0]):
                continue
            holes = self.fit(template, line) or self.fit(template, line.strip())
            fitting = [hole for hole in holes or () if written in hole[1].replace("%", " ").split()]
            named = [hole for hole in fitting if hole[0].rstrip(" :=").endswith(name)]
            if fitting:
                best = (template.weight, (named or fitting)[0][2])
        return best[1] if best is not None else self._second(line, name, written)

    def _second(self, line: str, name: str, written: str) -> Expression | None:
        """The value of `print(name, value)`: two expressions and nothing else on the line."""
        pairs = [template.bare for template in self.templates if len(template.bare) == 2]
        alone = line.split() == [*name.split(), written]
        return pairs[0][1] if len(pairs) == 1 and alone else None

    def chose(self, line: str, is_choice: Callable[[Expression], bool]) -> bool:
        """Whether a dict on the line was printed by an expression of this kind."""
        for template in self.templates:
            if not any(is_choice(part) for part in template.parts if isinstance(part, Expression)):
                continue
            for _, text, made in self.fit(template, line) or ():
                if is_choice(made) and text.strip()[:1] == "{":
                    return True
        return False

    def align(
        self, lines: Sequence[str], is_value: Sequence[bool]
    ) -> dict[int, list[Expression]]:
        """Lines that top-level prints of bare expressions wrote → their expressions.

        Lines between two that a print with text fits belong to the prints between the two; where
        numbers of lines and prints do not agree, nothing is named. The only print of a cell, in a
        loop, made all lines when all of them are values.
        """
        if self.sequence == [WILD] and len(self.templates) == 1 and self.templates[0].bare:
            filled = [at for at, line in enumerate(lines) if line.strip()]
            alone = all(is_value[at] for at in filled)
            return dict.fromkeys(filled, self.templates[0].bare) if alone else {}
        found: dict[int, list[Expression]] = {}
        pending: list[Template] = []
        start = 0
        for template in self.sequence:
            if template is WILD or template.bare:
                pending.append(template)
                continue
            places = range(start, len(lines))
            at = next((at for at in places if self.fit(template, lines[at]) is not None), None)
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
