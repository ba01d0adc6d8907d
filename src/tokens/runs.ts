/** The model of the runs of a scope, as views see it. */
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
} from '../api/types';
import type { IDelta, ListEntry, Pick } from '../compare/shapes';
import type { IRunEdits } from './edits';
import type { ILoadStatus } from './status';

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
  | 'edits'
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
  /** What is shown of a run: the chosen metric; of a child run without it, its siblings' own. */
  metricOf(run: Run): string | null;
  /** The run's own value of that metric; null when it has none. */
  valueOf(run: Run): number | null;
  /** That value as the list draws it; `–` when there is none. */
  valueText(run: Run): string;
  /**
   * Against the baseline, of a run that still trains at its newest x; null for the baseline and
   * where either value is missing.
   */
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
  /** Which runs there are at all, and the way back; tells by the aspect `edits`. */
  readonly edits: IRunEdits;
  refresh(): Promise<void>;
}

export const IRunsModel = new Token<IRunsModel>(
  'runfolio:IRunsModel',
  'The runs of a scope: list, selection, baseline, notices, recording.'
);
