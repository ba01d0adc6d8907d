"""The open view: made for who asks, once, and nobody waits for it twice."""

from __future__ import annotations

import threading

from runfolio.models.base import now
from runfolio.models.run import Run
from runfolio.service.live import Live


def an_open_run(run_id: str, epoch: int) -> Run:
    return Run(run_id=run_id, notebook_id="n", experiment_id="e", revision=1, rules_version=1,
               number=1, draft=False, status="open", opened_by="first-step", opened_at=now(),
               notebook_path="a.ipynb", kernel_id="k", kernel_epoch=epoch)


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


def test_a_life_of_a_kernel_that_is_over_takes_its_runs_only() -> None:
    live = Live(lambda name: name)
    first, second = an_open_run("r1", epoch=1), an_open_run("r2", epoch=2)
    live.publish("k", [(first, None), (second, None)])
    assert live.drop("k", 1) == ["r1"]
    assert live.open_runs() == [second]
    assert (live.drop("k", 2), live.drop("k", 2), live.open_runs()) == (["r2"], [], [])
