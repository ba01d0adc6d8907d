"""A child run that a user moved stays where it was put, whatever becomes of the runs."""

from __future__ import annotations

import pytest
from store_help import add_run, run, step

from runfolio import ids
from runfolio.errors import BadRequest, NotFound
from runfolio.models.run import RunUpdate


def _family(tx):
    """Two runs, and a child run that code opened in the first."""
    first, second = add_run(tx, 1), add_run(tx, 2)
    child = run(tx, step(1), run_id=ids.fresh(), parent_run_id=first.run_id, opened_by="code")
    return first, second, tx.runs.save(child, [(step(1).step_id, "own")])


def _moved(write, child, parent):
    return write(lambda tx: tx.runs.update(child.run_id, RunUpdate(parent_run_id=parent)))


def test_it_hangs_below_the_other_run_and_goes_back(write):
    first, second, child = write(_family)
    moved = _moved(write, child, second.run_id)
    assert moved.parent_run_id == second.run_id
    assert moved.revision > child.revision
    assert _moved(write, child, None).parent_run_id == first.run_id
    _moved(write, child, second.run_id)
    assert _moved(write, child, first.run_id).parent_run_id == first.run_id


def test_it_survives_a_recompute(write):
    first, second, child = write(_family)
    _moved(write, child, second.run_id)
    again = write(lambda tx: tx.runs.save(
        run(tx, step(1), run_id=child.run_id, parent_run_id=first.run_id, opened_by="code",
            name="fold 1"), [(step(1).step_id, "own")]))
    assert (again.name, again.parent_run_id) == ("fold 1", second.run_id)


def test_it_follows_the_step_when_its_run_is_replaced_and_comes_back(write):
    _, second, child = write(_family)
    _moved(write, child, second.run_id)

    def replace(tx):
        tx.runs.delete(second.run_id)
        return tx.runs.save(run(tx, step(2), run_id=ids.fresh()), [(step(2).step_id, "own")])

    fresh = write(replace)
    assert write(lambda tx: tx.runs.get(child.run_id)).parent_run_id == fresh.run_id
    write(lambda tx: tx.runs.restore(second.run_id))  # as undo does: first what is to be kept
    write(lambda tx: tx.runs.delete(fresh.run_id))
    assert write(lambda tx: tx.runs.get(child.run_id)).parent_run_id == second.run_id


def test_another_run_of_the_same_step_takes_nothing(write):
    _, second, child = write(_family)
    _moved(write, child, second.run_id)
    write(lambda tx: tx.runs.save(
        run(tx, step(2), run_id=ids.fresh(), opened_by="from-steps"),
        [(step(2).step_id, "own")]))
    assert write(lambda tx: tx.runs.get(child.run_id)).parent_run_id == second.run_id


def test_what_makes_no_sense_is_refused(write):
    first, second, child = write(_family)
    other = write(lambda tx: tx.runs.save(
        run(tx, step(1), run_id=ids.fresh(), path="b/other.ipynb"), []))
    for run_id, parent, error in (
            (second.run_id, first.run_id, BadRequest),  # no child run
            (child.run_id, child.run_id, BadRequest),  # below itself
            (child.run_id, other.run_id, BadRequest),  # of another experiment
            (child.run_id, ids.fresh(), NotFound)):
        with pytest.raises(error):
            write(lambda tx, run_id=run_id, parent=parent: tx.runs.update(
                run_id, RunUpdate(parent_run_id=parent)))
    assert write(lambda tx: tx.runs.get(child.run_id)) == child
