"""What a call gives that is not the notebook's, by the name of what is called (pure lookups)."""

from __future__ import annotations

from collections.abc import Iterable

from ..facts import purity
from ..facts import statewords as words
from .flags_objects import Object

CONTAINERS = {"list": "list", "dict": "dict", "set": "set", "defaultdict": "dict",
              "Counter": "dict", "OrderedDict": "dict", "deque": "list"}
_ARRAYS = ("numpy.", "torch.", "jax.numpy.", "tensorflow.")


def dotted_name(path: list[str], root: Object | None) -> str:
    """The full name of what is called, as far as imports tell."""
    if root is not None and root.kind == "module":
        return ".".join([root.module, *path[1:]])
    # The usual aliases are modules: what is called by one name alone is none of them.
    usual = purity.origin(path, {}) if len(path) > 1 else None
    return usual or ".".join(path)


def kind_of(dotted: str, *, warm: bool) -> str:
    """What a call of what is not the notebook's gives, by its name."""
    last = dotted.rpartition(".")[2]
    kinds: Iterable[tuple[bool, str]] = (
        (last in words.OPTIMIZERS, "optimizer"),
        (last in words.GENERATORS, "generator"),
        (last in words.STUDIES, "study"),
        (warm, "warm"),
        (dotted.startswith(words.KERAS_MODULES)
         and (last in words.KERAS_NAMES or last in words.GOING_ON_BASES
              or ".applications." in dotted), "keras"),
        (last.lower().endswith("learner"), "learner"),
        (last.endswith("Trainer"), "trainer"),
        (last.endswith(("LR", "Scheduler")) or last.startswith("ReduceLR"), "scheduler"),
        (dotted in words.ITERATORS, "iterator"),
        (purity.is_drawing(dotted), "plot"),
        (last in CONTAINERS, CONTAINERS.get(last, "")),
        (dotted.startswith("pandas.") and (last.startswith("read_") or last == "DataFrame"),
         "frame"),
        (dotted.startswith(_ARRAYS) and last[:1].islower(), "array"),
    )
    return next((kind for fits, kind in kinds if fits), "")


