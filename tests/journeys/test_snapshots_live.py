"""The notebook as it stood when a run opened and closed, through a real server and kernel."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import uuid
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tornado.httpclient import HTTPClientError

from runfolio import ids

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(180)]

SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
Cells = list[tuple[str, str, str]]
"""(cell_id, cell_type, text) from top to bottom."""


class Page:
    """A notebook in a browser: tells the document as the recorder does."""

    def __init__(self, player: Any, cells: Cells) -> None:
        self.player, self.cells = player, cells

    def edit(self, cell_id: str, text: str) -> None:
        self.cells = [(name, kind, text if name == cell_id else old)
                      for name, kind, old in self.cells]

    def intent(self, kind: str, items: list[dict[str, Any]], *, sources: bool = True
               ) -> dict[str, Any]:
        told = [{"cell_id": name, "cell_type": cell_type,
                 "source_digest": ids.digest(text.encode())}
                for name, cell_type, text in self.cells]
        intent = {"intent_id": uuid.uuid4().hex, "kind": kind, "items": items,
                  "kernel_id": self.player.kernel_id, "path": self.player.path,
                  "document": ids.digest(json.dumps(told).encode()), "cells": told}
        if sources:
            intent["sources"] = {ids.digest(text.encode()): text for _, _, text in self.cells}
        return intent

    async def post(self, intent: dict[str, Any]) -> list[str]:
        answer = await self.player.fetch(
            "runfolio", "api", "intents", method="POST", body=json.dumps({"intents": [intent]}))
        return json.loads(answer.body)["unknown_documents"]

    async def run(self, *names: str, kind: str = "run", sources: bool = True) -> list[str]:
        """Run cells; which documents the server asked for."""
        texts = {name: text for name, _, text in self.cells}
        messages = [self.player.request(texts[name]) for name in names]
        items = [{"msg_id": message["header"]["msg_id"], "cell_id": name,
                  "source_digest": ids.digest(texts[name].encode())}
                 for name, message in zip(names, messages, strict=True)]
        unknown = await self.post(self.intent(kind, items, sources=sources))
        for message in messages:
            self.player.client.shell_channel.send(message)
        await self.player.ended([item["msg_id"] for item in items])
        return unknown


async def snapshot(player: Any, run: dict[str, Any], moment: str = "opened",
                   source: str | None = None) -> dict[str, Any]:
    """Once it is kept (and from this source)."""
    async def ask() -> dict[str, Any] | None:
        try:
            return await player.get(f"runs/{run['run_id']}/snapshot", moment=moment)
        except HTTPClientError as error:
            if error.code != 404:
                raise
            return None
    return await player.until(ask, lambda found: found is not None and (
        source is None or found["source"] == source))


async def refused(player: Any, run: dict[str, Any], moment: str) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as caught:
        await player.get(f"runs/{run['run_id']}/snapshot", moment=moment)
    return caught.value.code, json.loads(caught.value.response.body)["error"]["message"]


def texts(found: dict[str, Any]) -> list[str]:
    return [cell["source"] for cell in found["notebook"]["cells"]]


def every_byte(folder: Path) -> bytes:
    """What lies in the store's files, and every content as a reader gets it."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    with sqlite3.connect(folder / "store.db") as database:
        rows = [row[0] for row in database.execute("SELECT data FROM contents")]
    return raw + b"".join(rows)


MARKDOWN, LOAD, TRAIN = "# Digits", "data = [1, 2, 3]", "lr = 0.1\nprint('val_acc:', 0.9)"


def page_of(player: Any) -> Page:
    return Page(player, [("t", "markdown", MARKDOWN), ("a", "code", LOAD), ("b", "code", TRAIN),
                         ("c", "code", "never_executed = True")])


async def test_a_run_has_the_document_of_its_opening_and_of_its_end(player) -> None:
    """Each as the browser had it; edits after a run's last step belong to the next run."""
    page = page_of(player)
    await page.run("a", "b", kind="run-all")
    (first,) = await player.settled(1)
    assert await refused(player, first, "closed") == (404, "The run has not closed.")
    page.edit("t", "# Digits, wide")
    await page.run("c")
    page.edit("b", TRAIN.replace("0.1", "0.2").replace("0.9", "0.95"))
    await page.run("b")
    first, second = await player.settled(2)

    opened = await snapshot(player, first)
    assert texts(opened) == [MARKDOWN, LOAD, TRAIN, "never_executed = True"]
    assert (opened["source"], opened["redactions"], opened["left_out"]) == ("browser", 0, {})
    assert opened["taken_at"] <= first["opened_at"]
    nbformat.validate(nbformat.from_dict(opened["notebook"]))
    assert opened["notebook"]["metadata"]["language_info"]["name"] == "python"
    assert not any(cell.get("outputs") for cell in opened["notebook"]["cells"])

    closed = await snapshot(player, first, "closed")
    assert texts(closed)[0] == "# Digits, wide"
    assert texts(closed)[2] == TRAIN, "the edit of the next run is not in it"
    assert closed["digest"] != opened["digest"]

    assert texts(await snapshot(player, second))[2].startswith("lr = 0.2")
    assert (await refused(player, second, "ended"))[0] == 400


async def test_the_same_document_is_kept_once(player, extension) -> None:
    page = page_of(player)
    await page.run("a", "b")
    await page.run("b")
    first, second = await player.settled(2)
    opened, again = await snapshot(player, first), await snapshot(player, second)
    assert opened["digest"] == again["digest"]
    with sqlite3.connect(extension.wired.store.path) as database:
        documents = database.execute(
            "SELECT count(*) FROM contents WHERE mime LIKE '%runfolio.document%'").fetchone()
    assert documents == (1,)


