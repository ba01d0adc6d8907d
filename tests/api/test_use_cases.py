"""What the routes answer, through a real server."""

from __future__ import annotations

import json

import msgspec
import pytest
from store_help import T0, add_run, later, metric, run, series, step

from runfolio import ids
from runfolio.models.environment import Environment, Package
from runfolio.models.metric import PointsAnswer
from runfolio.models.notebook import Recording
from runfolio.models.output import Output
from runfolio.models.param import Param
from runfolio.models.run import CellRef, Live, LiveStep, Result, Run, RunList
from runfolio.models.step import RunSteps, StepOutputs, Timeline
from runfolio.service.common import Course

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")


@pytest.fixture
def keep(extension):
    """Write into the server's store and wait."""
    return lambda fn: extension.store.write(fn).result(30)


def _as(answer, kind):
    assert answer.status == 200, answer
    return msgspec.convert(answer.body, kind)


async def test_health_answers_at_once_and_says_where_the_store_is(ask, extension, keep):
    keep(lambda tx: tx.runs.revision())
    answer = await ask("GET", "health")
    assert answer.body["status"] == "ok"
    assert answer.body["store_path"] == str(extension.store.path)
    assert (answer.body["dropped"], answer.body["problem"]) == (0, None)
    assert answer.body["rules_version"] >= 1


async def test_health_says_starting_before_the_store_is_open(jp_serverapp, jp_fetch):
    app = jp_serverapp.extension_manager.extension_points["runfolio"].app
    app.services.are(app.load().services)
    response = await jp_fetch("runfolio", "api", "health")
    assert json.loads(response.body)["status"] == "starting"


async def test_the_first_use_notice_is_there_until_it_is_dismissed(ask, extension):
    first = (await ask("GET", "notices")).body["notices"]
    assert [notice["kind"] for notice in first] == ["first-use"]
    assert first[0]["facts"] == {"store_path": str(extension.store.path)}
    assert (await ask("DELETE", f"notices/{first[0]['notice_id']}")).status == 204
    assert (await ask("GET", "notices")).body["notices"] == []
    extension.services.notices.begin()
    assert (await ask("GET", "notices")).body["notices"] == []
    assert (await ask("DELETE", f"notices/{first[0]['notice_id']}")).status == 404


async def test_recording_is_switched_for_all_and_by_id_and_by_path(ask, keep):
    assert _as(await ask("GET", "recording"), Recording) == Recording()
    known = keep(lambda tx: tx.notebooks.ensure("a.ipynb", T0))
    answer = await ask("PATCH", "recording", body={"notebooks": {
        known.notebook_id: False, "path:dir/b.ipynb": False}})
    other = keep(lambda tx: tx.notebooks.find("dir/b.ipynb"))
    assert _as(answer, Recording).notebooks == {
        known.notebook_id: False, other.notebook_id: False}
    again = await ask("PATCH", "recording", body={"default": False})
    assert _as(again, Recording) == Recording(default=False)
    for bad in ("x", "path:", "path:///"):
        refused = await ask("PATCH", "recording", body={"notebooks": {bad: True}})
        assert refused.status == 400
    missing = await ask("PATCH", "recording", body={"notebooks": {ids.fresh(): True}})
    assert missing.status == 404


async def test_notebooks_and_experiments_are_listed_and_renamed(ask, keep):
    made = keep(lambda tx: add_run(tx, 1))
    keep(lambda tx: tx.notebooks.ensure("b.ipynb", later(1)))
    one = (await ask("GET", "notebooks", path="a/digits.ipynb")).body["notebooks"]
    assert [(row["notebook_id"], row["run_count"]) for row in one] == [(made.notebook_id, 1)]
    first = (await ask("GET", "notebooks", limit=1)).body
    rest = (await ask("GET", "notebooks", limit=1, cursor=first["cursor"])).body
    assert [page["notebooks"][0]["path"] for page in (first, rest)] == ["b.ipynb", "a/digits.ipynb"]
    assert rest["cursor"] is None
    path = f"experiments/{made.experiment_id}"
    changed = await ask("PATCH", path, body={"name": "study", "baseline_run_id": made.run_id})
    assert (changed.body["name"], changed.body["baseline_run_id"]) == ("study", made.run_id)
    listed = (await ask("GET", "experiments")).body["experiments"]
    assert {row["name"] for row in listed} == {"study", "b"}
    assert (await ask("PATCH", f"experiments/{ids.fresh()}", body={})).status == 404


