"""What is asked of a kernel, told as a browser would; the notebook's place and file."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from runfolio import ids
from runfolio.errors import BadRequest, NotFound
from runfolio.headless import document
from runfolio.headless.place import path_in, root_of
from runfolio.headless.progress import first_line


def test_the_intent_names_the_cells_that_run(make):
    cells = [new_markdown_cell("# One\ntext\n```\n# no\n```"), new_code_cell("a = 1"),
             new_code_cell("  \n"), new_raw_cell("raw"), new_markdown_cell("no heading"),
             new_code_cell("b", metadata={"tags": ["track:off"], "runfolio": {"step": "s"}}),
             new_code_cell("c", metadata={"tags": ["skip-execution"]})]
    notebook = make(*cells)
    intent = document.intent_of(notebook, "k", "a.ipynb")
    assert (intent.kind, intent.kernel_id, intent.path) == ("run-all", "k", "a.ipynb")
    assert [item.cell_id for item in intent.items] == [cells[1].id, cells[5].id]
    assert intent.items[0].source_digest == ids.digest(b"a = 1")
    assert (intent.items[1].tags, intent.items[1].runfolio) == (["track:off"], {"step": "s"})
    assert intent.cells is not None
    assert [cell.cell_id for cell in intent.cells] == [cell.id for cell in cells]
    assert {cell.heading for cell in intent.cells} == {"One"}


def test_what_is_no_notebook_is_said(tmp_path):
    with pytest.raises(NotFound):
        document.read(tmp_path / "nothing.ipynb")
    (tmp_path / "x.ipynb").write_text("{")
    with pytest.raises(BadRequest, match="is no notebook"):
        document.read(tmp_path / "x.ipynb")


def test_writing_leaves_a_whole_file_and_nothing_else(make, tmp_path):
    path = tmp_path / "out.ipynb"
    path.write_text("old")
    path.chmod(0o640)
    document.write(make(new_code_cell("a")), path)
    assert [cell.source for cell in nbformat.read(path, 4).cells] == ["a"]
    assert path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(AttributeError):
        document.write(object(), path)
    assert [found.name for found in tmp_path.iterdir()] == ["out.ipynb"]
    assert nbformat.read(path, 4).cells


@pytest.mark.parametrize(("roots", "here", "root", "path"), [
    ([], "/w", "/w", "p/a.ipynb"), ([], "/other", "/", "/w/p/a.ipynb"),
    (["/w", "/w/p", "/x"], "/w", "/w/p", "a.ipynb"), (["/x"], "/w/p", "/w/p", "a.ipynb")])
def test_a_notebook_has_the_path_that_a_server_gives_it(roots, here, root, path):
    notebook = Path("/w/p/a.ipynb")
    found = root_of(notebook, [Path(one) for one in roots], Path(here))
    assert (str(found), path_in(found, notebook)) == (root, path)


@pytest.mark.parametrize(("source", "line"), [
    ("\n# why\n\nx = 1\ny", "x = 1"), ("# only", "# only"), ("", ""), ("a\x1b[2Jb", "a [2Jb")])
def test_the_first_line_that_says_something(source, line):
    assert first_line(source) == line
