"""What params need of an execution: its statements as a short list of operations (shapes only).

An Extract holds no tree and no code: paramreader.py makes it, it is stored as the facts body, and
paramfold.py folds many of them into params. Expressions keep only what may be evaluated: literals,
containers, arithmetic, and names whose value an earlier step may have set; None stands for
anything else.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..models.base import Shape

Scalar = None | bool | int | float | str


class Lit(msgspec.Struct, tag="lit", array_like=True, frozen=True):
    """A literal."""

    value: Scalar


class Ref(msgspec.Struct, tag="ref", array_like=True, frozen=True):
    """`a`, `a.b`, `a['b']`: a name and the keys below it."""

    path: list[str]


class Arith(msgspec.Struct, tag="op", array_like=True, frozen=True):
    """Arithmetic of numbers; a sign is `0 - right` with left None."""

    op: str
    left: Expr
    right: Expr


class Items(msgspec.Struct, tag="list", array_like=True, frozen=True):
    """A list, tuple or set."""

    items: list[Expr]


class Arg(msgspec.Struct, array_like=True, frozen=True):
    """A value at a place in the code: an argument, an entry, what is assigned.

    key: None for a position and for `**spread`; text: as written, "" where it is too long.
    """

    key: str | None
    value: Expr
    line: int
    text: str = ""
    spread: bool = False


class Table(msgspec.Struct, tag="dict", array_like=True, frozen=True):
    """A dict, or a namespace (SimpleNamespace, a class of settings)."""

    entries: list[Arg]
    space: bool = False


class Made(msgspec.Struct, tag="made", array_like=True, frozen=True):
    """What a call of a class gave: with a class of settings, its settings and these."""

    function: str
    entries: list[Arg]


Expr = Lit | Ref | Arith | Items | Table | Made | None


class Bind(msgspec.Struct, tag="bind", array_like=True, frozen=True):
    """`name = value`; several at once are evaluated before any of them is bound."""

    targets: list[tuple[str, Arg]]
    declared: bool = False


class Put(msgspec.Struct, tag="put", array_like=True, frozen=True):
    """`a.b['c'] = value` on the path of a config."""

    path: list[str]
    value: Arg
    default: bool = False
    """setdefault: only where there is none yet."""


class Augment(msgspec.Struct, tag="aug", array_like=True, frozen=True):
    """`name op= value`."""

    path: list[str]
    op: str
    value: Arg


class Merge(msgspec.Struct, tag="merge", array_like=True, frozen=True):
    """`path.update(entries)`."""

    path: list[str]
    entries: list[Arg]


class Forget(msgspec.Struct, tag="forget", array_like=True, frozen=True):
    """Paths whose value is no longer known: maybe rebound, computed (paths), or the value itself
    changed in place, under whatever name it has (changed)."""

    paths: list[list[str]]
    changed: list[list[str]] = []


class Define(msgspec.Struct, tag="def", array_like=True, frozen=True):
    """A function or class of the notebook; settings: literals in the body of a class."""

    name: str
    parameters: list[str] | None
    settings: list[Arg] | None = None
    declared: bool = False


class Sweep(msgspec.Struct, tag="sweep", array_like=True, frozen=True):
    """`for name in values`; body: so many of the operations that follow are the loop's;
    local: the variable of a comprehension, which binds no name."""

    targets: list[str]
    values: Arg
    body: int
    local: bool = False


class Call(msgspec.Struct, tag="call", array_like=True, frozen=True):
    """A call that ran.

    path: the callable's dotted name, without its root where that is computed (computed: True);
    given: the name that the result is given, "" for none; sure: False where it stands in a loop
    that may have had no turn.
    """

    path: list[str]
    args: list[Arg]
    given: str
    line: int
    computed: bool = False
    sure: bool = True


class Imports(msgspec.Struct, tag="import", array_like=True, frozen=True):
    """Alias → module of what the code imports; "" for names of its own."""

    names: dict[str, str]


Op = Bind | Put | Augment | Merge | Forget | Define | Sweep | Call | Imports


class Extract(Shape, kw_only=True, omit_defaults=True):
    """Params facts of one execution; stored as the body of the facts `params`.

    cell: the cell's key, "" where it is not known; state: `unparsed` code has no params and says
    so, `foreign` is another language.
    """

    ops: list[Op] = msgspec.field(default_factory=list)
    cell: str = ""
    state: Literal["parsed", "foreign", "unparsed"] = "parsed"
