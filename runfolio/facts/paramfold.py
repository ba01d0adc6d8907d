"""Folds the operations of executions, in the order in which they ran, into params.

Every value is that of the time of its step; afterwards only those of effective steps are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ..models.param import Param, ParamSource, ParamType
from .paramkeys import Callee, Ranks, Use, allowed, callee, keyed, without_secrets
from .paramops import Arg, Augment, Bind, Call, Define, Extract, Forget, Imports, Merge, Op, Put
from .paramops import Sweep as SweepOp
from .paramvalues import UNKNOWN, Config, Defined, Memory, Origin, Place, Swept, at_place, plain
from .paramvalues import fold as fold_numbers

#: Integers beyond it are not exact in JSON readers: decimal text.
_EXACT = 2**53

#: Of what stands in a loop that may have had no turn.
_LIKELY = 0.8

#: Nesting of configs, and entries of one of them, that are flattened.
_MAX_LEVELS, _MAX_LEAVES, _MAX_NODES = 12, 500, 5_000


class Fold:
    """Executions so far: what is in memory, and the calls of every step."""

    def __init__(self) -> None:
        self.history: list[tuple[str, Extract]] = []
        self._memory = Memory()
        self._imports: dict[str, str] = {}
        self._ranks = Ranks()
        self._uses: dict[str, list[Use]] = {}
        self._swept: list[tuple[str, Place]] = []
        self._cells: dict[str, str] = {}
        self._order: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._at = 0

    def feed(self, step: str, extract: Extract) -> None:
        """One more execution."""
        cell = extract.cell or step
        self.history.append((step, extract))
        self._cells[step] = cell
        self._order[step] = len(self.history)
        self._first.setdefault(cell, len(self.history))
        self._uses[step] = []
        self._counts.clear()
        for self._at, op in enumerate(extract.ops):
            if isinstance(op, SweepOp):
                self._sweep(op, step, extract.ops[self._at + 1 : self._at + 1 + op.body])
            else:
                self._apply(step, op)
        self._ranks.executed(cell, (use.slot for use in self._uses[step]))

    def _origin(self, step: str, source: str = "assigned", sure: bool = True) -> Origin:
        return Origin(step, (self._order[step], self._at), 0, "", source, sure)

    def _apply(self, step: str, op: Op) -> None:
        here = self._origin(step)
        if isinstance(op, Bind):
            self._bind(op, self._origin(step, "declared" if op.declared else "assigned"))
        elif isinstance(op, Forget):
            for path in op.changed:
                self._memory.change(path)
            for path in op.paths:
                self._memory.forget(path)
        elif isinstance(op, Call):
            self._call(op, step)
        elif isinstance(op, Put):
            value = self._memory.evaluate(op.value.value, here)
            self._memory.put(op.path, value, at_place(here, op.value), op.default)
        elif isinstance(op, Augment):
            self._augment(op, here)
        elif isinstance(op, Merge):
            self._memory.merge(op.path, op.entries, here)
        elif isinstance(op, Imports):
            self._imports.update(op.names)
        elif isinstance(op, Define):
            self._define(op, step)

    # Names

    def _bind(self, op: Bind, here: Origin) -> None:
        values = [self._memory.evaluate(source.value, here) for _, source in op.targets]
        for (name, source), value in zip(op.targets, values, strict=True):
            self._memory.bind(name, value, at_place(here, source))

    def _augment(self, op: Augment, here: Origin) -> None:
        before = self._memory.look_up(op.path)
        value = fold_numbers(op.op, before, self._memory.evaluate(op.value.value, here))
        if value is UNKNOWN:
            self._memory.spoil(before)
            self._memory.forget(op.path)
        else:
            self._memory.put(op.path, value, at_place(here, op.value, repr(value)))

    def _define(self, op: Define, step: str) -> None:
        here = self._origin(step, "declared" if op.declared else "assigned")
        settings: Config | None = None
        if op.settings is not None:
            settings = Config(space=True)
            for setting in op.settings:
                value = self._memory.evaluate(setting.value, here)
                if value is not UNKNOWN:
                    settings.entries[setting.key or ""] = Place(value, at_place(here, setting))
        self._memory.bind(op.name, Defined(op.parameters or (), settings), here)

    def _sweep(self, op: SweepOp, step: str, body: Sequence[Op]) -> None:
        """Values that something is tried with: a loop that only shows or counts sweeps nothing."""
        if not any(isinstance(one, Call) and self._callee(one) for one in body):
            return
        here = at_place(self._origin(step, "swept"), op.values)
        values = plain(self._memory.evaluate(op.values.value, here))
        if not isinstance(values, list) or not values:
            return
        columns = [values]
        if len(op.targets) > 1:
            rows = [row for row in values if isinstance(row, list) and len(row) == len(op.targets)]
            columns = [list(column) for column in zip(*rows, strict=True)]
            if len(rows) < len(values):
                return
        for name, column in zip(op.targets, columns, strict=True):
            if op.local:
                self._swept.append((name, Place(column, here)))
            else:
                self._memory.bind(name, Swept(column), here)

    # Calls

    def _callee(self, op: Call) -> Callee | None:
        return callee(op.path, op.computed, op.given, self._imports)

    def _call(self, op: Call, step: str) -> None:
        what = self._callee(op)
        if what is None:
            return
        here = at_place(self._origin(step, "call", op.sure), Arg(None, None, op.line))
        places = self._seed(op, here) if what.seed else self._arguments(op, here)
        if not places and (what.method or what.seed):
            return
        slot = (what.name, what.given)
        self._counts[slot] += 1
        uses = self._uses[step]
        if what.seed and not what.given:
            # Seeding again replaces the seed.
            uses[:] = [use for use in uses if use.slot != slot]
            self._counts[slot] = 1
        uses.append(self._use(what, self._counts[slot], here, places))

    def _use(self, what: Callee, nth: int, here: Origin, places: dict[str, Place]) -> Use:
        return Use((what.name, what.given), nth, here.step, here.at, places, what.seed)

    def _seed(self, op: Call, here: Origin) -> dict[str, Place]:
        for argument in op.args:
            if argument.key in (None, "seed", "random_state", "entropy") and not argument.spread:
                value = self._memory.evaluate(argument.value, here)
                if isinstance(value, int) and not isinstance(value, bool):
                    origin = at_place(self._origin(here.step, "seed", op.sure), argument)
                    return {"": Place(value, origin)}
                return {}
        return {}

    def _arguments(self, op: Call, here: Origin) -> dict[str, Place]:
        defined = self._memory.look_up(op.path) if len(op.path) == 1 else UNKNOWN
        names = iter(defined.parameters if isinstance(defined, Defined) else ())
        places: dict[str, Place] = {}
        for argument in op.args:
            name = argument.key
            if name is None and not argument.spread:
                name = next(names, None)
            value = self._memory.evaluate(argument.value, here)
            if isinstance(value, Config) and argument.key is None:
                # A dict by position or as `**`: its entries. Namespaces are objects.
                if not value.space:
                    for key, place in _leaves(value):
                        origin = at_place(here, argument, place.origin.text)
                        places[key] = Place(place.value, origin)
            elif name is not None:
                value = plain(value) if not _is_space(value) else UNKNOWN
                if value is not UNKNOWN:
                    places[name] = Place(value, at_place(here, argument))
        return places

    # Params

    def params(self, effective: Collection[str] | None) -> dict[str, Param]:
        """Params of the effective steps (None: the last execution of each cell), by key."""
        steps = set(self._last_steps() if effective is None else effective)
        found: dict[str, Place] = {}
        for key, place in [*self._assigned(), *self._called(steps)]:
            if place.quiet or place.origin.step not in steps:
                continue
            earlier = found.get(key)
            if earlier is None or earlier.origin.at <= place.origin.at:
                found[key] = place
        order = sorted(found, key=lambda key: self._place_in_document(found[key]))
        pairs = ((key, _param(key, found[key])) for key in order)
        return {key: param for key, param in pairs if param is not None}

    def _place_in_document(self, place: Place) -> tuple[int, int, int]:
        step = place.origin.step
        return (self._first[self._cells[step]], place.origin.at[1], place.origin.line)

    def _last_steps(self) -> Collection[str]:
        return {cell: step for step, cell in self._cells.items()}.values()

    def _assigned(self) -> Iterator[tuple[str, Place]]:
        yield from self._swept
        for name, place in self._memory.names.items():
            value = place.value
            if isinstance(value, Swept):
                yield name, Place(value.values, place.origin)
            elif isinstance(value, Defined):
                if value.settings is not None:
                    yield from ((f"{name}.{key}", one) for key, one in _leaves(value.settings))
            elif isinstance(value, Config):
                yield from ((f"{name}.{key}", one) for key, one in _leaves(value))
            else:
                yield name, place

    def _called(self, steps: set[str]) -> Iterator[tuple[str, Place]]:
        latest: dict[tuple[str, str], list[Use]] = {}
        for step, uses in self._uses.items():
            if step in steps:
                own: dict[tuple[str, str], list[Use]] = {}
                for use in uses:
                    own.setdefault(use.slot, []).append(use)
                latest.update(own)
        for head, use in keyed(latest, self._ranks).items():
            for key, place in use.places.items():
                yield (f"{head}.{key}" if key else head), place


def _is_space(value: Any) -> bool:
    return isinstance(value, Config) and value.space


def _leaves(config: Config) -> list[tuple[str, Place]]:
    """Entries below a config, nested ones by dotted keys; bounded in depth and number."""
    found: list[tuple[str, Place]] = []
    stack: list[tuple[str, Place, int]] = [
        (key, place, 1) for key, place in reversed(config.entries.items())
    ]
    for _ in range(_MAX_NODES):
        if not stack or len(found) >= _MAX_LEAVES:
            break
        key, place, level = stack.pop()
        if isinstance(place.value, Config):
            if level < _MAX_LEVELS:
                below = reversed(place.value.entries.items())
                stack.extend((f"{key}.{one}", entry, level + 1) for one, entry in below)
        else:
            found.append((key, place))
    return found


def _param(key: str, place: Place) -> Param | None:
    value = without_secrets(plain(place.value))
    if value is UNKNOWN or not allowed(key, value):
        return None
    source: ParamSource = place.origin.source  # type: ignore[assignment]
    return Param(
        type=_type(value),
        text=place.origin.text or repr(value),
        value=_wire(value),
        source=source,
        step_id=place.origin.step,
        line=place.origin.line,
        confidence=None if place.origin.sure else _LIKELY,
    )


def _type(value: object) -> ParamType:
    if value is None:
        return "null"
    names: Sequence[tuple[type, ParamType]] = [
        (bool, "bool"), (int, "int"), (float, "float"), (str, "str"), (list, "list"),
        (dict, "dict"),
    ]  # fmt: skip
    return next(name for kind, name in names if isinstance(value, kind))


def _wire(value: Any) -> Any:
    if isinstance(value, list):
        return [_wire(one) for one in value]
    if isinstance(value, dict):
        return {key: _wire(one) for key, one in value.items()}
    exact = not isinstance(value, int) or isinstance(value, bool) or abs(value) <= _EXACT
    return value if exact else str(value)
