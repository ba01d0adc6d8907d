"""Kernels and their notebooks on a real server: sessions, consoles, renames, deletions."""

from __future__ import annotations

import asyncio
import json
import logging
import time

import pytest

from runfolio.capture.notebooks import (
    NO_NOTEBOOK,
    KernelNotebook,
    Notebooks,
    PathDeleted,
    PathMoved,
    clean_path,
    moved_path,
)

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(300)]


async def until(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


@pytest.fixture
def paths() -> list:
    return []


@pytest.fixture
def notebooks(jp_serverapp, paths, jp_asyncio_loop):
    followed = Notebooks(
        jp_serverapp.session_manager,
        jp_serverapp.event_logger,
        logging.getLogger("tests.notebooks"),
        paths.append,
    )
    followed.start()
    yield followed
    followed.stop()


@pytest.fixture
def open_session(jp_fetch):
    async def open_session(path: str, kind: str = "notebook", kernel_id: str | None = None):
        kernel = {"id": kernel_id} if kernel_id else {"name": "python3"}
        body = {"path": path, "type": kind, "name": path, "kernel": kernel}
        answer = await jp_fetch("api", "sessions", method="POST", body=json.dumps(body))
        return json.loads(answer.body)

    return open_session


async def test_sessions_renames_and_deletions(
    jp_serverapp, jp_fetch, jp_create_notebook, notebooks, paths, open_session
):
    """Failure case 20: the notebook of a kernel follows the file."""
    jp_create_notebook("work/a.ipynb")
    session = await open_session("work/a.ipynb")
    kernel_id = session["kernel"]["id"]
    await until(lambda: notebooks.of(kernel_id) != NO_NOTEBOOK)
    assert notebooks.of(kernel_id) == KernelNotebook("work/a.ipynb", "notebook", "work/a.ipynb")
    assert notebooks.kernels_of("/work/a.ipynb") == [kernel_id]

    body = json.dumps({"path": "work/b.ipynb"})
    await jp_fetch("api", "contents", "work", "a.ipynb", method="PATCH", body=body)
    await until(lambda: PathMoved("work/a.ipynb", "work/b.ipynb") in paths)
    assert notebooks.of(kernel_id).path == "work/b.ipynb"
    await notebooks.refresh()
    assert notebooks.of(kernel_id).path == "work/b.ipynb", "the session has its old path still"

    await jp_fetch(
        "api", "sessions", session["id"], method="PATCH", body=json.dumps({"path": "c.ipynb"})
    )
    notebooks.look_soon()
    await until(lambda: notebooks.of(kernel_id).path == "c.ipynb")

    await jp_fetch("api", "contents", "work", "b.ipynb", method="DELETE")
    await until(lambda: PathDeleted("work/b.ipynb") in paths)


async def test_a_console_on_a_notebooks_kernel(notebooks, open_session):
    console = await open_session("console-1", "console")
    kernel_id = console["kernel"]["id"]
    await until(lambda: notebooks.of(kernel_id).kind == "console")
    await open_session("d.ipynb", "notebook", kernel_id)
    notebooks.look_soon()
    await until(lambda: notebooks.of(kernel_id).kind == "notebook")
    assert notebooks.of(kernel_id).path == "d.ipynb"


async def test_a_kernel_without_a_session_has_no_notebook(jp_serverapp, notebooks):
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    await notebooks.refresh()
    assert notebooks.of(kernel_id) == NO_NOTEBOOK
    assert notebooks.of("never heard of") == NO_NOTEBOOK


@pytest.mark.parametrize(
    ("path", "old", "new", "moved"),
    [
        ("a/b.ipynb", "a/b.ipynb", "c.ipynb", "c.ipynb"),
        ("a/b.ipynb", "a", "z/y", "z/y/b.ipynb"),
        ("ab/c.ipynb", "a", "z", None),
        ("a.ipynb", "", "z", None),
    ],
)
def test_moved_path(path, old, new, moved):
    assert moved_path(path, old, new) == moved


@pytest.mark.parametrize(
    ("path", "clean"),
    [("/a/b.ipynb/", "a/b.ipynb"), ("RTC:a.ipynb", "a.ipynb"), ("x:y.ipynb", "x:y.ipynb")],
)
def test_clean_path(path, clean):
    assert clean_path(path) == clean
