"""What separates two runs, as facts: the only set difference there is. It words nothing.

Used for subtitles, replicates, differences, and by CLI and SDK. Runs are compared by their
effective steps at the last result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..models.difference import Differences
from ..models.param import Param, Params
from ..models.run import CellChange, Changes, PackageChange, ParamChange
from .values import at_last, identity, text_of
from .words import replaced_word

_NOWHERE = 1 << 30


@dataclass(frozen=True)
class EffectiveCell:
    """The code that counts of one cell. number: 1-based among the code cells when it ran."""

    cell_key: str
    number: int | None
    code: str
    digest: str


@dataclass(frozen=True)
class Effective:
    """What a run is compared by. cells in executed order; params in the order to be listed;
    packages name → version, None where they were not recorded."""

    cells: Sequence[EffectiveCell]
    params: Params
    packages: Mapping[str, str] | None = None
    run_id: str = ""


def changes(before: Effective | None, after: Effective) -> Changes:
    """What changed since an earlier run; empty for a first run. Packages are compared only where
    both are known. against and against_number are the caller's."""
    if before is None:
        return Changes()
    return Changes(
        against=before.run_id or None,
        params=_param_changes(before.params, after.params),
        cells=_cell_changes(before.cells, after.cells),
        packages=_package_changes(before.packages, after.packages),
    )


def differences(left: Effective, right: Effective) -> Differences:
    """The same for any two runs, left being what stood before."""
    known = left.packages is not None and right.packages is not None
    same_packages = set((left.packages or {}).items()) & set((right.packages or {}).items())
    return Differences(
        left=left.run_id,
        right=right.run_id,
        params=_param_changes(left.params, right.params),
        cells=_cell_changes(left.cells, right.cells),
        packages=_package_changes(left.packages, right.packages),
        packages_same=len(same_packages),
        packages_known=known,
    )


def same(left: Effective, right: Effective) -> bool:
    """Are they replicates: equal effective code and params? The order of execution and the keys
    of the cells do not count, results neither."""
    if Counter(cell.digest for cell in left.cells) != Counter(cell.digest for cell in right.cells):
        return False
    kept = {name: identity(param) for name, param in left.params.items()}
    return kept == {name: identity(param) for name, param in right.params.items()}


def _param_changes(before: Params, after: Params) -> list[ParamChange]:
    """In the order of after; what is gone stands where it stood among the others before."""
    return [
        ParamChange(
            name=name,
            before=text_of(before[name]) if name in before else None,
            after=text_of(after[name]) if name in after else None,
        )
        for name in _woven(list(before), list(after))
        if name not in before or name not in after
        or not _equal(before[name], after[name])
    ]


def _equal(left: Param, right: Param) -> bool:
    """Of a param that varies in one run only, the value at its last result counts: that the other
    run has fewer results is no change of the param."""
    if (left.varied is None) != (right.varied is None):
        left, right = at_last(left), at_last(right)
    return identity(left) == identity(right)


def _woven(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """All names: those of after in order, each followed by what stood behind it and is gone."""
    kept = set(after)
    gone: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in before:
        if name in kept:
            last = name
        else:
            gone.setdefault(last, []).append(name)
    yield from gone.get(None, ())
    for name in after:
        yield name
        yield from gone.get(name, ())


def _cell_changes(
    before: Sequence[EffectiveCell], after: Sequence[EffectiveCell]
) -> list[CellChange]:
    """By number, cells without one last. A removed cell has the number that it had."""
    old = {cell.cell_key: cell for cell in before}
    new = {cell.cell_key: cell for cell in after}
    found = [_edited(old[key], cell) for key, cell in new.items()
             if key in old and old[key].digest != cell.digest]
    added = [cell for key, cell in new.items() if key not in old]
    removed = [cell for key, cell in old.items() if key not in new]
    found += [CellChange(cell_key=cell.cell_key, number=cell.number, kind="added")
              for cell in _without_twins(added, removed)]
    found += [CellChange(cell_key=cell.cell_key, number=cell.number, kind="removed")
              for cell in _without_twins(removed, added)]
    return sorted(found, key=lambda change: change.number or _NOWHERE)


def _without_twins(
    cells: Sequence[EffectiveCell], others: Sequence[EffectiveCell]
) -> Iterator[EffectiveCell]:
    """Cells whose code is not on the other side under another key: made anew is not changed."""
    twins = Counter(cell.digest for cell in others)
    for cell in cells:
        if twins[cell.digest]:
            twins[cell.digest] -= 1
        else:
            yield cell


def _edited(before: EffectiveCell, after: EffectiveCell) -> CellChange:
    words = replaced_word(before.code, after.code)
    return CellChange(
        cell_key=after.cell_key, number=after.number, kind="edited",
        before_word=words[0] if words else None, after_word=words[1] if words else None,
    )


def _package_changes(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None
) -> list[PackageChange]:
    """By name; nothing where one side was not recorded."""
    if before is None or after is None:
        return []
    return [
        PackageChange(name=name, before=before.get(name), after=after.get(name))
        for name in sorted(before.keys() | after.keys(), key=str.lower)
        if before.get(name) != after.get(name)
    ]
