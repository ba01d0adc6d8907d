"""The event: what changed, by ids, at most twice a second, from any thread."""

from __future__ import annotations

import asyncio
import threading
from itertools import pairwise

import pytest

from runfolio.api.events import MOST, PAUSE, SCHEMA_ID, Announcer

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")


def _collect(act, seconds=0.0):
    """The events, with the loop's time of each, that come of act(announcer)."""
    told = []

    async def work():
        loop = asyncio.get_running_loop()
        announcer = Announcer(lambda data: told.append((loop.time(), data)))
        announcer.begin(loop)
        await loop.run_in_executor(None, act, announcer)
        await asyncio.sleep(seconds)

    asyncio.run(work())
    return told


def test_what_changes_together_is_told_together():
    def act(announcer):
        announcer.announce(runs=["a"])
        threads = [threading.Thread(target=announcer.announce, kwargs={"runs": [f"r{at}"]})
                   for at in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        announcer.announce(removed=["x"], what=["recording"])

    told = [data for _, data in _collect(act, 2.5 * PAUSE)]
    assert [data["seq"] for data in told] == list(range(1, len(told) + 1))
    assert len(told) <= 3
    ids = [run for data in told for run in data["runs"]]
    assert sorted(ids) == sorted(["a", *[f"r{at}" for at in range(20)]])
    assert {word for data in told for word in data["what"]} == {"runs", "recording"}
    assert [data["removed"] for data in told if data["removed"]] == [["x"]]


def test_two_events_are_half_a_second_apart():
    def act(announcer):
        for _ in range(60):
            announcer.announce(runs=["a"])
            threading.Event().wait(0.02)

    times = [at for at, _ in _collect(act, 1.5 * PAUSE)]
    assert len(times) >= 2
    assert min(late - early for early, late in pairwise(times)) >= 0.99 * PAUSE


def test_more_than_fits_is_said():
    def act(announcer):
        announcer.announce(runs=[str(at) for at in range(MOST + 1)])

    (_, data), = _collect(act, 0.2)
    assert (len(data["runs"]), data["all"]) == (MOST, True)


def test_nothing_is_nothing_and_what_came_before_the_loop_is_told():
    told = []

    async def work():
        announcer = Announcer(told.append)
        announcer.announce()
        announcer.announce(what=["notices"])
        announcer.begin(asyncio.get_running_loop())
        await asyncio.sleep(0.1)
        return announcer

    announcer = asyncio.run(work())
    assert [data["what"] for data in told] == [["notices"]]
    announcer.announce(runs=["after the loop is closed"])
    assert len(told) == 1


async def test_a_change_through_the_api_reaches_listeners(ask, jp_serverapp):
    heard = asyncio.Queue()

    async def listen(logger, schema_id, data):
        await heard.put(data)

    jp_serverapp.event_logger.add_listener(schema_id=SCHEMA_ID, listener=listen)
    await ask("PATCH", "recording", body={"default": False})
    told = []
    while "recording" not in told:
        data = await asyncio.wait_for(heard.get(), 10)
        told += data["what"]
    assert (data["runs"], data["removed"], data["all"]) == ([], [], False)
