"""What is in memory, as far as literals tell: names, configs, values with their place (pure).

Memory is fed the operations of executions in the order in which they ran.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .paramops import Arg, Arith, Expr, Items, Lit, Made, Ref, Table

#: Folding is bounded: exponents and the size of results.
MAX_EXPONENT, MAX_BITS = 64, 64

#: Values of more parts or levels are data.
MAX_PARTS, MAX_LEVELS = 400, 40


class _Unknown:
    """The value of everything that is not known."""


UNKNOWN = _Unknown()

_FOLD: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "//": operator.floordiv, "%": operator.mod, "**": operator.pow,
}  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """Where a value was set: the step, its place in the order of all, the line, the text."""

    step: str
    at: tuple[int, int]
    line: int
    text: str = ""
    source: str = "assigned"
    sure: bool = True


@dataclass
class Place:
    """A value and where it was set; quiet: it is used but no param of its own."""

    value: Any
    origin: Origin
    quiet: bool = False


@dataclass(eq=False)
class Config:
    """A dict or namespace whose entries are followed.

    unknown: keys that are there with values not known; open: it may have any other keys too.
    """

    entries: dict[str, Place] = field(default_factory=dict)
    space: bool = False
    unknown: set[str] = field(default_factory=set)
    open: bool = False

    @property
    def partial(self) -> bool:
        """Something in it is not known."""
        return self.open or bool(self.unknown)

    def lose(self, key: str) -> None:
        """The value at a key, or whether there still is one, is not known."""
        self.entries.pop(key, None)
        self.unknown.add(key)

    def lose_all(self) -> None:
        """Any entry may have changed."""
        self.entries.clear()
        self.open = True


@dataclass(eq=False)
class Defined:
    """A function or class of the notebook: its parameters by position, a class's settings."""

    parameters: Sequence[str] = ()
    settings: Config | None = None


@dataclass(eq=False)
class Swept:
    """The variable of a loop over literals."""

    values: list[Any]


def fold(sign: str, left: Any, right: Any) -> Any:
    """Arithmetic of numbers within 64 bits, else UNKNOWN."""
    if not (_is_number(left) and _is_number(right)) or sign not in _FOLD:
        return UNKNOWN
    if sign == "**" and abs(right) > MAX_EXPONENT:
        return UNKNOWN
    try:
        result = _FOLD[sign](left, right)
    except (ArithmeticError, ValueError):
        return UNKNOWN
    if isinstance(result, int):
        return result if result.bit_length() <= MAX_BITS else UNKNOWN
    return result if isinstance(result, float) and math.isfinite(result) else UNKNOWN


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def plain(value: Any) -> Any:
    """A value as JSON has it: configs as dicts; UNKNOWN where a part of it is not known.

    Bounded: `x = [x, x]` again and again, or a config within itself, is UNKNOWN.
    """
    return _plain(value, [MAX_PARTS], 0)


def _plain(value: Any, left: list[int], level: int) -> Any:
    left[0] -= 1
    if left[0] < 0 or level > MAX_LEVELS or isinstance(value, (Defined, Swept)):
        return UNKNOWN
    if isinstance(value, Config):
        if value.partial:
            return UNKNOWN
        entries = {
            key: _plain(place.value, left, level + 1) for key, place in value.entries.items()
        }
        return UNKNOWN if any(one is UNKNOWN for one in entries.values()) else entries
    if isinstance(value, list):
        items = [_plain(item, left, level + 1) for item in value]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    return value


