"""What separates two runs, as facts in a fixed order."""

from __future__ import annotations

import msgspec

from runfolio.models.param import Param
from runfolio.models.run import CellChange, PackageChange, ParamChange
from runfolio.rules.changes import Effective, EffectiveCell, changes, differences, same


def cell(key: str, number: int | None, code: str) -> EffectiveCell:
    return EffectiveCell(key, number, code, f"digest of {code}")


def number(value: float, text: str | None = None) -> Param:
    kind = "int" if isinstance(value, int) else "float"
    return Param(type=kind, value=value, text=text or repr(value), source="assigned")


def test_a_first_run_has_nothing_to_say() -> None:
    assert changes(None, Effective([cell("a", 1, "x")], {"lr": number(0.1)})).cells == []


def test_cells_by_number_of_the_later_run() -> None:
    before = Effective([cell("a", 1, "x = 1"), cell("b", 2, "y"), cell("gone", 4, "z")], {})
    after = Effective([cell("new", None, "w"), cell("b", 3, "y2 = y"), cell("a", 1, "x = 2")], {})
    assert changes(before, after).cells == [
        CellChange(cell_key="a", number=1, kind="edited", before_word="1", after_word="2"),
        CellChange(cell_key="b", number=3, kind="edited"),
        CellChange(cell_key="gone", number=4, kind="removed"),
        CellChange(cell_key="new", number=None, kind="added"),
    ]


def test_the_same_code_under_another_key_is_no_change() -> None:
    before = Effective([cell("a", 1, "x"), cell("b", 2, "y")], {})
    after = Effective([cell("c", 1, "x"), cell("d", 2, "x"), cell("b", 3, "y")], {})
    assert [(c.cell_key, c.kind) for c in changes(before, after).cells] == [("d", "added")]


def test_an_unchanged_cell_that_moved_is_no_change() -> None:
    before = Effective([cell("a", 1, "x")], {})
    assert changes(before, Effective([cell("a", 7, "x")], {})).cells == []


def test_params_in_the_order_of_the_later_run_what_is_gone_in_its_place() -> None:
    before = {"first": number(1), "alpha": number(0.1), "gone": number(5), "lr": number(1)}
    after = {"alpha": number(0.01), "lr": number(2), "new": number(3)}
    assert changes(Effective([], before), Effective([], after)).params == [
        ParamChange(name="first", before="1", after=None),
        ParamChange(name="alpha", before="0.1", after="0.01"),
        ParamChange(name="gone", before="5", after=None),
        ParamChange(name="lr", before="1", after="2"),
        ParamChange(name="new", before=None, after="3"),
    ]


def test_another_way_to_write_the_value_is_no_change() -> None:
    before = Effective([], {"lr": number(0.001, "1e-3")})
    assert changes(before, Effective([], {"lr": number(0.001)})).params == []


def test_true_is_not_one() -> None:
    before = Effective([], {"flag": number(1)})
    after = Effective([], {"flag": Param(type="bool", value=True, text="True")})
    assert changes(before, after).params == [ParamChange(name="flag", before="1", after="True")]


def test_expressions_are_compared_as_written() -> None:
    def expression(text: str) -> Effective:
        return Effective([], {"n": Param(type="expression", text=text)})

    assert changes(expression("len(X)"), expression("len(X)")).params == []
    assert changes(expression("len(X)"), expression("len(Y)")).params == [
        ParamChange(name="n", before="len(X)", after="len(Y)")]


def test_varied_params_show_all_their_values() -> None:
    varied = Param(varied=[0.1, "rbf", None], varied_at=["s1", "s2", "s3"])
    found = changes(Effective([], {"p": number(0.1)}), Effective([], {"p": varied})).params
    assert found == [ParamChange(name="p", before="0.1", after='0.1, "rbf", null')]


