"""What the tap hands over, in the order in which it happened in the server's loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ..models.base import Time

#: The server's event for start, restart, interrupt and shutdown of kernels.
KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"

EndedHow = Literal["restart", "died", "shutdown"]


IN_KERNEL = "recorded-in-kernel"
"""Flag: the kernel itself recorded it, so displays that IPython does not keep are missing."""

FRONTEND_ONLY = "frontend-only"
"""Flag: told by pages alone, so what came while none was open is missing."""

PARTIAL = (IN_KERNEL, FRONTEND_ONLY)


@dataclass(frozen=True, slots=True)
class EpochBegan:
    """A kernel started, started again, or was found running (then its past is unknown)."""

    kernel_id: str
    epoch: int
    kernel_name: str
    argv: list[str]
    """The command line as it was launched: argv[0] is the interpreter, unresolved."""
    pid: int | None
    cwd: str | None
    connection_file: str
    at: Time
    language: str = ""
    """By the kernel's spec, lower case; empty where it says none."""
    partial: str = ""
    """A flag for all of its runs, where not everything that a kernel shows can be seen."""
    key: bytes = field(default=b"", repr=False)
    """The kernel's signing key, for decode. In memory only."""


@dataclass(frozen=True, slots=True)
class Frames:
    """One IOPub message as received, undecoded."""

    kernel_id: str
    epoch: int
    parts: list[bytes]
    received: Time
    mono: float
    """Receipt by the monotonic clock, seconds."""


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """The kernel's process is gone. Comes exactly once, after the epoch's last frames."""

    kernel_id: str
    epoch: int
    how: EndedHow
    at: Time
    mono: float = 0.0
    """The same moment by the monotonic clock, seconds."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The user interrupted the kernel: some kernels (bash_kernel, IRkernel) say so in the reply
    only, which no second subscriber gets."""

    kernel_id: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the kernel said never came here."""

    kernel_id: str
    epoch: int
    ended: bool
    """What was executing has ended meanwhile, nobody saw how. Else some of its outputs are
    missing."""
    at: Time
    mono: float


TapItem = EpochBegan | Frames | Interrupted | Gap | EpochEnded

#: Takes an item in the server's loop; never blocks.
Sink = Callable[[TapItem], None]
