"""Parameters on a command line: their values, the code that sets them, where it stands."""

from __future__ import annotations

import math

import pytest
from nbformat.v4 import new_code_cell

from runfolio.errors import BadRequest
from runfolio.headless.parameters import inject, source_of, value_of


@pytest.mark.parametrize(("text", "value"), [
    ("1", 1), ("-3", -3), ("0.5", 0.5), ("1e-3", 0.001), ("True", True), ("False", False),
    ("None", None), ("true", "true"), ("adam", "adam"), ("", ""), ("1 2", "1 2"),
    ("12:30", "12:30")])
def test_values(text, value):
    found = value_of(text)
    assert (found, type(found)) == (value, type(value))


def test_what_is_written_in_python_is_what_was_meant():
    values = {"a": 1, "b": 0.1, "c": 'it\'s "x"\n\\', "d": None, "e": True, "f": math.inf}
    scope: dict[str, object] = {}
    exec(source_of(values, "python"), scope)
    assert {name: scope[name] for name in values} == values
    exec(source_of({"n": math.nan}, "Python"), scope)
    assert math.isnan(scope["n"])


@pytest.mark.parametrize(("language", "expected"), [
    ("R", 'a <- 1\nb <- TRUE\nc <- "x$y"\nd <- NULL\ne <- -Inf'),
    ("julia", 'a = 1\nb = true\nc = "x\\$y"\nd = nothing\ne = -Inf'),
    ("bash", "a='1'\nb='True'\nc='x$y'\nd=''\ne='-inf'")])
def test_other_languages(language, expected):
    values = {"a": 1, "b": True, "c": "x$y", "d": None, "e": -math.inf}
    assert source_of(values, language) == f"# Parameters\n{expected}"


@pytest.mark.parametrize(("name", "language", "said"), [
    ("a b", "python", "no name"), ("a;b", "bash", "no name"), ("class", "python", "no name"),
    ("a", "scala", "cannot be set in scala")])
def test_what_cannot_be_written_is_refused(name, language, said):
    with pytest.raises(BadRequest, match=said):
        source_of({name: 1}, language)


def _codes(notebook):
    return [cell.source.splitlines()[-1] for cell in notebook.cells]


def test_the_cell_stands_behind_the_one_with_the_tag(make):
    notebook = make(new_code_cell("a"), new_code_cell("b", metadata={"tags": ["parameters"]}),
                    new_code_cell("c"))
    inject(notebook, {"x": 1}, "python")
    assert _codes(notebook) == ["a", "b", "x = 1", "c"]
    assert notebook.cells[2].metadata.tags == ["injected-parameters"]
    inject(notebook, {"x": 2}, "python")
    assert _codes(notebook) == ["a", "b", "x = 2", "c"]


def test_without_the_tag_it_stands_at_the_top(make):
    notebook = make(new_code_cell("a"))
    inject(notebook, {}, "python")
    assert _codes(notebook) == ["a"]
    inject(notebook, {"x": 1}, "python")
    assert _codes(notebook) == ["x = 1", "a"]


def test_notebooks_without_ids_get_none(make):
    notebook = make(new_code_cell("a"))
    notebook.nbformat_minor = 4
    inject(notebook, {"x": 1}, "python")
    assert "id" not in notebook.cells[0]
