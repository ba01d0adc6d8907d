"""What each noun keeps, on a real database."""

from __future__ import annotations

import pytest
from store_help import T0, add_run, later, open_store, run, series, step

from runfolio import ids
from runfolio.errors import BadRequest, NotFound
from runfolio.models.environment import Environment, Package
from runfolio.models.notebook import ExperimentUpdate
from runfolio.models.output import Content, Output
from runfolio.models.rule import RuleEvent, StepResults
from runfolio.store.notebooks import stem
from runfolio.store.records import Epoch, RunQuery, StepQuery


def test_a_notebook_is_made_once_and_follows_its_file(write):
    first = write(lambda tx: tx.notebooks.ensure("a/digits.ipynb", T0))
    assert write(lambda tx: tx.notebooks.ensure("a/digits.ipynb", later(9))) == first
    assert write(lambda tx: tx.experiments.get(first.experiment_id)).name == "digits"
    write(lambda tx: tx.notebooks.rename("a/digits.ipynb", "b/mnist.ipynb"))
    moved = write(lambda tx: tx.notebooks.find("b/mnist.ipynb"))
    assert moved.notebook_id == first.notebook_id
    assert write(lambda tx: tx.experiments.get(first.experiment_id)).name == "mnist"
    assert write(lambda tx: tx.notebooks.find("a/digits.ipynb")) is None


def test_an_experiment_named_by_the_user_keeps_its_name_when_the_file_moves(write):
    notebook = write(lambda tx: tx.notebooks.ensure("a.ipynb", T0))
    name = ExperimentUpdate(name="My study of digits")
    write(lambda tx: tx.experiments.update(notebook.experiment_id, name))
    write(lambda tx: tx.notebooks.rename("a.ipynb", "b.ipynb"))
    kept = write(lambda tx: tx.experiments.get(notebook.experiment_id))
    assert kept.name == "My study of digits"


def test_a_path_used_again_after_deletion_is_another_notebook(write):
    first = write(lambda tx: tx.notebooks.ensure("a.ipynb", T0))
    write(lambda tx: tx.notebooks.remove("a.ipynb"))
    second = write(lambda tx: tx.notebooks.ensure("a.ipynb", T0))
    assert second.notebook_id != first.notebook_id
    assert second.experiment_id != first.experiment_id
    assert write(lambda tx: tx.notebooks.get(first.notebook_id)).path == "a.ipynb"


def test_moving_onto_a_notebook_takes_its_place(write):
    kept = write(lambda tx: tx.notebooks.ensure("a.ipynb", T0))
    write(lambda tx: tx.notebooks.ensure("b.ipynb", T0))
    write(lambda tx: tx.notebooks.rename("a.ipynb", "b.ipynb"))
    page, cursor = write(lambda tx: tx.notebooks.page(None, 10, None))
    assert [row.notebook_id for row in page] == [kept.notebook_id]
    assert cursor is None
    write(lambda tx: tx.notebooks.rename("nowhere.ipynb", "c.ipynb"))
    assert write(lambda tx: tx.notebooks.find("c.ipynb")) is None


@pytest.mark.parametrize(("path", "name"), [
    ("a/b/digits.ipynb", "digits"), ("digits", "digits"), (".hidden", ".hidden"),
    ("x.tar.ipynb", "x.tar"), ("kernel:1234", "kernel:1234"),
])
def test_the_default_experiment_is_named_by_the_file(path, name):
    assert stem(path) == name


def test_the_switch_of_a_notebook_wins_over_the_default(write):
    first = write(lambda tx: tx.notebooks.ensure("a.ipynb", T0))
    other = write(lambda tx: tx.notebooks.ensure("b.ipynb", T0))
    assert write(lambda tx: tx.recording.is_on(first.notebook_id))
    write(lambda tx: tx.recording.set_notebook(first.notebook_id, False))
    assert write(lambda tx: tx.recording.get()).notebooks == {first.notebook_id: False}
    write(lambda tx: tx.recording.set_default(False))
    assert not write(lambda tx: tx.recording.is_on(other.notebook_id))
    write(lambda tx: tx.recording.set_notebook(first.notebook_id, True))
    assert write(lambda tx: tx.recording.is_on(first.notebook_id))
    assert write(lambda tx: tx.notebooks.get(first.notebook_id)).recording
    with pytest.raises(NotFound):
        write(lambda tx: tx.recording.set_notebook(ids.fresh(), True))


