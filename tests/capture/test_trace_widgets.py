"""Widgets as a step showed them at last, from recorded and from made messages."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from trace_replay import replay

from runfolio.capture import redact, widgets
from runfolio.capture.message import Message
from runfolio.capture.trace import StepChanged, Trace
from runfolio.capture.widgets import STATE, VIEW
from runfolio.models.base import from_us
from runfolio.models.output import RawOutput

AT = from_us(1_800_000_000_000_000)


def models(raw: RawOutput) -> dict[str, Any]:
    """Models behind a view by their name."""
    document = raw.data[STATE]
    assert (document["version_major"], document["version_minor"]) == (2, 0)
    assert raw.data[VIEW]["model_id"] in document["state"]
    return {model["model_name"]: model for model in document["state"].values()}


@pytest.fixture(scope="module")
def recorded():
    return replay("widgets")


def test_a_bar_stands_where_it_was_moved_to_at_last(recorded):
    """By its own cell to the end, then by a later one back: the view shows the latter."""
    (view,) = recorded.step(1).outputs
    found = models(view)
    assert sorted(found) == ["FloatProgressModel", "HBoxModel", "LayoutModel"]
    assert found["FloatProgressModel"]["state"]["value"] == 0.5
    assert found["FloatProgressModel"]["model_module"] == "@jupyter-widgets/controls"
    assert recorded.kinds(1)[-1] == "changed"
    assert recorded.step(2).outputs == []


def test_binary_parts_are_kept_as_notebooks_keep_them(recorded):
    (view,) = recorded.step(3).outputs
    picture = models(view)["ImageModel"]
    assert picture["buffers"] == [{
        "path": ["value"], "encoding": "base64",
        "data": base64.b64encode(b"\x89PNG and so on").decode()}]
    assert "value" not in picture["state"]


def test_a_password_is_nobodys(recorded):
    (view,) = recorded.step(4).outputs
    assert models(view)["PasswordModel"]["state"]["value"] == ""
    assert "hunter2" not in str(view)


def test_what_was_taken_away_in_its_cell_is_not_shown_what_later_stays(recorded):
    (gone,) = recorded.step(5).outputs
    assert STATE not in gone.data
    (box,) = recorded.step(1).outputs
    assert "HBoxModel" in models(box)


def test_the_state_is_stored_and_redacted_like_any_output(recorded):
    raw = recorded.step(1)
    done = redact.complete(redact.begin(raw), raw, redact.Caps())
    kept = {content.mime: content for content in done.step.outputs[0].contents}
    assert kept[STATE].text is not None
    assert '"value": 0.5' in kept[STATE].text


class Kernel:
    """Feeds a trace with messages of a kernel that has widgets."""

    def __init__(self) -> None:
        self.trace = Trace("k", 1)

    def send(self, msg_type: str, msg_id: str = "m", buffers: tuple[bytes, ...] = (),
             **content: Any) -> list[Any]:
        return self.trace.feed(Message(
            msg_type=msg_type, parent_id=msg_id, parent_type="execute_request", session="s",
            username="user", kernel_session="k", date=None, received=AT, mono=1.0,
            content=content, buffers=buffers))

    def open(self, model_id: str, **state: Any) -> None:
        self.send("comm_open", comm_id=model_id, target_name="jupyter.widget",
                  data={"state": state, "buffer_paths": []})

    def change(self, model_id: str, method: str = "update", **state: Any) -> list[Any]:
        return self.send("comm_msg", comm_id=model_id, data={"method": method, "state": state})

    def show(self, model_id: str) -> None:
        self.send("display_data", data={VIEW: {"model_id": model_id}})

    def begin(self) -> None:
        self.send("execute_input", code="x", execution_count=1)

    def end(self) -> RawOutput:
        (ended,) = self.send("status", execution_state="idle")
        return ended.raw.outputs[0]


def test_what_a_user_moves_later_reaches_the_step_while_it_is_small(monkeypatch):
    kernel = Kernel()
    kernel.begin()
    kernel.open("a", _model_name="A", value=1)
    kernel.open("box", _model_name="Box", children=["IPY_MODEL_a"])
    kernel.show("box")
    kernel.end()
    (event,) = kernel.change("a", "echo_update", value=2)
    assert isinstance(event, StepChanged)
    assert models(event.raw.outputs[0])["A"]["state"]["value"] == 2
    assert kernel.change("a", "custom", value=3) == []
    monkeypatch.setattr(widgets, "LATE_BYTES", 10)
    assert kernel.change("a", "echo_update", value=4) == []


def test_over_its_cap_a_state_says_its_size_and_is_not_kept(monkeypatch):
    monkeypatch.setattr(widgets, "VIEW_BYTES", 100)
    kernel = Kernel()
    kernel.begin()
    kernel.open("a", value="x" * 200)
    kernel.show("a")
    raw = kernel.end()
    assert STATE not in raw.data
    assert raw.sizes == {STATE: 202}


def test_all_models_together_are_bounded(monkeypatch):
    monkeypatch.setattr(widgets, "BYTES", 1000)
    kernel = Kernel()
    kernel.begin()
    kernel.open("small", value="s")
    kernel.open("large", value="x" * 2000)
    kernel.change("large", value="y")
    kernel.open("other", value="z" * 500)
    for model_id in ("small", "large", "other"):
        kernel.show(model_id)
    (ended,) = kernel.send("status", execution_state="idle")
    assert [STATE in one.data for one in ended.raw.outputs] == [True, False, True]
    assert ended.raw.outputs[1].sizes == {STATE: 2002}


def test_models_that_name_each_other_end():
    kernel = Kernel()
    kernel.begin()
    kernel.open("a", _model_name="A", other="IPY_MODEL_b")
    kernel.open("b", _model_name="B", others=[{"x": "IPY_MODEL_a"}, "IPY_MODEL_unknown"])
    kernel.show("a")
    assert len(kernel.change("b", value=1)) == 1
    assert sorted(models(kernel.end())) == ["A", "B"]


@pytest.mark.parametrize("content", [
    {}, {"comm_id": 3, "data": {}}, {"comm_id": "a", "data": None},
    {"comm_id": "a", "data": {"method": "update", "state": 3}},
    {"comm_id": "a", "data": {"method": "update", "state": {}, "buffer_paths": [[], 3, ["v", 0]]}},
    {"comm_id": "unknown", "data": {"method": "update", "state": {"v": 1}}},
])
def test_messages_of_any_form(content):
    kernel = Kernel()
    kernel.begin()
    kernel.open("a", _model_name="A", v=1)
    kernel.show("a")
    kernel.send("comm_msg", buffers=(b"1", b"2", b"3"), **content)
    kernel.send("comm_open", **content)
    assert models(kernel.end())["A"]["state"]["_model_name"] == "A"
