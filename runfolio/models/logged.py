"""What code logged by name: params, series, files, and the child runs that it opened."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape
from .metric import Series
from .param import Param

LoggedKind = Literal["artifact", "model", "dataset"]
ChildStatus = Literal["finished", "failed", "interrupted"]


class LoggedFile(Shape, kw_only=True, omit_defaults=True):
    """Facts of an artifact, a model or a dataset. What is not known is not set."""

    kind: LoggedKind
    name: str
    path: str | None = None
    """Absolute, on the kernel's machine."""
    url: str | None = None
    """As given; nothing is fetched."""
    size: int | None = None
    """Bytes; of a folder, of all its files."""
    files: int | None = None
    """How many a folder has."""
    media_type: str | None = None
    digest: str | None = None
    """sha256 (hex) of the content; of a folder, of its files' paths and digests."""
    unhashed: str | None = None
    """Why there is no digest."""
    kept: bool = False
    """The content itself is in the store under its digest."""
    type: str | None = None
    """Of an object: module and name of its class."""
    version: str | None = None
    """Of the package that the class is of."""
    shape: list[int] | None = None
    columns: list[str] | None = None
    params: dict[str, Any] = msgspec.field(default_factory=dict)
    """Of an estimator: what it was made with."""
    step_id: str | None = None


class ChildPart(Shape, kw_only=True, omit_defaults=True):
    """What one step tells of one child run."""

    name: str | None = None
    parent: str | None = None
    """Token of the child run around it, where it is one in another."""
    began_at: int | None = None
    """µs since the epoch by the kernel's clock, where it began in this step."""
    ended_at: int | None = None
    status: ChildStatus | None = None
    logged: Logged = msgspec.field(default_factory=lambda: Logged())


class Logged(Shape, omit_defaults=True):
    """All that one step logged; also the body of the facts «logged»."""

    params: dict[str, Param] = msgspec.field(default_factory=dict)
    metrics: dict[str, Series] = msgspec.field(default_factory=dict)
    files: list[LoggedFile] = msgspec.field(default_factory=list)
    children: dict[str, ChildPart] = msgspec.field(default_factory=dict)
    """By the token that the kernel gave the child run."""
