"""Kernels of a gateway: the server cannot listen to them, pages tell (docs/adr/0052)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from gateway_process import Gateway, Page, opened, restart
from server_process import ServerProcess

pytestmark = pytest.mark.kernel

TRAIN = """for epoch in range(3):
    print(f'epoch {epoch} loss: {1 / (epoch + 1):.3f}')
print('accuracy: 0.91')"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway for all tests here."""
    one = Gateway(tmp_path_factory.mktemp("gateway") / "gateway")
    one.start()
    yield one
    one.end()


@pytest.fixture(scope="module")
def server(gateway: Gateway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The server whose kernels are the gateway's."""
    one = ServerProcess(tmp_path_factory.mktemp("front"), *gateway.options)
    one.start()
    yield one
    one.end()


@pytest.fixture
def kernel(server: ServerProcess, request: pytest.FixtureRequest) -> str:
    """A kernel with the session of a notebook of the test's own."""
    return opened(server, f"{request.node.name}.ipynb")


def _page(server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> Page:
    return Page(server, kernel, f"{request.node.name}.ipynb")


def _steps(server: ServerProcess, kernel: str, count: int) -> list[dict[str, Any]]:
    """The kernel's steps, oldest first, once there are so many and all have ended."""
    found = server.until(
        lambda: server.get(f"steps?kernel={kernel}"),
        lambda answer: len(answer["steps"]) == count
        and all(step["status"] != "busy" for step in answer["steps"]))
    return list(reversed(found["steps"]))


def _runs(server: ServerProcess, kernel: str, good: Any) -> list[dict[str, Any]]:
    def own(answer: dict[str, Any]) -> list[dict[str, Any]]:
        return [run for run in answer["runs"] if run["kernel_id"] == kernel]
    return own(server.until(lambda: server.get("runs?order=opened_at"),
                            lambda answer: own(answer) and good(own(answer))))


def _in_a_cell(server: ServerProcess, kernel: str, request: pytest.FixtureRequest, code: str
               ) -> tuple[Page, str]:
    """A page that has told what a cell showed first, and the cell's msg_id."""
    page = _page(server, kernel, request)
    msg_id = page.execute("a", code)
    page.hear(msg_id, "stream")
    page.forward()
    return page, msg_id


def test_the_server_says_that_it_cannot_listen(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page = _page(server, kernel, request)
    assert page.intend()["untapped"] == [kernel]
    page.close()


def test_a_training_is_recorded_as_beside_a_tap_and_says_by_whom(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page = _page(server, kernel, request)
    page.run("a", "lr = 0.1")
    page.run("b", TRAIN)
    page.run("c", "1 / 0")
    page.run("d", "import time; time.sleep(1)")
    page.close()
    first, train, error, sleep = _steps(server, kernel, 4)
    assert [step["status"] for step in (first, train, error, sleep)] == [
        "finished", "finished", "failed", "finished"]
    assert train["code"] == TRAIN
    assert "accuracy: 0.91" in train["outputs"][0]["text"]
    assert (train["cell_id"], train["origin"]) == ("b", "cell")
    assert all("frontend-only" in step["flags"] for step in (first, train, error, sleep))
    # All of it came in one request: the time is the page's.
    assert sleep["duration"] > 0.5
    [run] = _runs(server, kernel, lambda runs: runs[0]["results"])
    assert run["results"][0]["metrics"]["accuracy"]["last"] == 0.91
    assert run["results"][0]["metrics"]["loss"]["count"] == 3
    assert run["params"]["lr"]["text"] == "0.1"
    assert len(run["flags"]["frontend-only"]) == 4
    environment = server.get(f"runs/{run['run_id']}/environment")["environment"]
    assert environment["source"] == "unknown"
    assert not environment.get("packages")


def test_the_same_again_and_a_second_page_record_nothing_twice(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page, other = _page(server, kernel, request), _page(server, kernel, request)
    msg_id = page.execute("a", "print('once')")
    for one in (page, other):
        one.hear(msg_id, "status", "idle")
    heard, key = list(page.heard), "the-same"
    page.forward(heard_id=key)
    page.seq, page.heard = 0, heard
    assert page.forward(heard_id=key) == {"waiting": [], "over": []}
    assert len(other.forward()["waiting"]) == 1
    page.forward(last=True)
    assert other.forward() == {"waiting": [], "over": []}
    other.run("b", "print('twice')")
    page.close()
    other.close()
    once, twice = _steps(server, kernel, 2)
    assert [step["outputs"][0]["text"] for step in (once, twice)] == ["once\n", "twice\n"]
    assert "outputs-capped" not in once["flags"]


def test_a_restart_ends_the_epoch_and_what_executed_in_it(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page, _ = _in_a_cell(server, kernel, request,
                         "import time; print('begun', flush=True); time.sleep(60)")
    restart(server, kernel)
    page.close()
    page.connect()
    page.run("a", "print('again')")
    page.close()
    killed, again = _steps(server, kernel, 2)
    assert (killed["status"], killed["epoch"]) == ("lost", 1)
    assert (again["status"], again["epoch"]) == ("finished", 2)
    assert _runs(server, kernel, lambda runs: len(runs) == 2)[0]["status"] == "killed"


def test_a_kernel_that_dies_at_the_gateway_is_told_by_the_page(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page = _page(server, kernel, request)
    code = "import os, time; print('x', flush=True); time.sleep(1); os._exit(1)"
    msg_id = page.execute("a", code)
    page.hear(msg_id, "stream")
    page.hear("", "status", "restarting")
    page.forward()
    page.close()
    [step] = _steps(server, kernel, 1)
    assert step["status"] == "lost"
    assert _runs(server, kernel, lambda runs: runs[0]["closed_at"])[0]["status"] == "killed"


def test_what_ended_while_no_page_was_open_is_lost_and_says_so(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page = _page(server, kernel, request)
    msg_id = page.execute("a", "import time; print('begun', flush=True); time.sleep(3); print(9)")
    page.hear(msg_id, "stream")
    page.forward(last=True)
    page.close()
    [step] = _steps(server, kernel, 1)
    assert step["status"] == "lost"
    assert step["outputs"][0]["text"] == "begun\n"
    assert {"frontend-only", "outputs-capped"} <= set(step["flags"])


def test_a_page_that_was_asleep_tells_later_how_it_ended(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page, msg_id = _in_a_cell(server, kernel, request,
                              "print('begun', flush=True); import time; time.sleep(1); 1 / 0")
    assert _steps(server, kernel, 1)[0]["status"] == "lost"
    page.hear(msg_id, "status", "idle")
    page.forward()
    page.close()
    server.until(lambda: server.get(f"steps?kernel={kernel}"),
                 lambda answer: answer["steps"][0]["status"] == "failed")


def test_a_page_opened_in_the_middle_goes_on_and_the_step_says_what_is_missing(
        server: ServerProcess, kernel: str, request: pytest.FixtureRequest) -> None:
    page = _page(server, kernel, request)
    code = "import time\nfor n in range(6):\n    print(n, flush=True)\n    time.sleep(1)"
    msg_id = page.execute("a", code)
    page.hear(msg_id, "stream")
    page.forward(last=True)
    page.close()
    other = _page(server, kernel, request)
    other.hear(msg_id, "status", "idle")
    other.forward()
    other.close()
    [step] = _steps(server, kernel, 1)
    assert step["status"] == "finished"
    assert step["outputs"][0]["text"].startswith("0\n")
    assert "outputs-capped" in step["flags"]


def test_a_kernel_that_the_gateway_ended_leaves_nothing_open(
        server: ServerProcess, gateway: Gateway, kernel: str,
        request: pytest.FixtureRequest) -> None:
    page = _page(server, kernel, request)
    page.run("a", "print('accuracy: 0.5')")
    page.close()
    gateway.ask("DELETE", f"/api/kernels/{kernel}")
    [run] = _runs(server, kernel, lambda runs: runs[0]["closed_at"])
    assert run["status"] == "finished"


def test_nothing_is_forwarded_of_a_kernel_that_is_not_there(server: ServerProcess) -> None:
    heard = {"heard_id": "h", "listener": "l", "seq": 0, "kernel_id": "none", "messages": []}
    answer = server.ask("/runfolio/api/heard", {"sent_at": 1.0, "heard": [heard]})
    assert answer == {"waiting": [], "over": ["h"]}
