"""The open view: made for who asks, once, and nobody waits for it twice."""

from __future__ import annotations

import threading

from runfolio.service.live import Live


class Maker:
    """Makes nothing by itself; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[threading.Event] = []

    def __call__(self) -> threading.Event:
        self.asked.append(threading.Event())
        return self.asked[-1]


def test_nothing_is_made_while_nothing_changed() -> None:
    live, maker = Live(lambda name: name), Maker()
    live.made_by(maker)
    assert live.open_runs() == []
    assert maker.asked == []


def test_a_reader_has_it_made_once_a_change() -> None:
    live, maker = Live(lambda name: name), Maker()

    def make() -> threading.Event:
        event = maker()
        event.set()
        return event

    live.made_by(make)
    live.outdated()
    live.open_runs()
    live.open_runs()
    assert len(maker.asked) == 1
    live.outdated()
    live.open_runs()
    assert len(maker.asked) == 2


def test_readers_of_a_slow_one_get_what_there_is() -> None:
    live, maker = Live(lambda name: name), Maker()
    live.made_by(maker)
    live.outdated()
    for _ in range(5):
        live.outdated()
        live.open_runs()
    assert len(maker.asked) == 1  # the first one waited for it, the others did not
    maker.asked[0].set()
    live.open_runs()
    assert len(maker.asked) == 2
