/**
 * The public Tokens and the interfaces behind them: types and Tokens only.
 * Views get their models by these; nothing else of a model is theirs to use.
 */
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type {
  Experiment,
  Health,
  Notebook,
  Notice,
  Recording,
  Run,
  RunUpdate,
  WireNumber
} from './api/types';
import type {
  IChart,
  IDelta,
  IDifferenceView,
  IHeadlinePart,
  ISort,
  ITable,
  ListEntry,
  Pick,
  XMode
} from './compare/shapes';

/** What is the matter, in words that a user can act on. */
export interface IFault {
  /** Code of the server's error, or `offline`, `server-missing`. */
  code: string;
  message: string;
  hint: string | null;
}

/**
 * loading: nothing yet. ready: up to date. stale: no answer for 10 s, what is shown is old.
 * missing: the server part is not there. error: the server part refused; `fault` says why.
 */
export type LoadState = 'loading' | 'ready' | 'stale' | 'missing' | 'error';

/** How far what a model shows can be trusted. */
export interface ILoadStatus {
  state: LoadState;
  /** When the last good answer came; null before the first. */
  updatedAt: Date | null;
  fault: IFault | null;
}

/** Which runs are listed. `notebook` follows the notebook in front. */
export type Scope =
  | { kind: 'notebook' }
  | { kind: 'experiment'; experiment_id: string }
  | { kind: 'all' };

/** What changed in a runs model; one emission names all that changed together. */
export type RunsAspect =
  | 'runs'
  | 'list'
  | 'selection'
  | 'hover'
  | 'scope'
  | 'path'
  | 'metric'
  | 'filter'
  | 'status'
  | 'notices'
  | 'recording'
  | 'health';

/** A filter that could not be read, with the nearest known name. */
export interface IFilterFault {
  message: string;
  suggestion: string | null;
}

/** The runs of a scope, newest first, and all that the panel does with them. */
export interface IRunsModel extends IDisposable {
  /** Fires after a change, with what changed; at most once per answer of the server. */
  readonly changed: ISignal<IRunsModel, readonly RunsAspect[]>;
  readonly status: ILoadStatus;

  /** Set by views on show and hide: nothing is asked of the server while no view is shown. */
  setVisible(view: string, visible: boolean): void;

  /** All runs of the scope, newest first, open and draft ones among them. */
  readonly runs: readonly Run[];
  /** The panel's list: runs filtered, folded, with headings. */
  readonly list: readonly ListEntry[];
  /** True when the server has older runs than the list holds. */
  readonly hasOlder: boolean;
  loadOlder(): Promise<void>;
  find(runId: string): Run | undefined;

  readonly scope: Scope;
  setScope(scope: Scope): void;
  readonly experiments: readonly Experiment[];
  readonly notebooks: readonly Notebook[];
  /** Path of the notebook in front, null when there is none. Set by the plugin. */
  readonly path: string | null;
  setPath(path: string | null): void;
  /** The recorded notebook in front, null until its first cell ran. */
  readonly notebook: Notebook | null;

  /** The metric that the list shows and the keys to choose from, most common first. */
  readonly metric: string | null;
  readonly metricPick: Pick;
  readonly metricKeys: readonly string[];
  setMetric(key: string | null, pick?: Pick): void;
  /** The run's own value of the chosen metric; null when it has none. */
  valueOf(run: Run): number | null;
  /** That value as the list draws it; `–` when there is none. */
  valueText(run: Run): string;
  /** Against the baseline; null for the baseline and where either value is missing. */
  deltaOf(run: Run): IDelta | null;

  /** Points of the chosen metric in the run, oldest first; empty while there are none. */
  sparkOf(run: Run): readonly WireNumber[];

  readonly baseline: Run | null;
  /** Make a run the baseline of its experiment; null takes it away. */
  setBaseline(runId: string | null): Promise<void>;

  /** Selected run_ids in list order. */
  readonly selection: readonly string[];
  setSelection(runIds: readonly string[]): void;
  toggleSelection(runId: string): void;
  /** The run under the pointer, here or in a comparison. */
  readonly hovered: string | null;
  setHovered(runId: string | null): void;

  readonly filter: string;
  readonly filterFault: IFilterFault | null;
  setFilter(text: string): void;

  /** Folds are closed at first (drafts, replicates). */
  toggleFold(id: string): void;
  /** The setting `showDrafts`: when true, drafts are not folded. */
  setShowDrafts(show: boolean): void;

  readonly notices: readonly Notice[];
  dismissNotice(noticeId: string): Promise<void>;
  readonly health: Health | null;

  readonly recording: Recording | null;
  /** Is this notebook recorded; null while unknown. Without a path: the default. */
  isRecording(path?: string): boolean | null;
  /** Switch one notebook, or without a path all of them. */
  setRecording(on: boolean, path?: string): Promise<void>;

  updateRun(runId: string, update: RunUpdate): Promise<void>;
  /** Move a run to the trash. */
  deleteRun(runId: string): Promise<void>;
  refresh(): Promise<void>;
}

/** How long the busy step may still take, and on what ground that is said. */
export interface IEstimate {
  /** Seconds left by the median of earlier executions; never below 0. */
  secondsLeft: number;
  /** How many earlier executions of the cell it rests on. */
  from: number;
  shortest: number;
  longest: number;
}

