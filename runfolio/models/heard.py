"""What a page heard from a kernel that the server itself cannot listen to (docs/adr/0052)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .base import Shape
from .intent import ShortText

MOST_MESSAGES = msgspec.Meta(max_length=10_000)
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=1e14)]
"""By the page's clock: since 1970 when the page was loaded, monotonic from there on."""


class HeardMessage(Shape, kw_only=True, omit_defaults=True):
    """One IOPub message as it came to the page, without its binary parts."""

    msg_id: ShortText
    msg_type: ShortText
    at: Milliseconds
    """When the page got it."""
    session: ShortText = ""
    """Session of the kernel's own header."""
    date: ShortText | None = None
    """By the kernel's clock."""
    parent_id: ShortText = ""
    parent_type: ShortText = ""
    parent_session: ShortText = ""
    """Client session of the request that caused it."""
    username: ShortText = ""
    """User name in that request's header."""
    content: msgspec.Raw
    """A JSON object, read no sooner than a message of the kernel's own."""


class Heard(Shape, kw_only=True, omit_defaults=True):
    """Messages of one kernel that came to one listener, in their order."""

    heard_id: ShortText
    """The same again changes nothing."""
    listener: ShortText
    """Identifies one connection of one page: of several, one is listened to at a time."""
    seq: Annotated[int, msgspec.Meta(ge=0)]
    """0, 1, 2 … of the listener."""
    kernel_id: ShortText
    language: ShortText = ""
    """By the kernel's spec."""
    missed: bool = False
    """Messages before these were not kept: they were too many or too large."""
    last: bool = False
    """The page goes away: another one may be listened to at once."""
    messages: Annotated[list[HeardMessage], MOST_MESSAGES] = msgspec.field(default_factory=list)


class HeardBatch(Shape, kw_only=True):
    """Body of POST heard."""

    sent_at: Milliseconds
    """When this request was made, by the clock of the messages."""
    heard: Annotated[list[Heard], msgspec.Meta(max_length=100)]


class HeardAnswer(Shape, kw_only=True):
    """What became of it, by heard_id; all others were taken."""

    waiting: list[str] = msgspec.field(default_factory=list)
    """Another page is listened to: keep the messages and ask again."""
    over: list[str] = msgspec.field(default_factory=list)
    """Of this kernel nothing is to be forwarded: it is gone, or the server listens to it."""
