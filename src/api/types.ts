/**
 * Short names of the wire's shapes. Generated from the server's models; wire names stay as they
 * are (snake_case). Nothing is typed twice.
 */
import type {
  Intent,
  LiveStep,
  Metric,
  Notice,
  Result,
  Run
} from './generated';

export type {
  CellChange,
  CellRef,
  Changes,
  Content,
  Curated,
  Differences,
  Environment,
  EnvironmentAnswer,
  ErrorAnswer,
  ErrorBody,
  Experiment,
  ExperimentList,
  ExperimentUpdate,
  Git,
  Health,
  Heard,
  HeardAnswer,
  HeardMessage,
  InheritedResult,
  Intent,
  IntentBatch,
  IntentCell,
  IntentItem,
  IntentsAnswer,
  Live,
  LiveAnswer,
  LiveStep,
  Metric,
  Notebook,
  NotebookList,
  Notice,
  NoticeList,
  Output,
  Package,
  PackageChange,
  Param,
  ParamChange,
  PointSeries,
  PointsAnswer,
  Recording,
  RecordingUpdate,
  Result,
  Run,
  RunList,
  RunStep,
  RunSteps,
  RunUpdate,
  RunsChanged,
  Snapshot,
  StepCounts,
  StepOutputs,
  Timeline,
  TimelineStep,
  operations,
  paths
} from './generated';

/** A number on the wire: JSON has no NaN and no infinities, training has. */
export type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Params by name, as a run or a result carries them. */
export type Params = Run['params'];

/** Metrics by key, as a result carries them. */
export type Metrics = Result['metrics'];

/** Where a metric's values come from: logged, printed, or a cell's value. */
export type MetricSource = Metric['source'];

export type RunStatus = Run['status'];
export type StepStatus = LiveStep['status'];
export type StepRole = LiveStep['role'];
export type NoticeKind = Notice['kind'];
export type IntentKind = Intent['kind'];
