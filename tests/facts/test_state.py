"""What of an execution bears on the state in memory: read once, bounded, never raising."""

from __future__ import annotations

import msgspec
import pytest

from runfolio.facts.state import Extract, extract
from runfolio.facts.stateops import Blind, Class, Function, Make, Put, Ref, Unpack
from runfolio.rules.flags_state import StateFold


@pytest.mark.parametrize(
    ("code", "reads"),
    [
        ("y = x + 1\nprint(y)", ["x", "print"]),
        ("z = [a * k for a in data]", ["k", "data"]),
        ("f = lambda v: v + bias", ["bias"]),
        ("def g(v, w=start):\n    t = v\n    return t + bias", ["start", "bias"]),
        ("def outer(a):\n    def inner(b):\n        return a + b + c\n    return inner", ["c"]),
        ("x += 1", ["x"]),
        ("df['a'] = 1", ["df"]),
        ("for i in rows:\n    i", ["rows"]),
    ],
)
def test_reads_are_names_of_others(code: str, reads: list[str]) -> None:
    assert sorted(extract(code).reads) == sorted(reads)


@pytest.mark.parametrize(
    "code",
    ["from x import *", "%run helpers.py", "exec(text)", "globals()['a'] = 1", "x = (", "%pylab"],
)
def test_code_that_may_make_any_name_says_so(code: str) -> None:
    assert any(isinstance(op, Blind) for op in extract(code).ops)


@pytest.mark.parametrize("code", ["!pip install x", "%matplotlib inline", "%%bash\nls", "%time 1"])
def test_magics_that_make_no_names_do_not(code: str) -> None:
    assert not any(isinstance(op, Blind) for op in extract(code).ops)


def test_elements_are_paths() -> None:
    (put,) = extract("df.loc[rows, 'b'] = other").ops[-1:]
    assert isinstance(put, Put) and put.path[:2] == ["df", "b"] and len(put.path) == 3
    (made,) = extract("m = df['a'].values").ops
    assert made == Make(["m"], Ref(["df", "a"]))


def test_targets_with_displays_are_single_makings_unless_they_swap() -> None:
    assert [type(op) for op in extract("a, b = f(1), g(2)").ops] == [Make, Make]
    assert [type(op) for op in extract("a, b = b, a").ops] == [Unpack]


def test_layout_and_comments_are_no_other_definition() -> None:
    first, second = (extract(code).ops[0] for code in (
        "def f(a):\n    return a", "def f(a):  # same\n\n    return (a)"))
    assert isinstance(first, Function) and isinstance(second, Function)
    assert first.digest == second.digest


def test_classes_keep_their_methods_and_bases() -> None:
    (made,) = extract("class Net(nn.Module):\n    def forward(self, x):\n        return x").ops
    assert isinstance(made, Class)
    assert made.bases == ["nn.Module"] and made.methods[0].params == ["self", "x"]


def test_other_languages_are_not_read() -> None:
    assert extract("x <- 1", language="r") == Extract(state="foreign")


def test_what_is_too_large_is_not_followed() -> None:
    found = extract("\n".join(f"x{i} = f(a, b, c, d, e, g, h)" for i in range(4_000)))
    assert found == Extract(ops=[Blind("too large")])


def test_a_large_table_of_literals_is_one_value() -> None:
    code = "data = [" + ", ".join(map(str, range(20_000))) + "]"
    assert len(msgspec.json.encode(extract(code))) < 200


def test_functions_that_call_each_other_come_to_an_end() -> None:
    names = range(40)
    code = "\n".join(
        f"def f{i}(x):\n" + "\n".join(f"    f{j}(x)" for j in names) + "\n    return x"
        for i in names)
    fold = StateFold()
    assert fold.feed("a", extract(code)) == {}
    assert fold.feed("b", extract("y = f0(z)")) == {}
    assert fold.feed("b", extract("y = f0(z)")) == {}


def test_deep_code_is_unparsed_or_followed_never_raised() -> None:
    for depth in (50, 90, 150, 400):
        code = "x = " + "f(" * depth + "1" + ")" * depth
        StateFold().feed("a", extract(code))
        StateFold().feed("a", extract("x = " + "a." * depth + "b"))
