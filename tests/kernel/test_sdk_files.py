"""artifact, model, dataset, log_series: facts into the spool, never an exception."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

import runfolio
from runfolio.capture.logged import Logged, add, contents_of
from runfolio.kernel import files


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_file_by_its_path(logged_now, tmp_path, monkeypatch):
    (tmp_path / "roc.png").write_bytes(b"picture")
    monkeypatch.chdir(tmp_path)
    runfolio.artifact("roc.png")
    (file,) = logged_now().files
    assert (file.kind, file.name, file.path) == ("artifact", "roc.png", str(tmp_path / "roc.png"))
    assert (file.size, file.digest, file.media_type) == (7, _sha(b"picture"), "image/png")
    assert not file.kept


def test_a_folder_has_the_digest_of_its_files(logged_now, tmp_path):
    root = tmp_path / "data"
    (root / "b").mkdir(parents=True)
    (root / "b" / "x").write_bytes(b"1")
    (root / "a").write_bytes(b"22")
    (root / "link").symlink_to(root / "a")
    runfolio.dataset(root, "train")
    (file,) = logged_now().files
    listed = "".join(f"{name}\0{_sha(data)}\n" for name, data in (("a", b"22"), ("b/x", b"1")))
    assert (file.kind, file.name, file.files, file.size) == ("dataset", "train", 2, 3)
    assert file.digest == _sha(listed.encode())


def test_bytes_are_kept_and_leave_the_spool(spool, tmp_path):
    runfolio.artifact(b"%PDF", "report.pdf")
    folder = tmp_path / "spool" / "runfolio" / "k1"
    (content,) = folder.glob("*.content")
    assert content.stat().st_mode & 0o777 == 0o600
    records = spool.drain("k1")
    (kept,) = contents_of(records)
    assert (kept.data, kept.mime, kept.digest) == (b"%PDF", "application/pdf", _sha(b"%PDF"))
    assert not list(folder.glob("*.content"))
    logged = Logged()
    add(logged, records[0])
    assert (logged.files[0].kept, logged.files[0].size) == (True, 4)


def test_text_with_a_secret_is_not_kept(spool):
    runfolio.artifact(b"db = postgresql://me:hunter22@host/x", "config.txt")
    records = spool.drain("k1")
    assert contents_of(records) == []
    logged = Logged()
    add(logged, records[0])
    assert not logged.files[0].kept


def test_too_many_bytes_are_facts_only(logged_now, monkeypatch):
    monkeypatch.setattr(files, "CONTENT_BYTES", 3)
    runfolio.artifact(b"1234", "a")
    monkeypatch.setattr(files, "CONTENT_BYTES", 9)
    monkeypatch.setattr(files, "ALL_CONTENT_BYTES", 5)
    runfolio.artifact(b"1234", "b")
    runfolio.artifact(b"4567", "c")
    assert [(file.name, file.kept, file.size) for file in logged_now().files] == [
        ("a", False, 4), ("b", True, 4), ("c", False, 4)]


def test_objects_say_what_they_are(logged_now):
    runfolio.model(Ridge(alpha=0.5), "ridge")
    runfolio.dataset(pd.DataFrame({"a": [1, 2], "b": [3, 4]}), "table")
    runfolio.dataset(np.zeros((3, 4)))
    ridge, table, array = logged_now().files
    assert (ridge.kind, ridge.type, ridge.params["alpha"]) == (
        "model", "sklearn.linear_model._ridge.Ridge", 0.5)
    assert ridge.version
    assert (table.shape, table.columns, table.unhashed) == ([2, 2], ["a", "b"], "in memory")
    assert (array.name, array.shape) == ("ndarray", [3, 4])


def test_urls_are_not_fetched_and_lose_their_password(logged_now):
    runfolio.dataset("https://me:hunter22@host/data/x.csv?token=1")
    (file,) = logged_now().files
    assert (file.name, file.unhashed) == ("x.csv", "not fetched")
    assert "hunter22" not in (file.url or "")


@pytest.mark.parametrize(("limit", "said"), [("HASH_BYTES", "too large"),
                                             ("MAX_FILES", "too many files")])
def test_what_would_take_too_long_is_not_hashed(logged_now, tmp_path, monkeypatch, limit, said):
    (tmp_path / "d").mkdir()
    for name in "ab":
        (tmp_path / "d" / name).write_bytes(b"x" * 10)
    monkeypatch.setattr(files, limit, 1)
    runfolio.dataset(tmp_path / "d")
    (file,) = logged_now().files
    assert (file.digest, file.unhashed) == (None, said)


def test_a_file_that_changes_while_it_is_read(logged_now, tmp_path, monkeypatch):
    path = tmp_path / "growing"
    path.write_bytes(b"1")
    plain = files._identity
    monkeypatch.setattr(files, "_identity",
                        lambda about: (plain(about), path.write_bytes(os.urandom(9))))
    runfolio.artifact(path)
    (file,) = logged_now().files
    assert (file.digest, file.unhashed) == (None, "changed while read")


@pytest.mark.parametrize("path", ["/nothing/at/all", "/dev/null"])
def test_what_is_no_file_is_said(logged_now, path):
    runfolio.artifact(path)
    (file,) = logged_now().files
    assert file.digest is None
    assert file.unhashed


class Hostile:
    def __getattribute__(self, name: str) -> object:
        raise RuntimeError("no")


@pytest.mark.parametrize("function", [runfolio.artifact, runfolio.model, runfolio.dataset])
@pytest.mark.parametrize("make", [Hostile, lambda: None, lambda: 3, lambda: Path("/nothing"),
                                  lambda: b"", lambda: ""])
def test_nothing_raises(spool, function, make):
    function(make())
    function(make(), name=Hostile())


def test_a_name_logged_again_is_the_last_one(logged_now):
    runfolio.artifact(b"1", "a")
    runfolio.model(b"1", "a")
    runfolio.artifact(b"22", "a")
    assert [(file.kind, file.size) for file in logged_now().files] == [
        ("model", 1), ("artifact", 2)]


def test_a_series_at_once(logged_now):
    runfolio.log_series("loss", [0, 0.5], np.array([1.0, float("nan")]))
    runfolio.log_series("acc", None, range(20_000))
    logged = logged_now()
    assert (logged.metrics["loss"].x, logged.metrics["loss"].values) == ([0, 0.5], [1.0, "NaN"])
    assert logged.metrics["acc"].values == list(range(20_000))
    assert logged.metrics["acc"].x == list(range(20_000))


@pytest.mark.parametrize(("x", "values"), [([1], [1, 2]), (None, 3), (["a"], [1]), (None, ["b"]),
                                           (Hostile, [1])])
def test_a_series_that_is_none_is_left_out_and_said(spool, capsys, x, values):
    runfolio.log_series("a", x() if callable(x) else x, values)
    assert spool.drain("k1") == []
    assert capsys.readouterr().err.startswith("runfolio: ")


@pytest.mark.parametrize("line", [
    '["f",1,null,"a",3]', '["f",1,null,"a",{"kind":"nothing"}]', '["s",1,null,"a",[[1.0],[]]]',
    '["s",1,null,"a",[[1.0],["x"]]]', '["m",1,null,"a",1.0,"no token"]', '["b",1,null,"a",null]',
    '["f",1,null,"a",{"kind":"artifact","content":"../../etc/passwd"}]', '["m",-1,null,"a",1.0]',
    '["m",99999999999999999999,null,"a",1.0]', '[["m"],1,null,"a",1.0]'])
def test_a_line_that_nobody_wrote_takes_nothing_down(spool, logged_now, tmp_path, line):
    folder = tmp_path / "spool" / "runfolio" / "k1"
    head = '{"runfolio":1,"msg_id":"m1"}'
    (folder / "1-1-000001.jsonl").write_text(f'{head}\n{line}\n["m",2,null,"good",1.0]\n')
    logged = logged_now()
    assert list(logged.metrics) == ["good"]
    assert all(file.digest is None for file in logged.files)
