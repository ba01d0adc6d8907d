"""What the prose of DESIGN §3 says and no vector shows."""

from __future__ import annotations

import pytest

from runfolio.models.numbers import Number
from runfolio.models.rule import RuleEvent, StepResults
from runfolio.rules.boundaries import Rule, replay


def acc(value: Number, decimals: int | None = None, key: str = "acc") -> StepResults:
    return StepResults(metrics={key: [value]}, decimals={} if decimals is None else
                       {key: decimals})


def ran(
    step: str, results: StepResults | None = None, *, failed: bool = False,
    interrupted: bool = False, edited: bool = False, is_look: bool = False,
    run: str | None = None,
) -> RuleEvent:
    """The execution cell#n."""
    return RuleEvent(kind="execute", step_id=step, cell_key=step.partition("#")[0],
                     results=results, failed=failed, interrupted=interrupted, edited=edited,
                     look=is_look, run=run)


def look(step: str, results: StepResults | None = None, *, edited: bool = False) -> RuleEvent:
    """The execution cell#n of code that only shows."""
    return ran(step, results, edited=edited, is_look=True)


def openings(*events: RuleEvent) -> list[str]:
    return [run.opening for run in replay(events).runs]


class TestLooks:
    def test_the_same_code_with_another_value_opens_a_run(self) -> None:
        assert openings(ran("train#1"), look("show#1", acc(0.9, 4)),
                        look("show#2", acc(0.9004, 4))) == ["train#1", "show#2"]

    def test_trailing_zeros_left_out_are_no_coarser_print(self) -> None:
        assert openings(ran("train#1"), look("show#1", acc(0.9, 1)), ran("tune#1"),
                        look("show#2", acc(0.94, 2))) == ["train#1", "show#2"]

    def test_float_noise_is_the_same_value(self) -> None:
        rule = replay([ran("train#1"), look("show#1", acc(0.3)), look("show#2", acc(0.1 + 0.2))])
        assert [run.after_result for run in rule.runs] == [["show#2"]]

    def test_nan_shown_again_is_the_same_value(self) -> None:
        assert openings(ran("train#1"), look("show#1", acc("NaN")),
                        look("show#2", acc("NaN"))) == ["train#1"]
        assert openings(ran("train#1"), look("show#1", acc("NaN")),
                        look("show#2", acc("Infinity"))) == ["train#1", "show#2"]

    def test_edited_with_nothing_run_since_opens_nothing(self) -> None:
        rule = replay([ran("train#1"), look("show#1", acc(0.9, 2)),
                       look("show#2", acc(0.5, 2), edited=True)])
        (run,) = rule.runs
        assert list(run.results) == ["show#1", "show#2"]

    def test_edited_and_another_value_after_more_work_opens_a_run(self) -> None:
        assert openings(ran("train#1"), look("show#1", acc(0.9, 2)), ran("tune#1"),
                        look("show#2", acc(0.95, 2), edited=True)) == ["train#1", "show#2"]

    def test_another_key_of_the_same_look_is_a_result(self) -> None:
        both = StepResults(metrics={"acc": [0.9], "f1": [0.8]})
        rule = replay([ran("train#1"), look("show#1", acc(0.9)), look("show#2", both)])
        assert [list(run.results) for run in rule.runs] == [["show#1", "show#2"]]

    def test_parameters_of_a_search_shown_again_are_no_result(self) -> None:
        def chosen(value: float) -> StepResults:
            return StepResults(selected={"lr": value})

        assert openings(ran("grid#1"), look("best#1", chosen(0.1)),
                        look("best#2", chosen(0.1))) == ["grid#1"]
        assert openings(ran("grid#1"), look("best#1", chosen(0.1)), ran("more#1"),
                        look("best#2", chosen(0.2))) == ["grid#1", "best#2"]

    def test_shown_again_in_a_new_run_is_inherited_until_something_ran(self) -> None:
        start = [ran("train#1"), look("show#1", acc(0.9)), RuleEvent(kind="new_run")]
        run = replay([*start, look("show#2", acc(0.9))]).runs[-1]
        assert run.draft
        run = replay([*start, ran("tune#1"), look("show#2", acc(0.9))]).runs[-1]
        assert list(run.results) == ["show#2"]

    def test_what_was_shown_again_is_what_the_next_run_inherits(self) -> None:
        rule = replay([ran("train#1"), look("show#1", acc(0.9)), look("show#2", acc(0.9)),
                       RuleEvent(kind="new_run"), ran("plot#1")])
        assert list(rule.runs[-1].inherited_results) == ["show#2"]

    def test_an_inherited_look_above_a_result_shows_the_new_state(self) -> None:
        """Nothing of this run is overwritten: the first value stays with the first run."""
        rule = replay([
            ran("model#1"), look("show#1", acc(0.9)), ran("train#1", acc(0.5, key="loss")),
            ran("model#2"), ran("train#2", acc(0.4, key="loss")), look("show#2", acc(0.95))])
        assert [list(run.results) for run in rule.runs] == [
            ["show#1", "train#1"], ["train#2", "show#2"]]


