"""`jupyter runfolio …`: runs in a terminal, in the same store that the server writes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir

from .. import __version__
from ..errors import RunfolioError
from ..models.run import RunList
from ..store.protocol import Tx
from ..store.reading import open_for_reading
from ..store.writer import QueuedStore
from . import answers, execute, finding, texts


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status: 0, 1 refused or a cell failed, 2 not understood, 128 + the
    number of the signal that stopped it."""
    asked = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except RunfolioError as error:
        hint = f" {error.hint}" if error.hint else ""
        print(f"jupyter runfolio: {error.message}{hint}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader went away (head, less): what is left has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jupyter runfolio", description="Runs of notebooks, as they were recorded.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = _reading(commands, "list", "List runs, newest first.", _list)
    listing.add_argument("--limit", type=_positive, default=100, metavar="N",
                         help="at most so many (100)")
    show = _reading(commands, "show", "Show one run with its steps.", _show)
    show.add_argument("run", metavar="RUN", help="its id, or its number like #3")
    execute.add_command(commands)
    return parser


def _reading(commands: Any, name: str, about: str,
             command: Callable[[Tx, argparse.Namespace], str]) -> argparse.ArgumentParser:
    """A command that answers from the store and writes nothing."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command=lambda asked: _read(command, asked))
    parser.add_argument("--json", action="store_true", help="answer as JSON, as the server does")
    parser.add_argument("--experiment", metavar="NAME", help="of this experiment (name or id)")
    parser.add_argument("--notebook", metavar="PATH", help="of this notebook (path or id)")
    parser.add_argument("--store-dir", metavar="FOLDER", help="folder of the store")
    return parser


def _read(command: Callable[[Tx, argparse.Namespace], str], asked: argparse.Namespace) -> int:
    if asked.store_dir is None:
        _pick_up()
    database = open_for_reading(finding.store_path(asked.store_dir))
    try:
        print(database.read(lambda tx: command(tx, asked)), flush=True)
    finally:
        database.close()
    return 0


def _pick_up() -> None:
    """Sessions that shells recorded by themselves become runs before they are asked for."""
    from ..headless.pickup import pick_up, waiting

    spool = Path(jupyter_data_dir()) / "runfolio" / "spool"
    if not waiting(spool):
        return
    store = QueuedStore(finding.store_path(None))
    store.start()
    try:
        pick_up(store, spool)
    finally:
        store.close()


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _list(tx: Tx, asked: argparse.Namespace) -> str:
    runs = finding.runs(tx, asked.experiment, asked.notebook, asked.limit)
    if asked.json:
        return answers.json_text(RunList(runs=runs, revision=tx.runs.revision()))
    return texts.table(runs) if runs else "No runs."


def _show(tx: Tx, asked: argparse.Namespace) -> str:
    run = finding.run(tx, asked.run, asked.experiment, asked.notebook)
    if asked.json:
        return answers.run_json(tx, run)
    return texts.page(run, tx.steps.of_run(run.run_id))


if __name__ == "__main__":
    sys.exit(main())
