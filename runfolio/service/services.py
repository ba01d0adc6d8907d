"""All use cases by noun: what the route table calls as `services.<noun>.<function>`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..models.run import LiveAnswer
from ..store.protocol import Store
from .common import Announces, OpenView, nothing
from .contents import ContentService
from .curation import CurationService, MadeOfSteps
from .differences import DifferenceService
from .environments import EnvironmentService
from .experiments import ExperimentService
from .health import HealthService
from .heard import HeardService, TakesHeard
from .intents import IntentService, TakesIntents
from .notebooks import NotebookService
from .notices import NoticeService
from .points import PointService
from .recording import RecordingService
from .runs import RunService
from .snapshots import SnapshotService
from .steps import StepService


class LiveView(OpenView, Protocol):
    """The open view with its own use case."""

    def get(self, notebook: str) -> LiveAnswer:
        """The open run of a notebook (id, or path:…)."""


class Services:
    """One attribute per noun of the route table."""

    def __init__(self, store: Store, announcer: Announces, live: LiveView,
                 intents: TakesIntents, heard: TakesHeard, made_of_steps: MadeOfSteps,
                 switched: Callable[[], None] = nothing,
                 intended: Callable[[], None] = nothing,
                 lost: Callable[[], int] = lambda: 0) -> None:
        """made_of_steps: makes the run of steps that a user chose.
        switched, intended: told after the recording switch changed, after intents came.
        lost: how many messages capture had to drop."""
        self.health = HealthService(store, lost)
        self.recording = RecordingService(store, announcer, switched)
        self.notices = NoticeService(store, announcer)
        self.notebooks = NotebookService(store)
        self.experiments = ExperimentService(store, announcer)
        self.curation = CurationService(store, announcer, made_of_steps)
        self.runs = RunService(store, announcer, live, self.curation.restored)
        self.steps = StepService(store, live)
        self.contents = ContentService(store)
        self.snapshots = SnapshotService(store)
        self.points = PointService(store, live)
        self.environments = EnvironmentService(store)
        self.differences = DifferenceService(store)
        self.live = live
        self.intents = IntentService(intents, intended, heard.has_no_tap)
        self.heard = HeardService(heard)
