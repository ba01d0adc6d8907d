"""How often the cell of an execution is told right, on the edit sessions.

    python bench/cell_identity.py [developing|scored] [--wrong]

An execution is right when its key is the one that its cell got at first, and no other cell's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runfolio.rules.cellkeys import CellKeys

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "edit-sessions"


@dataclass(frozen=True)
class Answer:
    """One execution: what was answered, and whether that is right."""

    session: str
    nth: int
    done: str
    cell: str
    taken_for: str
    confidence: float
    right: bool


def sessions(half: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Name and events of the sessions of one half."""
    for path in sorted(FOLDER.glob(f"{half}-*.json")):
        yield path.stem, json.loads(path.read_text("utf-8"))["events"]


def digest(code: str) -> str:
    """The digest of code as steps have it."""
    return hashlib.sha256(code.encode()).hexdigest()


def play(name: str, events: list[dict[str, Any]]) -> list[Answer]:
    """Ask for the cell of each execution of a session. An alias is all that outlives a kernel."""
    notebooks: dict[str, CellKeys] = {}
    truth_of: dict[str, str] = {}
    key_of: dict[str, str] = {}
    answers: list[Answer] = []
    for nth, event in enumerate(events):
        keys = notebooks.setdefault(event["notebook"], CellKeys(event["notebook"]))
        if event["kind"] == "kernel":
            keys.begin_epoch()
        elif event["kind"] == "document":
            cells = event["cells"]
            keys.set_document([cell["cell_id"] for cell in cells],
                              {cell["cell_id"]: digest(cell["source"]) for cell in cells})
        else:
            code, cell = event["code"], event["cell"]
            key, confidence = keys.resolve(event["cell_id"], digest(code), code,
                                           at_once=event["at_once"])
            owner = truth_of.setdefault(key, cell)
            first = key_of.setdefault(cell, key)
            answers.append(Answer(name, nth, event["done"], cell, owner, confidence,
                                  owner == cell and first == key))
    return answers


def share(answers: list[Answer]) -> float:
    """The share of right answers, 0 to 1."""
    return sum(answer.right for answer in answers) / len(answers)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("half", nargs="?", default="scored", choices=("developing", "scored"))
    parser.add_argument("--wrong", action="store_true", help="list what was told wrong")
    options = parser.parse_args()
    answers = [one for name, events in sessions(options.half) for one in play(name, events)]
    for title, field in (("what was done", "done"), ("session", "session")):
        print(f"{title:34} {'right':>6} {'of':>5}")
        total, right = Counter[str](), Counter[str]()
        for answer in answers:
            total[getattr(answer, field)] += 1
            right[getattr(answer, field)] += answer.right
        for what, count in sorted(total.items()):
            print(f"{what:34} {right[what]:6} {count:5}")
    unsure = [answer for answer in answers if answer.confidence < 1]
    guessed = [answer for answer in answers if answer.confidence < 0.95]
    for what, some in (("all", answers), ("confidence below 1", unsure),
                       ("confidence below 0.95", guessed)):
        print(f"{what:34} {sum(one.right for one in some):6} {len(some):5}"
              f" {100 * share(some):6.1f} %" if some else f"{what}: none")
    for answer in answers if options.wrong else ():
        if not answer.right:
            print(answer)


if __name__ == "__main__":
    main()
