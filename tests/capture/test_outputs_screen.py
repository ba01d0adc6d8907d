"""What a stream shows at last, by JupyterLab's rules, whatever the chunks are."""

from __future__ import annotations

import hashlib
import itertools
import random

import pytest

from runfolio.capture.screen import LINE, PIECE, Stream


def shown(*chunks: str, head: int = 1000, tail: int = 1000) -> str:
    stream = Stream(head, tail)
    for chunk in chunks:
        stream.add(chunk)
    assert stream.total == len("".join(chunks).encode())
    assert stream.digest == hashlib.sha256("".join(chunks).encode()).hexdigest()
    ends = stream.ends()
    assert stream.ends() == ends, "reading changes nothing"
    return ends.head + ends.tail


@pytest.mark.parametrize(("sent", "seen"), [
    ("", ""),
    ("a\n", "a\n"),
    ("0%\r50%\r100%\n", "100%\n"),
    ("100%\r50", "500%"),
    ("abc\rX\n", "Xbc\n"),
    ("abc\r\nd", "abc\nd"),
    ("abc\r\r\r\nd", "abc\nd"),
    ("abc\b\bX", "aX"),
    ("\b\b\babc", "abc"),
    ("a\n\b\bb", "a\nb"),
    ("ab\rX\n\rcd\rY", "Xb\nYd"),
    ("long line\rnew\nend\n", "newg line\nend\n"),
    ("1/3\b\b\b2/3\b\b\b3/3\n", "3/3\n"),
    ("漢字\ré\n", "é字\n"),
    ("\x1b[1m1\x1b[0m\r\x1b[1m2\x1b[0m\n", "\x1b[1m2\x1b[0m\n"),
])
def test_what_is_seen(sent, seen):
    assert shown(sent) == seen
    assert shown(*sent) == seen, "one character at a time"
    for cut in range(len(sent)):
        assert shown(sent[:cut], sent[cut:]) == seen


def by_the_book(text: str) -> str:
    """The rules again, one character at a time on one list."""
    screen: list[str] = []
    at = 0
    for char in text:
        if char == "\n":
            screen.append(char)
            at = len(screen)
        elif char == "\r":
            while at and screen[at - 1] != "\n":
                at -= 1
        elif char == "\b":
            if at and screen[at - 1] != "\n":
                at -= 1
                del screen[at]
        else:
            screen[at:at + 1] = [char]
            at += 1
    return "".join(screen)


def test_random_texts_in_random_chunks():
    dice = random.Random(7)
    for _ in range(500):
        text = "".join(dice.choices("ab漢\n\r\b\r\n", k=dice.randrange(60)))
        cuts = sorted(dice.choices(range(len(text) + 1), k=dice.randrange(6)))
        chunks = [text[a:b] for a, b in itertools.pairwise([0, *cuts, len(text)])]
        assert shown(*chunks) == by_the_book(text), repr(chunks)


def test_ends_of_what_is_shown_not_of_what_was_sent():
    """A bar of a megabyte in one line is its last state; the count is of all that was sent."""
    stream = Stream(10, 10)
    for step in range(20_000):
        stream.add(f"\rstep {step:6d} of the whole")
    ends = stream.ends()
    assert (ends.head, ends.tail) == ("step  1999", " the whole")
    assert ends.left_out == len("step  19999 of the whole") - 20
    assert stream.total == 20_000 * len("\rstep 000000 of the whole")
    assert stream.kept < 100


def test_a_line_without_end_is_bounded():
    stream = Stream(1000, 1000)
    for _ in range(200):
        stream.add("x" * 1000)
    stream.add("y" * 5 * PIECE)
    assert stream.kept < 4 * LINE
    ends = stream.ends()
    assert (ends.head, ends.tail) == ("x" * 1000, "y" * 1000)
    assert ends.left_out == stream.total - 2000
    stream.add("\rz\n")
    assert stream.ends().left_out == stream.total - 2 - 2000, "what is over the line's cap stays"


def test_what_was_missed_voids_the_digest():
    stream = Stream(10, 10)
    stream.add("a")
    stream.miss()
    stream.add("b")
    assert (stream.digest, stream.total, stream.ends().head) == (None, 2, "ab")
