"""The state of a repository, against the real git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from runfolio.probes.git import parse_status, read_git


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=no")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "trunk")
    (folder / "a.py").write_text("a = 1\n")
    (folder / "b.py").write_text("b = 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_clean(repository):
    state = read_git(repository)
    assert state is not None
    assert state.commit == git(repository, "rev-parse", "HEAD")
    assert (state.branch, state.dirty, state.changed_files) == ("trunk", False, 0)


def test_changes_of_tracked_files_from_a_folder_below(repository):
    (repository / "a.py").write_text("a = 2\n")
    git(repository, "rm", "-q", "b.py")
    (repository / "data").mkdir()
    (repository / "data" / "untracked.csv").write_text("1\n")
    state = read_git(repository / "data")
    assert state is not None
    assert (state.dirty, state.changed_files) == (True, 2)


def test_detached_head(repository):
    git(repository, "checkout", "-q", "--detach")
    state = read_git(repository)
    assert state is not None
    assert state.branch is None


def test_no_lock_is_taken_and_no_program_of_the_repository_runs(repository):
    marker = repository / "ran"
    git(repository, "config", "core.fsmonitor", f"touch {marker}")
    (repository / ".git" / "index.lock").write_text("")
    index = (repository / ".git" / "index").read_bytes()
    assert read_git(repository) is not None
    assert not marker.exists()
    assert (repository / ".git" / "index").read_bytes() == index


def test_other_variables_do_not_point_elsewhere(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert read_git(repository) is not None


def test_no_commit_no_repository_no_folder_no_git(tmp_path, repository, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    assert read_git(empty) is None
    assert read_git(tmp_path) is None
    assert read_git(tmp_path / "nowhere") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_git(repository) is None


def test_a_git_that_does_not_answer_is_left(tmp_path, monkeypatch):
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 600\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_git(tmp_path, timeout=0.1) is None


def test_parse_counts_every_kind_of_change():
    text = (
        "# branch.oid abc\n# branch.head (detached)\n# branch.ab +0 -0\n"
        "1 .M N... 100644 100644 100644 a b x.py\n"
        "2 R. N... 100644 100644 100644 a b R100 new\told\n"
        "u UU N... 1 2 3 4 a b c conflict.py\n? untracked\n"
    )
    state = parse_status(text)
    assert state is not None
    assert (state.commit, state.branch, state.changed_files) == ("abc", None, 3)


@pytest.mark.parametrize("text", ["", "# branch.oid (initial)\n# branch.head trunk\n", "fatal"])
def test_parse_without_a_commit(text):
    assert parse_status(text) is None