async def test_secrets_of_cells_that_never_ran_are_not_in_the_store(player, extension) -> None:
    page = page_of(player)
    page.cells += [("s", "code", f"token = '{SECRET}'"), ("m", "markdown", f"key {SECRET}"),
                   ("o", "code", "#| track: off\nprivate_name = 1")]
    await page.run("b")
    (run,) = await player.settled(1)
    found = await snapshot(player, run)
    assert found["redactions"] == 2
    assert found["left_out"] == {"o": "off"}
    assert "[removed:" in texts(found)[4]
    kept = every_byte(extension.wired.store.path.parent)
    assert SECRET.encode() not in kept
    assert b"private_name" not in kept
    assert ids.digest(f"token = '{SECRET}'".encode()).encode() not in kept


async def test_texts_that_were_missing_are_asked_for_and_then_kept(player) -> None:
    """A server that was started anew, or a page that could not tell all while it was left."""
    page = page_of(player)
    assert len(await page.run("b", sources=False)) == 1
    (run,) = await player.settled(1)
    assert (await refused(player, run, "opened"))[0] == 404
    assert await page.post(page.intent("document", [])) == []
    assert texts(await snapshot(player, run, source="browser"))[2] == TRAIN


async def save(player: Any, jp_root_dir: Path, *cells: Any) -> None:
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    (jp_root_dir / player.path).write_text(nbformat.writes(notebook))


async def test_without_a_browser_it_is_the_saved_file_and_says_so(player, jp_root_dir) -> None:
    """As it was when the step began, also when it is saved otherwise before the step ends."""
    output = nbformat.v4.new_output("stream", text="an output")
    await save(player, jp_root_dir, nbformat.v4.new_markdown_cell("# Saved"),
               nbformat.v4.new_code_cell(TRAIN, outputs=[output]))
    player.posts_intents = False
    await player.run("-", "first = 1")
    (run,) = await player.settled(1)
    sent = await player.send([("-", "import time; time.sleep(1.5)\nprint('val_acc:', 0.9)")])
    await player.ended(sent, busy=True)
    await asyncio.sleep(0.3)
    await save(player, jp_root_dir, nbformat.v4.new_markdown_cell("# Saved later"))
    await player.ended(sent)
    await player.restart()
    await player.until(player.runs, lambda runs: runs[0]["status"] != "open")
    opened = await snapshot(player, run, source="file")
    assert texts(opened) == ["# Saved", TRAIN]
    assert "an output" not in json.dumps(opened)
    assert texts(await snapshot(player, run, "closed", "file")) == ["# Saved", TRAIN]


async def test_without_browser_and_file_there_is_none_and_the_answer_says_why(player) -> None:
    player.posts_intents = False
    await player.run("-", TRAIN)
    (run,) = await player.settled(1)
    status, message = await refused(player, run, "opened")
    assert (status, message) == (404, "The notebook as it stood then was not kept.")


async def test_an_intent_that_comes_late_takes_the_place_of_the_file(player, jp_root_dir) -> None:
    await save(player, jp_root_dir, nbformat.v4.new_code_cell("saved = 1"))
    page = page_of(player)
    message = player.request(TRAIN)
    msg_id = message["header"]["msg_id"]
    player.client.shell_channel.send(message)
    await player.ended([msg_id])
    (run,) = await player.settled(1)
    assert texts(await snapshot(player, run, source="file")) == ["saved = 1"]
    await page.post(page.intent("run", [{"msg_id": msg_id, "cell_id": "b",
                                         "source_digest": ids.digest(TRAIN.encode())}]))
    assert texts(await snapshot(player, run, source="browser"))[2] == TRAIN


async def test_a_late_run_all_moves_the_snapshot_with_the_boundary(player, jp_root_dir) -> None:
    """The run that a late Run All opens has the document of its own first step."""
    await save(player, jp_root_dir, nbformat.v4.new_code_cell("saved = 1"))
    page = page_of(player)
    player.posts_intents = False
    await player.run("-", TRAIN)
    (msg_id,) = await player.send([("-", LOAD)])
    await player.ended([msg_id])
    (run,) = await player.settled(1)
    assert texts(await snapshot(player, run, source="file")) == ["saved = 1"]
    page.edit("t", "# Before Run All")
    await page.post(page.intent("run-all", [{"msg_id": msg_id, "cell_id": "a",
                                             "source_digest": ids.digest(LOAD.encode())}]))
    first, second = await player.settled(2)
    assert second["opened_by"] == "run-all"
    opened = await snapshot(player, second, source="browser")
    assert texts(opened)[0] == "# Before Run All"
    assert texts(await snapshot(player, first, "closed")) == ["saved = 1"]


async def test_a_split_run_has_the_snapshots_of_its_own_steps(player) -> None:
    page = page_of(player)
    await page.run("a")
    page.edit("t", "# Later")
    await page.run("b")
    await player.restart()
    await player.until(player.runs, lambda runs: runs[0]["status"] != "open")
    (run,) = await player.runs()
    last = next(step for step in await player.steps() if step["cell_id"] == "b")
    body = json.dumps({"run_id": run["run_id"], "at": last["step_id"]})
    answer = await player.fetch("runfolio", "api", "runs:split", method="POST", body=body)
    made = json.loads(answer.body)["runs"]
    heads = [texts(await snapshot(player, one))[0]
             for one in sorted(made, key=lambda one: one["opened_at"])]
    assert heads == [MARKDOWN, "# Later"]
