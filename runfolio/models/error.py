"""The one shape of every refusal."""

from __future__ import annotations

from .base import Shape


class ErrorBody(Shape, kw_only=True):
    """What is wrong, in words a user can act on."""

    code: str
    message: str
    hint: str | None = None


class ErrorAnswer(Shape, kw_only=True):
    """Body of every 4xx and 5xx under /runfolio/api/."""

    error: ErrorBody
