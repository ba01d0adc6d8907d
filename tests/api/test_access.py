"""Every row of the route table: who may, and that nothing bad is answered by a 5xx."""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from tornado.httpclient import HTTPClientError
from tornado.web import create_signed_value

from runfolio.api.reading import BODY_CAP
from runfolio.api.routes import ROUTES, Route

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")

GOOD = {"run_id": "0" * 26, "step_id": "0" * 26, "notice_id": "0" * 26,
        "experiment_id": "0" * 26, "digest": "0" * 64}


def _path(route: Route, **given: str) -> str:
    return re.sub(r"{(\w+)}", lambda name: {**GOOD, **given}[name[1]], route.path)


def _is_refusal(answer: Any, *statuses: int) -> None:
    assert answer.status in statuses, answer
    assert set(answer.body) == {"error"}
    assert set(answer.body["error"]) == {"code", "message", "hint"}
    assert answer.body["error"]["message"]
    assert "json" in answer.headers["Content-Type"]


async def _bare(client, base, method, path, headers=None):
    """A request as it is, without token unless in headers."""
    try:
        return await client.fetch(
            f"{base}runfolio/api{path}", method=method, headers=headers or {},
            body=b"{}" if method in ("POST", "PATCH") else None,
            allow_nonstandard_methods=True, follow_redirects=False)
    except HTTPClientError as error:
        return error.response


async def test_without_a_token_every_route_is_refused(
        extension, jp_base_url, http_server_client):
    for route in ROUTES:
        response = await _bare(http_server_client, jp_base_url, route.method, "/" + _path(route))
        assert response.code == 403, route
        assert json.loads(response.body)["error"]["code"] == "forbidden"


async def test_without_a_token_an_unknown_route_is_refused(
        extension, jp_base_url, http_server_client):
    for method in ("GET", "POST", "DELETE"):
        response = await _bare(http_server_client, jp_base_url, method, "/nothing")
        assert response.code == 403
        assert json.loads(response.body)["error"]["message"]


async def test_a_cookie_without_xsrf_token_is_refused_with_words(
        extension, jp_http_port, jp_base_url, http_server_client, jp_serverapp):
    name = f"username-127-0-0-1-{jp_http_port}"
    user = jp_serverapp.identity_provider.user_to_cookie(User(username="ada"))
    secret = jp_serverapp.web_app.settings["cookie_secret"]
    headers = {"Cookie": f"{name}={create_signed_value(secret, name, user).decode()}"}
    read = await _bare(http_server_client, jp_base_url, "GET", "/recording", headers)
    assert read.code == 200
    response = await _bare(http_server_client, jp_base_url, "PATCH", "/recording", headers)
    assert response.code == 403
    error = json.loads(response.body)["error"]
    assert "_xsrf" in error["message"]
    assert "X-XSRFToken" in error["hint"]


