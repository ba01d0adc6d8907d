"""From runs and facts to what is kept of a run: params by result, inherited results, words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from runfolio.facts import params as param_facts
from runfolio.facts.annotations import Annotation
from runfolio.facts.annotations import parse as parse_annotation
from runfolio.models.base import from_us
from runfolio.models.metric import Grade, MetricFacts, Series
from runfolio.models.numbers import Number
from runfolio.models.param import Param
from runfolio.models.rule import RuleEvent, StepResults
from runfolio.models.step import Step
from runfolio.rules.boundaries import Rule
from runfolio.rules.results import RunBody, StepRecord, assemble

START = from_us(1_700_000_000_000_000)


def series(*values: Number, grade: Grade = "result") -> Series:
    return Series(values=list(values), x=[float(at) for at in range(len(values))], grade=grade)


class Session:
    """Executes cells as a notebook would and keeps what the pipeline would keep of them."""

    def __init__(self) -> None:
        self.rule = Rule()
        self.records: dict[str, StepRecord] = {}
        self.executed: list[str] = []
        self.cells: list[str] = []

    def run(
        self, cell: str, code: str = "", *, metrics: dict[str, Series] | None = None,
        logged: dict[str, Series] | None = None, params: dict[str, Param] | None = None,
        look: bool = False,
    ) -> str:
        step_id = f"{cell}#{1 + sum(done.startswith(cell + '#') for done in self.executed)}"
        if cell not in self.cells:
            self.cells.append(cell)
        at = START + timedelta(seconds=len(self.executed))
        step = Step(
            step_id=step_id, kernel_id="k", epoch=1, seq=len(self.executed), msg_id=step_id,
            cell_key=cell, cell_number=self.cells.index(cell) + 1, heading=f"About {cell}",
            code=code, code_digest=code, status="finished", started_at=at,
            ended_at=at + timedelta(seconds=0.5), duration=0.5, look=look,
        )
        annotation: Annotation = parse_annotation(code)
        self.records[step_id] = StepRecord(
            step=step, params=param_facts.extract(code, cell=cell), logged=params or {},
            metrics=MetricFacts(metrics=metrics or {}), logged_metrics=logged or {},
            annotation=annotation)
        self.executed.append(step_id)
        found = {key: one.values for key, one in (metrics or {}).items() if one.grade == "result"}
        found.update({key: one.values for key, one in (logged or {}).items()})
        self.rule.feed(RuleEvent(
            kind="execute", step_id=step_id, cell_key=cell, look=look, run=annotation.run,
            results=StepResults(metrics=found) if found else None))
        return step_id

    def body(self, at: int = -1, made_by: Callable[[str], str | None] = lambda step: None
             ) -> RunBody:
        return assemble(self.rule.runs[at], self.records, self.executed, made_by)


@pytest.fixture
def session() -> Session:
    return Session()


def values(params: dict[str, Param]) -> dict[str, object]:
    return {name: param.value if param.varied is None else param.varied
            for name, param in params.items()}


class TestParams:
    def test_of_a_draft_are_those_at_its_end(self, session: Session) -> None:
        session.run("a", "lr = 0.1")
        session.run("b", "depth = 3")
        session.run("a", "lr = 0.2")
        assert values(session.body().params) == {"lr": 0.2, "depth": 3}

    def test_one_value_over_all_results_is_the_runs(self, session: Session) -> None:
        session.run("a", "lr = 0.1")
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("score", "score()", metrics={"test": series(0.8)})
        body = session.body()
        assert values(body.params) == {"lr": 0.1}
        assert body.params["lr"].step_id == "a#1"

    def test_several_values_are_varied_in_the_order_of_the_results(self, session: Session) -> None:
        session.run("prep", "size = 5")
        for number, lr in enumerate((0.1, 0.01, 0.1)):
            session.run(f"train{number}", f"lr = {lr}", metrics={"acc": series(0.9)})
        body = session.body()
        assert values(body.params) == {"size": 5, "lr": [0.1, 0.01, 0.1]}
        assert body.params["lr"].varied_at == ["train0#1", "train1#1", "train2#1"]
        assert [values(result.params)["lr"] for result in body.results] == [0.1, 0.01, 0.1]

    def test_set_after_the_last_result_is_not_the_runs(self, session: Session) -> None:
        session.run("a", "lr = 0.1")
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("late", "lr = 0.5\nother = 1")
        assert values(session.body().params) == {"lr": 0.1}

    def test_first_set_between_two_results_has_one_value(self, session: Session) -> None:
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("cut", "threshold = 0.5")
        session.run("score", "score()", metrics={"test": series(0.8)})
        assert values(session.body().params) == {"threshold": 0.5}

    def test_inherited_steps_give_params_and_the_old_run_keeps_its_own(
            self, session: Session) -> None:
        session.run("a", "lr = 0.1")
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("override", "lr = 0.5")
        session.run("train", "fit()", metrics={"acc": series(0.95)})
        assert [values(session.body(at).params) for at in (0, 1)] == [{"lr": 0.1}, {"lr": 0.5}]

    def test_in_the_order_of_the_document(self, session: Session) -> None:
        session.run("a", "zeta = 1\nbeta = 2")
        session.run("b", "alpha = 3")
        session.run("a", "zeta = 1\nbeta = 2")
        assert list(session.body().params) == ["zeta", "beta", "alpha"]

    def test_without_cell_numbers_cells_stay_together(self, session: Session) -> None:
        session.run("a", "pass\npass\nzeta = 1")
        session.run("b", "alpha = 3")
        for record in session.records.values():
            record.step.cell_number = None
        assert list(session.body().params) == ["zeta", "alpha"]

    def test_logged_goes_before_assigned_and_after_declared(self, session: Session) -> None:
        def logged(value: float) -> dict[str, Param]:
            return {"lr": Param(type="float", value=value, text=str(value), source="logged")}

        session.run("a", "lr = 0.1", params=logged(0.2))
        lr = session.body().params["lr"]
        assert (lr.value, lr.source, lr.step_id) == (0.2, "logged", "a#1")
        session.run("b", "x = 1", params=logged(0.3))
        assert session.body().params["lr"].step_id == "b#1"

    def test_declared_stands_against_logged(self, session: Session) -> None:
        step = session.run("a", "lr = 0.1", params={
            "lr": Param(type="float", value=0.2, text="0.2", source="logged")})
        session.records[step].params = param_facts.extract("lr = 0.1", cell="a", declared=True)
        lr = session.body().params["lr"]
        assert (lr.value, lr.source) == (0.1, "declared")


    def test_late_facts_of_an_earlier_step_count_at_once(self, session: Session) -> None:
        step = session.run("a", "lr = 0.1")
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        assert values(session.body().params) == {"lr": 0.1}
        session.records[step] = StepRecord(
            step=session.records[step].step, params=param_facts.extract("lr = 0.2", cell="a"))
        assert values(session.body().params) == {"lr": 0.2}

    def test_of_an_earlier_result_are_not_resolved_again(
            self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        session.run("train", "lr = 0.1", metrics={"acc": series(0.9)})
        first = session.body()
        session.run("score", "score()", metrics={"test": series(0.9)})
        asked: list[str] = []
        resolve = param_facts.resolve
        monkeypatch.setattr(param_facts, "resolve", lambda executed, effective: (
            asked.append(executed[-1][0]), resolve(executed, effective))[1])
        assert session.body().results[0] == first.results[0]
        assert asked == ["score#1"]


class TestResults:
    def test_each_says_where_it_is_from(self, session: Session) -> None:
        session.run("a", "x = 1")
        session.run("train", "fit()", metrics={"loss": series(0.9, 0.5, 0.6)})
        (result,) = session.body().results
        assert (result.step_id, result.cell_key, result.cell_number, result.heading) == (
            "train#1", "train", 2, "About train")
        loss = result.metrics["loss"]
        assert (loss.last, loss.min, loss.max, loss.count) == (0.6, 0.5, 0.9, 3)

    def test_nan_and_infinities_survive(self, session: Session) -> None:
        session.run("train", "fit()", metrics={"loss": series("Infinity", 1.0, "NaN")})
        loss = session.body().results[0].metrics["loss"]
        assert (loss.last, loss.max) == ("NaN", "Infinity")

    def test_logged_stands_for_printed_under_the_same_key(self, session: Session) -> None:
        printed = {"loss": series(0.91), "acc": series(0.5)}
        session.run("train", "fit()", metrics=printed,
                    logged={"loss": series(0.912345, grade="observation")})
        metrics = session.body().results[0].metrics
        assert (metrics["loss"].last, metrics["loss"].source, metrics["loss"].grade) == (
            0.912345, "logged", "result")
        assert metrics["acc"].source == "printed"

    def test_observations_stand_apart_the_last_one_counts(self, session: Session) -> None:
        rows = {"rows": series(1797, grade="observation")}
        fewer = {"rows": series(1700, grade="observation")}
        session.run("load", "a", metrics=rows)
        session.run("clean", "b", metrics=fewer)
        session.run("train", "fit()", metrics={"acc": series(0.9), "n": series(
            3, grade="observation")})
        body = session.body()
        assert {key: one.last for key, one in body.observations.items()} == {"rows": 1700, "n": 3}
        assert list(body.results[0].metrics) == ["acc"]

    def test_inherited_observations_are_not_the_runs(self, session: Session) -> None:
        session.run("load", "a", metrics={"rows": series(5, grade="observation")})
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("train", "fit()", metrics={"acc": series(0.8)})
        assert session.body().observations == {}

    def test_inherited_results_name_their_run_and_are_stale_below(self, session: Session) -> None:
        session.run("base", "lr = 0.1", metrics={"floor": series(0.1)})
        session.run("train", "lr = 0.2", metrics={"loss": series(0.5)})
        session.run("score", "score()", metrics={"acc": series(0.9)})
        session.run("train", "lr = 0.3", metrics={"loss": series(0.4)})
        body = session.body(made_by=lambda step: f"run of {step}")
        assert [(one.step_id, one.run_id, one.stale) for one in body.inherited_results] == [
            ("base#1", "run of base#1", False), ("score#1", "run of score#1", True)]
        assert [values(one.params) for one in body.inherited_results] == [
            {"lr": 0.1}, {"lr": 0.2}]
        assert [one.step_id for one in body.results] == ["train#2"]


class TestTheRest:
    def test_counts_and_times(self, session: Session) -> None:
        session.run("a", "x = 1")
        session.run("a", "x = 2")
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("plot", "plot()")
        body = session.body()
        counts = body.step_counts
        assert (counts.own, counts.inherited, counts.after_result) == (3, 0, 1)
        assert body.busy_seconds == 2.0
        assert body.last_result_at == session.records["train#1"].step.ended_at

    def test_a_draft_has_no_time_of_a_result(self, session: Session) -> None:
        session.run("a", "x = 1")
        assert session.body().last_result_at is None

    def test_tags_note_and_name_from_annotations(self, session: Session) -> None:
        session.run("a", '#| track: {run: base, tags: [x, y], note: "first"}\nlr = 1')
        session.run("b", "#| track: {tags: [y, z]}\nfit()", metrics={"acc": series(0.9)})
        body = session.body()
        assert (body.name, body.tags, body.note) == ("base", ["x", "y", "z"], "first")

    def test_an_annotation_written_over_is_gone(self, session: Session) -> None:
        session.run("a", '#| track: {tags: [old], note: "typo"}')
        session.run("a", "#| track: {tags: [new]}")
        body = session.body()
        assert (body.tags, body.note) == (["new"], None)

    def test_annotations_of_inherited_steps_are_of_the_earlier_run(self, session: Session) -> None:
        session.run("a", '#| track: {tags: [t], note: "n"}')
        session.run("train", "fit()", metrics={"acc": series(0.9)})
        session.run("train", "fit()", metrics={"acc": series(0.8)})
        body = session.body()
        assert (body.tags, body.note) == ([], None)

    def test_steps_without_a_record_say_nothing(self, session: Session) -> None:
        session.run("a", "lr = 1")
        step = session.run("train", "fit()", metrics={"acc": series(0.9)})
        del session.records[step]
        (result,) = session.body().results
        assert (result.step_id, result.metrics) == ("train#1", {})
        assert values(result.params) == {"lr": 1}
