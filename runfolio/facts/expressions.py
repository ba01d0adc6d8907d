"""Grade of an expression: does the value it gives measure quality?

In an expression called names, attributes and string subscripts count; arguments only inside mean,
sqrt, round and the like; never len, shape, argmax, count, nor a column of a frame.
"""

from __future__ import annotations

import ast

from ..models.metric import Grade
from . import grades
from .grades import word_set

#: Called names whose value is a result whatever the words in them.
RESULT_CALLS = word_set(
    "score evaluate cross_val_score cross_validate matthews_corrcoef mean_gamma_deviance "
    "mean_poisson_deviance mean_tweedie_deviance homogeneity_completeness_v_measure"
)
#: Calls that pass on what their argument, or the object they are called on, measures.
_PASSING = word_set(
    "mean nanmean median average sqrt exp abs fabs round around floor ceil float int max min sum "
    "nanmax nanmin std nanstd var amax amin array asarray list tuple sorted item numpy tolist "
    "detach cpu squeeze result compute last pop get pow power print str format float32 float64 "
    "tensor"
)
_NEVER = word_set(
    "len shape argmax argmin nanargmax nanargmin count nunique value_counts size ndim dtype index "
    "columns idxmax idxmin type id range isnull isna argsort counts unique bincount"
)
_MODULES = word_set("np numpy math torch tf jnp statistics F K pd")
_KEPT_ATTRIBUTES = word_set("T data values real val avg flat iloc loc")
_FRAME_WORDS = word_set("df dfs data frame dataframe table dataset")
_MEASURE_WORDS = word_set(
    "cv history hist result res metric score log eval report out output summary perf "
    "performance validation"
)
_FRAME_STATISTICS = word_set("mean median std var sum min max")


class _Never(Exception):
    """The expression counts or places things: it measures nothing."""


def frames(tree: ast.Module | None) -> frozenset[str]:
    """Names that the code itself makes data frames: `x = pd.read_csv(…)`, `x = pd.DataFrame(…)`."""
    found: set[str] = set()
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        func = node.value.func
        name = func.attr if isinstance(func, ast.Attribute) else ""
        if name.startswith("read_") or name == "DataFrame":
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return frozenset(found)


def called(node: ast.expr) -> str:
    """The last name of what a call calls; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


class _Words:
    """Collects the names of an expression that count."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.found: list[str] = []
        self.called: list[str] = []

    def visit(self, node: ast.expr) -> None:
        """Take the names of one node and of those below it that count."""
        if isinstance(node, ast.Name):
            self.found.append(node.id)
        elif isinstance(node, ast.Call):
            self.call(node)
        elif isinstance(node, ast.Attribute):
            self.attribute(node)
        elif isinstance(node, ast.Subscript):
            self.subscript(node, statistic=False)
        elif isinstance(node, ast.NamedExpr):
            self.visit(node.target)
            self.visit(node.value)
        elif isinstance(node, (ast.Await, ast.FormattedValue)):
            self.visit(node.value)
        elif isinstance(node, (ast.BinOp, ast.UnaryOp, ast.IfExp, ast.BoolOp)):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.visit(child)

    def call(self, node: ast.Call) -> None:
        """A call: its name, or what it passes on."""
        name = called(node)
        if name in _NEVER:
            raise _Never
        if name not in _PASSING:
            self.found.append(name)
            self.called.append(name)
            return
        func = node.func
        if isinstance(func, ast.Attribute) and not _is_module(func.value):
            if isinstance(func.value, ast.Subscript) and name in _FRAME_STATISTICS:
                self.subscript(func.value, statistic=True)
            else:
                self.visit(func.value)
            if name == "get" and node.args:
                self.key(node.args[0])
            return
        for argument in node.args:
            self.visit(argument)

    def attribute(self, node: ast.Attribute) -> None:
        """An attribute: its name; of a few also the object."""
        if node.attr in _NEVER:
            raise _Never
        if self.is_frame(node.value):
            return
        if node.attr in _KEPT_ATTRIBUTES:
            self.visit(node.value)
        else:
            self.found.append(node.attr)

    def subscript(self, node: ast.Subscript, *, statistic: bool) -> None:
        """A subscript: its string, unless it is the column of a frame."""
        if self.is_frame(node.value):
            return
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            if statistic and not _measures(node.value) and not grades.has_split(key.value):
                return
            self.found.append(key.value)
        self.visit(node.value)

    def key(self, node: ast.expr) -> None:
        """A string argument that names an entry."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.found.append(node.value)

    def is_frame(self, node: ast.expr) -> bool:
        """Whether an object is a data frame, by its name or by the code of the cell."""
        while isinstance(node, (ast.Subscript, ast.Attribute)):
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        return node.id in self.known or bool(_FRAME_WORDS.intersection(grades.words(node.id)))


def shows_frame(node: ast.expr, known: frozenset[str] = frozenset()) -> bool:
    """Whether an expression shows rows of the data: a frame that is not by its name of results."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if not isinstance(node, ast.Name) or _measures(node):
        return False
    return node.id in known or bool(_FRAME_WORDS.intersection(grades.words(node.id)))


def _is_module(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in _MODULES


def _measures(node: ast.expr) -> bool:
    """Whether an object is by its name one that holds measures."""
    if isinstance(node, (ast.Subscript, ast.Attribute)):
        return True
    if not isinstance(node, ast.Name):
        return False
    forms = {form for word in grades.words(node.id) for form in (word, word.rstrip("s"))}
    return grades.has_word(node.id) or bool(forms & _MEASURE_WORDS)


def judge(node: ast.expr, known: frozenset[str] = frozenset()) -> Grade | None:
    """Grade of the value of an expression, None for times and predictions, which are no metrics.

    known: names of data frames in the same code.
    """
    names = _Words(known)
    try:
        names.visit(node)
    except _Never:
        return "observation"
    if called(node) in RESULT_CALLS or any(name in RESULT_CALLS for name in names.called):
        return "result"
    if any(grades.is_none(name) for name in names.found):
        return None
    if any(grades.is_qualified(name) for name in names.found):
        return "observation"
    return "result" if any(grades.has_word(name) for name in names.found) else "observation"
