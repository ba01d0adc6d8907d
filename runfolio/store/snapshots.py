"""Which document a step was executed from; documents and their cells' texts are contents."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from ..models.base import from_us, to_us
from ..models.snapshot import Moment, SnapshotDocument
from .codec import load
from .records import StoredSnapshot
from .rows import Noun, chunks
from .tables import contents, run_steps, snapshots, steps


class SnapshotRows(Noun):
    """store.nouns.Snapshots."""

    def put(self, step_id: str, snapshot: StoredSnapshot) -> None:
        self.upsert(snapshots, {"step_id": step_id}, {
            "digest": snapshot.digest, "source": snapshot.source,
            "taken_at": to_us(snapshot.taken_at)})

    def of_run(self, run_id: str, moment: Moment) -> tuple[str, StoredSnapshot] | None:
        order = (steps.c.started_at, steps.c.seq)
        ordered = [column.desc() if moment == "closed" else column.asc() for column in order]
        row = self.connection.execute(
            select(steps.c.step_id, snapshots)
            .join(run_steps, run_steps.c.step_id == steps.c.step_id)
            .outerjoin(snapshots, snapshots.c.step_id == steps.c.step_id)
            .where(run_steps.c.run_id == run_id, run_steps.c.role != "inherited")
            .order_by(*ordered).limit(1)).first()
        if row is None or row.digest is None:
            return None
        return row[0], StoredSnapshot(row.digest, row.source, from_us(row.taken_at))

    def document(self, digest: str) -> SnapshotDocument | None:
        row = self.one(contents, digest=digest)
        return None if row is None else load(row.data, SnapshotDocument)

    def texts(self, digests: Iterable[str]) -> dict[str, str]:
        return {row.digest: row.data.decode()
                for row in self.among(contents, contents.c.digest, digests)}

    def kept(self, digests: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for some in chunks(list(dict.fromkeys(digests))):
            found.update(self.connection.execute(
                select(contents.c.digest).where(contents.c.digest.in_(some))).scalars())
        return found