def test_epochs_count_end_once_and_are_found_when_left_open(write):
    assert write(lambda tx: tx.epochs.highest("k1")) == 0
    epoch = Epoch("k1", 2, ids.fresh(), "python", None, T0)
    write(lambda tx: tx.epochs.open(epoch))
    write(lambda tx: [tx.steps.insert(step(1, epoch=2, status="finished")),
                      tx.steps.insert(step(2, epoch=2))])
    assert write(lambda tx: tx.epochs.highest("k1")) == 2
    left = write(lambda tx: tx.epochs.left_open())
    assert [(found.epoch, found.busy) for found in left] == [(epoch, [step(2, epoch=2).step_id])]
    write(lambda tx: tx.epochs.close("k1", 2, "died", later(5)))
    write(lambda tx: tx.epochs.close("k1", 2, "shutdown", later(9)))
    assert write(lambda tx: tx.epochs.left_open()) == []
    assert write(lambda tx: tx.epochs.get("k1", 2)).how == "died"


def test_what_is_known_late_of_an_epoch_replaces_what_was_not(write):
    write(lambda tx: tx.epochs.open(Epoch("k1", 1, "n" * 26, None, None, T0)))
    write(lambda tx: tx.epochs.open(Epoch("k1", 1, "n" * 26, "python", "d" * 64, later(3))))
    found = write(lambda tx: tx.epochs.get("k1", 1))
    assert (found.language, found.environment_digest, found.started) == ("python", "d" * 64, T0)


def test_a_step_comes_back_as_it_was_put(write):
    whole = step(
        3, notebook_id=ids.fresh(), cell_id="c-1", cell_number=4, heading="Fit", queued_at=T0,
        ended_at=later(4), duration=1.25, status="finished", origin="cell", look=True,
        execution_count=7, flags={"stale-input": ["X"]}, redactions=2, outputs=[
            Output(kind="stream", name="stdout", text="a\x1b[31mb\x1b[0m", total_bytes=2),
            Output(kind="display_data", contents=[
                Content(mime="image/png", size=3, digest="e" * 64)])])
    write(lambda tx: tx.steps.insert(step(3)))
    write(lambda tx: tx.steps.update(whole))
    assert write(lambda tx: tx.steps.get(whole.step_id)) == whole
    assert write(lambda tx: tx.steps.of_epoch("k1", 1)) == [whole]


def test_a_step_inserted_twice_is_one(write):
    write(lambda tx: [tx.steps.insert(step(1)), tx.steps.insert(step(1, status="finished"))])
    assert [row.status for row in write(lambda tx: tx.steps.of_epoch("k1", 1))] == ["finished"]
    with pytest.raises(NotFound):
        write(lambda tx: tx.steps.update(step(2)))


def test_text_that_no_database_takes_is_mended(write):
    odd = step(1, code="a\0b", outputs=[Output(kind="stream", text="x\ud800y\0")])
    write(lambda tx: tx.steps.insert(odd))
    found = write(lambda tx: tx.steps.get(odd.step_id))
    assert found.code == "a\u2400b"
    assert found.outputs[0].text in ("x?y\u2400", "x?y\0")


def test_the_timeline_pages_newest_first_with_the_runs_of_each_step(write):
    made = [write(lambda tx, seq=seq: add_run(tx, seq)) for seq in (1, 2, 3)]
    query = StepQuery(kernel_id="k1", limit=2)
    first, cursor = write(lambda tx: tx.steps.timeline(query))
    rest, end = write(lambda tx: tx.steps.timeline(StepQuery(limit=2, cursor=cursor)))
    assert [row.seq for row in first + rest] == [3, 2, 1]
    assert [row.run_ids for row in first] == [[made[2].run_id], [made[1].run_id]]
    assert end is None
    of_notebook = StepQuery(notebook_id=made[0].notebook_id, since=2)
    assert [row.seq for row in write(lambda tx: tx.steps.timeline(of_notebook))[0]] == [3]


def test_the_timeline_names_the_runs_that_executed_a_step(write):
    first = write(lambda tx: add_run(tx, 1))
    opening = step(2)
    opening.notebook_id = first.notebook_id

    def work(tx):
        tx.steps.insert(opening)
        made = run(tx, opening)
        return tx.runs.save(made, [(step(1).step_id, "inherited"), (opening.step_id, "own")])

    second = write(work)
    found = {row.seq: row for row in write(lambda tx: tx.steps.timeline(StepQuery()))[0]}
    assert (found[1].run_ids, found[1].run_numbers) == ([first.run_id], [first.number])
    assert (found[2].run_ids, found[2].run_numbers) == ([second.run_id], [second.number])
    write(lambda tx: tx.runs.delete(second.run_id))
    found = {row.seq: row for row in write(lambda tx: tx.steps.timeline(StepQuery()))[0]}
    assert (found[2].run_ids, found[2].run_numbers) == ([], [])


def test_facts_are_replaced_whole(write):
    write(lambda tx: tx.facts.replace("s" * 26, "params", 1, b"{}"))
    write(lambda tx: tx.facts.replace("s" * 26, "params", 2, b'{"a":1}'))
    write(lambda tx: tx.facts.replace("s" * 26, "metrics", 1, b"[]"))
    found = write(lambda tx: tx.facts.of_steps(["s" * 26, "t" * 26]))
    assert {name: (fact.version, fact.body) for name, fact in found["s" * 26].items()} == {
        "params": (2, b'{"a":1}'), "metrics": (1, b"[]")}
    assert found["t" * 26] == {}


