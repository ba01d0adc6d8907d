"""Annotations: forms, languages, YAML that is refused, and that nothing ever raises."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from runfolio.facts.annotations import Annotation, parse


def given(annotation: Annotation) -> dict[str, Any]:
    """The fields that are set, warnings as their lines."""
    body = msgspec.to_builtins(annotation)
    body["warnings"] = [warning["line"] for warning in body["warnings"]]
    return {name: value for name, value in body.items() if value}


MULTI = """\
%%time

# the baseline
#| track:
#|   run: 12:30
#|   step: train
#|   tags:
#|     - no
#|     - 2020-01-01
#|   note: "a: b"
x = 1
#| track: off
"""

FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("flow mapping", '#| track: {run: baseline, step: train, tags: [a, b], note: "…"}',
     {"run": "baseline", "step": "train", "tags": ["a", "b"], "note": "…"}),
    ("off", "#| track: off", {"off": True}),
    ("off without blank", "#|track: off", {"off": True}),
    ("params", "#| track.params: true\nlr = 0.1", {"params": True}),
    ("params off", "#| track.params: off", {}),
    ("over several lines, magic, blank and comment before", MULTI,
     {"run": "12:30", "step": "train", "tags": ["no", "2020-01-01"], "note": "a: b"}),
    ("a flow mapping over lines", "#| track: {\n#|   run: a,\n#| }\nx = 1", {"run": "a"}),
    ("numbers are text as written", "#| track: {run: 1.10, step: 007}",
     {"run": "1.10", "step": "007"}),
    ("params and off inside", "#| track: {params: yes, off: true}", {"params": True, "off": True}),
    ("one tag", "#| track: {tags: one}", {"tags": ["one"]}),
    ("null is nothing", "#| track: {run: null, step: ~, note: }", {}),
    ("other options are others' business", "#| echo: [\n#| label: fig-1\n#| track: {run: a}",
     {"run": "a"}),
    ("two annotations", "#| track: {run: a}\n#| track.params: true", {"run": "a", "params": True}),
    ("code before", "x = 1\n#| track: off", {}),
    ("an ordinary comment", "# track: off\n# | track: off", {}),
    ("one magic only", "%%time\n%%capture\n#| track: off", {}),
    ("indented", "  #| track: off", {"off": True}),
    ("windows line ends", "#| track: {run: a}\r\n#| track.params: true\r\nx = 1\r\n",
     {"run": "a", "params": True}),
    ("empty", "", {}),
]


@pytest.mark.parametrize(("name", "code", "expected"), FORMS, ids=[form[0] for form in FORMS])
def test_form(name: str, code: str, expected: dict[str, Any]) -> None:
    assert given(parse(code)) == expected


LANGUAGES = [
    ("r", "#"), ("R", "#"), ("julia", "#"), ("bash", "#"), ("ruby", "#"), ("somelang", "#"),
    ("javascript", "//"), ("c++", "//"), ("rust", "//"), ("sql", "--"), ("haskell", "--"),
    ("matlab", "%"), ("fortran", "!"), ("clojure", ";;"),
]


@pytest.mark.parametrize(("language", "sign"), LANGUAGES)
def test_comment_sign(language: str, sign: str) -> None:
    code = f"{sign}| track:\n{sign}|   run: x\n1 + 1"
    assert given(parse(code, language=language)) == {"run": "x"}
    other = "--" if sign != "--" else "//"
    assert parse(code.replace(sign, other), language=language).run is None


MAGICS = [
    ("%%bash\n#| track: {run: x}", "x"), ("%%sql\n--| track: {run: x}", "x"),
    ("%%javascript\n//| track: {run: x}", "x"), ("%%timeit -n 1\n#| track: {run: x}", "x"),
    ("%%writefile a.py\n#| track: {run: x}", None), ("%%html\n#| track: {run: x}", None),
    ("#| track: {run: x}\n%%bash\nls", "x"),
]


@pytest.mark.parametrize(("code", "run"), MAGICS)
def test_after_a_magic(code: str, run: str | None) -> None:
    assert parse(code).run == run


BAD: list[tuple[str, str, list[int]]] = [
    ("not closed", "\n#| track: {run: [", [2]),
    ("alias", "#| track: {run: &a x, step: *a}", [1]),
    ("alias alone", "#| track: *a", [1]),
    ("merge key", "#| track: {<<: {run: x}}", [1]),
    ("python tag", "#| track: {run: !!python/object/apply:os.system [id]}", [1]),
    ("plain tag", "#| track: !x {run: a}", [1]),
    ("unknown key", "#| track: {runn: a}", [1]),
    ("unknown option", "#| track.foo: 1", [1]),
    ("a text that says nothing", "#| track: baseline", [1]),
    ("a mapping for a text", "#| track: {run: {a: b}}", [1]),
    ("a list for a text", "#| track: {run: [a]}", [1]),
    ("a list", "#| track: [a]", [1]),
    ("no bool", "#| track.params: maybe", [1]),
    ("too long", f"#| track: {{note: {'x' * 5000}}}", [1]),
    ("nested", "#| track: " + "[" * 4000, [1]),
    ("nested blocks", "#| track:\n#|   " + "- " * 2000, [2]),
    ("control characters", "#| track: {run: a\x00b}", [1]),
    ("a key twice", "#| track: {run: a, run: b}", [1]),
    ("the line of the fault", "#| track:\n#|   run: a\n#|   tags: [a\n#|   step: {b", [4]),
]


@pytest.mark.parametrize(("name", "code", "lines"), BAD, ids=[bad[0] for bad in BAD])
def test_bad_yaml_is_a_warning(name: str, code: str, lines: list[int]) -> None:
    annotation = parse(code + "\nx = 1")
    assert [warning.line for warning in annotation.warnings] == lines
    assert all(warning.message for warning in annotation.warnings)
    assert not annotation.off


def test_the_good_keys_beside_a_bad_one_count() -> None:
    annotation = parse("#| track: {runn: a, step: b}")
    assert annotation.step == "b"
    assert len(annotation.warnings) == 1


def test_cell_tags_and_metadata_say_the_same() -> None:
    facts = {"run": "r", "step": "s", "tags": ["t"], "note": "n"}
    expected = {**facts, "params": True, "off": True}
    tags = ["track:off", "parameters"]
    assert given(parse("x = 1", tags=tags, metadata=facts)) == expected
    assert given(parse("x = 1", tags=tags, metadata={"runfolio": facts})) == expected
    assert given(parse("", metadata={"runfolio": {"track": facts}})) == facts
    assert parse("", metadata={"runfolio": {"track": "off"}}).off
    assert parse("", tags=["track:params"]).params


def test_comments_count_before_metadata_and_tags_are_joined() -> None:
    annotation = parse("#| track: {run: a, tags: [x]}", metadata={"run": "b", "tags": ["x", "y"]})
    assert (annotation.run, annotation.tags) == ("a", ["x", "y"])


def test_strange_tags_and_metadata_are_warnings() -> None:
    annotation = parse("", tags=["track:foo", "other"], metadata={"runfolio": {"runn": 1}})
    assert [warning.line for warning in annotation.warnings] == [0, 0]
    assert parse("", metadata={"runfolio": 3}).warnings
    assert not parse("", metadata={"collapsed": True, "editable": False}).warnings


def test_never_raises() -> None:
    rng = random.Random(4)
    pieces = ["#| track", ":", " ", "{", "}", "[", "]", "run", "off", "\n#|  ", "\n", "&a", "*a",
              "!!", "'", '"', "- ", "? ", "|", ">", "%%x", "\t", "\x07", "é", "\ud800", ",", "#"]
    for _ in range(3000):
        code = "#| track: " + "".join(rng.choices(pieces, k=rng.randint(0, 24)))
        msgspec.to_builtins(parse(code))