class Memory:
    """Names and what is known of their values."""

    def __init__(self) -> None:
        self.names: dict[str, Place] = {}

    # Reading

    def look_up(self, path: Sequence[str]) -> Any:
        """The value at a path, UNKNOWN where it has none."""
        place = self.names.get(path[0])
        value: Any = UNKNOWN if place is None else place.value
        for key in path[1:]:
            config = config_of(value)
            entry = None if config is None else config.entries.get(key)
            if entry is None:
                return UNKNOWN
            value = entry.value
        return UNKNOWN if isinstance(value, Swept) else value

    def evaluate(self, expr: Expr, here: Origin) -> Any:
        """The value of an expression now; here: the place for entries that it makes."""
        if expr is None:
            return UNKNOWN
        if isinstance(expr, Lit):
            return expr.value
        if isinstance(expr, Ref):
            return self.look_up(expr.path)
        if isinstance(expr, Arith):
            left = 0 if expr.left is None else self.evaluate(expr.left, here)
            return fold(expr.op, left, self.evaluate(expr.right, here))
        if isinstance(expr, Items):
            items = [self.evaluate(item, here) for item in expr.items]
            return plain(items)
        if isinstance(expr, Table):
            return self._filled(Config(space=expr.space), expr.entries, here)
        return self._instance(expr, here)

    def _filled(self, config: Config, entries: Sequence[Arg], here: Origin) -> Config:
        for entry in entries:
            value = self.evaluate(entry.value, at_place(here, entry))
            if not entry.spread:
                self._set_entry(config, entry.key or "", value, at_place(here, entry))
                continue
            if not isinstance(value, Config) or value.open:
                # What is spread may replace any entry before it.
                config.lose_all()
            if isinstance(value, Config):
                for key in value.unknown:
                    config.lose(key)
                for key, place in value.entries.items():
                    origin = at_place(here, entry, repr(plain(place.value)))
                    self._set_entry(config, key, place.value, origin)
        return config

    def _set_entry(self, config: Config, key: str, value: Any, origin: Origin) -> None:
        config.lose(key)
        if value is not UNKNOWN and not isinstance(value, Defined):
            config.unknown.discard(key)
            config.entries[key] = Place(value, origin)

    def _instance(self, expr: Made, here: Origin) -> Any:
        """An object of a class of settings of the notebook: its settings, some given otherwise."""
        defined = self.look_up([expr.function])
        if not isinstance(defined, Defined) or defined.settings is None:
            return UNKNOWN
        config = Config(dict(defined.settings.entries), space=True, open=True)
        names = iter(defined.parameters)
        given = [
            Arg(entry.key or next(names, None), entry.value, entry.line, entry.text, entry.spread)
            for entry in expr.entries
        ]
        self._filled(config, [entry for entry in given if entry.key or entry.spread], here)
        for key, place in config.entries.items():
            config.entries[key] = Place(place.value, place.origin, quiet=True)
        return config

    # Changing

    def bind(self, name: str, value: Any, origin: Origin) -> None:
        """`name = value`."""
        self.names.pop(name, None)
        if value is not UNKNOWN:
            self.names[name] = Place(value, origin)

    def put(self, path: Sequence[str], value: Any, origin: Origin, default: bool = False) -> None:
        """`a.b = value`, on a config that is known; default: only where b is not there."""
        if len(path) == 1:
            self.bind(path[0], value, origin)
            return
        holder = self.look_up(path[:-1])
        config = config_of(holder)
        if config is None:
            self.spoil(holder)
        elif not default:
            self._set_entry(config, path[-1], value, origin)
        elif path[-1] not in config.entries:
            self._set_entry(config, path[-1], UNKNOWN if config.partial else value, origin)

    def merge(self, path: Sequence[str], entries: Sequence[Arg], here: Origin) -> None:
        """`path.update(entries)`."""
        value = self.look_up(path)
        config = config_of(value)
        if config is None:
            self.spoil(value)
        else:
            self._filled(config, entries, here)

    def forget(self, path: Sequence[str]) -> None:
        """The name or entry is no longer known."""
        if len(path) == 1:
            self.names.pop(path[0], None)
            return
        config = config_of(self.look_up(path[:-1]))
        if config is not None:
            config.lose(path[-1])

    def change(self, path: Sequence[str]) -> None:
        """The value itself was changed in place; an entry of a config is forgotten."""
        value = self.look_up(path)
        if config_of(value) is None and len(path) > 1:
            self.forget(path)
        self.spoil(value)

    def spoil(self, value: Any) -> None:
        """A value that changed is unknown under all of its names."""
        config = config_of(value)
        if config is not None:
            config.lose_all()
        elif isinstance(value, list):
            for name in [name for name, place in self.names.items() if place.value is value]:
                del self.names[name]


def config_of(value: Any) -> Config | None:
    """The config that a value is or, being a class of settings, has."""
    if isinstance(value, Defined):
        return value.settings
    return value if isinstance(value, Config) else None


def at_place(here: Origin, argument: Arg, text: str | None = None) -> Origin:
    """The place of an argument in the step of another place."""
    written = argument.text if text is None else text
    return Origin(here.step, here.at, argument.line, written, here.source, here.sure)
