"""Child runs: `with runfolio.run("name"):`. What is logged inside is the child run's.

Which child run is active is known per thread and task (a context variable); a thread that was
started inside logs to it by the handle: `with runfolio.run() as run: … run.log(…)`.
"""

from __future__ import annotations

import os
import time
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Any

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_active: ContextVar[tuple[str, ...]] = ContextVar("runfolio_runs", default=())


def active() -> str | None:
    """Token of the innermost child run here; None outside of any."""
    tokens = _active.get()
    return tokens[-1] if tokens else None


def _fresh() -> str:
    """A ULID: the token orders child runs by time. Behind its milliseconds stand the nanoseconds,
    since two folds can begin in one."""
    ms, ns = divmod(time.time_ns(), 1_000_000)
    number = ms << 80 | ns << 60 | int.from_bytes(os.urandom(8), "big") >> 4
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def _status(kind: type[BaseException] | None) -> str:
    if kind is None:
        return "finished"
    return "interrupted" if issubclass(kind, KeyboardInterrupt) else "failed"


class ChildRun:
    """One child run; it can be entered once. Nothing here raises or swallows what user code
    raises: a body that raised makes the run `failed`, and raises on."""

    def __init__(self, name: str | None, put: Callable[..., None], sdk: Mapping[str, Any]) -> None:
        self._name = name if isinstance(name, str) else ""
        self._put = put
        self._sdk = sdk
        self._token = _fresh()
        self._before: tuple[str, ...] | None = None

    def __enter__(self) -> ChildRun:
        if self._before is None:
            self._before = _active.get()
            self._put("b", self._name[:1000], self._before[-1] if self._before else None,
                      self._token)
            _active.set((*self._before, self._token))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        _active.set(tuple(token for token in _active.get() if token != self._token))
        self._put("z", "", _status(kind), self._token)

    def __getattr__(self, name: str) -> Callable[..., None]:
        """log, log_series, param, artifact, model, dataset: into this run, from any thread."""
        function = self._sdk.get(name)
        if function is None:
            raise AttributeError(f"a run has no {name!r}")
        return lambda *args, **kwargs: self._inside(function, args, kwargs)

    def _inside(self, function: Callable[..., None], args: Any, kwargs: Any) -> None:
        before = _active.get()
        _active.set((*before, self._token))
        try:
            function(*args, **kwargs)
        finally:
            _active.set(before)
