"""Cell identity measured on twenty recorded edit sessions, and its bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cell_identity import play, sessions, share
from runfolio.rules import cellkeys_likeness
from runfolio.rules.cellkeys import CellKeys, id_key
from runfolio.rules.order import Order

ROOT = Path(__file__).resolve().parents[2]


def _answers(half: str):
    return [one for name, events in sessions(half) for one in play(name, events)]


@pytest.mark.parametrize("half", ["developing", "scored"])
def test_ninety_eight_of_a_hundred_executions_are_of_the_cell_that_is_said(half: str) -> None:
    assert len(list(sessions(half))) == 10
    assert share(_answers(half)) >= 0.98


def test_an_id_that_lasts_is_never_taken_for_another_cell() -> None:
    certain = [one for half in ("developing", "scored") for one in _answers(half)
               if one.confidence == 1]
    assert len(certain) > 300
    assert share(certain) == 1


def test_the_recorded_sessions_are_those_of_the_script(tmp_path: Path) -> None:
    code = ("import sys, edit_sessions; from pathlib import Path; "
            "edit_sessions.FOLDER = Path(sys.argv[1]); edit_sessions.main()")
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT / "scripts", check=True)
    made = {path.name: json.loads(path.read_text("utf-8")) for path in tmp_path.iterdir()}
    kept = {path.name: json.loads(path.read_text("utf-8"))
            for path in (ROOT / "fixtures" / "edit-sessions").glob("*.json")}
    assert made == kept


def _cell(nth: int, verb: str = "fit") -> str:
    lines = [f"value_{nth} = model.{verb}(part={nth}, step={line})" for line in range(20)]
    return "\n".join([f"# part {nth}", *lines])


def test_comparisons_stay_few_in_a_thousand_cells_that_look_alike(monkeypatch) -> None:
    keys = CellKeys("n")
    keys.set_document([f"a{nth}" for nth in range(1000)])
    for nth in range(1000):
        keys.resolve(f"a{nth}", f"d{nth}", _cell(nth))
    compared = []
    true = cellkeys_likeness.likeness
    monkeypatch.setattr(cellkeys_likeness, "likeness",
                        lambda *two, **how: compared.append(1) or true(*two, **how))
    keys.set_document([f"b{nth}" for nth in range(1000)])
    for nth in (0, 499, 500, 999):
        compared.clear()
        assert keys.resolve(f"b{nth}", f"e{nth}", _cell(nth, "refit")).key == id_key("n", f"a{nth}")
        assert 1 <= len(compared) <= 2 * cellkeys_likeness.CANDIDATES


def test_the_order_of_the_document_holds_under_new_ids() -> None:
    keys = CellKeys("n")
    codes = {"a": "d", "b": "e", "c": "f"}
    keys.set_document(codes, codes)
    old = {cell: keys.resolve(cell, code, code).key for cell, code in codes.items()}
    keys.set_document(["z", "y", "x"], {"z": "f", "y": "new", "x": "d"})
    order = Order()
    order.set_document([keys.key_of(cell) for cell in ("z", "y", "x")])
    assert order.above(old["c"], old["a"]), "moved to the top while it had another id"
    assert not order.above(old["a"], old["c"])


def test_what_two_models_define_tells_them_apart_for_a_client_without_ids() -> None:
    keys = CellKeys("n")
    code = "model_{0} = Forest(n_estimators={1})\nprint(model_{0}.fit(x, y).score(x_test, y_test))"
    one = keys.resolve(None, "a 100", code.format("a", 100)).key
    other = keys.resolve(None, "b 100", code.format("b", 100)).key
    assert one != other
    for trees in (200, 300):
        assert keys.resolve(None, f"a {trees}", code.format("a", trees)).key == one
        assert keys.resolve(None, f"b {trees}", code.format("b", trees)).key == other


def test_who_goes_through_a_file_runs_each_cell_once() -> None:
    keys = CellKeys("n")
    cell = "print('score', estimate(x, y, depth={}))"
    first = keys.resolve(None, "d 1", cell.format(1)).key
    assert keys.resolve(None, "d 2", cell.format(2), at_once=True).key != first
    keys = CellKeys("n")
    first = keys.resolve(None, "d 1", cell.format(1)).key
    assert keys.resolve(None, "d 2", cell.format(2)).key == first, "there was time to edit it"
