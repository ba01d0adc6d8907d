"""Installed distributions as they stand on disk: dist-info and egg-info folders, no code run.

Rules: «Recording installed projects» and «direct_url.json» of the Python packaging specifications.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from ..models.environment import Package

MAX_METADATA = 64 * 1024
MAX_PTH = 256 * 1024


def packages_in(folders: Sequence[Path]) -> list[Package]:
    """Distributions in these folders of sys.path, by name; the first folder wins, as in imports."""
    found: dict[str, Package] = {}
    for folder in _with_linked(folders):
        for package in _packages_of(folder):
            found.setdefault(normal_name(package.name), package)
    return [found[name] for name in sorted(found)]


def normal_name(name: str) -> str:
    """A distribution's name as names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def without_credentials(url: str) -> str:
    """The URL without user name and password; a name alone that ssh needs (git@) stays."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    user, at, host = parts.netloc.rpartition("@")
    if not at or (user == "git" and "ssh" in parts.scheme):
        return url
    return urlunsplit(parts._replace(netloc=host))


def _with_linked(folders: Sequence[Path]) -> Iterator[Path]:
    """The folders, each with those that its .pth files add to sys.path."""
    seen: set[Path] = set()
    for folder in folders:
        for path in (folder, *_linked(folder)):
            if path not in seen:
                seen.add(path)
                yield path


def _linked(folder: Path) -> Iterator[Path]:
    for pth in _listing(folder, "*.pth"):
        for line in _read(pth, MAX_PTH).splitlines():
            entry = line.strip()
            if entry and not entry.startswith(("#", "import ", "import\t")):
                yield folder / entry


def _packages_of(folder: Path) -> Iterator[Package]:
    for info in _listing(folder, "*.dist-info"):
        package = _package(info, "METADATA")
        if package is not None:
            yield package
    for info in _listing(folder, "*.egg-info"):
        package = _package(info, "PKG-INFO")
        if package is not None:
            package.editable = folder.name not in ("site-packages", "dist-packages")
            yield package


def _package(info: Path, metadata: str) -> Package | None:
    """A distribution from its info folder (an egg-info can be the metadata file itself)."""
    text = _read(info / metadata if info.is_dir() else info, MAX_METADATA)
    header = text.replace("\r\n", "\n").partition("\n\n")[0]
    name, version = _field(header, "Name"), _field(header, "Version")
    if not name or not version:
        stem_name, _, stem_version = info.stem.partition("-")
        name, version = name or stem_name, version or stem_version.partition("-")[0]
    if not name or not version:
        return None
    package = Package(name=name, version=version)
    _add_origin(package, _read(info / "direct_url.json", MAX_METADATA))
    return package


def _field(header: str, name: str) -> str:
    found = re.search(rf"(?mi)^{name}:[ \t]*(.+?)[ \t]*$", header)
    return found.group(1) if found else ""


def _add_origin(package: Package, text: str) -> None:
    """Where a distribution came from when it was not by its name from an index."""
    try:
        origin = json.loads(text) if text else None
    except ValueError:
        return
    if not isinstance(origin, dict):
        return
    url, folder, vcs = origin.get("url"), origin.get("dir_info"), origin.get("vcs_info")
    package.url = without_credentials(url) if isinstance(url, str) else None
    package.editable = isinstance(folder, dict) and folder.get("editable") is True
    commit = vcs.get("commit_id") if isinstance(vcs, dict) else None
    package.commit = commit if isinstance(commit, str) else None


def _listing(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _read(path: Path, most: int) -> str:
    """The start of a text file; empty where there is none or it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""
