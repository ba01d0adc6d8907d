"""One word for one word, or nothing is said."""

from __future__ import annotations

import pytest

from runfolio.rules.words import replaced_word


@pytest.mark.parametrize(("before", "after", "words"), [
    ("X = StandardScaler().fit(X)", "X = MinMaxScaler().fit(X)",
     ("StandardScaler", "MinMaxScaler")),
    ("lr = 0.1\nfit(lr)", "lr = 0.01\nfit(lr)", ("0.1", "0.01")),
    ("lr = 1e-3", "lr = 1e-4", ("1e-3", "1e-4")),
    ("a = -1", "a = -2", ("1", "2")),
    ('read("a.csv")', 'read("b.csv")', ('"a.csv"', '"b.csv"')),
    ("m = fit(kernel='rbf')", "m = fit(kernel=None)", ("'rbf'", "None")),
    ("größe = 1", "länge = 1", ("größe", "länge")),
    ("x <- 0.1", "x <- 0.2", ("0.1", "0.2")),
])
def test_one_word(before: str, after: str, words: tuple[str, str]) -> None:
    assert replaced_word(before, after) == words
    assert replaced_word(after, before) == words[::-1]


@pytest.mark.parametrize(("before", "after"), [
    ("x = 1", "x = 1"),
    ("x = 1", "x = 1  # why"),
    ("x = a + b", "x = a - b"),
    ("x = a + b", "x = c + d"),
    ("x = a", "y = b"),
    ("if a:\n    b()", "if c:\n  b()"),
    ("x = 1", "x = -1"),
    ("f(x)", "f(x, y)"),
    ("s = '" + "a" * 90 + "'", "s = '" + "b" * 90 + "'"),
])
def test_anything_else(before: str, after: str) -> None:
    assert replaced_word(before, after) is None


def test_very_long_code_is_compared_whole_only() -> None:
    assert replaced_word("a " * 60_000, "b " + "a " * 59_999) is None
