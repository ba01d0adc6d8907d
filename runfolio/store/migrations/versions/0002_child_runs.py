"""A run knows its parent in a column: what a run is compared with tells child runs from others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """No run had a parent before."""
    with op.batch_alter_table("runs") as runs:
        runs.add_column(sa.Column("parent_run_id", sa.String(26)))
