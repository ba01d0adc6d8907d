"""The one handler behind the route table, and the one shape of refusals.

Use cases run in a thread pool, so that neither the database nor a lock holds the server's loop.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from functools import partial
from http.client import responses
from typing import TYPE_CHECKING, Any

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError, authenticated

from ..errors import NotFound, RunfolioError, Stopping
from ..models.error import ErrorAnswer, ErrorBody
from .reading import arguments
from .routes import ROUTES, Route

if TYPE_CHECKING:
    from ..service.contents import File

PREFIX = "/runfolio/api/"
#: The resource that the server's authorizer is asked about.
RESOURCE = "runfolio"

_CODES = {400: "bad-request", 401: "forbidden", 403: "forbidden", 404: "not-found",
          405: "method-not-allowed", 413: "too-large"}
_HINTS = {403: "Send the server's token, or with a cookie the X-XSRFToken header."}


class Later:
    """The use cases, which are loaded while the server already listens."""

    def __init__(self) -> None:
        self._there = asyncio.Event()
        self._services: Any = None
        self.stopping = False
        """The server goes: what is asked now may find its helpers gone."""

    def are(self, services: Any) -> None:
        """They are there: one attribute per noun of the table. In the loop."""
        self._services = services
        self._there.set()

    def stop(self) -> None:
        """The server goes. In the loop."""
        self.stopping = True
        self._there.set()

    async def get(self) -> Any:
        """Wait for them. Raises Stopping once the server goes without them."""
        await self._there.wait()
        if self._services is None:
            raise Stopping
        return self._services


class RunfolioHandler(APIHandler):
    """Base: refusals are `{"error": …}`, whoever refuses."""

    auth_resource = RESOURCE
    _expected = False

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """The one shape of refusals, for the server's own ones too."""
        _, error, _ = kwargs.get("exc_info", (None, None, None))
        if isinstance(error, RunfolioError):
            body = ErrorBody(code=error.code, message=error.message, hint=error.hint)
        else:
            said = error.log_message if isinstance(error, HTTPError) else None
            body = ErrorBody(
                code=_CODES.get(status_code, "internal" if status_code >= 500 else "refused"),
                message=_filled(error, said) or responses.get(status_code, "Refused"),
                hint=_HINTS.get(status_code))
        self.set_status(status_code)
        self.finish(msgspec.json.encode(ErrorAnswer(error=body)))

    def refuse(self, error: RunfolioError) -> None:
        """Answer with a refusal of ours."""
        self._expected = isinstance(error, Stopping)
        self.write_error(error.status, exc_info=(type(error), error, None))

    def _log(self) -> None:
        """A page that asks a server that goes is no event of the log."""
        if not self._expected:
            super()._log()

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Our own refusals are answers, not events of the log."""
        if not isinstance(value, RunfolioError):
            super().log_exception(typ, value, tb)


def _filled(error: BaseException | None, said: str | None) -> str | None:
    args = getattr(error, "args", ())
    if not said or not args:
        return said
    try:
        return str(said % args)
    except (TypeError, ValueError):
        return said


class UnknownRoute(RunfolioHandler):
    """Everything under the prefix that no row names."""

    @authenticated
    async def _refuse(self, *_: Any, **__: Any) -> None:
        self.refuse(NotFound("There is no such route.", "api/openapi.json lists all."))

    get = post = put = patch = delete = head = _refuse


class TableHandler(RunfolioHandler):
    """Answers the rows of one path; subclasses carry them (see handlers())."""

    def initialize(self, services: Later, pool: Executor) -> None:
        """pool: where use cases run."""
        self.services = services
        self.pool = pool

    async def answer(self, route: Route, path: dict[str, str]) -> None:
        """Read the request, run the use case, write what it answers."""
        try:
            given = arguments(route, path, self.request.query_arguments, self.request.body)
            noun, _, function = route.call.partition(".")
            use_case = getattr(getattr(await self.services.get(), noun), function)
            found = await self._worked(partial(use_case, **given))
        except RunfolioError as error:
            self.refuse(error)
            return
        if route.is_file:
            self._send(found)
        elif route.answer is None:
            self.set_status(204)
            self.finish()
        else:
            self.finish(msgspec.json.encode(found))

    def _send(self, file: File) -> None:
        """Bytes that code in a notebook made: whoever opens them, nothing in them is executed, and
        nobody guesses what they are (DESIGN §7)."""
        kind = "inline" if file.inline else "attachment"
        self.set_header("Content-Disposition", f'{kind}; filename="{file.name}"')
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.finish(file.data, set_content_type=file.media_type)

    async def _worked(self, work: Callable[[], Any]) -> Any:
        """What it gives, on the pool. Raises Stopping once that is closed."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, work)
        except (RuntimeError, asyncio.CancelledError):
            if not self.services.stopping:
                raise
            raise Stopping from None


Verb = Callable[..., Coroutine[Any, Any, None]]


def _verb(route: Route) -> Verb:
    """The method of a handler class that answers one row."""
    @authenticated
    @authorized(action=route.action, resource=RESOURCE)
    async def verb(self: TableHandler, **path: str) -> None:
        await self.answer(route, path)

    done: Verb = verb
    return done


def pattern(path: str) -> str:
    """The regular expression of a row's path."""
    named = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)
    # Clients may escape the colon of a verb such as runs:split.
    return re.sub(r"(?<=\w):", "(?::|%3[Aa])", named)


def handlers(services: Later, pool: Executor) -> list[tuple[Any, ...]]:
    """(pattern, handler, arguments) for the server: one class per path, and the catch-all."""
    by_path: dict[str, dict[str, Verb]] = {}
    for route in ROUTES:
        by_path.setdefault(route.path, {})[route.method.lower()] = _verb(route)
    found: list[tuple[Any, ...]] = [
        (PREFIX + pattern(path), type("Handler", (TableHandler,), dict(verbs)),
         {"services": services, "pool": pool})
        for path, verbs in by_path.items()]
    return [*found, (PREFIX.rstrip("/") + "(?:/.*)?", UnknownRoute)]
