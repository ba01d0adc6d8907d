"""A server extension that only watches the server's loop: how late it comes to what is due.

GET /loop-probe answers the seconds by which each of the last short sleeps was too long, and
forgets them. It also stands for «an extension that does nothing» where imports are measured.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.application import ExtensionApp
from tornado import web

SLEEP = 0.001


class _Handler(APIHandler):
    @web.authenticated
    async def get(self) -> None:
        late: list[float] = self.settings["loop_probe"]
        answer = json.dumps(late)
        late.clear()
        self.finish(answer)


class LoopProbe(ExtensionApp):
    """See the module."""

    name = "loop_probe"

    def initialize_settings(self) -> None:
        self.late: list[float] = []
        self.settings["loop_probe"] = self.late

    def initialize_handlers(self) -> None:
        self.handlers.append(("/loop-probe", _Handler))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        self.watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            await asyncio.sleep(SLEEP)
            self.late.append(loop.time() - begun - SLEEP)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "loop_probe", "app": LoopProbe}]