async def test_runs_are_listed_with_cells_and_sparks(ask, keep):
    def build(tx):
        one = add_run(tx, 1)
        tx.metrics.replace(step(1).step_id, "", {"loss": series([float(at) for at in range(99)])})
        return one, add_run(tx, 2)

    made, other = keep(build)
    found = _as(await ask("GET", "runs", **{"with": "cells,spark:loss"}), RunList)
    assert [row.run_id for row in found.runs] == [other.run_id, made.run_id]
    assert found.revision == 2
    assert found.runs[0].spark == []
    assert len(found.runs[1].spark) <= 30
    assert (found.runs[1].spark[0], found.runs[1].spark[-1]) == (0.0, 98.0)
    assert [cell.cell_key for cell in found.runs[1].cells] == ["cell1"]
    plain = _as(await ask("GET", "runs", ids=f"{made.run_id},{other.run_id}"), RunList)
    assert [(row.run_id, row.cells, row.spark) for row in plain.runs] == [
        (made.run_id, None, None), (other.run_id, None, None)]
    for bad in ("cell", "spark:", "spark:a,spark:b"):
        assert (await ask("GET", "runs", **{"with": bad})).status == 400


async def test_a_client_keeps_up_by_revision(ask, keep):
    first, second = keep(lambda tx: (add_run(tx, 1), add_run(tx, 2)))
    start = _as(await ask("GET", "runs"), RunList)
    assert (await ask("PATCH", f"runs/{first.run_id}", body={"starred": True})).body["starred"]
    assert (await ask("DELETE", f"runs/{second.run_id}")).status == 204
    news = _as(await ask("GET", "runs", since=start.revision), RunList)
    assert [row.run_id for row in news.runs] == [first.run_id]
    assert (news.removed, news.revision) == ([second.run_id], start.revision + 2)
    assert (await ask("GET", f"runs/{second.run_id}")).status == 404
    assert (await ask("DELETE", f"runs/{second.run_id}")).status == 404
    assert (await ask("PATCH", f"runs/{second.run_id}", body={"note": "x"})).status == 404
    assert (await ask("PATCH", f"runs/{first.run_id}", body={"color": 99})).status == 400


async def test_a_run_comes_back_out_of_the_trash(ask, keep):
    made = keep(lambda tx: add_run(tx, 1))
    await ask("DELETE", f"runs/{made.run_id}")
    gone = _as(await ask("GET", "runs"), RunList)
    back = await ask("PATCH", f"runs/{made.run_id}", body={"trashed": False})
    assert (back.status, back.body["number"]) == (200, made.number)
    news = _as(await ask("GET", "runs", since=gone.revision), RunList)
    assert ([row.run_id for row in news.runs], news.removed) == ([made.run_id], [])
    # What is not in the trash stays as it is, and there is one way into it.
    again = await ask("PATCH", f"runs/{made.run_id}", body={"trashed": False})
    assert (again.status, again.body["revision"]) == (200, back.body["revision"])
    assert (await ask("PATCH", f"runs/{made.run_id}", body={"trashed": True})).status == 400
    assert (await ask("PATCH", f"runs/{ids.fresh()}", body={"trashed": False})).status == 404


async def test_pages_of_runs_in_both_orders(ask, keep):
    made = keep(lambda tx: [add_run(tx, seq).run_id for seq in range(1, 6)])
    for order, wanted in (("opened_at", made), ("-opened_at", made[::-1])):
        seen, cursor = [], {}
        while True:
            page = _as(await ask("GET", "runs", limit=2, order=order, **cursor), RunList)
            seen += [row.run_id for row in page.runs]
            if page.cursor is None:
                break
            cursor = {"cursor": page.cursor}
        assert seen == wanted


async def test_nan_and_infinities_survive_to_the_wire(ask, keep):
    odd = [0.5, "NaN", "Infinity", "-Infinity", -0.0, 1e-320]

    def build(tx):
        got = Result(step_id=step(1).step_id, metrics={"loss": metric(0.5)})
        got.metrics["loss"].last, got.metrics["loss"].max = "NaN", "Infinity"
        one = add_run(tx, 1, results=[got])
        tx.metrics.replace(step(1).step_id, "", {"loss": series(odd, [0.32, 1, 2, 3, 4, 5])})
        return one

    made = keep(build)
    answer = await ask("GET", "points", runs=made.run_id, keys="loss")
    found = _as(answer, PointsAnswer).series[0]
    assert found.values == odd
    assert found.x == [0.32, 1, 2, 3, 4, 5]
    assert (found.count, found.cell_key, found.inherited) == (6, "cell1", False)
    summary = (await ask("GET", f"runs/{made.run_id}")).body["results"][0]["metrics"]["loss"]
    assert (summary["last"], summary["max"]) == ("NaN", "Infinity")


