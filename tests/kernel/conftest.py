"""A process that is taken for a kernel, with a server that listens and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from runfolio import kernel
from runfolio.capture.logged import Logged, add, contents_of
from runfolio.capture.spool import Spool
from runfolio.kernel import files, place, say
from runfolio.kernel.writer import Writer


@pytest.fixture
def spool(tmp_path, monkeypatch) -> Spool:
    """A server listens to this process, which is taken for a kernel."""
    spool = Spool(tmp_path / "spool" / "runfolio")
    folder = spool.attach("k1")
    monkeypatch.setattr(place, "folder", lambda: str(folder))
    monkeypatch.setattr(place, "msg_id", lambda: "m1")
    monkeypatch.setattr(kernel, "_writer", Writer())
    monkeypatch.setattr(files._Kept, "size", 0)
    monkeypatch.setattr(say, "_said", set())
    return spool


@pytest.fixture
def no_server(monkeypatch) -> None:
    """No server listens, and nothing was said of it yet."""
    monkeypatch.setattr(place, "folder", lambda: None)
    monkeypatch.setattr(kernel, "_writer", Writer())
    monkeypatch.setattr(say, "_said", set())


@pytest.fixture
def logged_now(spool) -> Callable[[], Logged]:
    """Takes all that reached the spool so far, as it is kept."""

    def take() -> Logged:
        records = spool.drain("k1")
        contents_of(records)
        logged = Logged()
        for record in records:
            add(logged, record)
        return logged

    return take