/** The open run of the notebook in front. */
export interface ILiveModel extends IDisposable {
  /** Fires when the run or its estimate changed. */
  readonly changed: ISignal<ILiveModel, void>;
  /** Fires each second while a step is busy and a view is shown. */
  readonly ticked: ISignal<ILiveModel, void>;
  readonly run: Run | null;
  readonly status: ILoadStatus;
  setVisible(view: string, visible: boolean): void;
  /** Busy seconds of the run, the busy step included, at this moment. */
  busySeconds(): number;
  /** Seconds of the busy step so far; null when idle. */
  stepSeconds(): number | null;
  estimate(): IEstimate | null;
}

/** State of a comparison: plain JSON, saved with the layout, undone, linked. */
export interface IComparisonState {
  version: 1;
  runs: string[];
  baseline: string | null;
  tab: 'table' | 'charts' | 'differences';
  /** Table. */
  onlyDiffering: boolean;
  groupReplicates: boolean;
  chartsBelow: boolean;
  observations: boolean;
  pick: Pick;
  sort: ISort[];
  hiddenColumns: string[];
  pinnedColumns: string[];
  columnOrder: string[];
  /** Ids of open group rows. */
  expanded: string[];
  /** The metric in front: headline, heat, charts. */
  metric: string | null;
  /** Runs hidden in charts. */
  hiddenRuns: string[];
  xMode: XMode;
  /** Metric key that x is taken from, where xMode is `metric`. */
  xKey: string | null;
  yScale: 'linear' | 'log';
  /** 0–0.99, weight of the exponential moving average. */
  smoothing: number;
  ignoreOutliers: boolean;
  /** Differences: the pair, null = baseline and first other run. */
  left: string | null;
  right: string | null;
  hideSame: boolean;
  diffLayout: 'unified' | 'side-by-side';
}

/** What changed in a comparison model. */
export type ComparisonAspect =
  'state' | 'runs' | 'points' | 'differences' | 'status' | 'hover';

/** Where the pointer or the keyboard is in charts and table. */
export interface IHover {
  runId: string | null;
  x: number | null;
}

/** A few runs side by side. */
export interface IComparisonModel extends IDisposable {
  readonly changed: ISignal<IComparisonModel, readonly ComparisonAspect[]>;
  readonly status: ILoadStatus;
  setVisible(visible: boolean): void;

  readonly state: IComparisonState;
  /** Change the state; one call is one step of undo. */
  update(change: Partial<IComparisonState>): void;
  /** Sort the rows by the values of now; until then a live value moves no row. */
  resort(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): void;
  redo(): void;

  /** The compared runs in the state's order. */
  readonly runs: readonly Run[];
  /** Runs that the server no longer has. */
  readonly removed: readonly string[];
  readonly baseline: Run | null;
  addRuns(runIds: readonly string[]): void;
  removeRun(runId: string): void;

  /** Metric keys of the compared runs, most common first. */
  readonly metricKeys: readonly string[];
  /** The metric in front: the chosen one, else the one that tells most. */
  readonly metric: string | null;
  readonly table: ITable;
  readonly headline: readonly IHeadlinePart[];

  readonly pointsStatus: ILoadStatus;
  /** What to draw for a metric; made anew only when state or points changed. */
  chart(key: string): IChart;

  readonly differencesStatus: ILoadStatus;
  /** The differences of the pair; null until its tab was shown and the answers came. */
  readonly differences: IDifferenceView | null;
  /** Count in the tab: differences of the pair by what the runs answer says; null if unknown. */
  readonly differenceCount: number | null;

  readonly hover: IHover;
  setHover(hover: Partial<IHover>): void;
  refresh(): Promise<void>;
}

/** Makes comparison models; what they are made of comes with the first one. */
export interface IComparisonModelFactory {
  create(state: Partial<IComparisonState>): Promise<IComparisonModel>;
}

/** Opens comparisons in the main area. */
export interface IComparisonOpener {
  /**
   * Open a comparison, or bring the one of exactly these runs to the front. The command
   * `runfolio:compare` hands its arguments on as they are: `{runs: string[], …}`; after a reload
   * the layout restorer gives it the whole saved state.
   */
  open(state: Partial<IComparisonState>): Promise<void>;
}

/** The browser part of capture, as views see it. */
export interface IRecorder extends IDisposable {
  readonly changed: ISignal<IRecorder, void>;
  /** Why the recorder switched itself off; null while it works. */
  readonly fault: string | null;
  /** Intents that the server has not accepted yet, and those lost because too many waited. */
  readonly waiting: number;
  readonly dropped: number;
  /** The next cell of this notebook opens a new run. */
  askNewRun(path: string): void;
  /** True until that cell ran. */
  newRunAsked(path: string): boolean;
}

export const IRunsModel = new Token<IRunsModel>(
  'runfolio:IRunsModel',
  'The runs of a scope: list, selection, baseline, notices, recording.'
);

export const ILiveModel = new Token<ILiveModel>(
  'runfolio:ILiveModel',
  'The open run of the notebook in front.'
);

export const IComparisonModelFactory = new Token<IComparisonModelFactory>(
  'runfolio:IComparisonModelFactory',
  'Makes the model of a comparison of runs.'
);

export const IComparisonOpener = new Token<IComparisonOpener>(
  'runfolio:IComparisonOpener',
  'Opens comparisons of runs in the main area.'
);

export const IRecorder = new Token<IRecorder>(
  'runfolio:IRecorder',
  'The browser part of capture and its state.'
);
