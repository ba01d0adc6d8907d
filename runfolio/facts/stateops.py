"""What the state in memory needs of an execution: its statements as short operations (shapes only).

An Extract holds no tree and no code: statereader.py makes it, it is stored as the facts body, and
rules/flags_state.py folds the extracts of an epoch into flags. Every shape is a short array on the
wire, since most of a notebook's steps are kept for good.
"""

from __future__ import annotations

import msgspec

from .syntax import State


class Lit(msgspec.Struct, tag="l", array_like=True, frozen=True):
    """Nothing but literals. digest: equal for equal values as written; kind: "value" for what
    cannot be changed in place, else "list", "dict" or "set"."""

    digest: str
    kind: str = "value"


class Ref(msgspec.Struct, tag="r", array_like=True, frozen=True):
    """`a`, `a.b`, `a['b']`: a name and the element of it. Keys that are no literals stand as a
    digest of what is written there."""

    path: list[str]


class Call(msgspec.Struct, tag="c", array_like=True, frozen=True):
    """A call. func: a Ref, or a Below for what is called on another value."""

    func: Expr
    args: list[Expr] = []
    named: list[tuple[str, Expr]] = []


class Below(msgspec.Struct, tag="b", array_like=True, frozen=True):
    """An attribute or element of what is no name: `f(x).backward`."""

    base: Expr
    path: list[str]


class Group(msgspec.Struct, tag="g", array_like=True, frozen=True):
    """Anything made of others. kind: "list", "dict", "set" or "tuple" hold them as their parts,
    "iterator" goes through them once, "op" is only computed from them."""

    kind: str
    items: list[Expr] = []


Expr = Lit | Ref | Call | Below | Group


class Make(msgspec.Struct, tag="make", array_like=True, frozen=True):
    """names = value: all of them mean the same object."""

    names: list[str]
    value: Expr


class Unpack(msgspec.Struct, tag="unpack", array_like=True, frozen=True):
    """Names of which each gets a part of the value. turns: it is the head of a loop."""

    names: list[str]
    value: Expr
    turns: bool = False


class Put(msgspec.Struct, tag="put", array_like=True, frozen=True):
    """path[0].… = value: an element is set. more: it is made from itself (`+=`)."""

    path: list[str]
    value: Expr
    more: bool = False


class More(msgspec.Struct, tag="more", array_like=True, frozen=True):
    """name += value."""

    name: str
    value: Expr


class Do(msgspec.Struct, tag="do", array_like=True, frozen=True):
    """An expression that is evaluated. bare: its value is dropped."""

    value: Expr
    bare: bool = False


class Return(msgspec.Struct, tag="return", array_like=True, frozen=True):
    """What a function gives."""

    value: Expr


class Function(msgspec.Struct, tag="def", array_like=True, frozen=True):
    """A function. local: the names of its own and of functions around it, parameters among them;
    reads: the names of the notebook that it reads; head: decorators and defaults; yields: it
    gives a generator."""

    name: str
    params: list[str]
    local: list[str]
    reads: list[str]
    body: list[Op]
    digest: str
    head: Expr
    yields: bool = False


class Class(msgspec.Struct, tag="class", array_like=True, frozen=True):
    """A class. bases: as dotted names."""

    name: str
    bases: list[str]
    methods: list[Function]
    digest: str
    head: Expr


class Import(msgspec.Struct, tag="import", array_like=True, frozen=True):
    """Alias → module or module.name."""

    names: dict[str, str]


class Drop(msgspec.Struct, tag="del", array_like=True, frozen=True):
    """del names."""

    names: list[str]


class Blind(msgspec.Struct, tag="blind", array_like=True, frozen=True):
    """Code that may make or change any name: nothing is known from here on."""

    why: str


Op = Make | Unpack | Put | More | Do | Return | Function | Class | Import | Drop | Blind


class Extract(msgspec.Struct, omit_defaults=True):
    """What of an execution bears on the state in memory.

    reads: names that it reads and does not make before; state: as in syntax.Syntax.
    """

    ops: list[Op] = []
    reads: list[str] = []
    state: State = "parsed"
