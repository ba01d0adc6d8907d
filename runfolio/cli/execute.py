"""`jupyter runfolio execute`: a notebook from top to bottom, recorded without a server."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..capture.limits import Limits
from ..errors import BadRequest, RunfolioError
from ..models.run import Run
from ..store import spill
from ..store.protocol import Store, Tx
from ..store.writer import QueuedStore
from . import answers, finding, texts

if TYPE_CHECKING:
    from ..headless.execute import Job, Outcome

_ABOUT = ("Execute a notebook in a fresh kernel and record the run, without a server. The exit "
          "status is 0, 1 when a cell failed, 130 when interrupted.")


def add_command(commands: Any) -> None:
    """The command with its options."""
    parser = commands.add_parser("execute", help="Execute a notebook and record the run.",
                                 description=_ABOUT)
    parser.set_defaults(command=_execute)
    parser.add_argument("file", metavar="NOTEBOOK", type=Path)
    parser.add_argument("-p", "--parameter", nargs=2, action="append", default=[],
                        metavar=("NAME", "VALUE"),
                        help="set a parameter: in a cell after the one tagged «parameters»")
    parser.add_argument("--output", type=Path, metavar="FILE",
                        help="write the executed notebook there; without it nothing is written")
    parser.add_argument("--experiment", metavar="NAME",
                        help="the experiment of the run, made if there is none of this name")
    parser.add_argument("--kernel", metavar="NAME", help="instead of the notebook's own kernel")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS",
                        help="that one cell may take")
    parser.add_argument("--root", type=Path, metavar="FOLDER",
                        help="the server's root folder, that the notebook's path is told from")
    parser.add_argument("--quiet", action="store_true", help="no progress on the terminal")
    parser.add_argument("--json", action="store_true", help="print the run as show --json does")
    parser.add_argument("--store-dir", metavar="FOLDER", help="folder of the store")


def _seconds(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _execute(asked: argparse.Namespace) -> int:
    from jupyter_core.paths import jupyter_runtime_dir

    from ..headless import document, progress
    from ..headless.execute import Execution

    traits = finding.configured_traits()
    log = logging.getLogger("runfolio")
    job = _job(asked, traits)
    store = QueuedStore(finding.store_path(asked.store_dir), log=log,
                        spill=Path(jupyter_runtime_dir()) / spill.FOLDER)
    store.start()
    on = bool(traits.get("record_by_default", True))
    store.write(lambda tx: tx.recording.set_initial(on))
    shown = sys.stderr.isatty() and not asked.quiet
    report = progress.Terminal(sys.stderr) if shown else progress.Quiet()
    try:
        outcome = asyncio.run(Execution(job, store, report, log).run())
        if asked.output is not None:
            document.write(job.notebook, asked.output)
        _say(asked, outcome, store, shown)
    finally:
        store.close()
    if outcome.status == "interrupted":
        return 128 + outcome.signal
    return 1 if outcome.status == "failed" else 0


def _job(asked: argparse.Namespace, traits: dict[str, Any]) -> Job:
    """What is to be executed. Raises NotFound, BadRequest."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_core.paths import jupyter_runtime_dir

    from ..headless import document, parameters, place
    from ..headless.execute import Job
    from ..kernel.servers import running

    file = asked.file.resolve()
    notebook = document.read(file)
    if asked.output is not None and not asked.output.resolve().parent.is_dir():
        raise BadRequest(f"There is no folder {str(asked.output.parent)!r} to write to.")
    kernel = asked.kernel or notebook.metadata.get("kernelspec", {}).get("name") or "python3"
    try:
        language = KernelSpecManager().get_kernel_spec(kernel).language
    except NoSuchKernel:
        raise BadRequest(f"There is no kernel {kernel!r} here.",
                         "Name one with --kernel; «jupyter kernelspec list» shows them.") from None
    parameters.inject(
        notebook, {name: parameters.value_of(text) for name, text in asked.parameter}, language)
    roots = [Path(told["root_dir"]).resolve() for told in running(Path(jupyter_runtime_dir()))
             if isinstance(told.get("root_dir"), str)]
    limits = Limits(**{name: int(traits[name]) for name in ("stream_bytes", "output_bytes")
                       if name in traits})
    root = (place.root_of(file, roots, Path.cwd().resolve()) if asked.root is None
            else asked.root.resolve())
    if not file.is_relative_to(root):
        raise BadRequest(f"{str(file)!r} is not below {str(root)!r}.")
    return Job(file, root, notebook, kernel, asked.timeout, asked.experiment, limits)


def _say(asked: argparse.Namespace, outcome: Outcome, store: Store, shown: bool) -> None:
    """What came of it: what went wrong and what was not recorded always, the run where asked."""
    if outcome.message:
        _warn(outcome.message)
    if not outcome.heard:
        _warn("The kernel was not heard in time: the record may have gaps.")
    try:
        store.write_now(lambda tx: None, timeout=30.0)
        text = store.read(lambda tx: _told(tx, outcome.kernel_id, asked.json))
    except RunfolioError as error:
        _warn(f"The run may not be kept: {error.message}")
        return
    if not text:
        _warn("No run was kept: recording is off for this notebook, or no cell was executed.")
    elif asked.json:
        print(text, flush=True)
    elif shown:
        print(text, file=sys.stderr, flush=True)


def _told(tx: Tx, kernel_id: str, as_json: bool) -> str:
    """The runs that were made, as JSON documents or as lines; empty where there are none."""
    runs: Sequence[Run] = list(tx.runs.of_epoch(kernel_id, 1))
    if not as_json:
        return texts.table(runs) if runs else ""
    return "\n".join(answers.run_json(tx, run) for run in runs)


def _warn(text: str) -> None:
    print(f"jupyter runfolio: {text}", file=sys.stderr, flush=True)
