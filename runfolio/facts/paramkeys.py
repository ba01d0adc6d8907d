"""Which calls have params, and under which keys they stand (the contract's «about» on params)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from . import purity
from .names import is_talkative
from .paramvalues import Place
from .paths import is_path
from .secret_names import is_secret

_SEEDS = frozenset(
    {"seed", "manual_seed", "manual_seed_all", "set_seed", "set_random_seed", "seed_everything"}
    | {"default_rng", "RandomState", "PRNGKey", "seed_all", "fix_seed", "SeedSequence"}
)
#: Modules whose calls are machinery, not method: no params.
_MACHINERY = frozenset(
    {"os", "sys", "json", "pickle", "time", "datetime", "shutil", "glob", "pathlib", "subprocess"}
    | {"re", "warnings", "logging", "gc", "io", "inspect", "typing", "IPython", "ipywidgets"}
    | {"tqdm", "rich", "pprint", "tempfile", "urllib", "requests", "copy", "dataclasses", "yaml"}
)
#: Modules that keep runs: what is told to them is a record, no choice. How a run of theirs was set
#: up (wandb.init(config=…)) still is one.
_KEEPERS = frozenset({"runfolio", "mlflow", "wandb", "aim", "trackio", "comet_ml", "neptune"})
_TOLD = re.compile(r"log(?:_|$)|set_(?:tag|experiment|tracking)|(?:param|artifact|dataset|run)$")
_SHOWING = frozenset(
    {"interact", "interactive", "interact_manual", "interactive_output", "tqdm", "trange"}
    | {"tqdm_notebook", "display", "pprint", "classification_report", "dataclass", "field"}
    | {"export_graphviz"}
)
#: Methods that write a table to a file: how is no param of a run.
_WRITING = frozenset(
    {"to_csv", "to_excel", "to_json", "to_parquet", "to_pickle", "to_feather", "to_sql", "to_hdf"}
)
#: Methods of paths: where files lie is no param of a run.
_FILING = frozenset({"mkdir", "makedirs", "touch", "unlink", "rmdir", "write_text", "read_text"})
#: How functions are named that a notebook draws and shows with.
_DRAWING = re.compile(r"_?(?:plot|draw|show|visuali[sz]e|display|save_?fig)(?:_|$)")
#: Which axis of an array a function works along: part of the formula.
_AXES = frozenset({"axis", "dim", "keepdims", "keepdim"})
_SETTINGS_OF_TORCH = frozenset({"no_grad", "inference_mode", "set_printoptions"})
MAX_VALUE = 256


@dataclass
class Use:
    """One call in one step. slot: the callable and the name it is given; nth: its count among
    equal slots of the step; places: param name below the callable's key ("" for the key itself)."""

    slot: tuple[str, str]
    nth: int
    step: str
    at: tuple[int, int]
    places: dict[str, Place] = field(default_factory=dict)
    seed: bool = False


@dataclass(frozen=True)
class Callee:
    """A callable by what it is: its name for keys, the name it is told apart by, its kind."""

    name: str
    given: str
    method: bool = False
    seed: bool = False


def callee(
    path: Sequence[str], computed: bool, given: str, imports: Mapping[str, str]
) -> Callee | None:
    """What a call calls; None where its arguments are no params."""
    full = None if computed else purity.origin(path, imports)
    last = path[-1]
    if last in _SEEDS and (full is not None or computed or len(path) <= 2):
        return Callee(".".join(path), given, seed=True)
    if _shows(path, full, imports):
        return None
    if computed:
        return Callee(last, given, method=not last[:1].isupper())
    if len(path) == 1 or last[:1].isupper():
        return Callee(last, given)
    if full is None:
        return Callee(last, ".".join(path[:-1]), method=True)
    holder = full.split(".")[-2]
    return Callee(last, holder if holder[:1].isupper() else given)


