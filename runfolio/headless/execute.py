"""A notebook executed from top to bottom in a fresh kernel, recorded as in a server."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_core.paths import jupyter_runtime_dir
from nbclient.client import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from ..capture.limits import Limits
from ..capture.notebooks import KernelNotebook
from ..capture.wiring import Capture
from ..models.intent import IntentBatch
from ..probes.processes import living_kernels
from ..store.protocol import Store
from . import document
from .kernels import KernelStartError, TappedKernel
from .place import OnePlace, path_in
from .progress import Report

READY_SECONDS = 60
GRACE_SECONDS = 10.0
"""So long a cell may take to end after it was interrupted; then its kernel is killed."""


@dataclass(frozen=True)
class Job:
    """What is to be executed."""

    file: Path
    """Absolute."""
    root: Path
    """The folder that the notebook's path is told from."""
    notebook: Any
    """Its content, which gets outputs."""
    kernel: str
    timeout: int | None = None
    """Seconds that one cell may take."""
    experiment: str | None = None
    limits: Limits = Limits()  # noqa: RUF009  # frozen itself


@dataclass(frozen=True)
class Outcome:
    """How it ended. signal: the number of the one that stopped it."""

    status: Literal["finished", "failed", "interrupted"]
    kernel_id: str
    message: str = ""
    signal: int = 0
    heard: bool = True
    """False: the record may have gaps."""


class Execution:
    """One job. `run` once, in the main thread's loop where signals are to stop it."""

    def __init__(self, job: Job, store: Store, report: Report, log: logging.Logger) -> None:
        self._job, self._report = job, report
        self.path = path_in(job.root, job.file)
        place = KernelNotebook(self.path, "notebook", job.file.name, job.experiment)
        runtime = Path(jupyter_runtime_dir())
        self._capture = Capture(store, OnePlace(place), job.root, log=log, limits=job.limits,
                                spool_root=runtime / "runfolio")
        self._kernel = TappedKernel(self._capture, log, runtime)
        self._signal = 0
        self._interrupting: asyncio.Task[None] | None = None
        self._in_cell = False

    async def run(self) -> Outcome:
        """Execute it; whatever happens in the notebook and its kernel is the outcome."""
        living = living_kernels()
        if living is not None:
            self._capture.close_left(living)
        self._capture.pipeline.start()
        killed = now = True
        try:
            with self._signals():
                outcome = await self._outcome()
            killed = outcome.status == "interrupted" or self._in_cell
            now = self._in_cell
            return outcome
        finally:
            await self._kernel.end(killed=killed, now=now)
            await asyncio.to_thread(self._capture.pipeline.stop)

    async def _outcome(self) -> Outcome:
        heard = True
        try:
            heard = await self._kernel.start(self._job.kernel, self._job.file)
            await self._cells()
        except asyncio.CancelledError:
            if not self._signal:
                raise
        except CellExecutionError as error:
            if not self._signal:
                return self._failed(f"{error.ename}: {error.evalue}", heard)
        except KernelStartError as error:
            return self._failed(f"The kernel did not start: {error}", heard)
        except CellTimeoutError:
            return self._failed(f"A cell took longer than {self._job.timeout} s.", heard)
        except DeadKernelError:  # also what nbclient makes of being cancelled in a cell
            if not self._signal:
                return self._failed("The kernel died.", heard)
        if self._signal:
            return Outcome("interrupted", self._kernel.kernel_id, "Interrupted.", self._signal,
                           heard)
        return Outcome("finished", self._kernel.kernel_id, heard=heard)

    def _failed(self, message: str, heard: bool) -> Outcome:
        return Outcome("failed", self._kernel.kernel_id, message, heard=heard)

    async def _cells(self) -> None:
        """All cells in turn. nbclient's own loop is not used: it takes the signals away."""
        notebook, kernel = self._job.notebook, self._kernel
        client = NotebookClient(notebook, km=kernel.manager, timeout=self._job.timeout,
                                skip_cells_with_tag=document.SKIPPED)
        client.reset_execution_trackers()
        client.kc = kernel.manager.client()
        client.kc.start_channels()
        try:
            await self._ready(client)
            client.kc.allow_stdin = False
            intent = document.intent_of(notebook, kernel.kernel_id, self.path)
            self._capture.book.add(IntentBatch(intents=[intent]))
            todo = [at for at, cell in enumerate(notebook.cells) if document.runs(cell)]
            for number, at in enumerate(todo, 1):
                if self._signal:
                    return
                await self._cell(client, at, number, len(todo))
            client.set_widgets_metadata()
        finally:
            client.kc.stop_channels()

    async def _ready(self, client: NotebookClient) -> None:
        try:
            await client.kc.wait_for_ready(timeout=READY_SECONDS)
            answer = await client.kc.kernel_info(reply=True, timeout=READY_SECONDS)
            language = answer["content"].get("language_info")
            if language is not None:
                self._job.notebook.metadata["language_info"] = language
        except (RuntimeError, TimeoutError) as error:
            raise KernelStartError(str(error)) from error

    async def _cell(self, client: NotebookClient, at: int, number: int, count: int) -> None:
        cell = self._job.notebook.cells[at]
        self._report.began(number, count, cell.source)
        self._in_cell, failed = True, True
        try:
            await client.async_execute_cell(cell, at)
            self._in_cell = failed = False
        except CellExecutionError:
            self._in_cell = False
            raise
        finally:
            self._report.ended(failed)

    # Being stopped

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM stop the run here, not in the middle of anything."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        caught = []
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                # Windows has no such handlers, threads neither: there the program just ends.
                loop.add_signal_handler(number, self._stop, number, task)
                caught.append(number)
        try:
            yield
        finally:
            for number in caught:
                loop.remove_signal_handler(number)
            if self._interrupting is not None:
                self._interrupting.cancel()

    def _stop(self, number: int, task: asyncio.Task[Any]) -> None:
        """The first time the cell is interrupted, so that it ends in its own way; the second time
        nothing is waited for."""
        again, self._signal = bool(self._signal), number
        if again or not self._in_cell:
            task.cancel()
        else:
            self._interrupting = asyncio.ensure_future(self._interrupt(task))

    async def _interrupt(self, task: asyncio.Task[Any]) -> None:
        await self._kernel.interrupt()
        await asyncio.sleep(GRACE_SECONDS)
        task.cancel()
