"""A real server with real kernels, and a client of them that is not Runfolio."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient

from runfolio.capture.items import EpochBegan, EpochEnded, Frames, TapItem
from runfolio.capture.tap import Tap
from runfolio.capture.trace import StepChanged, StepEnded, StepStarted, Trace, decode

WAIT = 60.0


class Recorder:
    """Takes what the tap hands over; keeps steps by message id over all epochs."""

    def __init__(self) -> None:
        self.items: list[TapItem] = []
        self.traces: dict[tuple[str, int], Trace] = {}
        self.keys: dict[str, bytes] = {}
        self.ended: dict[str, StepEnded] = {}
        self.started: dict[str, StepStarted] = {}
        self.shown: set[str] = set()
        """msg_ids whose code has printed something: it executes, for sure."""

    def __call__(self, item: TapItem) -> None:
        self.items.append(item)
        if isinstance(item, EpochBegan):
            self.traces[item.kernel_id, item.epoch] = Trace(item.kernel_id, item.epoch)
            self.keys[item.kernel_id] = item.key
        elif isinstance(item, Frames):
            self._feed(item)
        else:
            for lost in self.traces[item.kernel_id, item.epoch].lose(item.at, item.mono):
                self.ended[lost.raw.msg_id] = lost

    def _feed(self, item: Frames) -> None:
        message = decode(item.parts, item.received, item.mono, self.keys[item.kernel_id])
        if message is None:
            return
        for event in self.traces[item.kernel_id, item.epoch].feed(message):
            if isinstance(event, StepStarted):
                self.started[event.raw.msg_id] = event
            elif isinstance(event, StepEnded):
                self.ended[event.raw.msg_id] = event
            elif isinstance(event, StepChanged):
                self.shown.add(event.msg_id)

    @property
    def epochs(self) -> list[str]:
        """Beginnings and ends in order, as words."""
        return [
            f"began {item.epoch}" if isinstance(item, EpochBegan) else f"{item.how} {item.epoch}"
            for item in self.items
            if isinstance(item, EpochBegan | EpochEnded)
        ]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the condition holds."""
        end = time.monotonic() + WAIT
        while not condition():
            assert time.monotonic() < end, f"never came; {self.epochs}, {sorted(self.started)}"
            await asyncio.sleep(0.02)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def tap(jp_serverapp, recorder, jp_asyncio_loop):
    """A tap on the server's kernels."""
    log = logging.getLogger("tests.tap")
    tap = Tap(jp_serverapp.kernel_manager, jp_serverapp.event_logger, recorder, log)
    tap.start()
    yield tap
    tap.stop()


@pytest.fixture
def client_of(jp_serverapp):
    """kernel_id → a client with a session of its own, as a browser's connection is."""
    clients = []

    def client_of(kernel_id: str) -> AsyncKernelClient:
        kernel = jp_serverapp.kernel_manager.get_kernel(kernel_id)
        client = AsyncKernelClient(connection_file=kernel.connection_file)
        client.load_connection_file()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        clients.append(client)
        return client

    yield client_of
    for client in clients:
        client.stop_channels()