def _shows(path: Sequence[str], full: str | None, imports: Mapping[str, str]) -> bool:
    """Drawing, printing, numpy, machinery, and methods that are known to change nothing."""
    last = path[-1]
    if _DRAWING.match(last) or last in _FILING:
        return True
    if last.endswith("Slider") or any(part.endswith("Display") for part in path):
        return True
    if len(path) == 1 and path[0] not in imports and last in purity.ALL_BUILTINS | _SHOWING:
        return True
    if full is not None:
        return _shows_by_origin(full)
    if last in purity.COUNTED_METHODS or last in _WRITING:
        return last in _WRITING
    if len(path) > 1 and last in purity.AXES_METHODS:
        return path[-2] == "plot" or any(map(purity.is_axes_name, path[:-1]))
    return last in (purity.PLOT_METHODS | purity.PURE_METHODS) and not last[:1].isupper()


def _shows_by_origin(full: str) -> bool:
    root = full.partition(".")[0]
    last = full.rsplit(".", 1)[-1]
    if root in _KEEPERS and _TOLD.match(last):
        return True
    if root == "numpy" or root in _MACHINERY or purity.is_drawing(full) or last in _SHOWING:
        return True
    if root in purity.PLOT_MODULES and last not in purity.COUNTED_METHODS:
        return True
    if root == "pandas":
        return last in purity.TABLE_FUNCTIONS
    if root == "torch":
        return last in _SETTINGS_OF_TORCH or purity.is_pure(full)
    return root in ("math", "statistics", "platform", "collections", "itertools")


def allowed(key: str, value: object) -> bool:
    """False for what is no param by its name or value: secrets, verbosity, paths, data."""
    parts = key.split(".")
    if len(parts) > 1 and parts[-1] in _AXES and parts[-2][:1].islower():
        return False
    if is_talkative(parts[-1]) or parts[-1].strip("_") == "" or is_secret(key):
        return False
    if isinstance(value, str):
        return len(value) <= MAX_VALUE and not is_path(value)
    if isinstance(value, (list, dict)):
        if not value or len(repr(value)) > MAX_VALUE:
            return False
        texts = value if isinstance(value, list) else list(value.values())
        return not all(isinstance(text, str) and is_path(text) for text in texts)
    return True


def without_secrets(value: object) -> object:
    """A value without the entries whose names are those of secrets, at any depth."""
    if isinstance(value, dict):
        return {key: without_secrets(one) for key, one in value.items() if not is_secret(key)}
    if isinstance(value, list):
        return [without_secrets(one) for one in value]
    return value


class Ranks:
    """Which slot of a callable came first: it keeps the plain key.

    A slot that a cell no longer has leaves its rank to what the cell has instead, so that a
    renamed variable keeps its keys.
    """

    def __init__(self) -> None:
        self._ranks: dict[tuple[str, str], int] = {}
        self._of_cell: dict[str, list[tuple[str, str]]] = {}

    def executed(self, cell: str, slots: Iterable[tuple[str, str]]) -> None:
        """A cell ran with these slots."""
        now = list(dict.fromkeys(slots))
        left = [slot for slot in self._of_cell.get(cell, []) if slot not in now]
        for slot in now:
            if slot in self._ranks:
                continue
            heir = next((old for old in left if old[0] == slot[0]), None)
            if heir is not None:
                left.remove(heir)
                self._ranks[slot] = self._ranks[heir]
            else:
                self._ranks[slot] = len(self._ranks)
        self._of_cell[cell] = now

    def __getitem__(self, slot: tuple[str, str]) -> int:
        return self._ranks[slot]


def keyed(uses: Mapping[tuple[str, str], Sequence[Use]], ranks: Ranks) -> dict[str, Use]:
    """Uses by the first part of their keys: `SVC`, `SVC(b)`, `Dense(2)`."""
    found: dict[str, Use] = {}
    plain: set[str] = set()
    for slot in sorted(uses, key=ranks.__getitem__):
        name, given = slot
        first = name not in plain
        plain.add(name)
        for use in uses[slot]:
            found[_key(name, given, use.nth, first, found)] = use
    return found


def _key(name: str, given: str, nth: int, first: bool, taken: Mapping[str, Use]) -> str:
    if first:
        key = name if nth == 1 else f"{name}({nth})"
    elif given:
        key = f"{name}({given})" if nth == 1 else f"{name}({given}, {nth})"
    else:
        key = f"{name}({nth + 1})"
    number = nth + 1
    while key in taken:
        number += 1
        key = f"{name}({number})"
    return key
