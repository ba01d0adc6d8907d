"""Ids are ULIDs made from what happened, so that a retry makes no second one (decisions.md)."""

from __future__ import annotations

import hashlib
import os
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _ulid(ms: int, entropy: bytes) -> str:
    number = (ms & ((1 << 48) - 1)) << 80 | int.from_bytes(entropy[:10], "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def _hashed(kind: str, kernel_id: str, epoch: int, msg_id: str) -> bytes:
    return hashlib.sha256("\0".join((kind, kernel_id, str(epoch), msg_id)).encode()).digest()


def step_id(received_ms: int, kernel_id: str, epoch: int, msg_id: str) -> str:
    """Id of an execution: receipt time and what was executed."""
    return _ulid(received_ms, _hashed("step", kernel_id, epoch, msg_id))


def run_id(received_ms: int, kernel_id: str, epoch: int, msg_id: str) -> str:
    """Id of an automatic run, from the step that opened it."""
    return _ulid(received_ms, _hashed("run", kernel_id, epoch, msg_id))


def child_run_id(kernel_id: str, epoch: int, token: str) -> str:
    """Id of a child run, from the token (an id itself) that code in the kernel gave it."""
    return _ulid(ms_of(token), _hashed("child", kernel_id, epoch, token))


def fresh() -> str:
    """A new id for what no execution names: notebooks, experiments, notices."""
    return _ulid(time.time_ns() // 1_000_000, os.urandom(10))


def ms_of(ulid: str) -> int:
    """The millisecond in an id."""
    number = 0
    for char in ulid[:10]:
        number = number << 5 | _ALPHABET.index(char)
    return number


def is_id(text: str) -> bool:
    """True for text that has the form of an id: ids from outside are checked, never trusted."""
    return len(text) == 26 and all(char in _ALPHABET for char in text)


def digest(data: bytes) -> str:
    """sha256 (hex), the one content digest."""
    return hashlib.sha256(data).hexdigest()
