"""Runs: numbers, revisions, colours, and what a user set over what follows from facts."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import select
from store_help import add_run, later, metric, run, step

from runfolio import ids
from runfolio.errors import BadRequest, NotFound
from runfolio.models.param import Param
from runfolio.models.run import Live, Result, RunUpdate
from runfolio.store.records import RunQuery
from runfolio.store.tables import run_values


def test_a_run_comes_back_as_it_was_put(write):
    saved = write(lambda tx: add_run(tx, 1, note="n", tags=["a"], flags={"interrupted": ["s"]}))
    assert write(lambda tx: tx.runs.get(saved.run_id)) == saved
    assert (saved.number, saved.revision, saved.color) == (1, 1, 1)
    assert saved.params["lr"].text == "0.1"


def test_numbers_count_per_experiment_and_are_never_used_again(write):
    first = write(lambda tx: add_run(tx, 1))
    write(lambda tx: tx.runs.delete(first.run_id))
    assert write(lambda tx: add_run(tx, 2)).number == 2
    assert write(lambda tx: add_run(tx, 3, path="other.ipynb")).number == 1


def test_what_is_live_is_not_kept(write):
    saved = write(lambda tx: add_run(tx, 1, live=Live(queued=3), busy=True, status="open"))
    assert (saved.live, saved.busy, saved.cells, saved.spark) == (None, False, None, None)


def test_every_change_has_a_revision_and_no_change_has_none(write):
    def again(tx, **fields):
        return tx.runs.save(run(tx, step(1), **fields), [(step(1).step_id, "own")])

    first = write(lambda tx: add_run(tx, 1))
    other = write(lambda tx: add_run(tx, 2))
    assert (first.revision, other.revision) == (1, 2)
    assert write(again).revision == 1
    assert write(lambda tx: again(tx, status="failed")).revision == 3
    moved = write(lambda tx: tx.runs.save(run(tx, step(1), status="failed"), []))
    assert moved.revision == 4
    assert write(lambda tx: tx.runs.revision()) == 4


def test_colours_are_given_at_the_first_result_in_turn(write):
    draft = write(lambda tx: add_run(tx, 1, results=[]))
    assert draft.color is None
    colors = [write(lambda tx, seq=seq: add_run(tx, seq)).color for seq in range(2, 13)]
    assert colors == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1]
    got = Result(step_id=step(1).step_id, metrics={"acc": metric(1.0)})
    late = write(lambda tx: tx.runs.save(run(tx, step(1), results=[got]), []))
    assert late.color == 2


def test_a_replicate_wears_the_colour_of_the_run_that_it_repeats(write):
    first = write(lambda tx: add_run(tx, 1))
    assert write(lambda tx: add_run(tx, 2)).color == 2
    assert write(lambda tx: add_run(tx, 3, replicate_of=first.run_id)).color == first.color


def test_what_a_user_sets_survives_a_recompute(write):
    made = write(lambda tx: add_run(tx, 1, name="baseline", tags=["a", "b"], note="from cell"))
    update = RunUpdate(name="mine", note="my note", tags=["b", "c", "c "], starred=True, color=7)
    changed = write(lambda tx: tx.runs.update(made.run_id, update))
    assert changed.revision == 2

    def recompute(tx):
        again = run(tx, step(1), name="baseline (2)", tags=["a", "b", "d"], note="other")
        return tx.runs.save(again, [(step(1).step_id, "own")])

    kept = write(recompute)
    assert (kept.name, kept.note, kept.starred, kept.color) == ("mine", "my note", True, 7)
    assert kept.tags == ["b", "d", "c"]
    back = write(lambda tx: tx.runs.update(made.run_id, RunUpdate(name=None, note=None)))
    assert (back.name, back.note) == ("baseline (2)", "other")


@pytest.mark.parametrize("update", [
    RunUpdate(color=0), RunUpdate(color=11), RunUpdate(name="x" * 501),
    RunUpdate(tags=[str(at) for at in range(101)]), RunUpdate(tags=["x" * 501]),
    RunUpdate(note="x" * 100_001)])
def test_what_cannot_be_set_is_refused_and_nothing_changes(write, update):
    made = write(lambda tx: add_run(tx, 1))
    with pytest.raises(BadRequest):
        write(lambda tx: tx.runs.update(made.run_id, update))
    assert write(lambda tx: tx.runs.get(made.run_id)) == made


def test_a_deleted_run_is_gone_and_stays_so_when_recomputed(write):
    made = write(lambda tx: add_run(tx, 1))
    write(lambda tx: tx.runs.delete(made.run_id))
    write(lambda tx: tx.runs.save(run(tx, step(1), status="failed"), []))
    assert write(lambda tx: tx.runs.get(made.run_id)) is None
    assert write(lambda tx: tx.runs.page(RunQuery())) == ([], None)
    assert write(lambda tx: tx.runs.removed(1)) == [made.run_id]
    assert write(lambda tx: tx.runs.trashed([made.run_id, ids.fresh()])) == {made.run_id}
    for act in (lambda tx: tx.runs.delete(made.run_id),
                lambda tx: tx.runs.update(made.run_id, RunUpdate(starred=True))):
        with pytest.raises(NotFound):
            write(act)


def test_pages_follow_each_other_in_both_directions_without_gap_or_twin(write):
    # Equal times: the id decides, so that a page may end within them.
    made = [write(lambda tx, seq=seq: add_run(tx, seq, opened_at=later(seq // 3)))
            for seq in range(1, 11)]
    order = sorted((row.opened_at, row.run_id) for row in made)
    for ascending in (True, False):
        seen, cursor = [], None
        while True:
            query = RunQuery(limit=3, ascending=ascending, cursor=cursor)
            page, cursor = write(lambda tx, query=query: tx.runs.page(query))
            seen += [(row.opened_at, row.run_id) for row in page]
            if cursor is None:
                break
        assert seen == (order if ascending else order[::-1])


@pytest.mark.parametrize("cursor", [
    "", "x", "!!!", "MTIz", "bm90OmE", "ö", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk6YQ"])
def test_a_cursor_that_we_did_not_give_is_refused(write, cursor):
    with pytest.raises(BadRequest):
        write(lambda tx: tx.runs.page(RunQuery(cursor=cursor)))


def test_runs_are_found_by_experiment_notebook_ids_and_revision(write):
    first = write(lambda tx: add_run(tx, 1))
    second = write(lambda tx: add_run(tx, 2))
    other = write(lambda tx: add_run(tx, 3, path="other.ipynb"))

    def found(**asked):
        return [row.run_id for row in write(lambda tx: tx.runs.page(RunQuery(**asked)))[0]]

    assert found(experiment_id=first.experiment_id) == [second.run_id, first.run_id]
    assert found(notebook_id=other.notebook_id) == [other.run_id]
    assert found(since=2) == [other.run_id]
    wanted = (first.run_id, ids.fresh(), other.run_id, first.run_id)
    assert found(ids=wanted) == [first.run_id, other.run_id]
    assert found(ids=wanted, notebook_id=other.notebook_id) == [other.run_id]


def test_earlier_runs_are_no_drafts_and_newest_first(write):
    first = write(lambda tx: add_run(tx, 1))
    write(lambda tx: add_run(tx, 2, results=[]))
    third = write(lambda tx: add_run(tx, 3))
    last = write(lambda tx: add_run(tx, 4))
    found = write(lambda tx: tx.runs.earlier(last.notebook_id, last.opened_at))
    assert [row.run_id for row in found] == [third.run_id, first.run_id]
    one = write(lambda tx: tx.runs.earlier(last.notebook_id, last.opened_at, 1))
    assert [row.run_id for row in one] == [third.run_id]


def test_a_step_belongs_to_several_runs_and_one_made_it(write):
    made = write(lambda tx: add_run(tx, 1))
    write(lambda tx: tx.steps.insert(step(2)))
    heir = write(lambda tx: tx.runs.save(
        run(tx, step(2)), [(step(1).step_id, "inherited"), (step(2).step_id, "after-result")]))
    shared = step(1).step_id
    assert write(lambda tx: tx.runs.holding(shared)) == sorted([made.run_id, heir.run_id])
    asked = [shared, step(2).step_id, ids.fresh()]
    assert write(lambda tx: tx.runs.made_by(asked)) == {
        shared: made.run_id, step(2).step_id: heir.run_id}
    assert [(row.seq, row.role) for row in write(lambda tx: tx.steps.of_run(heir.run_id))] == [
        (1, "inherited"), (2, "after-result")]
    assert [row.run_id for row in write(lambda tx: tx.runs.of_epoch("k1", 1))] == [
        made.run_id, heir.run_id]


def test_effective_cells_are_the_latest_executions_before_the_last_result(write):
    def build(tx):
        steps = [step(1, cell_key="data"), step(2, cell_key="fit"), step(3, cell_key="fit"),
                 step(4, cell_key="plot"), step(5, cell_key="fit")]
        for one in steps:
            tx.steps.insert(one)
        roles = ["inherited", "own", "own", "own", "after-result"]
        return tx.runs.save(run(tx, steps[1]), [
            (one.step_id, role) for one, role in zip(steps, roles, strict=True)])

    made = write(build)
    empty = write(lambda tx: tx.runs.save(run(tx, step(9)), []))
    cells = write(lambda tx: tx.runs.cells([made.run_id, empty.run_id]))
    assert [(cell.cell_key, cell.step_id, cell.role) for cell in cells[made.run_id]] == [
        ("data", step(1).step_id, "inherited"), ("fit", step(3).step_id, "own"),
        ("plot", step(4).step_id, "own")]
    assert cells[empty.run_id] == []


def test_the_query_index_follows_its_run(store, write):
    def rows(tx):
        found = tx.runs.connection.execute(select(run_values))
        return {(row.kind, row.key): (row.num, row.num_nan, row.text) for row in found}

    got = Result(step_id=step(1).step_id, metrics={
        "loss": msgspec.structs.replace(metric(0.5), last="NaN", max="Infinity")})
    params = {
        "lr": Param(type="float", text="1e-3", value=0.001),
        "big": Param(type="int", text="1" + "0" * 400, value="1" + "0" * 400),
        "name": Param(type="str", text="'l2'", value="l2"),
        "both": Param(varied=[1, 2], varied_at=["a", "b"]),
        "call": Param(type="expression", text="f(x)")}
    write(lambda tx: add_run(tx, 1, results=[got], params=params,
                             observations={"rows": metric(1797)}))
    found = store.read(rows)
    assert found["metric", "loss"] == (None, True, None)
    assert found["metric-max", "loss"] == (float("inf"), False, None)
    assert found["param", "lr"] == (0.001, False, "1e-3")
    assert found["param", "big"][0] in (None, float("inf"))
    assert found["param", "name"] == (None, False, "l2")
    assert found["param", "both"] == (None, False, "1, 2")
    assert found["param", "call"] == (None, False, "f(x)")
    assert found["observation", "rows"] == (1797, False, None)
    write(lambda tx: tx.runs.save(run(tx, step(1), params={}, results=[]), []))
    assert store.read(rows) == {}


def test_a_run_of_an_experiment_that_is_not_there_is_refused(write):
    with pytest.raises(NotFound):
        write(lambda tx: tx.runs.save(run(tx, step(1), experiment_id=ids.fresh()), []))
