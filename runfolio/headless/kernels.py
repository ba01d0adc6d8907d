"""The one kernel of a headless run, with a tap on it from before its first cell."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jupyter_client.multikernelmanager import AsyncMultiKernelManager

from ..capture.items import Frames, TapItem
from ..capture.tap import Tap
from ..capture.wiring import Capture

HEARD_SECONDS = 30.0
"""How long a kernel that was started may take to be heard."""


class KernelStartError(Exception):
    """The kernel could not be started; the text says why."""


class _Actions:
    """What a server's event logger is to the tap: tells it what happened to the kernel."""

    def __init__(self) -> None:
        self._listeners: list[Callable[..., Awaitable[None]]] = []

    def add_listener(self, *, schema_id: str, listener: Callable[..., Awaitable[None]]) -> None:
        """The tap listens."""
        self._listeners.append(listener)

    def remove_listener(self, *, schema_id: str, listener: Callable[..., Awaitable[None]]) -> None:
        """It no longer does."""
        self._listeners.remove(listener)

    async def tell(self, kernel_id: str, action: str, status: str = "success") -> None:
        """Until everybody has dealt with it."""
        data = {"kernel_id": kernel_id, "action": action, "status": status}
        for listener in list(self._listeners):
            await listener(self, "", data)


class TappedKernel:
    """Start it, execute on `manager`, end it. All in one loop."""

    def __init__(self, capture: Capture, log: logging.Logger, connections: Path) -> None:
        """connections: the folder of connection files; the spool lies below it."""
        self._kernels = AsyncMultiKernelManager(
            connection_dir=str(connections),
            # Without the restarter: a kernel that died is the end of the run.
            kernel_manager_class="jupyter_client.manager.AsyncKernelManager")
        self._put = capture.pipeline.put
        self._actions = _Actions()
        self._tap = Tap(self._kernels, self._actions, self._take, log,
                        last_epoch=capture.last_epoch)
        self._heard = asyncio.Event()
        self.kernel_id = ""
        self.manager: Any = None

    def _take(self, item: TapItem) -> None:
        if isinstance(item, Frames):
            self._heard.set()
        self._put(item)

    async def start(self, name: str, notebook: Path) -> bool:
        """Start a kernel in the notebook's folder, and listen to it; False where it is not heard,
        so that its record may have gaps. Raises KernelStartError."""
        self._tap.start()
        Path(self._kernels.connection_dir).mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self.kernel_id = await self._kernels.start_kernel(
                kernel_name=name, cwd=str(notebook.parent),
                env={**os.environ, "JPY_SESSION_NAME": str(notebook)})
        except Exception as error:  # whatever its provisioner, the system or the disk says
            raise KernelStartError(f"{type(error).__name__}: {error}") from error
        self.manager = self._kernels.get_kernel(self.kernel_id)
        await self._actions.tell(self.kernel_id, "start")
        try:
            await asyncio.wait_for(self._heard.wait(), HEARD_SECONDS)
        except asyncio.TimeoutError:
            return False
        return True

    async def interrupt(self) -> None:
        """As the stop button does; nothing where there is no kernel (any more)."""
        if self.manager is not None and await self.manager.is_alive():
            await self.manager.interrupt_kernel()

    async def end(self, *, killed: bool, now: bool) -> None:
        """Shut it down and end its epoch. killed: in the middle of its work. now: without asking
        it to, because it does not answer."""
        if self.manager is not None:
            if await self.manager.is_alive():
                await self.manager.shutdown_kernel(now=now)
            # After the process is gone: all that it sent is on the way to us.
            await self._actions.tell(self.kernel_id, "restart" if killed else "shutdown",
                                     "error" if killed else "success")
            await self.manager.cleanup_resources()
            self._kernels.remove_kernel(self.kernel_id)
            self.manager = None
        else:
            await self._kernels.shutdown_all(now=True)  # one that was just being started
        self._tap.stop()
