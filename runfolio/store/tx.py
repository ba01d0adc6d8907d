"""All nouns on one connection: what a function given to write or read gets."""

from __future__ import annotations

from sqlalchemy import Connection

from . import protocol
from .epochs import EpochRows, RuleEventRows
from .experiments import ExperimentRows
from .facts import ContentRows, EnvironmentRows, FactRows
from .light import Tally
from .lightrows import LightContents, LightSteps
from .metrics import MetricRows
from .notebooks import AliasRows, NotebookRows, RecordingRows
from .notices import NoticeRows
from .runs import RunRows
from .snapshots import SnapshotRows
from .steps import StepRows


class Rows:
    """store.protocol.Tx."""

    def __init__(self, connection: Connection) -> None:
        self.notebooks: protocol.Notebooks = NotebookRows(connection)
        self.experiments: protocol.Experiments = ExperimentRows(connection)
        self.epochs: protocol.Epochs = EpochRows(connection)
        self.steps: protocol.Steps = StepRows(connection)
        self.contents: protocol.Contents = ContentRows(connection)
        self.snapshots: protocol.Snapshots = SnapshotRows(connection)
        self.facts: protocol.Facts = FactRows(connection)
        self.rule_events: protocol.RuleEvents = RuleEventRows(connection)
        self.runs: protocol.Runs = RunRows(connection)
        self.metrics: protocol.Metrics = MetricRows(connection)
        self.environments: protocol.Environments = EnvironmentRows(connection)
        self.notices: protocol.Notices = NoticeRows(connection)
        self.recording: protocol.RecordingSwitch = RecordingRows(connection)
        self.cell_aliases: protocol.CellAliases = AliasRows(connection)


class LightRows(Rows):
    """The same without outputs: what was left out goes to tally."""

    def __init__(self, connection: Connection, tally: Tally) -> None:
        super().__init__(connection)
        self.steps = LightSteps(connection, tally)
        self.contents = LightContents(connection, tally)


def nouns(connection: Connection, tally: Tally | None = None) -> protocol.Tx:
    """The nouns, typed as the protocol says: what mypy checks here is all of it. With a tally
    they keep no outputs."""
    return Rows(connection) if tally is None else LightRows(connection, tally)
