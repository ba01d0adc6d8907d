"""Tables in output: classification reports, tables of epochs, one-row tables, name–value tables.

A table of several rows is none, but one row a step (a column of epochs or iterations) is a series.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

from . import grades
from .labels import clean_name
from .literals import NUMBER, Num, number
from .marks import Mark, loop_word
from .units import is_time

MAX_HTML = 65_536
MAX_ROWS = 2_000


class Cell(NamedTuple):
    """A named number of a table."""

    name: str
    number: Num
    unit: str | None = None


class Row(NamedTuple):
    """The numbers of one row, with its mark where the table has a column of epochs."""

    mark: Mark | None
    cells: list[Cell]


class Table(NamedTuple):
    """A table in text: how many lines it takes, and the rows that count."""

    lines: int
    rows: list[Row]


_REPORT = ["precision", "recall", "f1-score", "support"]
_SPLIT = re.compile(r"\t+|[|│┃]|\s{2,}")
_RULER = re.compile(r"[-_=+─━═┼╇┡┩├┤┴┬╪╞╡┏┓┳└┘┌┐|│┃ ]+$")
_HEADER = re.compile(r"[A-Za-z#_%][^:={}\[\]<>]{0,40}$")
_NUMERIC = re.compile(rf"({NUMBER})(?:\s?(%|[A-Za-zµ/]{{1,8}}))?$")
_EPOCHS = re.compile(r"(\d{1,9}(?:\.\d{1,4})?)(?:/\d{1,9})?$")


def read_text(lines: Sequence[str], start: int) -> Table | None:
    """The table that begins on this line, None when none does."""
    if lines[start].split() == _REPORT:
        return _report(lines, start)
    wide = _cells(lines[start])
    if _is_header(wide):
        return _grid(lines, start, wide, _cells)
    narrow = lines[start].split()
    if len(narrow) > 1 and _is_header(narrow) and loop_word(narrow[0]):
        return _grid(lines, start, narrow, str.split)
    return None


def opens_table(line: str) -> bool:
    """Whether a table may begin on a line: what follows it decides."""
    if line.split() == _REPORT or _is_header(_cells(line)):
        return True
    narrow = line.split()
    return len(narrow) > 1 and _is_header(narrow) and loop_word(narrow[0]) is not None


def _cells(line: str) -> list[str]:
    return [cell for part in _SPLIT.split(line) if (cell := part.strip())]


def _is_header(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and all(_HEADER.match(cell) for cell in cells)


def _grid(
    lines: Sequence[str], start: int, header: list[str], split: Callable[[str], list[str]]
) -> Table | None:
    """Header and rows of the same number of cells (one more: an index column comes first)."""
    rows: list[list[str]] = []
    position = start + 1
    while position < len(lines) and len(rows) < MAX_ROWS:
        line = lines[position]
        if line.strip() and _RULER.match(line):
            position += 1
            continue
        cells = split(line)
        wanted = len(header) + (1 if rows and len(rows[0]) > len(header) else 0)
        fits = len(cells) in ((wanted,) if rows else (wanted, wanted + 1))
        if not fits or not any(_NUMERIC.match(cell) for cell in cells):
            break
        rows.append(cells)
        position += 1
    if not rows:
        return None
    if len(rows[0]) > len(header):
        header = ["", *header]
    return Table(position - start, read_rows(header, rows))


def read_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Row]:
    """The rows of a table that count, by its header."""
    if re.match(r"[\w ]{0,30}\bmetric$", header[0].lower()):
        return [Row(None, _name_values(header, rows))]
    loops = [(at, loop_word(name)) for at, name in enumerate(header[:3])]
    column = next(((at, word) for at, word in loops if word), None)
    if column is None:
        return [Row(None, _row(header, rows[0]))] if len(rows) == 1 else []
    at, (word, strength) = column
    found: list[Row] = []
    for cells in rows:
        place = _EPOCHS.match(cells[at]) if at < len(cells) else None
        if place is None:
            continue
        epoch = float(place[1])
        mark = Mark(step=epoch, strength=2) if word == "step" else Mark(epoch, strength=strength)
        found.append(Row(mark, _row(header, cells, at)))
    return found


def _row(header: Sequence[str], cells: Sequence[str], without: int = -1) -> list[Cell]:
    """The numeric cells of a row under the names of their columns."""
    found: list[Cell] = []
    for at, (title, text) in enumerate(zip(header, cells, strict=False)):
        name = clean_name(title)
        if at != without and name:
            found.extend(_cell(name, text))
    return found


def _cell(name: str, text: str) -> list[Cell]:
    """A cell under a name, if it is a number and no time."""
    numeric = _NUMERIC.match(text)
    if numeric is None or grades.is_none(name) or is_time(numeric[2]):
        return []
    return [Cell(name, number(numeric[1]), numeric[2])]


def _name_values(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Cell]:
    """A table of names and their values (Lightning); several columns of values are told apart."""
    found: list[Cell] = []
    for cells in rows:
        for at, text in enumerate(cells[1:], start=1):
            suffix = f"/{header[at]}" if len(header) > 2 and at < len(header) else ""
            found.extend(_cell(clean_name(cells[0]) + suffix, text))
    return found


def _report(lines: Sequence[str], start: int) -> Table:
    """A classification report: label.precision and the like; support is none."""
    found: list[Cell] = []
    position = start + 1
    while position < len(lines):
        parts = lines[position].split()
        numbers: list[str] = []
        while parts and len(numbers) < 4 and re.fullmatch(NUMBER, parts[-1]):
            numbers.insert(0, parts.pop())
        if numbers and len(numbers) == 4 and not parts:
            parts = [numbers.pop(0)]
            parts, numbers = _label(lines[position])
        label = " ".join(parts)
        if len(numbers) == 4 and label:
            for name, text in zip(_REPORT[:3], numbers, strict=False):
                found.append(Cell(f"{label}.{name}", number(text)))
        elif len(numbers) == 2 and label == "accuracy":
            found.append(Cell(label, number(numbers[0])))
        elif lines[position].strip():
            break
        position += 1
    return Table(position - start, [Row(None, found)])


def _label(line: str) -> tuple[list[str], list[str]]:
    """A row whose label is a number itself, split at its last four numbers."""
    parts = line.split()
    return parts[:-4], parts[-4:]


class _Tables(HTMLParser):
    """Collects the cells of the tables of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("")
        self._open = tag in ("td", "th") or (self._open and tag not in ("table", "tr", "caption"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open and self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data


def read_html(text: str) -> list[Row]:
    """The rows that count of all tables of an HTML text."""
    parser = _Tables()
    parser.feed(text[:MAX_HTML])
    found: list[Row] = []
    for table in parser.tables:
        rows = [[" ".join(cell.split()) for cell in row] for row in table if row][:MAX_ROWS]
        if not rows:
            continue
        pairs = _colon_cells(rows)
        if pairs:
            found.append(Row(None, pairs))
        elif len(rows) > 1 and sum(bool(_HEADER.match(cell)) for cell in rows[0] if cell):
            found.extend(read_rows(rows[0], rows[1:]))
    return found


def _colon_cells(rows: Sequence[Sequence[str]]) -> list[Cell]:
    """Cells that end with a colon and the numbers after them, as statsmodels shows them."""
    found: list[Cell] = []
    for row in rows:
        for title, text in pairwise(row):
            if title.endswith(":"):
                found.extend(_cell(clean_name(title[:-1]), text))
    return found
