"""Named errors, each with a status and a sentence that a user can act on."""

from __future__ import annotations


class RunfolioError(Exception):
    """Base: what went wrong, as the wire says it. status is an HTTP status."""

    status = 500
    code = "internal"

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadRequest(RunfolioError):
    """The request cannot be read: wrong type, range or syntax."""

    status = 400
    code = "bad-request"


class NotFound(RunfolioError):
    """There is no such thing, or it was deleted."""

    status = 404
    code = "not-found"


class Conflict(RunfolioError):
    """The thing is in a state that does not allow it."""

    status = 409
    code = "conflict"


class TooLarge(RunfolioError):
    """The body is over its cap."""

    status = 413
    code = "too-large"


class Stopping(RunfolioError):
    """The server is shutting down; a page that is still open asks on."""

    status = 503
    code = "stopping"

    def __init__(self) -> None:
        super().__init__("The Jupyter server is shutting down.")


class StoreUnavailable(RunfolioError):
    """The store cannot be opened, read or written; problem names why (a notice kind)."""

    status = 503
    code = "store-unavailable"

    def __init__(self, message: str, problem: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.problem = problem
