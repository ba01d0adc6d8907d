"""Flags by the log alone: order, repetition, cells left out, edited or deleted since."""

from __future__ import annotations

from runfolio.rules.flags import Document, LogFlags, Ran, of_run

CELLS = ["a", "b", "c", "d", "e"]


def fed(*executed: str, document: list[str] | None = None) -> dict[str, dict[str, list[str]]]:
    """Flags of one run's executions by cell#n."""
    log = LogFlags()
    log.set_document(CELLS if document is None else document)
    own: list[str] = []
    found = {}
    for cell in executed:
        flags = log.feed(cell, [one for one in own if one != cell])
        own.append(cell)
        if flags:
            found[f"{cell}#{own.count(cell)}"] = flags
    return found


def ran(*executed: str) -> list[Ran]:
    return [Ran(f"{cell}{at}", cell) for at, cell in enumerate(executed)]


def test_from_top_to_bottom_there_is_nothing_to_say() -> None:
    assert fed(*CELLS) == {}
    assert of_run(Document().told(CELLS, []), ran(*CELLS), ran(*CELLS)) == {}


def test_an_execution_counts_how_often_its_cell_ran() -> None:
    assert fed("a", "a", "a") == {"a#2": {"repeated": ["2"]}, "a#3": {"repeated": ["3"]}}


def test_out_of_order_names_the_cells_below_that_ran_before() -> None:
    assert fed("a", "b", "d", "c")["c#1"] == {"out-of-order": ["d"]}


def test_skipped_names_cells_in_between_that_never_ran() -> None:
    assert fed("a", "d") == {"d#1": {"skipped": ["b", "c"]}}
    assert "d#1" not in fed("a", "b", "c", "d")


def test_a_skipped_cell_may_show_what_an_earlier_life_of_the_kernel_made() -> None:
    log = LogFlags()
    log.set_document(CELLS, [], ["a", "b", "e"])
    log.feed("a", [])
    assert log.feed("d", ["a"]) == {"skipped": ["b", "c"], "earlier-epoch": ["b"]}
    assert log.feed("e", ["a", "d"]) == {}
    steps = ran("a", "d", "e")
    assert of_run(log.document, steps, steps) == {"skipped": ["d1"], "earlier-epoch": ["d1"]}
    log.feed("b", ["a", "d", "e"])
    assert "earlier-epoch" not in log.feed("d", ["a"])
    assert of_run(log.document, steps, steps) == {"skipped": ["d1"]}
    log.set_document(CELLS, [], ["a", "b", "e"])
    assert log.document.earlier == frozenset()


def test_a_cell_that_is_not_in_the_document_was_executed_elsewhere() -> None:
    assert fed("a", "x") == {"x#1": {"executed-elsewhere": ["x"]}}


def test_without_a_document_only_counts_are_known() -> None:
    assert fed("c", "a", "c", document=[]) == {"c#2": {"repeated": ["2"]}}


def test_a_deleted_cell_was_not_executed_elsewhere() -> None:
    log = LogFlags()
    log.set_document(["a", "b"])
    log.feed("b", [])
    log.set_document(["a"])
    assert log.feed("b", []) == {"repeated": ["2"]}


def test_a_run_says_what_its_document_no_longer_has() -> None:
    document = Document().told(["a", "b", "c"], []).told(["a", "c"], ["c"])
    steps = ran("a", "b", "c")
    assert of_run(document, steps, steps) == {
        "deleted-cell": ["b1"], "edited-since": ["c2"]}


def test_an_edited_cell_that_runs_is_edited_no_more() -> None:
    log = LogFlags()
    log.set_document(["a", "b"], ["a", "b"])
    log.feed("a", [])
    assert log.document.edited == {"b"}
    assert of_run(log.document, ran("a", "b"), ran("a", "b")) == {"edited-since": ["b1"]}


def test_a_run_is_judged_by_its_effective_steps() -> None:
    document = Document().told(CELLS, [])
    own = ran("b", "a", "b")
    assert of_run(document, own[1:], own) == {"repeated": ["b2"]}
    assert of_run(document, own[:2], own[:2]) == {"out-of-order": ["a1"]}


def test_inherited_steps_make_no_run_out_of_order_and_leave_no_gap() -> None:
    document = Document().told(CELLS, [])
    steps = [Ran("c0", "c", own=False), Ran("b1", "b"), Ran("d2", "d")]
    assert of_run(document, steps, steps[1:]) == {}
    assert of_run(document, steps[1:], steps[1:]) == {"skipped": ["d2"]}