class Denies(Authorizer):
    """Denies all, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def is_authorized(self, handler, user, action, resource):
        self.asked.append((action, resource))
        return False


async def test_the_authorizer_is_asked_with_the_rows_action(ask, jp_serverapp):
    jp_serverapp.web_app.settings["authorizer"] = Denies()
    for route in ROUTES:
        Denies.asked = []
        answer = await ask(route.method, _path(route), body={} if route.body else None)
        _is_refusal(answer, 403)
        assert Denies.asked == [(route.action, "runfolio")], route


async def test_ids_that_are_none_are_not_found(ask):
    for route in ROUTES:
        for bad in ("x", "0" * 25, "0" * 27, "I" * 26, "..", "%2e%2e", "%00", "é" * 26, "A" * 64):
            for name in re.findall(r"{(\w+)}", route.path):
                answer = await ask(route.method, _path(route, **{name: bad}),
                                   body={} if route.body else None)
                _is_refusal(answer, 404)


async def test_garbage_in_every_query_parameter_is_refused(ask):
    for route in ROUTES:
        needed = {row.name: NEEDED[row.name] for row in route.query if row.required}
        _is_refusal(await ask(route.method, _path(route), body={} if route.body else None,
                              **{**needed, "no_such_parameter": "1"}), 400)
        for row in route.query:
            for bad in _bad(row.kind):
                answer = await ask(route.method, _path(route), **{**needed, row.name: bad})
                if (route.path, row.name) in FREE_TEXT:
                    assert answer.status == (400 if bad == "\0" else 200)
                else:
                    _is_refusal(answer, 400)


#: Good values of the parameters that are needed.
NEEDED = {"runs": f"{'0' * 26},{'1' * 26}", "keys": "loss", "notebook": "path:a.ipynb",
          "step": "0" * 26}

#: What may be any text: nothing has such a name then.
FREE_TEXT = {("notebooks", "path"), ("steps", "kernel"), ("live", "notebook")}


def _bad(kind: str) -> list[str]:
    if kind == "int":
        return ["", "x", "-1", "1.5", "1e3", "99999999999999999999999", "٣", "0x10", " 1"]
    if kind == "list":
        return ["x", "0" * 27, ",".join(["x"] * 1001), "\0"]
    if kind == "repeat":
        return ["\0"]
    return ["x" * 5000, "\0", "'; DROP TABLE runs; --"]


async def test_needed_parameters_are_needed(ask):
    for route in ROUTES:
        needed = [row.name for row in route.query if row.required]
        for left_out in needed:
            others = {name: NEEDED[name] for name in needed if name != left_out}
            answer = await ask(route.method, _path(route), **others)
            _is_refusal(answer, 400)
            assert left_out in answer.body["error"]["message"]


@pytest.mark.parametrize("route", [row for row in ROUTES if row.body], ids=lambda row: row.path)
async def test_garbage_in_every_body_is_refused(route, ask):
    for raw in (b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b'{"a":' * 500,
                b'{"x": 1e999}', b'{"default": "yes"}', b'{"starred": 1}', b'{"name": 3}',
                b'{"intents": [{}]}', b'{"intents": 3}', b"x" * (BODY_CAP + 1)):
        answer = await ask(route.method, _path(route), raw=raw)
        if raw in (b'{"x": 1e999}',) or answer.status == 404:
            assert answer.status < 500
            continue
        if answer.status == 200:  # a field of another route's body: unknown, so ignored
            assert raw.startswith(b'{"')
            continue
        _is_refusal(answer, 400, 413)


async def test_a_body_over_the_cap_is_too_large(ask):
    answer = await ask("PATCH", "recording", raw=b" " * (BODY_CAP + 1))
    _is_refusal(answer, 413)


@pytest.mark.parametrize("path", [
    "", "/", "/nothing", f"/runs/{'0' * 26}/nothing", "/runs/", "/runs//", f"/steps/{'0' * 26}",
    "/health/", "/%00", "/runs;x", "/runs/%2e%2e/x", "/HEALTH"])
async def test_unknown_routes_are_not_found(
        path, extension, jp_base_url, http_server_client, jp_auth_header):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        response = await _bare(http_server_client, jp_base_url, method, path, jp_auth_header)
        assert response.code == 404
        assert json.loads(response.body)["error"]["message"] == "There is no such route."


async def test_a_method_that_no_row_has_is_not_allowed(ask):
    by_path: dict[str, set[str]] = {}
    for route in ROUTES:
        by_path.setdefault(route.path, set()).add(route.method)
    for path, methods in by_path.items():
        route = next(row for row in ROUTES if row.path == path)
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = await ask(method, _path(route))
            _is_refusal(answer, 405)
            assert answer.body["error"]["code"] == "method-not-allowed"


async def test_a_bug_is_told_in_the_same_shape_and_without_its_details(ask, extension):
    def bug() -> None:
        raise RuntimeError("secret detail")

    extension.services.health.get = bug
    answer = await ask("GET", "health")
    _is_refusal(answer, 500)
    assert "secret" not in json.dumps(answer.body)


