import { Signal, type ISignal } from '@lumino/signaling';
import type { RunClient } from '../api/client';
import type { Run, RunsChanged } from '../api/types';
import type { IChart } from '../compare/chartshapes';
import type { IDifferenceView } from '../compare/differenceshapes';
import type { IHeadlinePart, ITable } from '../compare/shapes';
import { metricKeys } from '../compare/values';
import type { IWords } from '../format/words';
import type {
  ComparisonAspect,
  IComparisonModel,
  IComparisonState,
  IHover,
  ILoadStatus,
  IRunsModel,
  RunsAspect
} from '../tokens';
import { baselineOf, metricOf, pairOf } from './choices';
import { ComparisonData } from './comparisondata';
import { completeState, StateHistory } from './comparisonstate';
import type { Derived, IMoment } from './derive';
import type { RunEvents } from './events';
import { faultOf } from './faults';
import { Loader } from './loader';

/** The events tell; this is for a lost one. */
const POLL = 15_000;

const LOADING: ILoadStatus = { state: 'loading', updatedAt: null, fault: null };
const NO_TABLE: ITable = {
  columns: [],
  allColumns: [],
  rows: [],
  resort: false
};

const NO_CHART: Omit<IChart, 'key'> = {
  direction: 'unknown',
  directionText: '',
  lines: [],
  single: false,
  missing: [],
  xLabel: ''
};

/** What a comparison model is made with. */
export interface IComparisonModelOptions {
  client: RunClient;
  events: RunEvents;
  /** Shares hover and the experiments' baselines; null where there is no panel. */
  runs: IRunsModel | null;
  state: Partial<IComparisonState>;
  words: IWords;
}

/** A few runs side by side: state that can be saved, answers of the server, what is drawn. */
export class ComparisonModel implements IComparisonModel {
  constructor(options: IComparisonModelOptions) {
    this._words = options.words;
    this._events = options.events;
    this._runsModel = options.runs;
    this._history = new StateHistory(completeState(options.state));
    this._data = new ComparisonData(options.client);
    this._loader = new Loader({
      name: 'runfolio:comparison',
      load: () => this._load(),
      changed: () => this._changed.emit(['status']),
      interval: POLL
    });
    this._pairLoader = new Loader({
      name: 'runfolio:differences',
      load: () => this._loadPair(),
      changed: () => this._changed.emit(['status']),
      interval: POLL
    });
    this._events.changed.connect(this._onEvent, this);
    this._runsModel?.changed.connect(this._onRuns, this);
  }

  get changed(): ISignal<this, readonly ComparisonAspect[]> {
    return this._changed;
  }

  get status(): ILoadStatus {
    return this._loader.status;
  }

  get pointsStatus(): ILoadStatus {
    return this._pointsStatus;
  }

  get differencesStatus(): ILoadStatus {
    return this._pairLoader.status;
  }

