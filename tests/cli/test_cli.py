"""jupyter runfolio list and show, from a store that a server has open."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from runfolio.cli.main import main


def _main(capsys, *argv):
    status = main(argv)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_list_names_runs_newest_first(capsys, folder, kept):
    status, out, _ = _main(capsys, "list", "--store-dir", folder)
    lines = out.splitlines()
    assert status == 0
    assert [line.split()[0] for line in lines] == ["RUN", "#1", "#2", "#1"]
    assert [line.split()[1] for line in lines[1:]] == ["draft", "finished", "finished"]
    assert "val_acc 0.96875  loss NaN" in lines[2]
    assert "1 h 02 min" in lines[2]
    assert lines[1].endswith(kept[1][2].run_id)
    assert "\x1b" not in out


def test_list_json_is_the_servers_answer(capsys, folder, kept):
    _, out, _ = _main(capsys, "list", "--json", "--store-dir", folder)
    answer = json.loads(out)
    assert [run["run_id"] for run in answer["runs"]] == [run.run_id for run in kept[1][::-1]]
    assert answer["revision"] == 3
    assert answer["runs"][1]["results"][0]["metrics"]["loss"]["last"] == "NaN"


@pytest.mark.parametrize(("asked", "numbers"), [
    (["--experiment", "digits"], [2, 1]), (["--notebook", "other.ipynb"], [1]),
    (["--limit", "2"], [1, 2]), (["--experiment", "digits", "--limit", "1"], [2])])
def test_list_is_narrowed(capsys, folder, asked, numbers):
    _, out, _ = _main(capsys, "list", "--json", "--store-dir", folder, *asked)
    assert [run["number"] for run in json.loads(out)["runs"]] == numbers


def test_show_tells_all_of_a_run(capsys, folder, kept):
    for name in (kept[1][1].run_id, "#2", "2"):
        status, out, _ = _main(capsys, "show", name, "--store-dir", folder)
        assert status == 0
        assert out.startswith("#2  base [31mline  [a]\n")
        for line in ("  lr     1e-3  call", "  alpha  1 | 2", "result of cell 4 (Fit)",
                     "  val_acc  0.96875", "  loss     NaN", "  rows  1797", "  note      why",
                     "  flag      interrupted (1)"):
            assert line in out.splitlines()
        assert out.splitlines()[-1].split()[-2:] == ["clf.fit(X,", "y)"]


def test_show_json_has_the_steps(capsys, folder, kept):
    _, out, _ = _main(capsys, "show", "#2", "--json", "--store-dir", folder)
    answer = json.loads(out)
    assert answer["run"]["run_id"] == kept[1][1].run_id
    assert [step["role"] for step in answer["steps"]] == ["inherited", "own"]


@pytest.mark.parametrize(("asked", "said"), [
    (["show", "#1"], "#1 is a run in each of: a/digits.ipynb, other.ipynb. Say which"),
    (["show", "#9"], "There is no run #9 here."),
    (["show", "baseline"], "neither the id of a run nor a number"),
    (["show", "0" * 26], "There is no run 0000"),
    (["list", "--experiment", "nothing"], "There is no experiment 'nothing'."),
    (["list", "--notebook", "nothing.ipynb"], "There is no notebook 'nothing.ipynb'.")])
def test_what_is_not_there_is_one_line(capsys, folder, asked, said):
    status, out, err = _main(capsys, *asked, "--store-dir", folder)
    assert (status, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_number_is_told_apart_by_its_notebook(capsys, folder):
    status, out, _ = _main(capsys, "show", "#1", "--notebook", "other.ipynb",
                           "--store-dir", folder)
    assert status == 0
    assert "finished, draft" in out


def test_faults_of_the_store_are_one_line(capsys, tmp_path):
    status, _, err = _main(capsys, "list", "--store-dir", str(tmp_path / "none"))
    assert status == 1
    assert "nothing was recorded yet" in err
    (tmp_path / "store.db").write_bytes(b"no store at all, but some text")
    status, _, err = _main(capsys, "list", "--store-dir", str(tmp_path))
    assert status == 1
    assert "is damaged or no store" in err
    assert err.count("\n") == 1


def test_the_configured_folder_of_the_server_is_used(folder, tmp_path, kept):
    config = tmp_path / "config"
    config.mkdir()
    (config / "jupyter_server_config.json").write_text(
        json.dumps({"Runfolio": {"store_dir": folder}}))
    done = subprocess.run(
        [sys.executable, "-m", "runfolio.cli.main", "list", "--json"], capture_output=True,
        text=True, timeout=60, check=True,
        env={"JUPYTER_CONFIG_DIR": str(config), "PATH": "", "HOME": str(tmp_path)})
    assert len(json.loads(done.stdout)["runs"]) == 3
    assert done.stderr == ""


def test_the_usual_folder_is_the_data_directory(folder, kept):
    done = subprocess.run(
        [sys.executable, "-m", "runfolio.cli.main", "list"], capture_output=True, text=True,
        timeout=60, check=True, env={"JUPYTER_DATA_DIR": str(kept[0].path.parents[1]),
                                     "PATH": "", "HOME": "/nonexistent"})
    assert done.stdout.startswith("RUN")


@pytest.mark.parametrize("argv", [[], ["list", "--limit", "0"], ["show"], ["nothing"]])
def test_what_is_not_understood_is_told_with_the_usage(capsys, argv):
    with pytest.raises(SystemExit) as left:
        main(argv)
    assert left.value.code == 2
    assert "usage: jupyter runfolio" in capsys.readouterr().err
