"""All nouns on one connection: what a function given to write or read gets."""

from __future__ import annotations

from sqlalchemy import Connection

from . import protocol
from .epochs import EpochRows, RuleEventRows
from .experiments import ExperimentRows
from .facts import ContentRows, EnvironmentRows, FactRows
from .metrics import MetricRows
from .notebooks import AliasRows, NotebookRows, RecordingRows
from .notices import NoticeRows
from .runs import RunRows
from .steps import StepRows
from .snapshots import SnapshotRows


class Rows:
    """store.protocol.Tx."""

    def __init__(self, connection: Connection) -> None:
        self.notebooks: protocol.Notebooks = NotebookRows(connection)
        self.experiments: protocol.Experiments = ExperimentRows(connection)
        self.epochs: protocol.Epochs = EpochRows(connection)
        self.steps: protocol.Steps = StepRows(connection)
        self.contents: protocol.Contents = ContentRows(connection)
        self.facts: protocol.Facts = FactRows(connection)
        self.snapshots: protocol.Snapshots = SnapshotRows(connection)
        self.rule_events: protocol.RuleEvents = RuleEventRows(connection)
        self.runs: protocol.Runs = RunRows(connection)
        self.metrics: protocol.Metrics = MetricRows(connection)
        self.environments: protocol.Environments = EnvironmentRows(connection)
        self.notices: protocol.Notices = NoticeRows(connection)
        self.recording: protocol.RecordingSwitch = RecordingRows(connection)
        self.cell_aliases: protocol.CellAliases = AliasRows(connection)


def nouns(connection: Connection) -> protocol.Tx:
    """The nouns, typed as the protocol says: what mypy checks here is all of it."""
    return Rows(connection)
