"""Contents of outputs as files: who gets which, and what a browser may do with them."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from store_help import step as made_step
from tornado.httpclient import HTTPClientError

from runfolio.models.output import Content, Output

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")

PNG = b"\x89PNG\r\n\x1a\n and so on"
HTML = b"<script>alert(1)</script>" * 1000
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>" * 400


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def keep(extension: Any):
    """Keep a step with one output of these representations; its step_id."""
    def keeping(*parts: tuple[str, bytes], stored: bool = True, dropped: bool = False) -> str:
        step = made_step(1)
        step.outputs = [Output(kind="display_data", contents=[
            Content(mime=mime, size=len(data), digest=digest(data), dropped=dropped)
            for mime, data in parts])]

        def work(tx: Any) -> None:
            tx.steps.insert(step)
            for mime, data in parts if stored else ():
                tx.contents.put(digest(data), mime, data)

        extension.store.write(work).result(10)
        return step.step_id

    return keeping


@pytest.fixture
def get(extension: Any, jp_fetch: Any):
    """The whole answer of the route."""
    async def getting(data: bytes, step_id: str) -> Any:
        try:
            return await jp_fetch("runfolio", "api", "contents", digest(data),
                                  params={"step": step_id})
        except HTTPClientError as error:
            return error.response

    return getting


async def test_an_image_is_shown(keep, get):
    answer = await get(PNG, keep(("image/png", PNG)))
    assert (answer.code, answer.body) == (200, PNG)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline; ")


@pytest.mark.parametrize(("mime", "data"), [
    ("text/html", HTML), ("image/svg+xml", SVG), ("image/png", HTML), ("image/webp", HTML),
    ("application/pdf", b"%PDF"), ("text/html", PNG), ("x\r\ny: z", b"bytes"),
])
async def test_all_else_is_a_download_of_no_type(mime, data, keep, get):
    """Also an image that is none, and a type that would be a header."""
    answer = await get(data, keep((mime, data)))
    assert (answer.code, answer.body) == (200, data)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "y" not in answer.headers


@pytest.mark.parametrize(("mime", "data"), [("image/png", PNG), ("text/html", HTML)])
async def test_nothing_in_it_is_executed_or_guessed(mime, data, keep, get):
    answer = await get(data, keep((mime, data)))
    assert answer.headers.get_list("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers.get_list("Content-Security-Policy") == ["sandbox; default-src 'none'"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_only_what_an_output_of_the_step_refers_to(keep, get, extension):
    """Contents are also texts of documents and artifacts: knowing a digest is not enough."""
    step_id = keep(("image/png", PNG))
    secret = b"text of another notebook"
    extension.store.write(
        lambda tx: tx.contents.put(digest(secret), "text/plain", secret)).result(10)
    assert (await get(secret, step_id)).code == 404
    assert (await get(PNG, "0" * 26)).code == 404
    assert (await get(PNG, "no id")).code == 400


@pytest.mark.parametrize("how", [{"stored": False}, {"dropped": True}])
async def test_what_was_not_kept_says_why(how, keep, get):
    answer = await get(PNG, keep(("image/png", PNG), **how))
    assert answer.code == 404
    assert b"output_bytes" in answer.body