  get isDisposed(): boolean {
    return this._loader.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._loader.dispose();
      this._pairLoader.dispose();
      this._events.changed.disconnect(this._onEvent, this);
      this._runsModel?.changed.disconnect(this._onRuns, this);
      Signal.clearData(this);
    }
  }

  setVisible(visible: boolean): void {
    this._visible = visible;
    this._loader.setVisible(visible);
    this._showPair();
  }

  async refresh(): Promise<void> {
    await this._loader.refresh();
    if (this._pairLoader.isVisible) {
      await this._pairLoader.refresh();
    }
  }

  get state(): IComparisonState {
    return this._history.state;
  }

  get canUndo(): boolean {
    return this._history.canUndo;
  }

  get canRedo(): boolean {
    return this._history.canRedo;
  }

  update(change: Partial<IComparisonState>): void {
    this._step(() => this._history.update(change));
  }

  resort(): void {
    this._derived?.resort();
    this._changed.emit(['state']);
  }

  undo(): void {
    this._step(() => this._history.undo());
  }

  redo(): void {
    this._step(() => this._history.redo());
  }

  addRuns(runIds: readonly string[]): void {
    this.update({ runs: [...this.state.runs, ...runIds] });
  }

  removeRun(runId: string): void {
    const { runs, left, right, baseline } = this.state;
    const gone = (id: string | null) => (id === runId ? null : id);
    this.update({
      runs: runs.filter(id => id !== runId),
      baseline: gone(baseline),
      left: gone(left),
      right: gone(right)
    });
  }

  get runs(): readonly Run[] {
    return this._data.runs;
  }

  get removed(): readonly string[] {
    return this._data.removed;
  }

  get baseline(): Run | null {
    const experiments = this._runsModel?.experiments ?? [];
    return baselineOf(this.runs, this.state, experiments);
  }

  get metricKeys(): readonly string[] {
    return metricKeys(this.runs);
  }

  get metric(): string | null {
    return metricOf(this.runs, this.state);
  }

  get table(): ITable {
    return this._derived?.table(this._moment()) ?? NO_TABLE;
  }

  get headline(): readonly IHeadlinePart[] {
    return this._derived?.headline(this._moment()) ?? [];
  }

  chart(key: string): IChart {
    return this._derived?.chart(key, this._moment()) ?? { ...NO_CHART, key };
  }

  get differences(): IDifferenceView | null {
    const pair = this._pair();
    return (
      (pair && this._derived?.differences(...pair, this._moment())) ?? null
    );
  }

  get differenceCount(): number | null {
    const pair = this._pair();
    return (
      (pair && this._derived?.countDifferences(...pair, this._moment())) ?? null
    );
  }

  get hover(): IHover {
    return this._hover;
  }

  setHover(hover: Partial<IHover>): void {
    const next = { ...this._hover, ...hover };
    if (next.runId !== this._hover.runId || next.x !== this._hover.x) {
      this._hover = next;
      this._runsModel?.setHovered(next.runId);
      this._changed.emit(['hover']);
    }
  }

  private _step(move: () => boolean): void {
    const before = this.state;
    if (!move()) {
      return;
    }
    const { runs, onlyDiffering } = this.state;
    const otherRuns = runs.join() !== before.runs.join();
    if (otherRuns || (before.onlyDiffering && !onlyDiffering)) {
      this._loader.nudge();
    }
    this._showPair();
    this._changed.emit(['state']);
  }

  /** The pair is loaded only while its tab is in front. */
  private _showPair(): void {
    const shown = this._visible && this.state.tab === 'differences';
    if (shown && this._pairLoader.isVisible) {
      this._pairLoader.nudge();
    }
    this._pairLoader.setVisible(shown);
  }

  private async _load(): Promise<void> {
    const { runs: ids, metric, onlyDiffering } = this.state;
    const [isNew, module] = await Promise.all([
      this._data.loadRuns(ids, metric),
      import('./derive')
    ]);
    this._derived ??= new module.Derived(this._words);
    if (isNew) {
      this._changed.emit(['runs']);
      await this._loadPoints();
    }
    if (await this._data.loadEnvironments(!onlyDiffering)) {
      this._changed.emit(['runs']);
    }
    if (isNew) {
      this._pairLoader.nudge();
    }
  }

  /** A failure here leaves the table as it is. */
  private async _loadPoints(): Promise<void> {
    try {
      await this._data.loadPoints();
      this._pointsStatus = {
        state: 'ready',
        updatedAt: new Date(),
        fault: null
      };
    } catch (error) {
      const fault = faultOf(error);
      this._pointsStatus = { ...this._pointsStatus, state: 'error', fault };
    }
    this._changed.emit(['points']);
  }

  private async _loadPair(): Promise<void> {
    const pair = this._pair();
    if (pair && (await this._data.loadPair(...pair))) {
      this._changed.emit(['differences']);
    }
  }

  private _pair(): [Run, Run] | null {
    return pairOf(this.runs, this.state, this.baseline);
  }

  private _moment(): IMoment {
    return {
      state: this.state,
      data: this._data,
      baseline: this.baseline?.run_id ?? null,
      metric: this.metric
    };
  }

  private _onEvent(_: unknown, event: RunsChanged): void {
    const ids = new Set(this.state.runs);
    const ours = [...event.runs, ...event.removed].some(id => ids.has(id));
    if (event.all || ours) {
      this._loader.nudge();
    }
  }

  private _onRuns(runs: IRunsModel, aspects: readonly RunsAspect[]): void {
    if (aspects.includes('hover') && runs.hovered !== this._hover.runId) {
      this._hover = { ...this._hover, runId: runs.hovered };
      this._changed.emit(['hover']);
    }
    // Another baseline of the experiment is another baseline here, unless one was chosen.
    const baseline = this.baseline?.run_id ?? null;
    if (aspects.includes('runs') && baseline !== this._lastBaseline) {
      this._lastBaseline = baseline;
      this._changed.emit(['runs']);
    }
  }

  private readonly _words: IWords;
  private readonly _events: RunEvents;
  private readonly _runsModel: IRunsModel | null;
  private readonly _history: StateHistory;
  private readonly _data: ComparisonData;
  private readonly _loader: Loader;
  private readonly _pairLoader: Loader;
  private readonly _changed = new Signal<this, readonly ComparisonAspect[]>(
    this
  );
  private _derived: Derived | null = null;
  private _pointsStatus = LOADING;
  private _hover: IHover = { runId: null, x: null };
  private _visible = false;
  private _lastBaseline: string | null = null;
}
