"""Runs made after the fact: from steps, by splitting and by merging (DESIGN §3.11)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .base import Shape
from .run import Run

Id = Annotated[str, msgspec.Meta(min_length=26, max_length=26)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]


class FromSteps(Shape, kw_only=True, omit_defaults=True):
    """Body of POST runs:from-steps: a range of one kernel epoch's steps, in any order."""

    steps: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=10_000)]
    name: Name | None = None


class Split(Shape, kw_only=True):
    """Body of POST runs:split: the run ends before its own step `at`, which opens another."""

    run_id: Id
    at: Id


class Merge(Shape, kw_only=True):
    """Body of POST runs:merge: runs of one kernel epoch that followed each other."""

    runs: Annotated[list[Id], msgspec.Meta(min_length=2, max_length=100)]


class Curated(Shape, kw_only=True):
    """The runs that were made, oldest first, and those that they stand for now. To undo: delete
    the ones, take the others out of the trash."""

    runs: list[Run]
    replaced: list[str]
