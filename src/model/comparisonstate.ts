import type { IComparisonState } from '../tokens';

const DEFAULTS: IComparisonState = {
  version: 1,
  runs: [],
  baseline: null,
  tab: 'table',
  onlyDiffering: true,
  groupReplicates: true,
  chartsBelow: true,
  observations: false,
  pick: 'last',
  sort: [],
  hiddenColumns: [],
  pinnedColumns: [],
  columnOrder: [],
  expanded: [],
  metric: null,
  hiddenRuns: [],
  xMode: 'logged',
  xKey: null,
  yScale: 'linear',
  smoothing: 0,
  ignoreOutliers: false,
  left: null,
  right: null,
  hideSame: true,
  diffLayout: 'side-by-side'
};

/** Most steps that can be undone. */
const MOST = 100;

/**
 * A whole state from what was given or saved: a field that is absent or of another kind than the
 * default's (a layout of an older version) takes the default.
 */
export function completeState(
  partial: Partial<IComparisonState>
): IComparisonState {
  const given = partial as Readonly<Record<string, unknown>>;
  const fitting = Object.entries(DEFAULTS).flatMap(([name, standard]) =>
    fits(given[name], standard) ? [[name, given[name]]] : []
  );
  const state = {
    ...DEFAULTS,
    ...Object.fromEntries(fitting),
    version: 1 as const
  };
  return { ...state, runs: [...new Set(state.runs)] };
}

/** Same kind as the default; where that is null, a text or null. */
function fits(value: unknown, standard: unknown): boolean {
  if (standard === null) {
    return value === null || typeof value === 'string';
  }
  if (Array.isArray(standard)) {
    return Array.isArray(value);
  }
  return typeof value === typeof standard;
}

function isSame(one: IComparisonState, other: IComparisonState): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A state with all that came before it. States are never altered. */
export class StateHistory {
  constructor(state: IComparisonState) {
    this._state = state;
  }

  get state(): IComparisonState {
    return this._state;
  }

  get canUndo(): boolean {
    return this._past.length > 0;
  }

  get canRedo(): boolean {
    return this._future.length > 0;
  }

  /** Answers false when the change changes nothing. */
  update(change: Partial<IComparisonState>): boolean {
    const next = completeState({ ...this._state, ...change });
    if (isSame(next, this._state)) {
      return false;
    }
    // Looking at another tab changes nothing that one would want back.
    if (!isSame({ ...next, tab: this._state.tab }, this._state)) {
      this._past = [...this._past, this._state].slice(-MOST);
      this._future = [];
    }
    this._state = next;
    return true;
  }

  undo(): boolean {
    const previous = this._past.pop();
    if (!previous) {
      return false;
    }
    this._future.push(this._state);
    this._state = previous;
    return true;
  }

  redo(): boolean {
    const next = this._future.pop();
    if (!next) {
      return false;
    }
    this._past.push(this._state);
    this._state = next;
    return true;
  }

  private _state: IComparisonState;
  private _past: IComparisonState[] = [];
  private _future: IComparisonState[] = [];
}
