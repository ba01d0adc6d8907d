"""What is known of a kernel of which only pages tell."""

from __future__ import annotations

import json
import time

import msgspec
import pytest

from runfolio.capture.ear import Ear
from runfolio.models.heard import HeardMessage


def _message(msg_type: str, parent: str, **content: str) -> HeardMessage:
    return HeardMessage(msg_id="m", msg_type=msg_type, at=0.0, parent_id=parent,
                        content=msgspec.Raw(json.dumps(content).encode()))


@pytest.fixture
def ear() -> Ear:
    one = Ear("k")
    one.begin()
    return one


def test_the_next_input_shows_that_the_step_before_has_ended(ear: Ear):
    assert not ear.follow(_message("execute_input", "a"))
    assert not ear.follow(_message("execute_input", "a"))
    assert ear.follow(_message("execute_input", "b"))
    ear.follow(_message("status", "b", execution_state="idle"))
    assert not ear.follow(_message("execute_input", "c"))


def test_two_idle_looks_without_a_word_end_what_executes_once(ear: Ear):
    ear.follow(_message("execute_input", "a"))
    assert [ear.ended_unheard(idle=True, silent=True) for _ in range(4)] == [
        False, True, False, False]


def test_a_word_of_a_page_in_between_begins_the_count_again(ear: Ear):
    ear.follow(_message("execute_input", "a"))
    assert not ear.ended_unheard(idle=True, silent=True)
    ear.hears("page", 1000.0, 5.0)
    assert not ear.ended_unheard(idle=True, silent=True)
    assert not ear.ended_unheard(idle=False, silent=True)
    assert not ear.ended_unheard(idle=True, silent=True)


def test_moments_of_a_page_never_go_back_nor_into_the_future(ear: Ear):
    now = time.monotonic()
    ear.hears("page", 10_000.0, now)
    early, mono_early = ear.moment("page", 8_000.0)
    late, mono_late = ear.moment("page", 9_000.0)
    ear.hears("other", 500_000.0, now)
    other, _ = ear.moment("other", 400_000.0)
    future, _ = ear.moment("page", 1e9)
    assert (late - early).total_seconds() == pytest.approx(1.0, abs=0.2)
    assert mono_late - mono_early == pytest.approx(1.0)
    assert other == late
    assert future >= late


def test_what_is_no_status_says_nothing():
    broken = HeardMessage(msg_id="m", msg_type="status", at=0.0, content=msgspec.Raw(b"[1]"))
    assert not Ear.says(broken, ("idle",))
