"""A real jupyter server with our extension, which refuses whoever has no token."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from runfolio.extension import Runfolio
from runfolio.wired import Wired


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    body: Any
    headers: Any
    asked: str


Ask = Callable[..., Awaitable[Answer]]


@pytest.fixture
def jp_server_config(tmp_path: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"runfolio": True, "jupyter_server_terminals": False},
                      "allow_unauthenticated_access": False},
        "Runfolio": {"store_dir": str(tmp_path / "store")},
    }


@pytest.fixture
def extension(jp_serverapp: Any, jp_asyncio_loop: Any) -> Iterator[Wired]:
    """The server part of the running server, started, and stopped after the test."""
    manager = jp_serverapp.extension_manager
    jp_asyncio_loop.run_until_complete(manager.start_all_extensions())
    found: Runfolio = manager.extension_points["runfolio"].app
    assert found.wired is not None
    yield found.wired
    jp_asyncio_loop.run_until_complete(found.stop_extension())


@pytest.fixture
def ask(extension: Wired, jp_fetch: Any) -> Ask:
    """Ask a route: ask("GET", "runs", limit=3) or ask("PATCH", "recording", body={…})."""
    async def asking(method: str, path: str, /, *, body: Any = None, raw: bytes | None = None,
                     headers: dict[str, str] | None = None, **query: Any) -> Answer:
        sent = raw if raw is not None else None if body is None else json.dumps(body).encode()
        try:
            response = await jp_fetch(
                "runfolio", "api", *path.split("/"), method=method, params=query, body=sent,
                allow_nonstandard_methods=True, headers=headers or {})
        except HTTPClientError as error:
            assert error.response is not None
            response = error.response
        said = json.loads(response.body) if response.body else None
        return Answer(response.code, said, response.headers, f"{method} {path} {query}"[:200])

    return asking
