"""Which Python a kernel is, and what is on its sys.path, from its command line and from disk.

The command line's first word is taken unresolved: the executable of a virtual environment is a
link, and where it leads is the base interpreter with other packages (DESIGN §4 Environment).
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PYTHON = re.compile(r"(?:python|pypy)[\d.]*t?(?:\.exe)?", re.IGNORECASE)
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")
_OPTIONS_WITH_VALUE = ("-X", "-W")
#: What of a kernel's environment variables is looked at; nothing of it is stored.
_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONNOUSERSITE", "PYTHONUSERBASE", "HOME")


@dataclass(frozen=True)
class Interpreter:
    """A Python on disk."""

    executable: Path
    """Unresolved."""
    version: str | None
    """major.minor.patch, or without patch where disk does not tell it."""
    folders: list[Path]
    """Folders of its sys.path that can hold distributions, in order."""


def find_interpreter(argv: Sequence[str], pid: int, cwd: str | None) -> Interpreter | None:
    """The interpreter of a kernel's process; None for wrappers, other languages, remote ones."""
    environ = variables_of(pid)
    for command in (list(argv), _command_line(pid)):
        executable = _executable(command, cwd, environ)
        if executable is not None:
            return _on_disk(executable, environ)
    return None


def variables_of(pid: int) -> dict[str, str]:
    """The few environment variables that decide about sys.path; empty where they are hidden."""
    try:
        data = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    pairs = (item.partition(b"=") for item in data.split(b"\0"))
    return {
        os.fsdecode(name): os.fsdecode(value)
        for name, _, value in pairs
        if os.fsdecode(name) in _VARIABLES
    }


def _command_line(pid: int) -> list[str]:
    try:
        data = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(word) for word in data.split(b"\0")[:-1]]


def _executable(command: Sequence[str], cwd: str | None, environ: Mapping[str, str]) -> Path | None:
    """The Python that this command runs itself; None when it runs something that runs Python."""
    if not command or not _PYTHON.fullmatch(Path(command[0]).name) or not _runs_module(command):
        return None
    word = command[0]
    if Path(word).is_absolute():
        path = Path(word)
    elif "/" in word:
        path = Path(cwd or ".") / word
    else:
        found = shutil.which(word, path=environ.get("PATH"))
        if found is None:
            return None
        path = Path(found)
    return path if _is_program(path) else None


def _runs_module(command: Sequence[str]) -> bool:
    """python -m module …: a script instead can start any other interpreter (conda run does)."""
    words = iter(command[1:])
    for word in words:
        if word in _OPTIONS_WITH_VALUE:
            next(words, None)
        elif word == "-m" or (word.endswith("m") and re.fullmatch(r"-[A-Za-z]+", word)):
            return True
        elif not word.startswith("-"):
            return "ipykernel" in Path(word).name
    return False


def _is_program(path: Path) -> bool:
    """A file, and no script that stands in for one (pyenv's shims do)."""
    try:
        with path.open("rb") as file:
            return file.read(2) != b"#!"
    except OSError:
        return False


def _on_disk(executable: Path, environ: Mapping[str, str]) -> Interpreter | None:
    """sys.path as site.py makes it, without running it."""
    config = _venv_config(executable)
    base = _base_of(executable, config)
    minor = _minor_of(executable, base, config)
    if minor is None:
        return None
    folders = [Path(entry) for entry in environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    has_system = config is None or config.get("include-system-site-packages", "").lower() == "true"
    if config is not None:
        folders += _site_folders(executable.parent.parent, minor)
    if has_system:
        folders += _user_folders(minor, environ)
        folders += _site_folders(base, minor)
    version = _version_of(base, minor, config)
    return Interpreter(executable, version, [folder for folder in folders if folder.is_dir()])


def _venv_config(executable: Path) -> dict[str, str] | None:
    """pyvenv.cfg beside the executable or above it; None outside virtual environments."""
    for folder in (executable.parent, executable.parent.parent):
        try:
            text = (folder / "pyvenv.cfg").read_text("utf-8", "replace")
        except OSError:
            continue
        pairs = (line.partition("=") for line in text.splitlines())
        return {key.strip().lower(): value.strip() for key, equals, value in pairs if equals}
    return None


def _base_of(executable: Path, config: Mapping[str, str] | None) -> Path:
    """The prefix of the installation: above pyvenv.cfg's home, else above the real executable."""
    if config is not None and config.get("home"):
        return Path(config["home"]).parent
    return executable.resolve().parent.parent


def _minor_of(executable: Path, base: Path, config: Mapping[str, str] | None) -> str | None:
    """3.11: from pyvenv.cfg, the executable's real name, or the one library folder there is."""
    for text in (_configured(config), executable.resolve().name):
        found = _VERSION.search(text)
        if found:
            return ".".join(found.group().split(".")[:2])
    names = {path.parent.name for path in base.glob("lib/python3.*/os.py")}
    return names.pop().removeprefix("python") if len(names) == 1 else None


def _configured(config: Mapping[str, str] | None) -> str:
    found = _VERSION.match((config or {}).get("version") or (config or {}).get("version_info", ""))
    return found.group() if found else ""


def _version_of(base: Path, minor: str, config: Mapping[str, str] | None) -> str:
    """With the patch, from pyvenv.cfg, conda's records or the C header; else major.minor."""
    if _configured(config).count(".") == 2:
        return _configured(config)
    for record in base.glob(f"conda-meta/python-{minor}.*.json"):
        return record.name.split("-")[1]
    header = base / "include" / f"python{minor}" / "patchlevel.h"
    try:
        found = re.search(r'PY_VERSION\s+"([^"+]+)', header.read_text("utf-8", "replace"))
    except OSError:
        found = None
    return found.group(1) if found else minor


def _site_folders(prefix: Path, minor: str) -> list[Path]:
    """Where an installation keeps distributions (site.py, and the folders of Debian's)."""
    folders = [prefix / "lib" / f"python{minor}" / "site-packages"]
    if (prefix / "lib64").is_dir() and not (prefix / "lib64").is_symlink():
        folders.append(prefix / "lib64" / f"python{minor}" / "site-packages")
    if prefix == Path("/usr"):
        folders.append(Path(f"/usr/local/lib/python{minor}/dist-packages"))
        folders.append(Path("/usr/lib/python3/dist-packages"))
    folders.append(prefix / "Lib" / "site-packages")
    return folders


def _user_folders(minor: str, environ: Mapping[str, str]) -> list[Path]:
    """The user's own site-packages, unless it is switched off."""
    home = environ.get("HOME")
    base = environ.get("PYTHONUSERBASE") or (f"{home}/.local" if home else "")
    if not base or environ.get("PYTHONNOUSERSITE"):
        return []
    return [Path(base) / "lib" / f"python{minor}" / "site-packages"]
