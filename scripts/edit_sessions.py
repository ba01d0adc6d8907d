"""Play twenty edit sessions and record them with what is true: fixtures/edit-sessions/*.json.

    python scripts/edit_sessions.py

A session is what a server sees of somebody who works on a notebook (edit_session_player.py):
documents, executions with or without ids. Beside each execution stands which cell it was (`cell`,
one name for its whole life) and what had been done to that cell since it last ran (`done`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edit_session_notebooks import DEVELOPING, PASTED, SCORED, Source
from edit_session_player import Cell, Session

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "edit-sessions"


def _tune(s: Session, times: int) -> None:
    for _ in range(times):
        cell = s.any()
        s.edit_value(cell)
        s.run(*s.cells[s.cells.index(cell):][: s.random.randint(1, 3)])


def values(s: Session) -> None:
    """Tuning in the browser, then headless runs of the same notebook."""
    s.run_all()
    _tune(s, 8)
    s.client(with_ids=False)
    s.kernel()
    s.run_all()
    s.edit_value(s.any())
    s.kernel()
    s.run_all()


def reloads(s: Session) -> None:
    """A notebook stored without ids, loaded again and again, edited before and after."""
    s.run_all()
    for _ in range(3):
        _tune(s, 2)
        s.edit_value(s.any())
        s.reload()
        s.edit_value(s.any())
        s.kernel()
        s.run_all()
    s.reload()
    s.rewrite(min(s.source.rewrites))
    s.run_all()


def headless(s: Session) -> None:
    """A client without ids that runs the whole file after each change."""
    s.client(with_ids=False)
    s.run_all()
    first, second = sorted(s.source.rewrites)
    changes: list[Callable[[], Any]] = [
        lambda: s.edit_value(s.cells[-2]), lambda: s.insert(2), lambda: s.rewrite(second),
        lambda: s.edit_value(s.similar()[1]), lambda: s.rewrite(first),
        lambda: s.insert(len(s.cells) - 1, "pasted"), lambda: s.add_line(s.similar()[0])]
    for change in changes:
        change()
        s.kernel()
        s.run_all()


def typed(s: Session) -> None:
    """A client without ids whose user edits cells and runs them one by one."""
    s.client(with_ids=False)
    s.run(*s.cells)
    for _ in range(12):
        cell = s.any()
        for _ in range(s.random.randint(1, 3)):
            s.edit_value(cell)
            s.run(cell)
        at = s.cells.index(cell)
        s.run(*s.cells[at + 1 : at + 2])
    s.run(s.rewrite(max(s.source.rewrites)))
    s.run(*s.cells)


def in_turn(s: Session) -> None:
    """Two very similar cells edited in turn, by both kinds of client and over a reload."""
    s.run_all()
    one, other = s.similar()
    for round_ in range(3):
        for _ in range(3):
            s.edit_value(one)
            s.run(one)
            s.edit_value(other)
            s.run(other)
        if round_ == 0:
            s.client(with_ids=False)
            s.run(one, other)
        elif round_ == 1:
            s.client(with_ids=True)
            s.reload()
            s.edit_value(one)
            s.edit_value(other)
            s.run(other, one)


def reshaped(s: Session) -> None:
    """Split, merge, move in the browser; then a reload without stored ids."""
    s.run_all()
    cell = next(one for one in s.cells if one.source.count("\n") >= 3)
    s.run(s.split(cell), cell)
    s.move(s.cells[-1], -3)
    s.run_all()
    s.merge(s.cells[2])
    s.run(s.cells[2])
    s.reload()
    s.run_all()
    s.split(next(one for one in reversed(s.cells) if one.source.count("\n") >= 3))
    s.run_all()
    s.move(s.cells[1], 4)
    s.reload()
    s.run_all()


def copies(s: Session) -> None:
    """Cells duplicated and edited; a copy of the file, with the same ids, is worked on in turn."""
    s.run_all()
    one = s.similar()[0]
    twin = s.duplicate(one)
    s.run(twin)
    s.edit_value(twin)
    s.run(twin, one)
    original = s.notebook, s.cells
    copied = [Cell(f"copy {cell.truth}", cell.id, cell.source, "file copied") for cell in s.cells]
    s.notebook, s.cells = "copy", copied
    s.run_all()
    s.edit_value(s.cells[-2])
    s.run_all(3)
    s.notebook, s.cells = original
    _tune(s, 3)
    s.reload()
    s.run_all()
    s.client(with_ids=False)
    s.kernel()
    s.run_all()


def alternating(s: Session) -> None:
    """Browser and headless runs of one notebook in turn, edited between."""
    for _ in range(3):
        s.client(with_ids=True)
        s.run_all()
        _tune(s, 2)
        s.edit_value(s.any())
        s.insert(s.random.randint(1, len(s.cells) - 1))
        s.client(with_ids=False)
        s.kernel()
        s.run_all()
        s.edit_value(s.any())
        s.kernel()
        s.run_all()
        s.kernel()


def renamed(s: Session) -> None:
    """A name renamed over all cells, in the browser, before a reload, and headless."""
    s.run_all()
    s.rename()
    s.run_all()
    s.reload()
    s.run_all()
    old, new = s.source.rename
    s.source = Source(s.source.cells, s.source.rewrites, s.source.similar, (new, f"{old}_all"))
    s.rename()
    s.reload()
    s.run_all()
    s.source = Source(s.source.cells, s.source.rewrites, s.source.similar, (f"{old}_all", "data_"))
    s.client(with_ids=False)
    s.rename()
    s.kernel()
    s.run_all()


def undone(s: Session) -> None:
    """Deleted and undone, pasted from elsewhere, inserted above, back to earlier code."""
    s.run_all()
    cell = s.cells.pop(4)
    s.run(*s.cells[3:6])
    s.cells.insert(4, cell)
    cell.done = "deleted and undone"
    s.run(cell)
    s.run(s.insert(0, "inserted above"), s.insert(5, "pasted"))
    before = cell.source
    s.edit_value(cell)
    s.run(cell)
    cell.source, cell.done = before, "edit undone"
    s.run(cell)
    gone = s.cells.pop(6)
    s.reload()
    s.run_all()
    s.cells.insert(6, gone)
    gone.done = "deleted and undone"
    s.client(with_ids=False)
    s.kernel()
    s.run_all()
    before = cell.source
    s.edit_value(cell)
    s.run(cell)
    cell.source, cell.done = before, "edit undone"
    s.run(cell)
    s.cells.remove(cell)
    s.run(s.insert(2, "inserted above"))
    s.run_all()


SCENARIOS = (values, reloads, headless, typed, in_turn, reshaped, copies, alternating, renamed,
             undone)


def main() -> None:
    """Write the twenty files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for half, sources in (("developing", DEVELOPING), ("scored", SCORED)):
        for nth, scenario in enumerate(SCENARIOS):
            chance = random.Random(f"{half} {scenario.__name__}")  # noqa: S311 (no secret)
            session = Session(sources[nth % len(sources)], PASTED[half], chance)
            scenario(session)
            recorded = {"about": (scenario.__doc__ or "").strip(), "half": half,
                        "events": session.events}
            text = json.dumps(recorded, ensure_ascii=False, indent=0)
            (FOLDER / f"{half}-{scenario.__name__}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
