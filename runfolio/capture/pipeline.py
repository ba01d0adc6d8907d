"""The capture thread: tap items in, followers of kernel epochs, store and open view out.

The server's loop only puts items on the queue (put never blocks). Everything else happens here,
in one order for each epoch. Whatever fails costs a record and a line in the log.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from pathlib import Path

from ..models.base import now
from ..models.environment import Environment
from . import moves, writing
from .courtesy import giving_way
from .doors import Doors
from .environments import Environments
from .follow import Follower
from .followed import Followed, open_run_ids
from .inbox import Inbox, Work
from .items import EpochBegan, EpochEnded, Frames, Gap, Interrupted, TapItem
from .message import decoded
from .notebooks import PathEvent, Places
from .placing import Placing
from .trace import Caps, Trace

TICK_SECONDS = 0.25
"""While something runs: how often late things are settled and the open view is made anew."""
IDLE_SECONDS = 5.0
QUIET_SECONDS = 1.0
FLUSH_SECONDS = 5.0
"""An open run with more steps is written when its kernel is quiet, else so often: writing takes
time linear in its steps, and what it holds can be replayed from the log."""
FLUSH_REST = 100
"""Nor does it take more than a hundredth of the time, however many steps the run has."""
MAX_FAILURES = 20


class Pipeline:
    """See the module. start and stop in the server's thread; put and post in any."""

    def __init__(
        self, doors: Doors, notebooks: Places, root: Path | None, log: logging.Logger,
        caps: Caps | None = None, inbox: Inbox | None = None,
    ) -> None:
        """root: the server's root folder, that notebook paths are relative to. inbox: where the
        tap's items wait already."""
        self._doors = doors
        self._notebooks = notebooks
        self._placing = Placing(doors, notebooks, root, self.post, self.reread)
        self._log = log
        self._caps = caps
        self._inbox = inbox or Inbox()
        self._followed: dict[str, Followed] = {}
        self._environments = Environments(self._environment_read)
        self._ticked = 0.0
        self._said = False
        doors.live.made_by(self._views_asked)
        self._thread = threading.Thread(target=self._run, name="runfolio-capture", daemon=True)

    def start(self) -> None:
        """Work from now on."""
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Work off what waits, and end."""
        self._inbox.close()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        self._environments.close()
        self._doors.snapshots.close()

    def put(self, item: TapItem) -> None:
        """Take an item of the tap; never blocks."""
        self._inbox.put(item)

    def post(self, work: Work) -> None:
        """Run something on the capture thread, in turn."""
        self._inbox.post(work)

    @property
    def dropped(self) -> int:
        """Output messages that were dropped because too much waited."""
        return self._inbox.dropped

    # What others tell

    def on_path(self, event: PathEvent) -> None:
        """A file was renamed or deleted. Any thread."""
        self._doors.store.write(moves.applied(event))
        self.post(lambda: self._moved(event))

    def on_switch(self) -> None:
        """The recording switch was changed. Any thread."""
        self.post(self._read_switch)

    def wake(self) -> None:
        """Look at what changed: intents came that steps wait for, a run was kept. Any thread."""
        self.post(self._look)

    def _look(self) -> None:
        """Nothing but the ticks that come between items."""

    def reread(self, began: EpochBegan) -> None:
        """The environment may have changed."""
        self._environments.read(began, self._folder_of(began))

    # The thread

    def _run(self) -> None:
        while True:
            item = self._next()
            if item is None:
                break
            self._guarded(item)
        for one in list(self._followed.values()):
            at, mono = now(), time.monotonic()
            self._guarded(EpochEnded(one.follower.began.kernel_id, one.follower.began.epoch,
                                     "shutdown", at, mono))

    def _next(self) -> TapItem | Work | None:
        """The next item; ticks are taken in between, also while items come without a pause."""
        while True:
            try:
                item = self._inbox.next(TICK_SECONDS if self._is_active() else IDLE_SECONDS)
            except queue.Empty:
                self._tick()
                continue
            if time.monotonic() - self._ticked > TICK_SECONDS:
                self._tick()
            return item

    def _is_active(self) -> bool:
        return any(one.follower.log.waiting or one.follower.touched
                   or any(part.saver.waits for part in one.follower.parts)
                   for one in self._followed.values())

    def _guarded(self, item: TapItem | Work) -> None:
        try:
            with giving_way():
                self._handle(item)
        except Exception as error:
            self._failed(item, error)

    def _failed(self, item: object, error: Exception) -> None:
        kernel_id = getattr(item, "kernel_id", "")
        one = self._followed.get(kernel_id)
        self._log.debug("Runfolio: capture failed", exc_info=error)
        if one is None:
            if not self._said:
                self._said = True
                self._log.warning("Runfolio: a record may be incomplete: %s: %s",
                                  type(error).__name__, error)
            return
        one.failures += 1
        if one.failures == 1:
            self._log.warning("Runfolio: a record of kernel %s is incomplete: %s: %s",
                              kernel_id, type(error).__name__, error)
        if one.failures >= MAX_FAILURES:
            self._log.warning("Runfolio stops recording kernel %s", kernel_id)
            del self._followed[kernel_id]

    def _handle(self, item: TapItem | Work) -> None:
        if isinstance(item, Frames):
            self._frames(item)
        elif isinstance(item, EpochBegan):
            self._began(item)
        elif isinstance(item, Interrupted):
            self._interrupted(item)
        elif isinstance(item, Gap):
            self._gap(item)
        elif isinstance(item, EpochEnded):
            self._ended(item)
        else:
            item()

    def _began(self, item: EpochBegan) -> None:
        trace = Trace(item.kernel_id, item.epoch, self._caps)
        self._followed[item.kernel_id] = Followed(Follower(self._doors, item, trace),
                                                   time.monotonic())
        self._notebooks.look_soon()
        try:
            self._doors.spool.attach(item.kernel_id)
        except OSError as error:
            # Code of the kernel cannot log by name; all else is recorded.
            self._log.warning("Runfolio: no spool for kernel %s: %s", item.kernel_id, error)

    def _frames(self, item: Frames) -> None:
        one = self._of(item.kernel_id, item.epoch)
        if one is None:
            return
        for message in decoded(item.parts, item.received, item.mono, one.follower.began.key):
            one.fed = item.mono
            events = one.follower.log.trace.feed(message)
            for event in events:
                one.follower.feed(event, item.mono)
            if events and not one.asked:
                self._placing.ask(one)

    def _interrupted(self, item: Interrupted) -> None:
        """Python tells of it by KeyboardInterrupt, and code that caught that one went on."""
        one = self._of(item.kernel_id, item.epoch)
        if one is not None and one.follower.began.language != "python":
            one.follower.log.trace.interrupt()

    def _gap(self, item: Gap) -> None:
        one = self._of(item.kernel_id, item.epoch)
        if one is None:
            return
        trace = one.follower.log.trace
        trace.missed()
        for event in trace.unheard(item.at, item.mono) if item.ended else ():
            one.follower.feed(event, item.mono)

    def _of(self, kernel_id: str, epoch: int) -> Followed | None:
        one = self._followed.get(kernel_id)
        return one if one is not None and one.follower.began.epoch == epoch else None

    def _ended(self, item: EpochEnded) -> None:
        one = self._of(item.kernel_id, item.epoch)
        if one is None:
            return
        del self._followed[item.kernel_id]
        follower = one.follower
        if follower.notebook is None and follower.log.waiting:
            self._placing.at_last(one)
        stored = follower.end(item.how, item.at, item.mono)
        self._doors.book.end_epoch(item.kernel_id, item.at)
        if stored is None:
            self._over(item)
        else:
            # Until then the open view is all that there is of its last steps.
            stored.add_done_callback(lambda done: self.post(lambda: self._over(item)))
        if item.how != "restart":
            self._doors.spool.release(item.kernel_id)

    def _over(self, item: EpochEnded) -> None:
        dropped = self._doors.live.drop(item.kernel_id, item.epoch)
        if dropped:
            self._doors.changed(dropped)

    # What others tell, on the thread

    def _folder_of(self, began: EpochBegan) -> Path | None:
        one = self._followed.get(began.kernel_id)
        return self._placing.folder_of(began, one.follower if one is not None else None)

    def _environment_read(self, began: EpochBegan, digest: str, found: Environment) -> None:
        def work() -> None:
            one = self._of(began.kernel_id, began.epoch)
            if one is not None:
                one.follower.know_environment(digest, found)
        self.post(work)

    def _moved(self, event: PathEvent) -> None:
        for one in self._followed.values():
            for part in one.follower.parts:
                if part.notebook is not None:
                    part.notebook.path = moves.path_after(part.notebook.path, event)
                    part.saver.save_open(one.follower.context_of(part))

    def _read_switch(self) -> None:
        for one in self._followed.values():
            for part in one.follower.parts:
                if part.notebook is not None:
                    part.recording = self._doors.store.read(
                        writing.is_recorded(part.notebook.notebook_id))
            one.follower.touched = True

    # Now and then

    def _tick(self) -> None:
        self._ticked = time.monotonic()
        for kernel_id, one in list(self._followed.items()):
            try:
                with giving_way():
                    self._tick_one(one)
            except Exception as error:
                self._failed(one.follower.began, error)
                self._log.debug("Runfolio: tick of %s", kernel_id, exc_info=error)

    def _tick_one(self, one: Followed) -> None:
        follower = one.follower
        if not one.asked:
            self._placing.ask(one)
        follower.drain()
        follower.settle()
        follower.advance(time.monotonic())
        self._flush(one)
        if follower.touched:
            follower.touched = False
            one.view_due = True
            self._doors.live.outdated()
            self._doors.changed(open_run_ids(follower))

    def _flush(self, one: Followed) -> None:
        mono = time.monotonic()
        quiet = not one.follower.log.waiting and mono - one.fed > QUIET_SECONDS
        if quiet or mono > one.flush_at:
            for part in one.follower.parts:
                part.saver.flush(one.follower.context_of(part))
            took = time.monotonic() - mono
            one.flush_at = mono + max(FLUSH_SECONDS, took * FLUSH_REST)

    # The open view, for who asks

    def _views_asked(self) -> threading.Event:
        """Any thread: make what is due; the event says that it is there."""
        made = threading.Event()

        def work() -> None:
            try:
                self._make_views()
            finally:
                made.set()

        self.post(work)
        return made

    def _make_views(self) -> None:
        for kernel_id, one in list(self._followed.items()):
            if one.view_due or one.follower.touched:
                one.view_due = False
                try:
                    self._doors.live.publish(kernel_id, one.view.snapshots())
                except Exception as error:
                    self._failed(one.follower.began, error)
