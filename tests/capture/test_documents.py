"""A document made ready to be kept: no outputs, no secrets, caps, cells that say off."""

from __future__ import annotations

import json
import os

import msgspec
import pytest

from runfolio import ids
from runfolio.capture import documents
from runfolio.capture.documents import DocumentCell, prepare, read, stamp
from runfolio.capture.sources import Sources
from runfolio.models.snapshot import SnapshotDocument

SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


def code(cell_id: str, text: str | None, **more) -> DocumentCell:
    return DocumentCell(cell_id, "code", text, **more)


def kept(prepared) -> tuple[SnapshotDocument, dict[str, str]]:
    """The document and the texts that would be stored."""
    texts = {part.digest: part.data.decode() for part in prepared.parts}
    return msgspec.json.decode(texts.pop(prepared.digest), type=SnapshotDocument), texts


def test_texts_are_kept_by_digest_and_equal_ones_are_one() -> None:
    document, texts = kept(prepare([code("a", "x = 1"), code("b", "x = 1")], "python"))
    assert [cell.cell_id for cell in document.cells] == ["a", "b"]
    assert {cell.source_digest for cell in document.cells} == {ids.digest(b"x = 1")}
    assert texts == {ids.digest(b"x = 1"): "x = 1"}


def test_secrets_leave_and_are_counted_and_no_digest_of_the_text_with_them_stays() -> None:
    text = f"token = '{SECRET}'"
    prepared = prepare([code("a", text), DocumentCell("m", "markdown", f"key: {SECRET}")],
                       "python")
    document, texts = kept(prepared)
    assert [cell.redactions for cell in document.cells] == [1, 1]
    stored = b"".join(part.data for part in prepared.parts)
    assert SECRET.encode() not in stored
    assert ids.digest(text.encode()).encode() not in stored
    assert all("[removed:" in found for found in texts.values())


def test_a_cell_that_says_off_is_left_out_but_a_heading_is_none() -> None:
    text = "#| track: off\nprivate = 1"
    document, texts = kept(prepare([code("a", text), DocumentCell("m", "markdown", text)],
                                   "python"))
    assert [cell.left_out for cell in document.cells] == ["off", None]
    assert list(texts.values()) == [text], "of the markdown cell"


def test_caps_leave_texts_out_and_say_so(monkeypatch) -> None:
    monkeypatch.setattr(documents, "CELL_CHARS", 10)
    monkeypatch.setattr(documents, "DOCUMENT_CHARS", 12)
    document, texts = kept(prepare(
        [code("a", "x" * 11), code("b", "y" * 9), code("c", "z" * 4), code("d", "w" * 3),
         code("e", None, left_out="off"), code("f", None)], "python"))
    assert [cell.left_out for cell in document.cells] == [
        "too-large", None, "too-large", None, "off", "too-large"]
    assert sorted(texts.values()) == ["www", "y" * 9]


def test_what_is_known_to_be_kept_is_not_made_again() -> None:
    learned: dict[str, documents.Clean] = {}
    cells = [code("a", "x = 1"), code("b", "y = 2")]
    first = prepare(cells, "python", learned=learned.__setitem__)
    again = prepare(cells, "python", known=learned.get)
    assert again.digest == first.digest
    assert [part.digest for part in again.parts] == [first.digest], "the list alone"


def test_a_lone_surrogate_costs_a_character_not_the_document() -> None:
    _, texts = kept(prepare([code("a", "x = '\ud800'")], "python"))
    assert list(texts.values()) == ["x = '?'"]


def notebook(*cells: dict, **more) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells),
                       **more}).encode()


def test_a_saved_file_is_read_without_its_outputs(tmp_path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(notebook(
        {"cell_type": "code", "id": "a", "source": ["x = 1\n", "x"], "metadata": {},
         "execution_count": 1, "outputs": [{"output_type": "stream", "text": "secret output"}]},
        {"cell_type": "markdown", "source": "# T", "metadata": {"tags": ["other", 3]}},
        {"cell_type": "code", "id": "c", "source": "p = 1", "metadata": {"tags": ["track:off"]}},
        {"cell_type": "code", "id": "d", "source": "p = 1",
         "metadata": {"runfolio": {"track": "off"}}}))
    cells = read(path)
    assert cells is not None
    assert [(cell.cell_id, cell.text, cell.left_out) for cell in cells] == [
        ("a", "x = 1\nx", None), ("cell-2", "# T", None), ("c", None, "off"), ("d", None, "off")]


@pytest.mark.parametrize("text", [
    b"", b"{", b"[]", b"\xff\xfe", notebook(nbformat=3), b'{"nbformat": 4}',
    notebook({"cell_type": "heading"})])
def test_a_file_that_is_no_notebook_is_none(tmp_path, text) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(text)
    assert read(path) is None


def test_only_regular_files_under_the_cap_are_read(tmp_path, monkeypatch) -> None:
    pipe = tmp_path / "pipe.ipynb"
    os.mkfifo(pipe)
    assert stamp(pipe) is None
    assert read(pipe) is None, "and it is not waited for"
    assert stamp(tmp_path) is None
    assert stamp(tmp_path / "nothing") is None
    path = tmp_path / "a.ipynb"
    path.write_bytes(notebook())
    assert stamp(path) is not None
    monkeypatch.setattr(documents, "FILE_BYTES", 10)
    assert stamp(path) is None


def test_sources_are_taken_by_their_true_digest_only_and_bounded() -> None:
    sources = Sources(most=10)
    sources.take({ids.digest(b"one"): "one", ids.digest(b"two"): "forged"})
    assert sources.get(ids.digest(b"one")) == "one"
    assert ids.digest(b"two") not in sources
    sources.take({ids.digest(text.encode()): text for text in ("three", "four")})
    assert ids.digest(b"one") not in sources
    assert sources.get(ids.digest(b"four")) == "four"