class TestNames:
    def test_another_name_opens_even_without_a_result(self) -> None:
        rule = replay([ran("a#1", run="x"), ran("b#1", run="y")])
        assert [(run.opened_by, run.name) for run in rule.runs] == [
            ("first-step", "x"), ("annotation", "y")]

    def test_asked_for_by_the_user_goes_before_the_annotation(self) -> None:
        rule = replay([ran("a#1", acc(1.0)), RuleEvent(kind="run_all"), ran("a#2", run="y")])
        assert [(run.opened_by, run.name) for run in rule.runs] == [
            ("first-step", None), ("run-all", "y")]


class TestLateRunAll:
    def test_it_says_why_a_run_was_opened_that_was_open_already(self) -> None:
        rule = replay([ran("a#1", acc(1.0)), ran("a#2", acc(1.0)),
                       RuleEvent(kind="late_run_all", step_id="a#2")])
        assert [run.opened_by for run in rule.runs] == ["first-step", "run-all"]

    def test_name_foreign_code_and_results_move_along(self) -> None:
        rule = replay([
            ran("a#1"), RuleEvent(kind="foreign", step_id="f1"), ran("b#1", acc(1.0), run="n"),
            RuleEvent(kind="foreign", step_id="f2"),
            RuleEvent(kind="late_results", step_id="b#1", results=acc(2.0, key="late")),
            RuleEvent(kind="late_run_all", step_id="b#1")])
        first, second = rule.runs
        assert (first.name, first.draft, first.flags) == (None, True, {"foreign-code": ["f1"]})
        assert (second.name, second.flags) == ("n", {"foreign-code": ["f2"]})
        assert list(second.results["b#1"].metrics) == ["acc", "late"]
        assert second.inherited == ["a#1"]

    def test_inherits_what_stood_before_the_step(self) -> None:
        rule = replay([ran("a#1"), ran("b#1"), ran("a#2"), ran("c#1"), ran("b#2"),
                       RuleEvent(kind="late_run_all", step_id="b#2"), ran("d#1")])
        assert [run.steps for run in rule.runs] == [
            ["b#1", "a#2", "c#1"], ["a#2", "c#1", "b#2", "d#1"]]
        assert rule.runs[0].own == ["a#1", "b#1", "a#2", "c#1"]

    def test_after_the_epoch_it_changes_nothing(self) -> None:
        rule = replay([ran("a#1"), ran("b#1"), RuleEvent(kind="restart"),
                       RuleEvent(kind="late_run_all", step_id="b#1")])
        assert [run.opened_by for run in rule.runs] == ["first-step"]


class TestStatusAndFlags:
    def test_foreign_code_that_was_killed_kills_no_step(self) -> None:
        rule = replay([ran("a#1"), RuleEvent(kind="foreign", step_id="f"),
                       RuleEvent(kind="died", busy=True)])
        assert rule.runs[0].status == "finished"

    def test_foreign_code_before_the_first_step_is_said_by_the_first_run(self) -> None:
        rule = replay([RuleEvent(kind="foreign", step_id="f"), ran("a#1", acc(1.0)), ran("a#2")])
        assert [run.flags for run in rule.runs] == [{"foreign-code": ["f"]}, {}]

    def test_foreign_code_of_an_epoch_without_runs_is_forgotten(self) -> None:
        rule = replay([RuleEvent(kind="foreign", step_id="f"), RuleEvent(kind="restart"),
                       ran("a#1")])
        assert rule.runs[0].flags == {}

    def test_training_stopped_by_hand_and_then_scored_says_so(self) -> None:
        rule = replay([ran("train#1", interrupted=True), ran("score#1", acc(0.9)),
                       RuleEvent(kind="died")])
        assert rule.runs[0].status == "finished"
        assert rule.runs[0].flags == {"interrupted": ["train#1"]}

    def test_stopped_and_run_again_says_nothing(self) -> None:
        rule = replay([ran("train#1", interrupted=True), ran("train#2", acc(0.9))])
        assert rule.runs[0].flags == {}

    def test_a_plot_that_failed_and_was_mended_says_nothing(self) -> None:
        rule = replay([ran("train#1", acc(0.9)), ran("plot#1", failed=True)])
        assert rule.runs[0].flags == {"failed-after-result": ["plot#1"]}
        rule.feed(ran("plot#2"))
        assert rule.runs[0].flags == {}

    def test_a_draft_is_judged_at_its_last_step(self) -> None:
        rule = replay([ran("a#1", failed=True), ran("b#1"), RuleEvent(kind="restart")])
        assert rule.runs[0].status == "finished"

    def test_interrupt_that_shows_as_an_error_is_no_failure(self) -> None:
        rule = replay([ran("t#1", acc(1.0), failed=True, interrupted=True),
                       RuleEvent(kind="died")])
        assert rule.runs[0].status == "finished"


