"""Where in its training a line stands: epoch, iteration, step, and how far a progress bar is.

The marks are taken out of the line, so that they are never part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .literals import Num, Value


class Mark(NamedTuple):
    """Position of a point. epoch counts the outer loop, step the inner one of `total` steps."""

    epoch: float | None = None
    step: float | None = None
    total: float | None = None
    strength: int = 0
    """2: an epoch or iteration grades what stands beside it; 1: only a series does; 0: never."""


class Marked(NamedTuple):
    """A line without its marks."""

    text: str
    mark: Mark | None
    alone: bool
    """Nothing but the mark stands on the line."""
    progress: tuple[int, int] | None
    """n and m of a progress line n/m."""


#: Word of a loop → (is it an outer loop, strength).
_LOOPS: dict[str, tuple[bool, int]] = {
    "epoch": (True, 2), "iteration": (True, 2), "iter": (True, 2), "episode": (True, 1),
    "round": (True, 1), "trial": (True, 1), "fold": (True, 0),
    "step": (False, 1), "global_step": (False, 1), "global step": (False, 1), "batch": (False, 1),
}
_ORDER = list(_LOOPS)
_PHRASE = re.compile(
    r"(?:\b(?:after|at|in|for|on|of|during)\s{1,3})?"
    r"(?<![\w./])(global[_ ]step|epoch|iteration|iter|episode|round|trial|fold|step|batch)"
    r"\s{0,4}[:#=.]?\s{0,4}([\[(]?)\s{0,4}#?(\d{1,12}(?:\.\d{1,6})?)"
    r"(?:\s{0,3}(?:/|\bof\b)\s{0,3}(\d{1,12}))?(?![\w%]|[.:/]\d|,\d{3})\s{0,4}[\])]?",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s{0,4}\[\s{0,8}(\d{1,12})\s{0,3}/\s{0,3}(\d{1,12})[^\[\]]{0,20}\]")
_LEADS = re.compile(
    r"^\s*(?:\[\s{0,8}(\d{1,12})(?:\s{0,3}([/,])\s{0,6}(\d{1,12}))?\]"
    r"(?:\s?\[\s{0,8}(\d{1,12})\s{0,3}/\s{0,3}(\d{1,12})\])?(?=[\s:])|(\d{1,12}):\t)\s*[:|-]?"
)
_BAR = re.compile(
    r"(?:\d{1,3}%\s?\|[^|]{0,400}\|\s{0,6}(\d{1,12})/(\d{1,12})|(?<!\S)(\d{1,12})it)"
    r"\s{0,3}\[([^\]]*)\]?"
)
_STEPS = re.compile(r"^\s*(\d{1,12})/(\d{1,12})\s+(?:(?:\[[=>.\s]*\]|[━─█▉=-]+)\s*)")
_STEP_OF = re.compile(
    r"(?<![\w/.])(\d{1,12})\s?/\s{0,4}(\d{1,12})\s{1,3}(?:batch|step|iter)\w{0,6}\b"
)
_NOISE = re.compile(r"[\W_]*")
#: What may stand beside an epoch that is alone on its line: how long it took.
_CLOCKED = re.compile(r"(?:[\W\d_]|(?:epoch|time|elapsed|[hms]|min|sec)\b)*$", re.IGNORECASE)
_LEAD_NOISE = re.compile(r"^[\s\t:,|>=*#-]+")


def mark_line(line: str) -> Marked:
    """The line without progress bars and marks, and what they said."""
    line, progress = _without_progress(line)
    levels: dict[str, tuple[float, float | None]] = {}
    line, mark = _lead(line)
    parts: list[str] = []
    done = 0
    for found in _PHRASE.finditer(line):
        word = found[1].lower().replace(" ", "_")
        if word in levels:
            continue
        levels[word] = (float(found[3]), float(found[4]) if found[4] else None)
        parts.append(line[done : found.start()])
        done = found.end()
        share = _SHARE.match(line, done) or _STEP_OF.search(line, done, done + 40)
        if share and _LOOPS[word][0] and "step" not in levels:
            levels["step"] = (float(share[1]), float(share[2]))
            parts[-1] += line[done : share.start()]
            done = share.end()
    rest = _rejoined([*parts, line[done:]])
    if levels:
        mark = _mark(levels, mark)
        if not _NOISE.sub("", parts[0]):
            rest = _LEAD_NOISE.sub("", rest)
    alone = _alone(rest, mark if levels else None, clocked="|" in line)
    return Marked(rest, mark, alone, progress)


def _alone(rest: str, mark: Mark | None, *, clocked: bool) -> bool:
    """Whether an epoch or iteration stands alone on its line; clocked: but for a time behind it."""
    if mark is None or mark.step is not None or mark.strength < 2:
        return False
    return not _NOISE.sub("", rest) or (clocked and bool(_CLOCKED.match(rest)))


def _rejoined(parts: list[str]) -> str:
    """What stood around the marks, as one text: a separator after a mark follows the name."""
    text = parts[0]
    for part in parts[1:]:
        after = part.lstrip(" ")
        text = text.rstrip(" ") + ("" if after[:1] in (":", "=") else " ") + after
    return text


def _without_progress(line: str) -> tuple[str, tuple[int, int] | None]:
    """A progress bar replaced by what stands in its bracket; else a `n/m` at the start dropped."""
    bar = _BAR.search(line)
    if bar:
        inner = bar[4].split(",")
        kept = [part for part in inner if "=" in part]
        tail = line[bar.end() :]
        text = "\t".join([line[: bar.start()].rstrip(": "), *kept, tail])
        return text, (int(bar[1]), int(bar[2])) if bar[1] else None
    steps = _STEPS.match(line)
    if steps:
        return line[steps.end() :], (int(steps[1]), int(steps[2]))
    return line, None


def _lead(line: str) -> tuple[str, Mark | None]:
    """Marks that open a line in brackets: [3], [1/5], [1/5][100/938], [1, 2000], or `3:` + tab."""
    found = _LEADS.match(line)
    if not found:
        return line, None
    rest = line[found.end() :]
    if found[6]:
        return rest, Mark(epoch=float(found[6]), strength=2)
    epoch = float(found[1])
    if found[4]:
        return rest, Mark(epoch, float(found[4]), float(found[5]), 2)
    if found[2] == ",":
        return rest, Mark(epoch, float(found[3]), None, 2)
    return rest, Mark(epoch=epoch, strength=2)


def _mark(levels: Mapping[str, tuple[float, float | None]], lead: Mark | None) -> Mark:
    """One mark of the loops a line names: the outermost is the epoch, the next inner the step."""
    outer = next((word for word in _ORDER if word in levels and _LOOPS[word][0]), None)
    inner = next((word for word in levels if word != outer and not _LOOPS[word][0]), None)
    if inner is None and outer == "epoch":
        inner = next((word for word in ("iteration", "iter") if word in levels), None)
    strength = max(_LOOPS[word][1] for word in levels)
    step, total = levels[inner] if inner else (None, None)
    if outer is None:
        if lead and lead.epoch is not None:
            return Mark(lead.epoch, step, total, 2)
        return Mark(step=step, total=total, strength=strength)
    if inner is None and lead and lead.epoch is not None and lead.step is None:
        return Mark(levels[outer][0], lead.epoch, None, strength)
    return Mark(levels[outer][0], step, total, strength)


def share_of(line: str, held: Mark) -> tuple[str, Mark]:
    """A line under an epoch that ends in [a/b]: the line without it, a as the step of b."""
    found = _SHARE.search(line)
    if not found or held.step is not None:
        return line, held
    mark = held._replace(step=float(found[1]), total=float(found[2]))
    return line[: found.start()] + line[found.end() :], mark


def mark_of(items: Mapping[str, Value]) -> Mark | None:
    """The mark among the entries of a dict."""
    levels: dict[str, tuple[float, float | None]] = {}
    for name, value in items.items():
        word = name.lower().replace(" ", "_")
        if word in _LOOPS and isinstance(value, Num):
            levels[word] = (value.value, None)
    return _mark(levels, None) if levels else None


def loop_word(name: str) -> tuple[str, int] | None:
    """The loop word that a column or key is, with its strength."""
    word = name.strip().lower().replace(" ", "_")
    return (word, _LOOPS[word][1]) if word in _LOOPS else None
