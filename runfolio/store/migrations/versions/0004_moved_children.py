"""Where a user moved a child run to: below the run that executed this step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """No child run was moved before."""
    with op.batch_alter_table("runs") as runs:
        runs.add_column(sa.Column("user_parent_step", sa.String(26)))
        runs.create_index("ix_runs_user_parent_step", ["user_parent_step"])
