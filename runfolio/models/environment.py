"""The environment of a kernel epoch, content-addressed (DESIGN §4 Environment)."""

from __future__ import annotations

from typing import Literal

import msgspec

from .base import Shape


class Package(Shape, kw_only=True):
    """One installed distribution, from its dist-info."""

    name: str
    version: str
    editable: bool = False
    url: str | None = None
    """direct_url of an editable, VCS or archive install; credentials removed."""
    commit: str | None = None


class Git(Shape, kw_only=True):
    """State of the repository that the notebook's folder lies in."""

    commit: str
    branch: str | None = None
    dirty: bool
    changed_files: int = 0


class Environment(Shape, kw_only=True):
    """What the kernel ran with. source says how it was learned: nothing is guessed."""

    source: Literal["from disk", "unknown"]
    language: str | None = None
    python: str | None = None
    executable: str | None = None
    os: str | None = None
    cpu: str | None = None
    cpu_count: int | None = None
    memory_bytes: int | None = None
    packages: list[Package] = msgspec.field(default_factory=list)
    git: Git | None = None


class EnvironmentAnswer(Shape, kw_only=True):
    """Answer of environments/{digest} and runs/{id}/environment."""

    digest: str
    environment: Environment
