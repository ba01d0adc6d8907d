"""A kernel that starts while the server part is still being loaded loses no cell."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from conftest import Player


@pytest.mark.kernel
async def test_the_first_cells_of_a_kernel_that_starts_before_all_is_loaded(
    jp_serverapp: Any, jp_fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = jp_serverapp.extension_manager
    app = manager.extension_points["runfolio"].app
    go_on, load = threading.Event(), app.load

    def slowly() -> Any:
        assert go_on.wait(60)
        return load()

    monkeypatch.setattr(app, "load", slowly)
    starting = asyncio.ensure_future(manager.start_all_extensions())
    session = await jp_serverapp.session_manager.create_session(
        path="train.ipynb", name="train.ipynb", type="notebook", kernel_name="python3")
    player = Player(jp_serverapp, jp_fetch, "train.ipynb")
    player.kernel_id = session["kernel"]["id"]
    player.connect()
    player.posts_intents = False
    await player.send([("c1", "x = 1"), ("c2", "x = 2")])
    await asyncio.sleep(3)
    assert not starting.done()
    go_on.set()
    await starting
    steps = await player.until(player.steps, lambda found: len(found) == 2 and all(
        step["status"] == "finished" for step in found))
    assert [step["code"] for step in steps] == ["x = 1", "x = 2"]
    player.client.stop_channels()
    await jp_serverapp.kernel_manager.shutdown_all()
    await app.stop_extension()
