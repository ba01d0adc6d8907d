"""All nouns on one connection: what a function given to write or read gets."""

from __future__ import annotations

from sqlalchemy import Connection

from . import nouns
from .epochs import EpochRows, RuleEventRows
from .experiments import ExperimentRows
from .facts import ContentRows, EnvironmentRows, FactRows
from .light import Tally
from .lightrows import LightContents, LightSteps
from .metrics import MetricRows
from .notebooks import AliasRows, NotebookRows, RecordingRows
from .notices import NoticeRows
from .protocol import Tx
from .runs import RunRows
from .snapshots import SnapshotRows
from .steps import StepRows


class Rows:
    """store.protocol.Tx."""

    def __init__(self, connection: Connection) -> None:
        self.notebooks: nouns.Notebooks = NotebookRows(connection)
        self.experiments: nouns.Experiments = ExperimentRows(connection)
        self.epochs: nouns.Epochs = EpochRows(connection)
        self.steps: nouns.Steps = StepRows(connection)
        self.contents: nouns.Contents = ContentRows(connection)
        self.snapshots: nouns.Snapshots = SnapshotRows(connection)
        self.facts: nouns.Facts = FactRows(connection)
        self.rule_events: nouns.RuleEvents = RuleEventRows(connection)
        self.runs: nouns.Runs = RunRows(connection)
        self.metrics: nouns.Metrics = MetricRows(connection)
        self.environments: nouns.Environments = EnvironmentRows(connection)
        self.notices: nouns.Notices = NoticeRows(connection)
        self.recording: nouns.RecordingSwitch = RecordingRows(connection)
        self.cell_aliases: nouns.CellAliases = AliasRows(connection)


class LightRows(Rows):
    """The same without outputs: what was left out goes to tally."""

    def __init__(self, connection: Connection, tally: Tally) -> None:
        super().__init__(connection)
        self.steps = LightSteps(connection, tally)
        self.contents = LightContents(connection, tally)


def rows_of(connection: Connection, tally: Tally | None = None) -> Tx:
    """The nouns, typed as the protocol says: what mypy checks here is all of it. With a tally
    they keep no outputs."""
    return Rows(connection) if tally is None else LightRows(connection, tally)