async def test_points_are_thinned_with_their_extremes_and_say_what_is_inherited(ask, keep):
    values = [0.0] * 5000
    values[1234], values[4321] = 7.0, "NaN"

    def build(tx):
        first = add_run(tx, 1)
        tx.metrics.replace(step(1).step_id, "", {"loss": series(values), "a b/ö": series([1.0])})
        tx.steps.insert(step(2))
        heir = tx.runs.save(run(tx, step(2)), [
            (step(1).step_id, "inherited"), (step(2).step_id, "own")])
        return first, heir

    first, heir = keep(build)
    runs = f"{heir.run_id},{first.run_id},{ids.fresh()}"
    answer = await ask("GET", "points", runs=runs, keys="loss", max_points=50)
    found = _as(answer, PointsAnswer).series
    assert [(one.run_id, one.inherited) for one in found] == [
        (heir.run_id, True), (first.run_id, False)]
    for one in found:
        assert len(one.values) <= 50
        assert one.count == 5000
        assert dict(zip(one.x, one.values, strict=True))[1234.0] == 7.0
        assert "NaN" in one.values
    odd = _as(await ask("GET", "points", runs=first.run_id, keys="a b/ö"), PointsAnswer)
    assert odd.series[0].values == [1.0]


async def test_steps_outputs_and_the_timeline(ask, keep):
    whole = step(1, outputs=[Output(kind="stream", name="stdout", text="<b>hi</b>")],
                 status="finished")
    made = keep(lambda tx: add_run(tx, 1))
    whole.notebook_id = made.notebook_id
    keep(lambda tx: tx.steps.update(whole))
    steps = _as(await ask("GET", f"runs/{made.run_id}/steps"), RunSteps).steps
    assert [(one.step_id, one.role, one.code) for one in steps] == [
        (whole.step_id, "own", "x = 1")]
    outputs = _as(await ask("GET", f"steps/{whole.step_id}/outputs"), StepOutputs).outputs
    assert outputs == whole.outputs
    timeline = _as(await ask("GET", "steps", kernel="k1", notebook=made.notebook_id), Timeline)
    assert [one.run_ids for one in timeline.steps] == [[made.run_id]]
    assert [one.outputs for one in timeline.steps] == [whole.outputs]
    short = _as(await ask("GET", "steps", kernel="k1", without="outputs"), Timeline)
    assert [(one.step_id, one.outputs) for one in short.steps] == [(whole.step_id, [])]
    assert (await ask("GET", "steps", without="code")).status == 400
    assert (await ask("GET", f"runs/{ids.fresh()}/steps")).status == 404
    assert (await ask("GET", f"steps/{ids.fresh()}/outputs")).status == 404


async def test_environments_by_digest_and_of_a_run(ask, keep):
    environment = Environment(source="from disk", python="3.11",
                              packages=[Package(name="numpy", version="2.0")])
    digest = "e" * 64
    keep(lambda tx: tx.environments.put(digest, environment))
    made, bare = keep(lambda tx: (add_run(tx, 1, environment_digest=digest), add_run(tx, 2)))
    for path in (f"environments/{digest}", f"runs/{made.run_id}/environment"):
        answer = await ask("GET", path)
        assert msgspec.convert(answer.body["environment"], Environment) == environment
        assert answer.body["digest"] == digest
    assert (await ask("GET", f"runs/{bare.run_id}/environment")).status == 404
    assert (await ask("GET", f"environments/{'f' * 64}")).status == 404


async def test_differences_between_two_runs(ask, keep):
    def build(tx):
        opening = step(2, cell_key="cell1", code="x = 200")
        tx.steps.insert(opening)
        left = add_run(tx, 1)
        params = {"lr": Param(type="float", text="0.01", value=0.01, source="assigned")}
        return left, tx.runs.save(run(tx, opening, params=params), [(opening.step_id, "own")])

    left, right = keep(build)
    answer = await ask("GET", "differences", runs=f"{left.run_id},{right.run_id}")
    assert answer.status == 200
    assert (answer.body["left"], answer.body["right"]) == (left.run_id, right.run_id)
    assert answer.body["params"] == [{"name": "lr", "before": "0.1", "after": "0.01"}]
    assert [(cell["cell_key"], cell["kind"]) for cell in answer.body["cells"]] == [
        ("cell1", "edited")]
    assert answer.body["packages_known"] is False
    for bad in (left.run_id, f"{left.run_id},x", f"{left.run_id}," * 3):
        assert (await ask("GET", "differences", runs=bad)).status == 400
    assert (await ask("GET", "differences", runs=f"{left.run_id},{ids.fresh()}")).status == 404


