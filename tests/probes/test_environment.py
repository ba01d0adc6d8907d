"""The environment from disk, against what real interpreters say of themselves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from runfolio.probes.environment import read_environment
from runfolio.probes.interpreter import find_interpreter
from runfolio.probes.packages import normal_name, packages_in, without_credentials

ASK = """
import importlib.metadata, json, platform
found = {}
for one in importlib.metadata.distributions():
    found.setdefault(one.name.lower().replace("_", "-").replace(".", "-"), one.version)
print(json.dumps([platform.python_version(), found]))
"""


class Process:
    """A process that runs a module and waits, as a kernel does."""

    def __init__(self, *argv: str, cwd: Path | None = None, env: dict[str, str] | None = None):
        self.argv = list(argv)
        self._process = subprocess.Popen(
            argv,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.pid = self._process.pid
        assert self._process.stdout is not None
        self._process.stdout.read(1)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *args: object) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> Path:
    """A real virtual environment with pip in it, other than the one of these tests."""
    folder = tmp_path_factory.mktemp("second")
    venv.create(folder, with_pip=True, symlinks=True)
    return folder


def waiting(python: Path | str, **options) -> Process:
    return Process(str(python), "-m", "code", **options)


def says(python: Path | str) -> tuple[str, dict[str, str]]:
    """What the interpreter says of itself: version and distributions."""
    done = subprocess.run(
        [str(python), "-c", ASK], capture_output=True, text=True, check=True, cwd="/"
    )
    version, found = json.loads(done.stdout)
    return version, found


def read(process: Process, argv: list[str] | None = None):
    return read_environment(argv or process.argv, process.pid, "/")


def test_the_second_environment_is_read_and_not_its_base(second):
    with waiting(second / "bin" / "python") as process:
        environment = read(process)
    version, found = says(second / "bin" / "python")
    assert environment.source == "from disk"
    assert environment.language == "python"
    assert environment.python == version
    assert environment.executable == str(second / "bin" / "python")
    assert {normal_name(one.name): one.version for one in environment.packages} == found
    assert "pip" in found
    assert "jupyter-server" not in found


def test_this_environment_says_what_it_says_of_itself():
    with waiting(sys.executable) as process:
        environment = read(process)
    version, found = says(sys.executable)
    assert environment.python == version
    assert {normal_name(one.name): one.version for one in environment.packages} == found


def test_the_base_interpreter_outside_of_environments():
    base = Path(sys._base_executable)
    with waiting(base) as process:
        environment = read(process)
    version, found = says(base)
    assert environment.python == version
    assert {normal_name(one.name): one.version for one in environment.packages} == found


def test_system_site_packages_are_seen_through(tmp_path):
    venv.create(tmp_path / "open", system_site_packages=True, symlinks=True)
    python = tmp_path / "open" / "bin" / "python"
    with waiting(python) as process:
        environment = read(process)
    _, found = says(python)
    assert {normal_name(one.name): one.version for one in environment.packages} == found


def test_a_bare_name_is_looked_up_on_the_process_own_path(second):
    path = f"{second / 'bin'}{os.pathsep}/usr/bin"
    with waiting("python", env={"PATH": path}) as process:
        environment = read(process, ["python", "-m", "ipykernel_launcher", "-f", "x.json"])
    assert environment.executable == str(second / "bin" / "python")


def test_a_relative_name_stands_in_the_working_directory(second):
    with waiting(second / "bin" / "python") as process:
        found = find_interpreter(["bin/python", "-m", "ipykernel"], process.pid, str(second))
    assert found is not None
    assert found.executable == second / "bin" / "python"


def test_a_wrapper_that_becomes_the_interpreter_is_seen_through(second, tmp_path):
    """The spec names a script; it execs Python, so the process has Python's command line."""
    wrapper = tmp_path / "start-kernel"
    wrapper.write_text(f"#!/bin/sh\nexec {second / 'bin' / 'python'} -m code\n")
    wrapper.chmod(0o755)
    with Process(str(wrapper)) as process:
        environment = read(process)
    assert environment.executable == str(second / "bin" / "python")


@pytest.mark.parametrize(
    "argv",
    [
        ["conda", "run", "-n", "env", "python", "-m", "ipykernel_launcher"],
        ["{python}", "/opt/conda/bin/conda", "run", "-n", "env", "python"],
        ["R", "--slave", "-e", "IRkernel::main()"],
        ["/nowhere/bin/python", "-m", "ipykernel_launcher"],
        [],
    ],
)
def test_wrappers_and_other_languages_are_unknown(argv):
    argv = [word.format(python=sys.executable) for word in argv]
    with Process("/bin/sh", "-c", "echo; read line") as process:
        environment = read_environment(argv, process.pid, "/")
    assert environment.source == "unknown"
    assert environment.packages == []
    assert environment.python is None
    assert environment.cpu_count == os.cpu_count(), "the machine is known all the same"


