"""What every shape on the wire shares."""

from __future__ import annotations

from datetime import datetime, timezone

import msgspec

#: RFC 3339 UTC with microseconds on the wire; BIGINT µs in the store.
Time = datetime

UTC = timezone.utc


class Shape(msgspec.Struct, kw_only=True, omit_defaults=False):
    """Base of every wire shape: keyword only, all fields written."""


def now() -> Time:
    """The time of this machine, UTC."""
    return datetime.now(UTC)


def from_us(us: int) -> Time:
    """µs since the epoch as a time."""
    return datetime.fromtimestamp(us // 1_000_000, UTC).replace(microsecond=us % 1_000_000)


def to_us(time: Time) -> int:
    """A time as whole µs since the epoch (exact: no float in between)."""
    delta = time - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