def test_a_computed_value_without_text_is_shown_as_json() -> None:
    found = changes(Effective([], {}), Effective([], {"p": Param(type="list", value=[1, "a"])}))
    assert found.params == [ParamChange(name="p", before=None, after='[1, "a"]')]


def test_packages_by_name() -> None:
    before = Effective([], {}, {"numpy": "1", "torch": "2", "same": "3"})
    after = Effective([], {}, {"numpy": "2", "Pillow": "9", "same": "3"})
    assert changes(before, after).packages == [
        PackageChange(name="numpy", before="1", after="2"),
        PackageChange(name="Pillow", before=None, after="9"),
        PackageChange(name="torch", before="2", after=None),
    ]
    assert differences(before, after).packages_same == 1


def test_packages_that_were_not_recorded_are_never_equal() -> None:
    known, unknown = Effective([], {}, {"numpy": "1"}), Effective([], {})
    assert changes(known, unknown).packages == changes(unknown, known).packages == []
    found = differences(known, unknown)
    assert (found.packages_known, found.packages_same, found.packages) == (False, 0, [])


def test_differences_are_the_changes_of_any_two() -> None:
    left = Effective([cell("a", 1, "x")], {"lr": number(1)}, {"numpy": "1"}, run_id="l")
    right = Effective([cell("a", 1, "y")], {"lr": number(2)}, {"numpy": "2"}, run_id="r")
    found, told = differences(left, right), changes(left, right)
    assert (found.left, found.right) == ("l", "r")
    assert (found.params, found.cells, found.packages) == (
        told.params, told.cells, told.packages)
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found


CELLS = [cell("a", 1, "x"), cell("b", 2, "y")]
PARAMS = {"lr": number(0.1, "1e-1")}


class TestReplicates:
    def test_equal_code_and_params(self) -> None:
        again = Effective([cell("b", 3, "y"), cell("c", 1, "x")], {"lr": number(0.1)})
        assert same(Effective(CELLS, PARAMS), again)

    def test_other_code_is_none(self) -> None:
        assert not same(Effective(CELLS, {}), Effective(CELLS[:1], {}))
        assert not same(Effective(CELLS, {}),
                        Effective([CELLS[0], cell("b", 2, "z")], {}))

    def test_other_params_are_none(self) -> None:
        assert not same(Effective(CELLS, PARAMS), Effective(CELLS, {}))
        assert not same(Effective(CELLS, PARAMS),
                        Effective(CELLS, {"lr": number(0.2)}))


def varied(*values: object) -> Param:
    return Param(varied=list(values), varied_at=[f"s{at}" for at in range(len(values))])


def test_fewer_results_are_no_change_of_a_param() -> None:
    """A run from the middle has one value of what varied over the results of the whole run."""
    whole = Effective([], {"epochs": varied(10, 90, 10)})
    middle = Effective([], {"epochs": number(10)})
    assert changes(whole, middle).params == []
    assert changes(middle, whole).params == []


def test_a_param_that_varied_and_changed_is_shown_with_all_its_values() -> None:
    whole = Effective([], {"lr": varied(0.1, 0.01)})
    [change] = changes(whole, Effective([], {"lr": number(0.5)})).params
    assert (change.before, change.after) == ("0.1, 0.01", "0.5")


def test_a_run_with_fewer_results_is_no_replicate() -> None:
    whole, middle = Effective([], {"n": varied(10, 90, 10)}), Effective([], {"n": number(10)})
    assert not same(whole, middle)
    assert same(whole, whole)


def test_two_that_varied_are_compared_whole() -> None:
    [change] = changes(
        Effective([], {"lr": varied(0.1, 0.01)}), Effective([], {"lr": varied(0.2, 0.01)})
    ).params
    assert (change.before, change.after) == ("0.1, 0.01", "0.2, 0.01")


def test_true_at_the_last_result_is_not_one() -> None:
    whole, other = varied(False, True), Effective([], {"flag": number(1)})
    assert len(changes(Effective([], {"flag": whole}), other).params) == 1