def test_scripts_that_stand_in_for_an_interpreter_are_unknown(tmp_path):
    shim = tmp_path / "python3"
    shim.write_text("#!/bin/sh\nread line\n")
    shim.chmod(0o755)
    with Process("/bin/sh", "-c", "echo; read line") as process:
        assert find_interpreter([str(shim), "-m", "ipykernel"], process.pid, "/") is None


def test_kernels_elsewhere_are_unknown():
    environment = read_environment(["python", "-m", "ipykernel_launcher"], None, None)
    assert environment.source == "unknown"
    assert environment.os is None
    assert environment.memory_bytes is None


def test_the_machine():
    with waiting(sys.executable) as process:
        environment = read(process)
    assert environment.os
    assert environment.cpu
    assert environment.memory_bytes is not None
    assert environment.memory_bytes > 2**26


def distribution(folder: Path, name: str, version: str, origin: object = None) -> Path:
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: in the text\n"
    (info / "METADATA").write_text(text)
    if origin is not None:
        (info / "direct_url.json").write_text(json.dumps(origin))
    return info


def test_where_distributions_came_from(tmp_path):
    distribution(tmp_path, "plain-one", "1.0")
    distribution(
        tmp_path,
        "from-git",
        "2.0",
        {
            "url": "https://user:secret@example.org/repo.git",
            "vcs_info": {"vcs": "git", "commit_id": "abc123"},
        },
    )
    distribution(
        tmp_path, "worked-on", "3.0", {"url": "file:///src/x", "dir_info": {"editable": True}}
    )
    plain, git, worked = (
        next(one for one in packages_in([tmp_path]) if one.name == name)
        for name in ("plain-one", "from-git", "worked-on")
    )
    assert (plain.version, plain.url, plain.editable, plain.commit) == ("1.0", None, False, None)
    assert (git.url, git.commit, git.editable) == ("https://example.org/repo.git", "abc123", False)
    assert (worked.url, worked.editable) == ("file:///src/x", True)


def test_the_first_folder_wins_and_damaged_folders_are_survived(tmp_path):
    first, other = tmp_path / "first", tmp_path / "other"
    distribution(first, "Some.Name", "1.0")
    distribution(other, "some-name", "2.0")
    (other / "no_metadata-3.1.dist-info").mkdir()
    (other / "nothing.dist-info").mkdir()
    broken = distribution(other, "broken", "1.5")
    (broken / "direct_url.json").write_bytes(b"\xff{")
    found = [(one.name, one.version) for one in packages_in([first, other, tmp_path / "none"])]
    assert found == [("broken", "1.5"), ("no_metadata", "3.1"), ("Some.Name", "1.0")]


def test_projects_linked_by_pth_files_are_editable(tmp_path):
    site, source = tmp_path / "site-packages", tmp_path / "src"
    site.mkdir()
    (source / "linked.egg-info").mkdir(parents=True)
    (source / "linked.egg-info" / "PKG-INFO").write_text("Name: linked\nVersion: 0.3\n")
    (site / "easy-install.pth").write_text(f"# a comment\nimport sys\n{source}\n")
    (one,) = packages_in([site])
    assert (one.name, one.version, one.editable) == ("linked", "0.3", True)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a.git", "https://example.org/a.git"),
        ("https://me:pw@example.org:8443/a.git?x=1", "https://example.org:8443/a.git?x=1"),
        ("https://token@example.org/a.git", "https://example.org/a.git"),
        ("ssh://git@example.org/a.git", "ssh://git@example.org/a.git"),
        ("ssh://git:pw@example.org/a.git", "ssh://example.org/a.git"),
        ("file:///src/a", "file:///src/a"),
        ("https://[broken", ""),
    ],
)
def test_credentials_are_removed(url, kept):
    assert without_credentials(url) == kept


def test_copies_of_an_interpreter_find_their_own_packages(tmp_path):
    """A virtual environment made with copies instead of links."""
    venv.create(tmp_path / "copied", symlinks=False)
    python = tmp_path / "copied" / "bin" / "python"
    site = next((tmp_path / "copied" / "lib").glob("python3.*/site-packages"))
    distribution(site, "only-here", "1.0")
    with waiting(python) as process:
        environment = read(process)
    assert [one.name for one in environment.packages] == ["only-here"]
    assert shutil.which("python", path=str(python.parent)) == environment.executable
