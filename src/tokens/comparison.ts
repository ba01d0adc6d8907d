/** A comparison: its state, its model, who makes and who opens it. */
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Run } from '../api/types';
import type { IChart, XMode } from '../compare/chartshapes';
import type { IDifferenceView } from '../compare/differenceshapes';
import type { IHeadlinePart, ISort, ITable, Pick } from '../compare/shapes';
import type { ILoadStatus } from './status';

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

/** A compared run that was deleted meanwhile. */
export interface IRemovedRun {
  run_id: string;
  /** Its `#n`; null where it was deleted before this comparison was opened. */
  number: number | null;
}

/** A few runs side by side. */
export interface IComparisonModel extends IDisposable {
  readonly changed: ISignal<IComparisonModel, readonly ComparisonAspect[]>;
  readonly status: ILoadStatus;
  setVisible(visible: boolean): void;

  readonly state: IComparisonState;
  /** Change the state; one call is one step of undo, unless only another tab comes to the front. */
  update(change: Partial<IComparisonState>): void;
  /** Sort the rows by the values of now; until then a live value moves no row. */
  resort(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): void;
  redo(): void;

  /** The compared runs in the state's order. */
  readonly runs: readonly Run[];
  /** Runs of the state that were deleted. */
  readonly removed: readonly IRemovedRun[];
  /** Take a deleted run out of the trash again. */
  restoreRun(runId: string): Promise<void>;
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

export const IComparisonModelFactory = new Token<IComparisonModelFactory>(
  'runfolio:IComparisonModelFactory',
  'Makes the model of a comparison of runs.'
);

export const IComparisonOpener = new Token<IComparisonOpener>(
  'runfolio:IComparisonOpener',
  'Opens comparisons of runs in the main area.'
);
