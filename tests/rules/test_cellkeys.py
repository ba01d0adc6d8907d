"""Cell keys: the same cell over saves, reloads and clients, and never two cells in one."""

from __future__ import annotations

from runfolio.rules.cellkeys import (
    ONE_OF_SEVERAL,
    VANISHED,
    WITHOUT_ID,
    Alias,
    CellKeys,
    digest_key,
    id_key,
)


def test_an_edited_cell_keeps_its_key() -> None:
    keys = CellKeys("n")
    assert keys.resolve("a", "code 1").key == keys.resolve("a", "code 2").key == id_key("n", "a")
    assert keys.take_aliases() == []


def test_copies_of_a_file_share_ids_and_no_keys() -> None:
    assert CellKeys("n").resolve("a", "d").key != CellKeys("m").resolve("a", "d").key


def test_a_client_without_ids_is_known_by_the_code() -> None:
    keys = CellKeys("n")
    assert keys.resolve(None, "d").key == keys.resolve(None, "d").key == digest_key("n", "d")
    assert keys.resolve(None, "e").key == digest_key("n", "e")


def test_without_an_id_the_code_of_a_cell_with_an_id_is_that_cell() -> None:
    keys = CellKeys("n")
    key = keys.resolve("a", "d").key
    assert keys.resolve(None, "d").key == key


def test_of_two_cells_with_the_same_code_the_next_below_is_meant() -> None:
    keys = CellKeys("n")
    first, between, second = (keys.resolve(cell, code).key
                              for cell, code in [("a", "d"), ("b", "e"), ("c", "d")])
    keys.begin_epoch()
    assert keys.resolve(None, "d") == (first, ONE_OF_SEVERAL)
    assert keys.resolve(None, "e").key == between
    assert keys.resolve(None, "d").key == second


def test_what_ran_in_an_earlier_life_of_the_kernel_is_known() -> None:
    keys = CellKeys("n")
    key = keys.resolve("a", "d").key
    assert not keys.ran_earlier(key)
    keys.begin_epoch()
    later = keys.resolve("b", "e").key
    assert (keys.ran_earlier(key), keys.ran_earlier(later)) == (True, False)


def test_an_id_that_becomes_known_later_is_the_same_cell() -> None:
    keys = CellKeys("n")
    key = keys.resolve(None, "d").key
    assert keys.resolve("a", "d").key == key
    assert keys.resolve("a", "edited").key == key
    assert keys.key_of("a") == key
    assert keys.take_aliases() == [Alias(id_key("n", "a"), key, WITHOUT_ID)]
    assert keys.take_aliases() == []


def test_a_second_id_with_the_code_is_another_cell() -> None:
    keys = CellKeys("n")
    key = keys.resolve(None, "d").key
    assert keys.resolve("a", "d").key == key
    assert keys.resolve("b", "d").key == id_key("n", "b")


def test_new_ids_at_a_reload_are_the_cells_that_vanished() -> None:
    keys = CellKeys("n")
    keys.set_document(["a", "b"])
    before = [keys.resolve("a", "d").key, keys.resolve("b", "e").key]
    keys.set_document(["x", "y"])
    assert [keys.resolve("x", "d").key, keys.resolve("y", "e").key] == before
    assert [alias.confidence for alias in keys.take_aliases()] == [VANISHED, VANISHED]


def test_a_copy_in_the_document_is_another_cell() -> None:
    keys = CellKeys("n")
    keys.set_document(["a"])
    first = keys.resolve("a", "d").key
    keys.set_document(["a", "copy"])
    assert keys.resolve("copy", "d").key != first


def test_without_a_document_no_cell_has_vanished() -> None:
    keys = CellKeys("n")
    assert keys.resolve("a", "d").key != keys.resolve("b", "d").key


def test_what_was_stored_is_taken_up_again() -> None:
    first = CellKeys("n")
    key = first.resolve(None, "d").key
    first.resolve("a", "d").key
    stored = {alias.alias: alias.cell_key for alias in first.take_aliases()}
    second = CellKeys("n", stored)
    second.remember(key, "a", "d")
    assert second.resolve("a", "edited").key == key
    second.set_document(["b"])
    assert second.resolve("b", "edited").key == key, "the id of the last step vanished"
