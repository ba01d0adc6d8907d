"""with runfolio.run("name"): what is logged inside is the child run's own."""

from __future__ import annotations

import threading

import pytest

import runfolio
from runfolio import ids
from runfolio.kernel import say


def test_tokens_order_what_begins_in_one_millisecond():
    tokens = [runfolio.run()._token for _ in range(1000)]
    assert all(map(ids.is_id, tokens))
    assert sorted(tokens) == tokens
    assert len({ids.ms_of(token) for token in tokens}) < 1000


def test_inside_and_outside(logged_now):
    runfolio.log({"outside": 1})
    for fold in range(2):
        with runfolio.run(f"fold {fold}"):
            runfolio.param("fold", fold)
            runfolio.log({"acc": fold / 2}, x=fold)
            runfolio.artifact(b"x", "plot")
    runfolio.log({"outside": 2})
    logged = logged_now()
    assert logged.metrics["outside"].values == [1, 2]
    assert list(logged.metrics) == ["outside"]
    assert all(map(ids.is_id, logged.children))
    assert sorted(logged.children) == list(logged.children)
    for fold, part in enumerate(logged.children.values()):
        assert (part.name, part.status, part.parent) == (f"fold {fold}", "finished", None)
        assert part.began_at <= part.ended_at
        assert part.logged.params["fold"].value == fold
        assert part.logged.metrics["acc"].values == [fold / 2]
        assert [file.name for file in part.logged.files] == ["plot"]


@pytest.mark.parametrize(("error", "status"), [(ValueError, "failed"),
                                               (KeyboardInterrupt, "interrupted")])
def test_what_the_body_raises_is_raised(logged_now, error, status):
    with pytest.raises(error), runfolio.run("a"):
        runfolio.log({"v": 1})
        raise error
    runfolio.log({"after": 1})
    logged = logged_now()
    (part,) = logged.children.values()
    assert part.status == status
    assert list(logged.metrics) == ["after"]


def test_one_in_another(logged_now):
    with runfolio.run("outer"), runfolio.run("inner"):
        runfolio.log({"v": 1})
    outer, inner = logged_now().children.items()
    assert inner[1].parent == outer[0]
    assert (list(outer[1].logged.metrics), list(inner[1].logged.metrics)) == ([], ["v"])


def test_threads_log_by_the_handle(logged_now):
    with runfolio.run("a") as run:
        threads = [threading.Thread(target=run.log, args=({"t": 1},)),
                   threading.Thread(target=runfolio.log, args=({"outside": 1},))]
        for thread in threads:
            thread.start()
            thread.join()
    logged = logged_now()
    (part,) = logged.children.values()
    assert (list(part.logged.metrics), list(logged.metrics)) == (["t"], ["outside"])


def test_handles_have_the_sdk_and_nothing_else(logged_now):
    with runfolio.run() as run:
        for name in ("log", "log_series", "param", "artifact", "model", "dataset"):
            assert callable(getattr(run, name))
        with pytest.raises(AttributeError, match="no 'close'"):
            run.close
    assert next(iter(logged_now().children.values())).name is None


def test_without_a_server_the_body_runs(no_server, capsys):
    ran = []
    with runfolio.run("a"):
        ran.append(1)
        runfolio.log({"v": 1})
    assert ran == [1]
    assert capsys.readouterr().err.splitlines() == [f"runfolio: {say.NO_SERVER}"]
