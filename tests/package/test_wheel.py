"""The published form: a wheel that works where there is no node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = "runfolio-{version}.data/data/"

pytestmark = [pytest.mark.wheel, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources as they are, with the labextension that is there."""
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target),
         str(ROOT)], check=True, capture_output=True, text=True)
    (found,) = target.glob("runfolio-*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_holds_the_server_part_with_its_data(names: list[str]) -> None:
    for name in ("runfolio/extension.py", "runfolio/api/events.yaml",
                 "runfolio/facts/vocabulary.txt", "runfolio/kernel/__init__.py",
                 "runfolio/_version.py"):
        assert name in names
    assert any(name.startswith("runfolio/store/migrations/versions/0001_") for name in names)


def test_holds_the_labextension_and_enables_the_server_part(names: list[str]) -> None:
    version = json.loads((ROOT / "package.json").read_text())["version"]
    shared = SHARED.format(version=version)
    extension = f"{shared}share/jupyter/labextensions/runfolio/"
    for name in (f"{extension}package.json", f"{extension}install.json",
                 f"{shared}etc/jupyter/jupyter_server_config.d/runfolio.json"):
        assert name in names
    assert any(name.startswith(f"{extension}static/remoteEntry.") for name in names)
    assert any(name.startswith(f"{extension}schemas/runfolio/") for name in names)


def test_holds_nothing_else(names: list[str]) -> None:
    for name in names:
        assert not name.startswith(("tests/", "src/", "ui-tests/", "runfolio/labextension/")), name
        assert "__pycache__" not in name


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A virtual environment that has the wheel and, of this one, everything else but us."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    (site,) = (folder / "venv" / "lib").glob("python3*/site-packages")
    ours = Path(sys.prefix) / "lib" / site.parent.name / "site-packages"
    for entry in ours.iterdir():
        if "runfolio" not in entry.name.lower():
            (site / entry.name).symlink_to(entry)
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet",
                    "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    for kind in ("share/jupyter/lab", "share/jupyter/kernels"):
        target = folder / "venv" / kind
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(Path(sys.prefix) / kind, target, symlinks=True)
    yield folder


def _request(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_works_in_jupyterlab_without_node(environment: Path, unused_port: int) -> None:
    """Health answers, the labextension is among those that the page loads; no node on PATH."""
    folder, token = environment, "t" * 20
    variables = {"PATH": "/nonexistent", "HOME": str(folder), "LANG": "C.UTF-8",
                 "JUPYTER_DATA_DIR": str(folder / "data"),
                 "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
                 "JUPYTER_CONFIG_DIR": str(folder / "config")}
    log = (folder / "log").open("wb")
    server = subprocess.Popen(
        [str(folder / "venv/bin/python"), "-m", "jupyterlab", "--no-browser", "--allow-root",
         f"--ServerApp.port={unused_port}", f"--IdentityProvider.token={token}",
         f"--ServerApp.root_dir={folder}"],
        env=variables, stdout=log, stderr=log, cwd=folder)
    base = f"http://127.0.0.1:{unused_port}"
    try:
        deadline = time.monotonic() + 60
        status = 0
        while status != 200 and time.monotonic() < deadline:
            try:
                status, body = _request(f"{base}/runfolio/api/health?token={token}")
            except OSError:
                time.sleep(0.3)
        assert status == 200, (folder / "log").read_text()
        assert json.loads(body)["version"]
        status, page = _request(f"{base}/lab?token={token}")
        assert status == 200
        config = page.decode().split('id="jupyter-config-data"', 1)[1].split("</script>", 1)[0]
        federated = json.loads(config.split(">", 1)[1])["federated_extensions"]
        (ours,) = [one for one in federated if one["name"] == "runfolio"]
        status, script = _request(
            f"{base}/lab/extensions/runfolio/{ours['load']}?token={token}")
        assert status == 200
        assert b"runfolio" in script
    finally:
        server.terminate()
        server.wait(20)
        log.close()
        assert os.path.exists(folder / "log")


@pytest.fixture
def unused_port() -> int:
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
