"""Stores that something stands in the way of, and what of them has landed."""

from __future__ import annotations

from dataclasses import dataclass

from store_help import T0, open_store, step, wait_for_problem

from runfolio.models.output import Output
from runfolio.models.rule import RuleEvent
from runfolio.store import works

MEMORY = 100_000


@works.spillable
@dataclass(frozen=True)
class Renamed:
    """A write that reads before it writes: only its class says what it would do."""

    path: str

    def __call__(self, tx):
        return tx.notebooks.get(tx.notebooks.ensure(self.path, T0).notebook_id).path


def ended(seq: int, size: int = 20_000):
    """A step with outputs, and what lands wrongly when it lands twice."""
    made = step(seq, outputs=[Output(kind="stream", text="x" * size)])

    def work(tx):
        tx.steps.insert(made)
        tx.rule_events.append("k1", 1, RuleEvent(kind="aborted", cell_key=f"c{seq}"))
    return work


def files(spill):
    return sorted(spill.rglob("*.records"))


def landed(store):
    def read(tx):
        rows = tx.steps.connection.exec_driver_sql("SELECT seq FROM steps ORDER BY rowid")
        return list(rows.scalars()), [event.cell_key for event in tx.rule_events.of_epoch("k1", 1)]
    return store.read(read)


def expected(*seqs):
    return list(seqs), [f"c{seq}" for seq in seqs]


def blocked(store_path, spill, **options):
    """A store whose writer has met the lock."""
    store = open_store(store_path, spill=spill, max_bytes=MEMORY, **options)
    store.write(ended(1))
    wait_for_problem(store, "store-locked")
    return store
