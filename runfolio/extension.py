"""The server part: traits to objects. The one place where things are wired.

No database is imported here: the store opens in its own thread after the server started.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Integer, Unicode, default

from .api.events import SCHEMA, SCHEMA_ID, Announcer
from .api.handlers import handlers
from .capture.curated import made_of_steps
from .capture.intents import IntentBook
from .capture.notebooks import Notebooks
from .capture.tap import Tap
from .capture.wiring import Capture, Limits
from .probes.processes import living_kernels
from .service.live import Live
from .service.services import Services
from .store import spill
from .store.writer import QueuedStore

#: Requests answered at once: more wait; a lock of the store never holds the server's loop.
_THREADS = 4
#: Seconds after the start at which it is looked again for what an earlier server left open.
AGAIN = (3.0, 15.0, 60.0)


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
        """Make the objects; nothing is opened and nothing attached yet."""
        self.store = QueuedStore(Path(self.store_dir).expanduser() / "store.db", log=self.log,
                                 spill=Path(jupyter_runtime_dir()) / spill.FOLDER)
        self.pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="runfolio-api")
        events = self.serverapp.event_logger
        events.register_event_schema(SCHEMA)
        self.announcer = Announcer(
            lambda data: events.emit(schema_id=SCHEMA_ID, data=dict(data)))
        self.intents = IntentBook()
        self.live = Live(self._notebook_of)
        self._later: list[asyncio.TimerHandle] = []
        self._make_capture()
        self.services = Services(
            self.store, self.announcer, self.live, self.intents, made_of_steps,
            switched=self.pipeline.on_switch, intended=self.pipeline.wake,
            lost=lambda: self.pipeline.dropped)

    def _make_capture(self) -> None:
        """Tap, pipeline and what they need; nothing listens yet."""
        app = self.serverapp
        self.places = Notebooks(app.session_manager, app.event_logger, self.log,
                                lambda event: self.pipeline.on_path(event))
        self.capture = Capture(
            self.store, self.places, Path(app.root_dir), log=self.log, book=self.intents,
            spool_root=Path(jupyter_runtime_dir()) / "runfolio", live=self.live,
            limits=Limits(self.stream_bytes, self.output_bytes), changed=self._runs_changed)
        self.pipeline = self.capture.pipeline
        self.tap = Tap(app.kernel_manager, app.event_logger, self.pipeline.put, self.log,
                       last_epoch=self.capture.last_epoch)

    def _runs_changed(self, run_ids: list[str]) -> None:
        self.announcer.announce(runs=run_ids, what=("runs",))

    def initialize_handlers(self) -> None:
        """The rows of the route table."""
        self.handlers.extend(handlers(self.services, self.pool))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """The server listens: open the store, close what an earlier server left open, then
        listen to kernels."""
        self.announcer.begin(asyncio.get_running_loop())
        self.store.start()
        self.services.recording.begin(self.record_by_default)
        self.services.notices.begin()
        self._reconcile()
        threading.Thread(target=self._pick_up, name="runfolio-pick-up", daemon=True).start()
        self.pipeline.start()
        self.places.start()
        self.tap.start()

    def _pick_up(self) -> None:
        """Take in what shells recorded by themselves while no server listened to them."""
        from .headless.pickup import pick_up, waiting

        spool = Path(jupyter_data_dir()) / "runfolio" / "spool"
        if waiting(spool):
            pick_up(self.store, spool, roots=[Path(self.serverapp.root_dir)], log=self.log,
                    limits=Limits(self.stream_bytes, self.output_bytes),
                    changed=self._runs_changed)

    def _reconcile(self) -> None:
        """Close what an earlier server left open. Again a little later, where living processes
        can be told: a kernel outlives a killed server by a moment."""
        living = living_kernels()
        self.capture.close_left(living or set())
        if living is not None:
            loop = asyncio.get_running_loop()
            self._later = [loop.call_later(seconds, self._close_again) for seconds in AGAIN]

    def _close_again(self) -> None:
        own = set(self.serverapp.kernel_manager.list_kernel_ids())
        self.capture.close_left((living_kernels() or set()) | own)

    async def stop_extension(self) -> None:
        """End what is open, write what waits and let go."""
        for timer in self._later:
            timer.cancel()
        self.tap.stop()
        self.places.stop()
        self.services.stopping = True
        self.pool.shutdown(wait=False, cancel_futures=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.pipeline.stop)
        await loop.run_in_executor(None, self.store.close)

    def _notebook_of(self, name: str) -> str | None:
        """The notebook_id of what a client named by id or as path:… ."""
        if not name.startswith("path:"):
            return name
        found = self.store.read(lambda tx: tx.notebooks.find(name[len("path:"):]))
        return None if found is None else found.notebook_id


#: The name by which the package tells the server of it.
RunfolioApp = Runfolio
