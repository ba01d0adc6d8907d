"""A thin environment over the one that runs this: it sees all of that and adds a list of its own.

    python scripts/overlay.py FOLDER REQUIREMENTS
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path


def overlay(folder: Path, requirements: Path) -> int:
    """Make it in folder, anew where it is there; exit status of pip."""
    venv.EnvBuilder(clear=True, symlinks=True).create(folder)
    base = Path(sysconfig.get_path("purelib"))
    own = folder / base.relative_to(sys.prefix)
    # addsitedir, since a plain path would not follow the base's own .pth files (editable installs).
    (own / "base.pth").write_text(f"import site; site.addsitedir({str(base)!r})\n", "utf-8")
    into = ["--python", str(folder / "bin" / "python")]
    install = ["install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)]
    return subprocess.call([sys.executable, "-m", "pip", *into, *install])  # noqa: S603 a fixed command


if __name__ == "__main__":
    sys.exit(overlay(Path(sys.argv[1]).resolve(), Path(sys.argv[2])))
