"""The server part: traits to objects. The one place where things are wired.

No database is imported here: the store opens in its own thread after the server started.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Integer, Unicode, default

from .api.events import SCHEMA, SCHEMA_ID, Announcer
from .api.handlers import handlers
from .capture.intents import IntentBook
from .service.live import Live
from .service.services import Services
from .store.writer import QueuedStore

#: Requests answered at once: more wait; a lock of the store never holds the server's loop.
_THREADS = 4


class Runfolio(ExtensionApp):
    """Every run of your notebooks is kept and compared."""

    name = "runfolio"
    extension_url = "/lab"
    load_other_extensions = True

    store_dir = Unicode(help="Folder of the store, outside the notebooks.").tag(config=True)
    record_by_default = Bool(
        True, help="Are notebooks recorded that have no switch of their own.").tag(config=True)
    stream_bytes = Integer(
        64_000, min=0, help="Bytes kept of a stream's head and tail each.").tag(config=True)
    output_bytes = Integer(
        10_000_000, min=0, help="Bytes kept of one representation of an output.").tag(config=True)
    draft_output_days = Integer(
        30, min=0, help="Days after which outputs of drafts may go.").tag(config=True)

    @default("store_dir")
    def _default_store_dir(self) -> str:
        return str(Path(jupyter_data_dir()) / "runfolio")

    def initialize_settings(self) -> None:
        """Make the objects; nothing is opened and nothing attached yet."""
        self.store = QueuedStore(Path(self.store_dir).expanduser() / "store.db", log=self.log)
        self.pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="runfolio-api")
        events = self.serverapp.event_logger
        events.register_event_schema(SCHEMA)
        self.announcer = Announcer(
            lambda data: events.emit(schema_id=SCHEMA_ID, data=dict(data)))
        self.intents = IntentBook()
        self.live = Live(self._notebook_of)
        self.services = Services(self.store, self.announcer, self.live, self.intents)

    def initialize_handlers(self) -> None:
        """The rows of the route table."""
        self.handlers.extend(handlers(self.services, self.pool))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """The server listens: open the store."""
        self.announcer.begin(asyncio.get_running_loop())
        self.store.start()
        self.services.notices.begin()

    async def stop_extension(self) -> None:
        """Write what waits and let go."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        await asyncio.get_running_loop().run_in_executor(None, self.store.close)

    def _notebook_of(self, name: str) -> str | None:
        """The notebook_id of what a client named by id or as path:… ."""
        if not name.startswith("path:"):
            return name
        found = self.store.read(lambda tx: tx.notebooks.find(name[len("path:"):]))
        return None if found is None else found.notebook_id


#: The name by which the package tells the server of it.
RunfolioApp = Runfolio
