"""The one parse: IPython's syntax, line numbers, bounds, threads."""

from __future__ import annotations

import ast
import threading
import warnings
from collections.abc import Callable

import pytest

from runfolio.facts import syntax
from runfolio.facts.syntax import MAX_CODE, MAX_DEPTH, parse

QUOTES = "'" * 3


def _statements(code: str) -> list[str]:
    tree = parse(code).tree
    assert tree is not None
    return [ast.unparse(node) for node in tree.body]


@pytest.mark.parametrize(
    ("code", "statements"),
    [
        ("%matplotlib inline\n!ls\nlr = 1", ["pass", "pass", "lr = 1"]),
        ("%%time\n%%capture out\nlr = 1", ["lr = 1"]),
        ("%time lr = 0.1", ["lr = 0.1"]),
        ("%time --no-raise-error f(x)", ["f(x)"]),
        ("x = %timeit -o f(1)", ["x = get_ipython()"]),
        ("a, b = !ls", ["a, b = get_ipython()"]),
        ("d['k'] = 1\n%who", ["d['k'] = 1", "pass"]),
        ("df.head?", ["pass"]),
        ("?df", ["pass"]),
        ("n = 3\n%who\nprint('%d'\n  % n)", ["n = 3", "pass", "print('%d' % n)"]),
        (f"x = {QUOTES}\n%time y\n{QUOTES}\n%time y", ["x = '\\n%time y\\n'", "y"]),
        ("!echo \"don't\nlr = 3", ["pass", "lr = 3"]),
        ("!ls \\\n  -l\nx", ["pass", "x"]),
        ("if a:\n    %time f(x)\n    !ls", ["if a:\n    f(x)\n    pass"]),
        ("  x = 1\n  y = 2", ["x = 1", "y = 2"]),
        (">>> x = 1\n>>> for i in x:\n...     y\n3", ["x = 1", "for i in x:\n    y", "3"]),
        ("%%timeit -n 3 s = 1\nf(s)", []),
        ("# (a comment\n%who\nx", ["pass", "x"]),
        ("x = 1 + \\\n  2\n%who", ["x = 1 + 2", "pass"]),
        ("await f()", ["await f()"]),
        ("\n\n%%time\nx", ["x"]),
        ("/f x", ["pass"]),
        ("x = '\\d'", ["x = '\\\\d'"]),
        ("x = 1\r\n%who\r\ny = 2", ["x = 1", "pass", "y = 2"]),
    ],
)
def test_what_python_reads(code: str, statements: list[str]) -> None:
    assert _statements(code) == statements


@pytest.mark.parametrize(
    "code",
    ["%who\n\nlr = 1", "!ls \\\n -l\nlr = 1", "%%time\n\nlr = 1", "\n%time 1\nlr = 1"],
)
def test_lines_keep_their_numbers(code: str) -> None:
    tree = parse(code).tree
    assert tree is not None
    assert tree.body[-1].lineno == 3


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("%%bash\nls", "foreign"),
        ("%%script python3\nx = 1", "foreign"),
        ("%%mine\nx = 1", "foreign"),
        ("print(x", "unparsed"),
        ("x = \0", "unparsed"),
        ("x = '\udc80'", "unparsed"),
        ("x = " + "9" * 5000, "unparsed"),
        ("x = " + "-" * 5000 + "1", "unparsed"),
        ("x = " + "1 + " * 5000 + "1", "unparsed"),
        ("f" + "()" * 3000, "unparsed"),
        ("x" + ".y" * 3000, "unparsed"),
        ("lambda:" * 3000 + "1", "unparsed"),
        ("(" * 300 + ")" * 300, "unparsed"),
        ("x = 1\n" * MAX_CODE, "unparsed"),
        ("x = '" + "-" * 300 + "'", "parsed"),
        ("#" + "-" * 300, "parsed"),
        ("", "parsed"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_states(code: str, state: str) -> None:
    found = parse(code)
    assert found.state == state
    assert (found.tree is None) == (state != "parsed")


def test_magics_are_told_with_their_lines() -> None:
    found = parse("%who\nx = 1\n%timeit -n 3 f(1)\n!ls -l\nx?\n%timeit (")
    told = [(magic.line, magic.name, magic.argument) for magic in found.magics]
    assert told == [
        (1, "%who", ""), (3, "%timeit", "-n 3 f(1)"), (4, "!", "ls -l"), (5, "?", "x"),
        (6, "%timeit", "("),
    ]  # fmt: skip
    isolated = found.magics[1].isolated
    assert isolated is not None
    assert ast.unparse(isolated) == "f(1)"
    assert found.magics[4].unread


def test_a_tower_of_powers_is_not_computed() -> None:
    assert _statements("x = 9 ** 9 ** 9 ** 9") == ["x = 9 ** 9 ** 9 ** 9"]


def test_trees_are_no_deeper_than_said() -> None:
    def depth(node: ast.AST) -> int:
        return 1 + max(map(depth, ast.iter_child_nodes(node)), default=0)

    deepest = max(
        (parse("-" * count + "1") for count in range(150, MAX_DEPTH + 10)),
        key=lambda found: 0 if found.tree is None else depth(found.tree),
    )
    assert deepest.tree is not None
    assert depth(deepest.tree) == MAX_DEPTH


def test_backslashes_in_a_string_take_no_longer_than_others() -> None:
    # Two ways to read a backslash would double the work with each: this would never end.
    assert parse(f"%who\nx = {QUOTES}\n" + "\\a" * 2000 + f"\n{QUOTES}").state == "parsed"


def test_segments_are_the_text_as_written() -> None:
    found = parse("%who\nx = 'é' + f(\n  1e-3)\n")
    assert found.tree is not None
    value = found.tree.body[1].value  # type: ignore[attr-defined]
    assert found.segment(value) == "'é' + f(\n  1e-3)"
    assert found.segment(value.right.args[0]) == "1e-3"
    assert found.segment(ast.Load()) == ""


def test_warnings_about_cells_are_quiet() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert parse("x = '\\q' # quiet").state == "parsed"
    assert seen == []


def test_the_cache_is_bounded_and_gives_the_same_reading() -> None:
    first = parse("cached = 1")
    assert parse("cached = 1") is first
    for number in range(600):
        parse(f"x = {number}")
    assert len(syntax._cache._kept) <= 256
    assert parse("cached = 1") is not first
    for number in range(8):
        parse(f"# {number}" + "x" * 60_000)
    assert sum(len(one.source) for one in syntax._cache._kept.values()) <= 200_000


def test_many_threads_may_parse() -> None:
    failures: list[BaseException] = []

    def read(start: int) -> Callable[[], None]:
        def work() -> None:
            try:
                for number in range(start, start + 300):
                    found = parse(f"%who\nx = {number % 40}\ny = '\\d'")
                    assert found.tree is not None
                    assert ast.unparse(found.tree.body[1]) == f"x = {number % 40}"
            except BaseException as error:
                failures.append(error)

        return work

    threads = [threading.Thread(target=read(start)) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
