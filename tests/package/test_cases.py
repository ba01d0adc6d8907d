"""The table of failure cases (docs/cases.md) is whole and true: thirty cases, each with tests that
exist under its number, and no test of a case that it leaves out."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "cases.md"
ROW = re.compile(r"^\| (\d\d) +\| ([^|]+?) +\| ([^|]+?) +\|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")
JOURNEY = re.compile(r"^test\('case (\d\d): ", re.MULTILINE)
FUNCTION = re.compile(
    r"^(?:async )?def (test_\w+)\([^)]*\)[^:\n]*:\n((?: +.*\n|\n)*)", re.MULTILINE)
SAID = re.compile(r'"""Failure case (\d\d): ')


def named() -> dict[str, set[str]]:
    """Number of a case → its tests, as the table has it."""
    text = PAGE.read_text("utf-8")
    return {number: set(NAMED.findall(tests)) for number, _, tests in ROW.findall(text)}


def written() -> dict[str, set[str]]:
    """Number of a case → its tests, by the names in the tests themselves."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "ui-tests" / "tests").glob("*.spec.ts")):
        for number in JOURNEY.findall(path.read_text("utf-8")):
            found[number].add(f"{path.relative_to(ROOT)}: case {number}")
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, body in FUNCTION.findall(path.read_text("utf-8")):
            numbers = re.findall(r"^test_case_(\d\d)_", name) or SAID.findall(body)
            for number in numbers:
                found[number].add(f"{path.relative_to(ROOT)}::{name}")
    return found


def test_thirty_cases_each_with_a_test() -> None:
    table = named()
    assert sorted(table) == [f"{number:02}" for number in range(1, 31)]
    assert [number for number, tests in table.items() if not tests] == []


def test_the_tests_of_the_table_are_those_that_there_are() -> None:
    assert named() == written()
