"""Notices as rows: dismissed ones stay, so that they do not come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from .. import ids
from ..errors import NotFound
from ..models.base import Time, from_us, now, to_us
from ..models.notebook import Notice, NoticeKind
from .codec import dump, load
from .rows import Noun
from .tables import notices


def _notice(row: Any) -> Notice:
    return Notice(notice_id=row.notice_id, kind=row.kind, created_at=from_us(row.created_at),
                  facts=load(row.facts, dict[str, str]))


class NoticeRows(Noun):
    """store.nouns.Notices."""

    def add(self, kind: NoticeKind, key: str, facts: Mapping[str, str], at: Time) -> Notice | None:
        key = key[:255]
        if self.one(notices, kind=kind, key=key) is not None:
            return None
        notice_id = ids.fresh()
        self.add_rows(notices, [{"notice_id": notice_id, "kind": kind, "key": key,
                                 "created_at": to_us(at), "facts": dump(dict(facts))}])
        return _notice(self.one(notices, notice_id=notice_id))

    def current(self) -> list[Notice]:
        rows = self.connection.execute(
            select(notices).where(notices.c.dismissed_at.is_(None))
            .order_by(notices.c.created_at, notices.c.notice_id))
        return [_notice(row) for row in rows]

    def delete(self, notice_id: str) -> None:
        if not self.change(notices, {"notice_id": notice_id, "dismissed_at": None},
                           {"dismissed_at": to_us(now())}):
            raise NotFound("There is no such notice.")
