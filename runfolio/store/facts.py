"""Facts, contents of outputs and environments as rows: what is kept by key or digest."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from ..models.environment import Environment
from .codec import dump, load
from .records import Blob, Fact
from .rows import Noun
from .tables import contents, environments, facts


class FactRows(Noun):
    """store.nouns.Facts."""

    def replace(self, step_id: str, extractor: str, version: int, body: bytes) -> None:
        self.upsert(facts, {"step_id": step_id, "extractor": extractor},
                    {"version": version, "body": body})

    def of_steps(self, step_ids: Iterable[str]) -> dict[str, dict[str, Fact]]:
        wanted = list(step_ids)
        found: dict[str, dict[str, Fact]] = {step_id: {} for step_id in wanted}
        for row in self.among(facts, facts.c.step_id, wanted):
            found[row.step_id][row.extractor] = Fact(row.extractor, row.version, row.body)
        return found


class ContentRows(Noun):
    """store.nouns.Contents."""

    def put(self, digest: str, mime: str, data: bytes) -> None:
        if not self.has(digest):
            self.add_rows(contents, [
                {"digest": digest, "mime": mime[:255], "size": len(data), "data": data}])

    def has(self, digest: str) -> bool:
        """Is it kept."""
        return self.connection.execute(
            select(contents.c.digest).where(contents.c.digest == digest)).first() is not None

    def get(self, digest: str) -> Blob | None:
        row = self.one(contents, digest=digest)
        return None if row is None else Blob(row.mime, row.data)


class EnvironmentRows(Noun):
    """store.nouns.Environments."""

    def put(self, digest: str, environment: Environment) -> None:
        if self.one(environments, digest=digest) is None:
            self.add_rows(environments, [{"digest": digest, "body": dump(environment)}])

    def get(self, digest: str) -> Environment | None:
        row = self.one(environments, digest=digest)
        return None if row is None else load(row.body, Environment)
