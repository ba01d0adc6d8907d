"""The tables, for SQLite and PostgreSQL alike (decisions.md «Identity, tables, order»).

Times are BIGINT µs UTC. JSON is text that only msgspec reads. A change here needs a migration:
a test compares the migrated schema with this file.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(naming_convention={
    "ix": "ix_%(column_0_N_label)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s",
})

ID = String(26)
DIGEST = String(64)
KERNEL = String(64)
#: An integer that counts by itself in both databases (SQLite: only INTEGER PRIMARY KEY does).
SERIAL = BigInteger().with_variant(Integer, "sqlite")

#: settings.value and counters.value by name: the recording default, the revision.
settings = Table(
    "settings", metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
counters = Table(
    "counters", metadata,
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

experiments = Table(
    "experiments", metadata,
    Column("experiment_id", ID, primary_key=True),
    Column("owner", String(255), nullable=False, server_default=""),
    Column("workspace", String(64), nullable=False, server_default="private"),
    Column("name", Text, nullable=False),
    Column("renamed", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("baseline_run_id", ID),
    Column("last_number", Integer, nullable=False),
    Column("last_slot", Integer, nullable=False),
)

notebooks = Table(
    "notebooks", metadata,
    Column("notebook_id", ID, primary_key=True),
    Column("path", Text, nullable=False),
    Column("experiment_id", ID, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("removed_at", BigInteger),
    Column("recording", Boolean),
    Index("uq_notebooks_path_here", "path", unique=True,
          sqlite_where=text("removed_at IS NULL"), postgresql_where=text("removed_at IS NULL")),
)

epochs = Table(
    "epochs", metadata,
    Column("kernel_id", KERNEL, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("notebook_id", ID, nullable=False),
    Column("language", String(64)),
    Column("environment_digest", DIGEST),
    Column("started", BigInteger, nullable=False),
    Column("ended", BigInteger),
    Column("how", String(16)),
    Index("ix_epochs_ended", "ended"),
)

cells = Table(
    "cells", metadata,
    Column("notebook_id", ID, primary_key=True),
    Column("cell_key", String(128), primary_key=True),
    Column("cell_id", String(1024)),
    Column("first_step_id", ID, nullable=False),
)

cell_aliases = Table(
    "cell_aliases", metadata,
    Column("notebook_id", ID, primary_key=True),
    Column("alias", String(128), primary_key=True),
    Column("cell_key", String(128), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("at", BigInteger, nullable=False),
)

steps = Table(
    "steps", metadata,
    Column("step_id", ID, primary_key=True),
    Column("kernel_id", KERNEL, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("msg_id", String(1024), nullable=False),
    Column("notebook_id", ID),
    Column("cell_key", String(128)),
    Column("cell_id", String(1024)),
    Column("cell_number", Integer),
    Column("heading", Text),
    Column("code", Text, nullable=False),
    Column("code_digest", DIGEST, nullable=False),
    Column("execution_count", BigInteger),
    Column("status", String(16), nullable=False),
    Column("queued_at", BigInteger),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("duration", Float),
    Column("origin", String(16), nullable=False),
    Column("look", Boolean, nullable=False),
    Column("flags", Text, nullable=False),
    Column("redactions", Integer, nullable=False),
    Index("uq_steps_epoch_msg", "kernel_id", "epoch", "msg_id", unique=True),
    Index("uq_steps_epoch_seq", "kernel_id", "epoch", "seq", unique=True),
    Index("ix_steps_started", "started_at", "step_id"),
    Index("ix_steps_notebook_started", "notebook_id", "started_at", "step_id"),
)

#: Bodies are models.output.Output; what is rich and large stands in contents by its digest.
outputs = Table(
    "outputs", metadata,
    Column("step_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)
contents = Table(
    "contents", metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("mime", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

#: Documents are contents too: a models.snapshot.SnapshotDocument, and each cell's text.
snapshots = Table(
    "snapshots", metadata,
    Column("step_id", ID, primary_key=True),
    Column("digest", DIGEST, nullable=False),
    Column("source", String(16), nullable=False),
    Column("taken_at", BigInteger, nullable=False),
)

facts = Table(
    "facts", metadata,
    Column("step_id", ID, primary_key=True),
    Column("extractor", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

rule_events = Table(
    "rule_events", metadata,
    Column("kernel_id", KERNEL, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

#: body is the run as it follows from facts; the user_ columns are what a user set over it.
runs = Table(
    "runs", metadata,
    Column("run_id", ID, primary_key=True),
    Column("notebook_id", ID, nullable=False),
    Column("experiment_id", ID, nullable=False),
    Column("kernel_id", KERNEL, nullable=False),
    Column("kernel_epoch", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("rules_version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("last_result_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("deleted_at", BigInteger),
    Column("slot", Integer),
    Column("user_name", Text),
    Column("user_note", Text),
    Column("user_tags", Text),
    Column("user_color", Integer),
    Column("starred", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("parent_run_id", ID),
    Column("user_parent_step", ID),
    CheckConstraint("number > 0", name="number"),
    Index("uq_runs_number", "experiment_id", "number", unique=True),
    Index("ix_runs_opened", "opened_at", "run_id"),
    Index("ix_runs_notebook_opened", "notebook_id", "opened_at", "run_id"),
    Index("ix_runs_experiment_opened", "experiment_id", "opened_at", "run_id"),
    Index("ix_runs_epoch", "kernel_id", "kernel_epoch"),
    Index("ix_runs_revision", "revision"),
    Index("ix_runs_user_parent_step", "user_parent_step"),
)

run_steps = Table(
    "run_steps", metadata,
    Column("run_id", ID, primary_key=True),
    Column("step_id", ID, primary_key=True),
    Column("role", String(16), nullable=False),
    Index("ix_run_steps_step", "step_id"),
)

metrics = Table(
    "metrics", metadata,
    Column("metric_id", SERIAL, primary_key=True),
    Column("step_id", ID, nullable=False),
    Column("child", String(26), nullable=False),
    Column("key", Text, nullable=False),
    Column("grade", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("unit", String(64)),
    Column("decimals", Integer),
    Column("line", Integer),
    Column("count", BigInteger, nullable=False),
    Column("spread", LargeBinary),
    Index("uq_metrics_step_child_key", "step_id", "child", "key", unique=True),
)

#: Chunks of at most points.CHUNK points: x and value are little-endian float64, in parallel, so
#: NaN and infinities are themselves (docs/adr/0012).
points = Table(
    "points", metadata,
    Column("metric_id", BigInteger, primary_key=True, autoincrement=False),
    Column("writer", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("x", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
)

#: The query index: rebuilt with its run, never read back into one.
run_values = Table(
    "run_values", metadata,
    Column("run_id", ID, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("key", String(512), primary_key=True),
    Column("num", Float),
    Column("num_nan", Boolean, nullable=False),
    Column("text", String(512)),
    Index("ix_run_values_num", "kind", "key", "num"),
    Index("ix_run_values_text", "kind", "key", "text"),
)

environments = Table(
    "environments", metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("body", Text, nullable=False),
)

notices = Table(
    "notices", metadata,
    Column("notice_id", ID, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("key", String(255), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("dismissed_at", BigInteger),
    Column("facts", Text, nullable=False),
    Index("uq_notices_kind_key", "kind", "key", unique=True),
)