async def test_intents_are_taken_and_unknown_documents_asked_for(ask):
    intent = {"intent_id": "i1", "kind": "run", "kernel_id": "k1", "path": "a.ipynb",
              "document": "d1", "items": [{"cell_id": "c", "source_digest": "s"}]}
    answer = await ask("POST", "intents", body={"intents": [intent]})
    assert answer.body == {"accepted": 1, "unknown_documents": ["d1"], "untapped": []}


def _live(tx, opening, **fields) -> Run:
    found = run(tx, opening, status="open", **fields)
    found.busy = True
    found.live = Live(steps=[LiveStep(step_id=opening.step_id, status="busy", role="own")])
    return found


async def test_open_runs_are_among_the_runs_as_they_probably_are(ask, keep, extension):
    stored = keep(lambda tx: add_run(tx, 1, status="open", name="from code"))
    keep(lambda tx: tx.steps.insert(step(2)))
    fresh = keep(lambda tx: _live(tx, step(2)))
    extension.live.publish("k1", [(keep(lambda tx: _live(tx, step(1))), None)])
    extension.live.publish("k2", [(fresh, None)])
    await ask("PATCH", f"runs/{stored.run_id}", body={"name": "mine"})
    listed = _as(await ask("GET", "runs"), RunList)
    assert [row.run_id for row in listed.runs] == [fresh.run_id, stored.run_id]
    assert [row.live is not None for row in listed.runs] == [True, True]
    assert (listed.runs[1].name, listed.runs[1].number) == ("mine", 1)
    assert _as(await ask("GET", f"runs/{fresh.run_id}"), Run).busy
    steps = _as(await ask("GET", f"runs/{fresh.run_id}/steps"), RunSteps).steps
    assert [one.step_id for one in steps] == [step(2).step_id]
    # What is live changes without a revision: asking since the newest still gives it.
    news = _as(await ask("GET", "runs", since=listed.revision), RunList)
    assert {row.run_id for row in news.runs} == {stored.run_id, fresh.run_id}
    other = _as(await ask("GET", "runs", notebook=ids.fresh()), RunList)
    assert other.runs == []
    await ask("DELETE", f"runs/{stored.run_id}")
    left = _as(await ask("GET", "runs"), RunList)
    assert [row.run_id for row in left.runs] == [fresh.run_id]


async def test_what_a_busy_step_gave_so_far_is_in_points_sparks_and_cells(ask, keep, extension):
    earlier = keep(lambda tx: add_run(tx, 1))
    keep(lambda tx: tx.metrics.replace(step(1).step_id, "", {"loss": series([9.0])}))
    keep(lambda tx: tx.steps.insert(step(2)))
    open_run = keep(lambda tx: _live(tx, step(2)))
    cells = [CellRef(cell_key="cell1", step_id=step(1).step_id, code_digest="d", role="inherited"),
             CellRef(cell_key="cell2", step_id=step(2).step_id, code_digest="d", role="own")]
    growing = {(step(2).step_id, "loss"): series([0.5, 0.25])}
    extension.live.publish("k1", [(open_run, Course(cells, growing))])
    asked = f"{earlier.run_id},{open_run.run_id}"
    found = _as(await ask("GET", "points", runs=asked, keys="loss"), PointsAnswer).series
    assert [(one.run_id, one.values, one.inherited) for one in found] == [
        (earlier.run_id, [9.0], False), (open_run.run_id, [9.0], True),
        (open_run.run_id, [0.5, 0.25], False)]
    runs = _as(await ask("GET", "runs", **{"with": "cells,spark:loss"}), RunList).runs
    assert {run.run_id: run.spark for run in runs} == {
        earlier.run_id: [9.0], open_run.run_id: [0.5, 0.25]}
    assert next(run.cells for run in runs if run.run_id == open_run.run_id) == cells
    extension.live.publish("k1", [])
    after = _as(await ask("GET", "points", runs=asked, keys="loss"), PointsAnswer).series
    assert [one.run_id for one in after] == [earlier.run_id]


async def test_a_store_that_cannot_be_read_is_said_with_503(ask, jp_serverapp, extension):
    extension.store.close()
    answer = await ask("PATCH", "recording", body={"default": False})
    assert answer.status == 503
    assert answer.body["error"]["code"] == "store-unavailable"
