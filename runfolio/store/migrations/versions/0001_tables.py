"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.String(26)
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_HERE = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Make all tables."""
    _names()
    _log()
    _steps()
    _came_out()
    _runs()
    _of_runs()
    _numbers()


def _names() -> None:
    """Settings, experiments, notebooks."""
    op.create_table(
        "settings",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "experiments",
        sa.Column("experiment_id", _ID, nullable=False),
        sa.Column("owner", sa.String(255), server_default="", nullable=False),
        sa.Column("workspace", sa.String(64), server_default="private", nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("renamed", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("baseline_run_id", _ID),
        sa.Column("last_number", sa.Integer, nullable=False),
        sa.Column("last_slot", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("experiment_id", name="pk_experiments"),
    )
    op.create_table(
        "notebooks",
        sa.Column("notebook_id", _ID, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("experiment_id", _ID, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("removed_at", sa.BigInteger),
        sa.Column("recording", sa.Boolean),
        sa.PrimaryKeyConstraint("notebook_id", name="pk_notebooks"),
    )
    op.create_index("uq_notebooks_path_here", "notebooks", ["path"], unique=True,
                    sqlite_where=_HERE,
                    postgresql_where=_HERE)


def _log() -> None:
    """Epochs, cells, notices."""
    op.create_table(
        "epochs",
        sa.Column("kernel_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("notebook_id", _ID, nullable=False),
        sa.Column("language", sa.String(64)),
        sa.Column("environment_digest", sa.String(64)),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.Column("how", sa.String(16)),
        sa.PrimaryKeyConstraint("kernel_id", "number", name="pk_epochs"),
    )
    op.create_index("ix_epochs_ended", "epochs", ["ended"])
    op.create_table(
        "cells",
        sa.Column("notebook_id", _ID, nullable=False),
        sa.Column("cell_key", sa.String(128), nullable=False),
        sa.Column("cell_id", sa.String(1024)),
        sa.Column("first_step_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("notebook_id", "cell_key", name="pk_cells"),
    )
    op.create_table(
        "cell_aliases",
        sa.Column("notebook_id", _ID, nullable=False),
        sa.Column("alias", sa.String(128), nullable=False),
        sa.Column("cell_key", sa.String(128), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("notebook_id", "alias", name="pk_cell_aliases"),
    )
    op.create_table(
        "rule_events",
        sa.Column("kernel_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kernel_id", "epoch", "seq", name="pk_rule_events"),
    )
    op.create_table(
        "notices",
        sa.Column("notice_id", _ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("dismissed_at", sa.BigInteger),
        sa.Column("facts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notices"),
    )
    op.create_index("uq_notices_kind_key", "notices", ["kind", "key"], unique=True)


def _steps() -> None:
    """Steps."""
    op.create_table(
        "steps",
        sa.Column("step_id", _ID, nullable=False),
        sa.Column("kernel_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("msg_id", sa.String(1024), nullable=False),
        sa.Column("notebook_id", _ID),
        sa.Column("cell_key", sa.String(128)),
        sa.Column("cell_id", sa.String(1024)),
        sa.Column("cell_number", sa.Integer),
        sa.Column("heading", sa.Text),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("execution_count", sa.BigInteger),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("queued_at", sa.BigInteger),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("duration", sa.Float),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("look", sa.Boolean, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("redactions", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("step_id", name="pk_steps"),
    )
    op.create_index("ix_steps_notebook_started", "steps", ["notebook_id", "started_at", "step_id"])
    op.create_index("ix_steps_started", "steps", ["started_at", "step_id"])
    op.create_index("uq_steps_epoch_msg", "steps", ["kernel_id", "epoch", "msg_id"], unique=True)
    op.create_index("uq_steps_epoch_seq", "steps", ["kernel_id", "epoch", "seq"], unique=True)


def _came_out() -> None:
    """What came out of steps."""
    op.create_table(
        "outputs",
        sa.Column("step_id", _ID, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("step_id", "position", name="pk_outputs"),
    )
    op.create_table(
        "contents",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("mime", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_contents"),
    )
    op.create_table(
        "facts",
        sa.Column("step_id", _ID, nullable=False),
        sa.Column("extractor", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("step_id", "extractor", name="pk_facts"),
    )


def _runs() -> None:
    """Runs."""
    op.create_table(
        "runs",
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("notebook_id", _ID, nullable=False),
        sa.Column("experiment_id", _ID, nullable=False),
        sa.Column("kernel_id", sa.String(64), nullable=False),
        sa.Column("kernel_epoch", sa.Integer, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("rules_version", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("draft", sa.Boolean, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("last_result_at", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("deleted_at", sa.BigInteger),
        sa.Column("slot", sa.Integer),
        sa.Column("user_name", sa.Text),
        sa.Column("user_note", sa.Text),
        sa.Column("user_tags", sa.Text),
        sa.Column("user_color", sa.Integer),
        sa.Column("starred", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_runs"),
        sa.CheckConstraint("number > 0", name=op.f("ck_runs_number")),
    )
    op.create_index("ix_runs_epoch", "runs", ["kernel_id", "kernel_epoch"])
    op.create_index("ix_runs_experiment_opened", "runs", ["experiment_id", "opened_at", "run_id"])
    op.create_index("ix_runs_notebook_opened", "runs", ["notebook_id", "opened_at", "run_id"])
    op.create_index("ix_runs_opened", "runs", ["opened_at", "run_id"])
    op.create_index("ix_runs_revision", "runs", ["revision"])
    op.create_index("uq_runs_number", "runs", ["experiment_id", "number"], unique=True)


def _of_runs() -> None:
    """The steps of runs, and their query index."""
    op.create_table(
        "run_steps",
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("step_id", _ID, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "step_id", name="pk_run_steps"),
    )
    op.create_index("ix_run_steps_step", "run_steps", ["step_id"])
    op.create_table(
        "run_values",
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(512), nullable=False),
        sa.Column("num", sa.Float),
        sa.Column("num_nan", sa.Boolean, nullable=False),
        sa.Column("text", sa.String(512)),
        sa.PrimaryKeyConstraint("run_id", "kind", "key", name="pk_run_values"),
    )
    op.create_index("ix_run_values_num", "run_values", ["kind", "key", "num"])
    op.create_index("ix_run_values_text", "run_values", ["kind", "key", "text"])


def _numbers() -> None:
    """Metrics with their points; environments."""
    op.create_table(
        "metrics",
        sa.Column("metric_id", _SERIAL, nullable=False),
        sa.Column("step_id", _ID, nullable=False),
        sa.Column("child", _ID, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("grade", sa.String(16), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("unit", sa.String(64)),
        sa.Column("decimals", sa.Integer),
        sa.Column("line", sa.Integer),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("spread", sa.LargeBinary),
        sa.PrimaryKeyConstraint("metric_id", name="pk_metrics"),
    )
    op.create_index("uq_metrics_step_child_key", "metrics", ["step_id", "child", "key"],
                    unique=True)
    op.create_table(
        "points",
        sa.Column("metric_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("writer", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("x", sa.LargeBinary, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("metric_id", "writer", "seq", name="pk_points"),
    )
    op.create_table(
        "environments",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_environments"),
    )
