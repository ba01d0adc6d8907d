"""The server part: its settings and its routes; the rest is loaded once the server listens.

A server that starts waits for this module: it imports the tap, which must miss nothing, but no use
cases, no reading of what the tap hears and no database (wired.py does, in a thread).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Integer, Unicode, default

from .api.events import SCHEMA, SCHEMA_ID, Announcer
from .api.handlers import Later, handlers
from .capture.courtesy import loading
from .capture.inbox import Inbox
from .capture.limits import Limits
from .capture.tap import Tap

if TYPE_CHECKING:
    from .wired import Wired

#: Requests answered at once: more wait; a lock of the store never holds the server's loop.
_THREADS = 4
#: Seconds that a kernel found running waits for the store to tell its last epoch.
_LOADED_SECONDS = 30.0


class Runfolio(ExtensionApp):
    """Every run of your notebooks is kept and compared."""

    name = "runfolio"
    extension_url = "/lab"
    load_other_extensions = True

    store_dir = Unicode(help="Folder of the store, outside the notebooks.").tag(config=True)
    record_by_default = Bool(
        True, help="Are notebooks recorded that have no switch of their own.").tag(config=True)
    stream_bytes = Integer(
        Limits.stream_bytes, min=0,
        help="Bytes kept of a stream's head and tail each.").tag(config=True)
    output_bytes = Integer(
        Limits.output_bytes, min=0,
        help="Bytes kept of one representation of an output.").tag(config=True)
    draft_output_days = Integer(
        30, min=0, help="Days after which outputs of drafts may go.").tag(config=True)

    @default("store_dir")
    def _default_store_dir(self) -> str:
        return str(Path(jupyter_data_dir()) / "runfolio")

    def initialize_settings(self) -> None:
        """What requests that come at once need: a place to wait."""
        self.wired: Wired | None = None
        self.services = Later()
        self._made: Future[Wired] = Future()
        self._inbox = Inbox()
        app = self.serverapp
        self.tap = Tap(app.kernel_manager, app.event_logger, self._inbox.put, self.log,
                       last_epoch=self._last_epoch)
        self.pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="runfolio-api")
        events = self.serverapp.event_logger
        events.register_event_schema(SCHEMA)
        self.announcer = Announcer(
            lambda data: events.emit(schema_id=SCHEMA_ID, data=dict(data)))

    def initialize_handlers(self) -> None:
        """The rows of the route table."""
        self.handlers.extend(handlers(self.services, self.pool))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """The server listens: listen to kernels, load the rest beside it, open the store and
        record."""
        loop = asyncio.get_running_loop()
        self.announcer.begin(loop)
        self.tap.start()
        try:
            wired = await loop.run_in_executor(None, self.load)
            if self.services.stopping:
                self._let_go()
                return
            self.wired = wired
            self.services.are(wired.services)
            await wired.begin()
            self._made.set_result(wired)
        except BaseException:
            self._let_go()  # nobody would take what the tap hears
            raise

    def load(self) -> Wired:
        """All that this module does without, made: takes a while, so it is not for the loop."""
        with loading():
            # The store's thread needs the database next.
            from .store import database  # noqa: F401
            from .wired import Given, Wired

        return Wired(Given(
            self.serverapp, self.log, self.announcer, self.pool,
            Path(self.store_dir).expanduser(), self.record_by_default,
            Limits(self.stream_bytes, self.output_bytes), self._inbox))

    def _last_epoch(self, kernel_id: str) -> int:
        """Of a kernel that outlived an earlier server. Not for the loop."""
        return self._made.result(_LOADED_SECONDS).capture.last_epoch(kernel_id)

    async def stop_extension(self) -> None:
        """End what is open, write what waits and let go."""
        self._let_go()
        self.pool.shutdown(wait=False, cancel_futures=True)
        if self.wired is not None:
            await self.wired.end()

    def _let_go(self) -> None:
        """Take nothing more, and hold nobody who waits for the rest."""
        self.services.stop()
        self.tap.stop()
        self._made.cancel()


#: The name by which the package tells the server of it.
RunfolioApp = Runfolio
