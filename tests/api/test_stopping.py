"""A page that asks a server that goes gets an answer, and the log nothing."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
from tornado.httpclient import HTTPClientError

from runfolio.wired import Wired


async def test_a_request_while_the_server_stops(ask, jp_serverapp, caplog):
    app = jp_serverapp.extension_manager.extension_points["runfolio"].app
    app.services.stop()
    app.pool.shutdown(wait=False, cancel_futures=True)
    with caplog.at_level(logging.INFO):
        answer = await ask("GET", "runs")
    assert (answer.status, answer.body["error"]["code"]) == (503, "stopping")
    assert "runfolio/api/runs" not in caplog.text


async def test_a_fault_of_ours_is_no_word_of_stopping(ask, extension, monkeypatch):
    def broken(**_):
        raise RuntimeError("broken")

    monkeypatch.setattr(extension.services.runs, "list", broken)
    answer = await ask("GET", "runs")
    assert answer.status == 500


async def test_a_request_before_all_is_loaded_waits_for_it(jp_serverapp, jp_fetch):
    app = jp_serverapp.extension_manager.extension_points["runfolio"].app
    asking = asyncio.ensure_future(jp_fetch("runfolio", "api", "health"))
    await asyncio.sleep(0.2)
    assert not asking.done()
    await jp_serverapp.extension_manager.start_all_extensions()
    assert (await asking).code == 200
    await app.stop_extension()


async def test_a_server_that_goes_before_all_is_loaded_says_so(jp_serverapp, jp_fetch):
    app = jp_serverapp.extension_manager.extension_points["runfolio"].app
    asking = asyncio.ensure_future(jp_fetch("runfolio", "api", "health"))
    await asyncio.sleep(0.05)
    await app.stop_extension()
    with pytest.raises(HTTPClientError) as refused:
        await asking
    assert refused.value.code == 503
    await jp_serverapp.extension_manager.start_all_extensions()
    assert app.wired is None


async def test_a_server_that_goes_while_it_starts_ends(jp_serverapp, jp_fetch, monkeypatch):
    def slow(self, own=frozenset()):
        time.sleep(0.5)

    monkeypatch.setattr(Wired, "_close_left", slow)
    app = jp_serverapp.extension_manager.extension_points["runfolio"].app
    starting = asyncio.ensure_future(jp_serverapp.extension_manager.start_all_extensions())
    assert (await jp_fetch("runfolio", "api", "health")).code == 200
    assert not starting.done()
    await app.stop_extension()
    await starting
    assert not app.wired.pipeline._thread.is_alive()
    assert not app.wired.store._thread.is_alive()


async def test_a_start_that_fails_keeps_nothing_and_says_so(jp_serverapp, jp_fetch, monkeypatch):
    def broken():
        raise RuntimeError("broken")

    app = jp_serverapp.extension_manager.extension_points["runfolio"].app
    monkeypatch.setattr(app, "load", broken)
    with pytest.raises(RuntimeError):
        await app._start_jupyter_server_extension(jp_serverapp)
    assert not app.tap._running
    assert app._made.cancelled()
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("runfolio", "api", "health")
    assert refused.value.code == 503
    await app.stop_extension()
