"""%%track strips itself, and the server reads it off the code as it was sent."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from runfolio.facts.annotations import parse
from runfolio.kernel.magics import add_track, strip_track


@pytest.mark.parametrize(("cell", "left"), [
    ("%%track run=a\nx = 1\n", "\nx = 1\n"), ("%%track\n\nx\n", "\n\nx\n"),
    ("%%track run=a\n%%time\nx\n", "%%time\nx\n"), ("%%tracker\nx\n", "%%tracker\nx\n"),
    ("x = '''\n%%track\n'''\n", "x = '''\n%%track\n'''\n"), ("", ""), ("%%time\n%%track\n",
                                                                    "%%time\n%%track\n")])
def test_only_the_leading_line_goes(cell, left):
    assert "".join(strip_track(cell.splitlines(keepends=True))) == left


@pytest.fixture
def shell(monkeypatch):
    monkeypatch.setattr(InteractiveShell, "_instance", None)
    shell = InteractiveShell()
    add_track(shell)
    add_track(shell)
    return shell


def test_the_rest_runs_as_without_it(shell):
    assert shell.transform_cell("%%track run=a\nx = %time 3").count("track") == 0
    shell.run_cell("%%track run=a step='b c'\nvalue = 6 * 7")
    assert shell.user_ns["value"] == 42
    result = shell.run_cell("%%track run=a\n\n1 / 0", silent=True)
    assert result.error_in_exec.__traceback__.tb_next.tb_lineno == 3
    assert shell.input_transformers_cleanup.count(strip_track) == 1


FORMS = [
    ("%%track run=baseline step=train", {"run": "baseline", "step": "train"}),
    ("\n\n  %%track run='a b' note=\"c d\" tags=x,y\nx = 1",
     {"run": "a b", "note": "c d", "tags": ["x", "y"]}),
    ("%%track params\nlr = 1", {"params": True}), ("%%track off", {"off": True}),
    ("%%track params=false", {}), ("%%time\n%%track run=a", {"run": "a"}),
    ("%%track run=a\n%%time\n#| track: {run: b, step: c}", {"run": "a", "step": "c"}),
    ("%%track run=a\n#| track.params: true\nx = 1", {"run": "a", "params": True}),
    ("x = 1\n%%track run=a", {}), ("%%trackrun=a", {}), ("%%track", {})]


@pytest.mark.parametrize(("code", "expected"), FORMS)
def test_the_annotation(code, expected):
    found = parse(code)
    for name in ("run", "step", "note", "tags", "params", "off"):
        assert getattr(found, name) == expected.get(name, [] if name == "tags" else
                                                    False if name in ("params", "off") else None)
    assert found.warnings == []


@pytest.mark.parametrize("code", ["%%track run='a", "%%track runn=a", "%%track params=maybe",
                                  "%%track " + "x" * 5000])
def test_what_is_not_understood_is_warned_of(code):
    assert [warning.line for warning in parse(code).warnings] == [1]


def test_python_below_it_is_read():
    from runfolio.facts import params

    found = params.extract("%%track run=a params\nlr = 0.1", declared=True)
    assert {name: param.value for name, param in params.resolve([("s", found)]).items()} == {
        "lr": 0.1}
