"""The route table: from its rows come handlers, authorisation tests, openapi.json and docs.

A row names the use case (service noun and function) that answers it; the generic handler in
handlers.py does the rest. Paths are relative to /runfolio/api/.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ..models import (
    curation,
    difference,
    environment,
    heard,
    intent,
    metric,
    notebook,
    run,
    snapshot,
    step,
)

Method = Literal["GET", "POST", "PATCH", "DELETE"]


class Query(msgspec.Struct, frozen=True):
    """One query parameter. kind list: comma separated; name 'keys' repeats instead."""

    name: str
    kind: Literal["text", "int", "list", "repeat"]
    doc: str
    required: bool = False
    maximum: int | None = None


class Route(msgspec.Struct, frozen=True):
    """One row: what may be asked, by whom, and which use case answers."""

    method: Method
    path: str
    call: str
    """noun.function in runfolio.service; path, query and body arrive as keyword arguments."""
    doc: str
    answer: Any = None
    """Type of the answer; None means 204."""
    body: Any = None
    query: tuple[Query, ...] = ()
    is_file: bool = False
    """The answer is bytes: a service.contents.File."""

    @property
    def action(self) -> str:
        """The action that the server's authorizer is asked for."""
        return "read" if self.method == "GET" else "write"


LIMIT = Query("limit", "int", "At most so many, 100 unless told, 1000 at most.", maximum=1000)
CURSOR = Query("cursor", "text", "Go on where an earlier answer ended.")

ROUTES: tuple[Route, ...] = (
    Route("GET", "health", "health.get", "What works and where the store is.", notebook.Health),
    Route("GET", "recording", "recording.get", "The recording switch.", notebook.Recording),
    Route("PATCH", "recording", "recording.update", "Turn recording on or off.",
          notebook.Recording, notebook.RecordingUpdate),
    Route("GET", "notices", "notices.list", "What the panel must say.", notebook.NoticeList),
    Route("DELETE", "notices/{notice_id}", "notices.delete", "Dismiss a notice for good."),
    Route("GET", "notebooks", "notebooks.list", "Notebooks with recorded cells.",
          notebook.NotebookList, query=(LIMIT, CURSOR, Query("path", "text", "Only this path."))),
    Route("GET", "experiments", "experiments.list", "Experiments.", notebook.ExperimentList,
          query=(LIMIT, CURSOR)),
    Route("PATCH", "experiments/{experiment_id}", "experiments.update",
          "Rename an experiment, set its baseline.", notebook.Experiment,
          notebook.ExperimentUpdate),
    Route("GET", "runs", "runs.list", "Runs, newest first, the open ones among them.",
          run.RunList, query=(
              LIMIT, CURSOR,
              Query("experiment", "text", "Only runs of this experiment_id."),
              Query("notebook", "text", "Only runs of this notebook_id."),
              Query("ids", "list", "Only these runs, in this order."),
              Query("since", "int", "Only runs of a higher revision; removed lists deletions."),
              Query("order", "text", "opened_at ascends, -opened_at descends (the default)."),
              Query("with", "list", "cells: effective cells; spark:KEY: 30 points of a metric."),
          )),
    Route("GET", "runs/{run_id}", "runs.get", "One run.", run.Run),
    Route("PATCH", "runs/{run_id}", "runs.update",
          "Name, note, tags, star, colour; out of the trash.", run.Run,
          run.RunUpdate),
    Route("DELETE", "runs/{run_id}", "runs.delete", "Move a run to the trash."),
    Route("POST", "runs:from-steps", "curation.from_steps",
          "Make a run of recorded steps that followed each other.", curation.Curated,
          curation.FromSteps),
    Route("POST", "runs:split", "curation.split", "Two runs in place of one.", curation.Curated,
          curation.Split),
    Route("POST", "runs:merge", "curation.merge", "One run in place of several.",
          curation.Curated, curation.Merge),
    Route("GET", "runs/{run_id}/steps", "steps.of_run", "The run's steps in executed order.",
          step.RunSteps),
    Route("GET", "runs/{run_id}/snapshot", "snapshots.of_run",
          "The notebook as it stood when the run opened or closed.", snapshot.Snapshot,
          query=(Query("moment", "text", "opened (the default) or closed."),)),
    Route("GET", "runs/{run_id}/environment", "environments.of_run",
          "What the run's kernel ran with.", environment.EnvironmentAnswer),
    Route("GET", "points", "points.list", "Points of metrics, thinned, extremes kept.",
          metric.PointsAnswer, query=(
              Query("runs", "list", "run_ids.", required=True),
              Query("keys", "repeat", "Metric keys; repeat the parameter for several.",
                    required=True),
              Query("max_points", "int", "Points a series at most, 500 unless told.",
                    maximum=10_000),
          )),
    Route("GET", "live", "live.get", "The open run of a notebook.", run.LiveAnswer,
          query=(Query("notebook", "text", "notebook_id, or path:… .", required=True),)),
    Route("GET", "steps", "steps.list", "The timeline of a kernel or notebook, newest first.",
          step.Timeline, query=(LIMIT, CURSOR, Query("kernel", "text", "kernel_id."),
                                Query("notebook", "text", "notebook_id."),
                                Query("since", "int", "Only steps of a higher seq."),
                                Query("without", "list", "outputs: leave them out."))),
    Route("GET", "steps/{step_id}/outputs", "steps.outputs", "Outputs of a step.",
          step.StepOutputs),
    Route("GET", "contents/{digest}", "contents.get",
          "What an output of a step refers to: raster images inline, all else as a download.",
          is_file=True, query=(
              Query("step", "text", "step_id of an output that refers to it.", required=True),)),
    Route("GET", "environments/{digest}", "environments.get", "An environment by its digest.",
          environment.EnvironmentAnswer),
    Route("GET", "differences", "differences.get", "What differs between two runs, as facts.",
          difference.Differences, query=(Query("runs", "list", "Two run_ids.", required=True),)),
    Route("POST", "intents", "intents.create", "What the user asked kernels to execute.",
          intent.IntentsAnswer, intent.IntentBatch),
    Route("POST", "heard", "heard.create",
          "What a page heard from kernels that the server cannot listen to.",
          heard.HeardAnswer, heard.HeardBatch),
)
