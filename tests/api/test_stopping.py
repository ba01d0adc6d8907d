"""A page that asks a server that goes gets an answer, and the log nothing."""

from __future__ import annotations

import logging


async def test_a_request_while_the_server_stops(ask, extension, caplog):
    extension.services.stopping = True
    extension.pool.shutdown(wait=False, cancel_futures=True)
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
