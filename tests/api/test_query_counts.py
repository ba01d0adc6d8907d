"""How many statements an answer takes: a number that does not grow with the runs."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from store_help import add_run, open_store, series, step

from runfolio.service.common import Nobody
from runfolio.service.points import PointService
from runfolio.service.runs import RunService


@pytest.fixture
def store(tmp_path):
    found = open_store(tmp_path / "store.db")
    yield found
    found.close()


def _fill(store, first, count):
    def work(tx):
        made = []
        for seq in range(first, first + count):
            made.append(add_run(tx, seq).run_id)
            tx.metrics.replace(step(seq).step_id, "", {"loss": series([1.0, 2.0])})
        return made

    return store.write(work).result(60)


def _statements(store, act) -> int:
    seen = []

    def note(connection, cursor, statement, *_):
        seen.append(statement)

    engine = store._database._reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if one != "BEGIN"])


def test_a_page_of_runs_with_cells_and_sparks_takes_five_statements(store):
    runs = RunService(store, Nobody())
    for first, count in ((1, 3), (4, 60)):
        _fill(store, first, count)
        assert _statements(store, lambda: runs.list(with_=["cells", "spark:loss"])) == 5


def test_opening_a_comparison_takes_as_many_statements_for_two_runs_as_for_sixty(store):
    made = _fill(store, 1, 60)
    points = PointService(store)

    def count(ids):
        return _statements(store, lambda: points.list(ids, ["loss", "acc"]))

    assert count(made) == count(made[:2]) == 4