class TestInherited:
    def test_a_rerun_after_the_result_leaves_the_inherited_step_effective(self) -> None:
        rule = replay([
            ran("model#1"), ran("train#1", acc(0.5, key="loss")), ran("score#1", acc(0.9)),
            ran("model#2"), ran("train#2", acc(0.4, key="loss")), ran("score#2", failed=True)])
        run = rule.runs[-1]
        assert (run.inherited, run.after_result) == (["score#1"], ["score#2"])
        assert list(run.inherited_results) == ["score#1"]

    def test_stale_below_what_ran_again_and_not_above(self) -> None:
        rule = replay([
            ran("data#1", acc(1.0, key="rows_kept")), ran("train#1", acc(0.5)),
            ran("score#1", acc(0.9)), ran("train#2", acc(0.4))])
        assert list(rule.runs[-1].inherited_results) == ["data#1", "score#1"]
        assert rule.runs[-1].stale == ["score#1"]

    def test_a_look_makes_nothing_stale(self) -> None:
        rule = replay([look("peek#1"), ran("train#1", acc(0.5)), RuleEvent(kind="new_run"),
                       look("peek#2")])
        assert list(rule.runs[-1].inherited_results) == ["train#1"]
        assert rule.runs[-1].stale == []

    def test_stale_marks_of_a_frozen_run_do_not_follow_the_document(self) -> None:
        rule = replay([ran("a#1"), ran("b#1", acc(0.5)), ran("c#1", acc(0.9)),
                       ran("b#2", acc(0.4)), RuleEvent(kind="died"),
                       RuleEvent(kind="document", document=["c", "b", "a"])])
        assert rule.runs[-1].stale == ["c#1"]


class TestLateResults:
    def test_they_move_the_last_result_of_an_open_run(self) -> None:
        rule = replay([ran("train#1"), ran("plot#1"),
                       RuleEvent(kind="late_results", step_id="train#1", results=acc(0.9))])
        assert rule.runs[0].after_result == ["plot#1"]
        rule.feed(ran("train#2"))
        assert len(rule.runs) == 2

    def test_a_closed_draft_gets_its_result_and_keeps_its_steps(self) -> None:
        rule = replay([ran("train#1"), ran("plot#1", failed=True), RuleEvent(kind="restart"),
                       RuleEvent(kind="late_results", step_id="train#1", results=acc(0.9))])
        (run,) = rule.runs
        assert (run.draft, run.steps, run.status) == (False, ["train#1", "plot#1"], "failed")

    def test_of_unknown_steps_or_without_results_they_change_nothing(self) -> None:
        rule = replay([ran("train#1"), RuleEvent(kind="late_results", step_id="x#1",
                                                 results=acc(0.9)),
                       RuleEvent(kind="late_results", step_id="train#1")])
        assert rule.runs[0].draft


def test_without_a_cell_key_an_execution_is_a_cell_of_its_own() -> None:
    events = [RuleEvent(kind="execute", step_id=f"s{n}", results=acc(0.9)) for n in range(3)]
    assert len(replay(events).runs) == 1


def test_an_execution_without_a_step_is_refused() -> None:
    with pytest.raises(ValueError, match="names its step"):
        Rule().feed(RuleEvent(kind="execute"))


def test_a_request_outlives_a_restart() -> None:
    rule = replay([ran("a#1"), RuleEvent(kind="new_run"), RuleEvent(kind="restart"), ran("a#2")])
    assert [run.opened_by for run in rule.runs] == ["first-step", "new-run"]