def test_contents_and_environments_are_kept_once(write):
    write(lambda tx: [tx.contents.put("d" * 64, "image/png", b"png"),
                      tx.contents.put("d" * 64, "image/gif", b"gif")])
    blob = write(lambda tx: tx.contents.get("d" * 64))
    assert (blob.mime, blob.data) == ("image/png", b"png")
    environment = Environment(source="from disk", packages=[Package(name="numpy", version="2.0")])
    write(lambda tx: [tx.environments.put("e" * 64, environment),
                      tx.environments.put("e" * 64, Environment(source="unknown"))])
    assert write(lambda tx: tx.environments.get("e" * 64)) == environment
    assert write(lambda tx: tx.environments.get("f" * 64)) is None


def test_the_rules_log_keeps_its_order(write):
    events = [
        RuleEvent(kind="run_all"),
        RuleEvent(kind="execute", step_id="s" * 26, cell_key="c", look=True,
                  results=StepResults(metrics={"loss": ["NaN", 0.5]}, decimals={"loss": 2})),
        RuleEvent(kind="restart", busy=True)]
    for event in events:
        write(lambda tx, event=event: tx.rule_events.append("k1", 1, event))
    write(lambda tx: tx.rule_events.append("k1", 2, RuleEvent(kind="died")))
    assert write(lambda tx: tx.rule_events.of_epoch("k1", 1)) == events


def test_a_raw_nan_never_makes_a_row_unreadable(write):
    raw = RuleEvent(kind="late_results", results=StepResults(metrics={
        "loss": [float("nan"), float("-inf"), 0.5]}))
    write(lambda tx: tx.rule_events.append("k1", 1, raw))
    kept = write(lambda tx: tx.rule_events.of_epoch("k1", 1))[0]
    assert kept.results.metrics == {"loss": ["NaN", "-Infinity", 0.5]}


def test_a_dismissed_notice_does_not_come_back(write):
    notice = write(lambda tx: tx.notices.add("annotation", "step 4", {"line": "2"}, T0))
    assert write(lambda tx: tx.notices.add("annotation", "step 4", {}, T0)) is None
    assert write(lambda tx: tx.notices.current()) == [notice]
    write(lambda tx: tx.notices.delete(notice.notice_id))
    assert write(lambda tx: tx.notices.current()) == []
    assert write(lambda tx: tx.notices.add("annotation", "step 4", {}, T0)) is None
    with pytest.raises(NotFound):
        write(lambda tx: tx.notices.delete(notice.notice_id))


def test_aliases_of_cells_are_replaced(write):
    write(lambda tx: tx.cell_aliases.put("n" * 26, "digest:1", "id:a", 0.5, T0))
    write(lambda tx: tx.cell_aliases.put("n" * 26, "digest:1", "id:b", 1.0, T0))
    assert write(lambda tx: tx.cell_aliases.of_notebook("n" * 26)) == {"digest:1": "id:b"}


def test_a_baseline_is_a_run_of_its_experiment(write):
    mine = write(lambda tx: add_run(tx, 1))
    other = write(lambda tx: add_run(tx, 2, path="other.ipynb"))
    set_own = ExperimentUpdate(baseline_run_id=mine.run_id)
    kept = write(lambda tx: tx.experiments.update(mine.experiment_id, set_own))
    assert (kept.baseline_run_id, kept.run_count) == (mine.run_id, 1)
    with pytest.raises(NotFound):
        write(lambda tx: tx.experiments.update(
            mine.experiment_id, ExperimentUpdate(baseline_run_id=other.run_id)))
    with pytest.raises(BadRequest):
        write(lambda tx: tx.experiments.update(mine.experiment_id, ExperimentUpdate(name=" ")))
    write(lambda tx: tx.runs.delete(mine.run_id))
    assert write(lambda tx: tx.experiments.get(mine.experiment_id)).baseline_run_id is None


def test_everything_is_there_after_reopening(store, store_path, write):
    made = write(lambda tx: add_run(tx, 1, name="first"))
    write(lambda tx: tx.metrics.replace(step(1).step_id, "", {"loss": series([0.5, 0.25])}))
    store.close()
    again = open_store(store_path)
    assert again.read(lambda tx: tx.runs.get(made.run_id)) == made
    found = again.read(lambda tx: tx.metrics.of_steps([step(1).step_id]))
    assert found[0].series == series([0.5, 0.25])
    query = RunQuery(notebook_id=made.notebook_id)
    assert again.read(lambda tx: tx.runs.page(query)) == ([made], None)
    again.close()
