"""The run of steps that a user chose, made of the log as every other one (DESIGN §3.11)."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import BadRequest, NotFound
from ..models.notebook import Notebook
from ..models.step import Step
from ..rules.chosen import chosen, executed, is_range
from ..service.made import Made
from ..service.recompute import RunContext
from ..store.protocol import Tx
from ..store.records import Epoch
from .reconcile import replayed
from .saving import made_of

_HINT = "Steps of one notebook and kernel, one after the other, make a run."


def made_of_steps(tx: Tx, steps: Sequence[str], run_id: str) -> Made:
    """The closed run whose own steps are these, with the child runs that began in them. Raises
    NotFound, and BadRequest where they are no range of one kernel epoch and notebook."""
    step = _first(tx, steps)
    epoch, notebook = _context(tx, step)
    events = [event for event in tx.rule_events.of_epoch(step.kernel_id, step.epoch)
              if (event.notebook_id or epoch.notebook_id) == notebook.notebook_id]
    if not is_range(executed(events), steps):
        raise BadRequest("The steps do not follow each other.", _HINT)
    log = replayed(tx, epoch, tx.steps.of_epoch(step.kernel_id, step.epoch))[notebook.notebook_id]
    log.ended_at = epoch.ended
    context = RunContext(notebook, step.kernel_id, step.epoch, epoch.language,
                         epoch.environment_digest)
    return made_of(log, context, chosen(events, steps), run_id)


def _first(tx: Tx, steps: Sequence[str]) -> Step:
    """Any of the steps, which are all there and of one epoch."""
    known = tx.steps.many(steps)
    if not steps or len(known) < len(set(steps)):
        raise NotFound("There is no such step.", "It may have been deleted.")
    if len({(step.kernel_id, step.epoch, step.notebook_id) for step in known.values()}) > 1:
        raise BadRequest("The steps are of several kernels or notebooks.", _HINT)
    return known[steps[0]]


def _context(tx: Tx, step: Step) -> tuple[Epoch, Notebook]:
    epoch = tx.epochs.get(step.kernel_id, step.epoch)
    notebook = tx.notebooks.get(step.notebook_id) if step.notebook_id else None
    if epoch is None or notebook is None:
        raise BadRequest("These steps are of no notebook.")
    return epoch, notebook
