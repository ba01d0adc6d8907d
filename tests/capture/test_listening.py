"""Which page is listened to, what of its messages is news, and when they came."""

from __future__ import annotations

import pytest

from runfolio.capture.listening import HOLD_SECONDS, REMEMBERED, Listening, PageClock


def test_a_batch_is_taken_once_however_often_it_comes():
    listening = Listening()
    assert listening.admit("a", 0, ["1", "2"], 0.0) == (0, False)
    assert listening.admit("a", 0, ["1", "2"], 1.0) == (2, False)
    assert listening.admit("a", 1, ["3"], 2.0) == (0, False)


def test_a_number_left_out_is_a_gap():
    listening = Listening()
    listening.admit("a", 0, ["1"], 0.0)
    assert listening.admit("a", 2, ["3"], 1.0) == (0, True)
    assert listening.admit("a", 1, ["2"], 2.0) == (1, False)


def test_a_second_page_waits_while_the_first_is_there():
    listening = Listening()
    listening.admit("a", 0, ["1", "2"], 0.0)
    assert listening.admit("b", 0, ["2", "3"], HOLD_SECONDS - 1) is None
    listening.admit("a", 1, ["3"], HOLD_SECONDS - 0.5)
    assert listening.admit("b", 0, ["2", "3", "4"], HOLD_SECONDS + 1) is None


def test_a_second_page_goes_on_behind_what_is_known():
    listening = Listening()
    listening.admit("a", 0, ["1", "2"], 0.0)
    taken = listening.admit("b", 0, ["1", "2", "3"], HOLD_SECONDS)
    assert taken == (2, False)
    assert listening.admit("a", 1, ["3"], HOLD_SECONDS + 1) is None


def test_a_page_that_goes_away_lets_another_one_on_at_once():
    listening = Listening()
    listening.admit("a", 0, ["1"], 0.0, last=True)
    assert listening.admit("b", 0, ["1", "2"], 0.1) == (1, False)


def test_without_a_message_in_common_something_may_be_missing():
    listening = Listening()
    assert listening.admit("a", 0, ["1"], 0.0, last=True) == (0, False)
    assert listening.admit("b", 0, ["5"], 1.0) == (0, True)


def test_what_is_known_is_bounded():
    listening = Listening()
    ids = [str(n) for n in range(REMEMBERED + 1)]
    listening.admit("a", 0, ids, 0.0, last=True)
    assert listening.admit("b", 0, ["0"], 1.0) == (0, True)
    assert listening.admit("c", 0, [ids[-1]], 2.0 + HOLD_SECONDS) == (1, False)


def test_the_quickest_request_tells_the_time():
    clock = PageClock()
    clock.anchor(1_000_000.0, 10.5)
    assert clock.seconds(1_000_000.0) == pytest.approx(10.5)
    clock.anchor(1_001_000.0, 11.1)
    assert clock.seconds(1_001_000.0) == pytest.approx(11.1)
    clock.anchor(1_002_000.0, 15.0)
    assert clock.seconds(1_002_000.0) == pytest.approx(12.1)


def test_while_something_executes_its_duration_is_the_pages_own():
    clock = PageClock()
    clock.anchor(1_000_000.0, 10.5)
    clock.anchor(1_002_000.0, 12.1, steady=True)
    assert clock.seconds(1_002_000.0) - clock.seconds(1_000_000.0) == pytest.approx(2.0)


def test_a_page_whose_machine_slept_is_set_right():
    clock = PageClock()
    clock.anchor(1_000_000.0, 10.0)
    clock.anchor(1_001_000.0, 3611.0)
    assert clock.seconds(1_001_000.0) == pytest.approx(3611.0)
