"""Kernels that the server cannot listen to: what pages heard of them, for the same pipeline.

A gateway's kernels have no IOPub here (docs/adr/0052). Their epochs begin with the first message
that a page forwards, and end by the server's own word, by a message that says so, or when the
gateway no longer lists the kernel. Everything but `take` and `has_no_tap` runs in the server's
loop.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any, Literal, TypeVar

from jupyter_core.utils import ensure_async

from ..errors import Stopping
from ..models.base import now
from ..models.heard import Heard, HeardAnswer, HeardBatch, HeardMessage
from .ear import Ear
from .encoding import parts
from .items import (
    FRONTEND_ONLY,
    KERNEL_ACTIONS,
    EndedHow,
    EpochBegan,
    EpochEnded,
    Frames,
    Gap,
    Interrupted,
    Sink,
)
from .line import unreachable

T = TypeVar("T")
Verdict = Literal["taken", "waiting", "over"]

LOOK_SECONDS = 10.0
"""How often the gateway is asked for its kernels while one of them has an open epoch."""
SILENT_SECONDS = 8.0
"""A kernel of which nothing was heard for so long is believed what the gateway says of it."""
ANSWER_SECONDS = 20.0

_GONE = ("restarting", "autorestarting", "dead")
_ENDED: dict[str, EndedHow] = {"restart": "restart", "shutdown": "shutdown"}


class Forwarded:
    """See the module. sink takes items as the tap's does."""

    def __init__(
        self, kernel_manager: Any, event_logger: Any, sink: Sink, log: logging.Logger, *,
        last_epoch: Callable[[str], int] = lambda kernel_id: 0,
    ) -> None:
        self._manager = kernel_manager
        self._events = event_logger
        self._sink = sink
        self._log = log
        self._last_epoch = last_epoch
        self._ears: dict[str, Ear] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take what is forwarded from now on."""
        self._loop = asyncio.get_running_loop()
        self._events.add_listener(schema_id=KERNEL_ACTIONS, listener=self._on_action)

    def stop(self) -> None:
        """End what is open: the server is going, and its kernels with it."""
        self._loop = None
        self._events.remove_listener(schema_id=KERNEL_ACTIONS, listener=self._on_action)
        if self._looking is not None:
            self._looking.cancel()
        for ear in self._ears.values():
            self._end(ear, "shutdown")
        self._ears.clear()

    # Asked by requests, on any thread

    def has_no_tap(self, kernel_id: str) -> bool:
        """Is it a kernel of this server that the server cannot listen to?"""
        return kernel_id in self._manager and unreachable(self._manager.get_kernel(kernel_id))

    def take(self, batch: HeardBatch) -> HeardAnswer:
        """Take what pages heard; the same again changes nothing. Raises Stopping."""
        return self._in_loop(self._take(batch))

    def _in_loop(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            work.close()
            raise Stopping
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(ANSWER_SECONDS)

    # What pages heard

    async def _take(self, batch: HeardBatch) -> HeardAnswer:
        answer = HeardAnswer()
        for heard in batch.heard:
            verdict = await self._take_one(heard, batch.sent_at)
            if verdict != "taken":
                getattr(answer, verdict).append(heard.heard_id)
        return answer

    async def _take_one(self, heard: Heard, sent_at: float) -> Verdict:
        if not self.has_no_tap(heard.kernel_id):
            return "over"
        ear = self._ears.setdefault(heard.kernel_id, Ear(heard.kernel_id))
        async with ear.lock:
            if ear.epoch == 0:
                # It may have outlived an earlier server; the answer comes from a database.
                ear.epoch = await asyncio.get_running_loop().run_in_executor(
                    None, self._last_epoch, ear.kernel_id)
            if self._loop is None:
                return "over"
            mono = time.monotonic()
            ids = [message.msg_id for message in heard.messages]
            fresh = ear.listening.admit(heard.listener, heard.seq, ids, mono, last=heard.last)
            if fresh is None:
                return "waiting"
            ear.hears(heard.listener, sent_at, mono)
            if ear.open and (fresh.missed or heard.missed):
                self._sink(Gap(ear.kernel_id, ear.epoch, ended=False, at=now(), mono=mono))
            for message in heard.messages[fresh.first:]:
                self._message(ear, heard, message)
        self._look_on()
        return "taken"

    def _message(self, ear: Ear, heard: Heard, message: HeardMessage) -> None:
        """One message of the kernel, as the tap would have got it."""
        received, mono = ear.moment(heard.listener, message.at)
        gone = message.msg_type == "status" and not message.parent_id and ear.says(
            message, _GONE)
        if gone:
            # A page is told so once; where nothing has run since, it was known before.
            if ear.ran:
                self._end(ear, "died")
            return
        if not ear.open:
            self._begin(ear, heard.language)
        if ear.follow(message):
            self._sink(Gap(ear.kernel_id, ear.epoch, ended=True, at=received, mono=mono))
        self._sink(Frames(ear.kernel_id, ear.epoch, _frames(message), received, mono))

    # Epochs

    def _begin(self, ear: Ear, language: str) -> None:
        """Nothing is told of its process: it runs elsewhere, with other packages and files."""
        ear.begin()
        kernel = self._manager.get_kernel(ear.kernel_id)
        self._sink(EpochBegan(
            kernel_id=ear.kernel_id, epoch=ear.epoch,
            kernel_name=str(getattr(kernel, "kernel_name", "")), argv=[], pid=None, cwd=None,
            connection_file="", at=now(), language=language.lower(), partial=FRONTEND_ONLY))

    def _end(self, ear: Ear, how: EndedHow) -> None:
        if ear.open:
            ear.end()
            self._sink(EpochEnded(ear.kernel_id, ear.epoch, how, now(), time.monotonic()))

    async def _on_action(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """The server's event: it passes on what it is asked for, so it knows of it."""
        ear = self._ears.get(str(data.get("kernel_id")))
        action, success = str(data.get("action")), data.get("status") == "success"
        if ear is None:
            return
        async with ear.lock:
            if action == "interrupt" and success and ear.open:
                self._sink(Interrupted(ear.kernel_id, ear.epoch))
            elif action in _ENDED and success:
                self._end(ear, _ENDED[action])
            elif action == "restart":
                self._end(ear, "died")

    # What no page tells

    def _look_on(self) -> None:
        if self._loop is not None and (self._looking is None or self._looking.done()):
            self._looking = asyncio.ensure_future(self._look_while_open())

    async def _look_while_open(self) -> None:
        """Ask the gateway for its kernels while a run may be open on one of them."""
        while any(ear.open for ear in self._ears.values()):
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await ensure_async(self._manager.list_kernels())
                self._look()
            except Exception:
                # A gateway that is away says nothing of its kernels: they may well live.
                self._log.debug("Runfolio: the gateway does not answer", exc_info=True)

    def _look(self) -> None:
        mono = time.monotonic()
        for ear in list(self._ears.values()):
            if ear.kernel_id not in self._manager:
                self._end(ear, "died" if ear.executing else "shutdown")
                del self._ears[ear.kernel_id]
                continue
            state = getattr(self._manager.get_kernel(ear.kernel_id), "execution_state", None)
            if ear.ended_unheard(idle=state == "idle", silent=mono - ear.heard_at > SILENT_SECONDS):
                self._sink(Gap(ear.kernel_id, ear.epoch, ended=True, at=now(), mono=mono))


def _frames(message: HeardMessage) -> list[bytes]:
    header = {"msg_id": message.msg_id, "msg_type": message.msg_type,
              "session": message.session, "date": message.date}
    parent = {"msg_id": message.parent_id, "msg_type": message.parent_type,
              "session": message.parent_session, "username": message.username}
    return parts(header, parent, bytes(message.content))
