"""The document's order, else the learned one."""

from __future__ import annotations

from runfolio.rules.order import Order


def learned(*cells: str) -> Order:
    order = Order()
    previous: str | None = None
    for cell in cells:
        order.learn(cell, previous)
        previous = cell
    return order


def test_a_cell_seen_first_stands_right_after_the_one_executed_before() -> None:
    order = learned("a", "b", "a", "x")
    assert order.above("a", "x") and order.above("x", "b")


def test_the_first_of_an_epoch_stands_on_top() -> None:
    order = learned("a", "b")
    order.learn("new", None)
    assert order.above("new", "a")


def test_the_document_decides_where_both_are_in_it() -> None:
    order = learned("a", "b", "c")
    order.set_document(["b", "a"])
    assert order.above("b", "a")
    assert order.above("a", "c"), "c is not in the document: as learned"


def test_no_cell_stands_above_itself_or_one_that_nobody_knows() -> None:
    order = learned("a")
    assert not order.above("a", "a")
    assert not order.above("a", "unknown") and not order.above("unknown", "a")


def test_a_key_that_stands_twice_counts_where_it_is_first() -> None:
    order = Order()
    order.set_document(["a", "b", "a"])
    assert order.above("a", "b")
