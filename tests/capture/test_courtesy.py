"""The switch interval while the capture thread works."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from runfolio.capture.courtesy import SWITCH_SECONDS, giving_way, loading


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_is_short_within_and_as_before_afterwards() -> None:
    sys.setswitchinterval(0.005)
    with giving_way():
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    assert sys.getswitchinterval() == pytest.approx(0.005)


def test_is_given_back_when_the_work_fails() -> None:
    sys.setswitchinterval(0.005)
    with pytest.raises(ValueError, match="bad"), giving_way():
        raise ValueError("bad")
    assert sys.getswitchinterval() == pytest.approx(0.005)


def test_a_shorter_one_stays() -> None:
    sys.setswitchinterval(0.0001)
    with giving_way():
        assert sys.getswitchinterval() == pytest.approx(0.0001)
    assert sys.getswitchinterval() == pytest.approx(0.0001)


def test_what_somebody_sets_meanwhile_stays() -> None:
    sys.setswitchinterval(0.005)
    with giving_way():
        sys.setswitchinterval(0.01)
    assert sys.getswitchinterval() == pytest.approx(0.01)


def test_the_collector_rests_while_something_loads_and_works_after_it() -> None:
    with pytest.raises(ImportError), loading():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled()
    gc.disable()
    try:
        with loading():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
