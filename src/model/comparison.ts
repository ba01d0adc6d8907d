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
  IRemovedRun,
  ILoadStatus,
  IRunsModel,
  RunsAspect
} from '../tokens';
import { baselineOf, metricOf, pairOf } from './choices';
import { ComparisonData } from './comparisondata';
import { completeState, StateHistory } from './comparisonstate';
import type { Derived, IMoment } from './derive';
import type { RunEvents } from './events';
import { LoadedModel } from './loaded';
import { Loader } from './loader';
import { NO_CHART, NO_TABLE } from './nothing';

/** The events tell; this is for a lost one. */
const POLL = 15_000;

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
export class ComparisonModel
  extends LoadedModel<readonly ComparisonAspect[]>
  implements IComparisonModel
{
  constructor(options: IComparisonModelOptions) {
    super({
      name: 'runfolio:comparison',
      events: options.events,
      interval: POLL
    });
    this._words = options.words;
    this._runsModel = options.runs;
    this._history = new StateHistory(completeState(options.state));
    this._data = new ComparisonData(options.client);
    this._pairLoader = new Loader({
      name: 'runfolio:differences',
      load: () => this._loadPair(),
      changed: () => this.statusChanged(),
      interval: POLL
    });
    this._runsModel?.changed.connect(this._onRuns, this);
  }

  get pointsStatus(): ILoadStatus {
    return this._data.pointsStatus;
  }

  get differencesStatus(): ILoadStatus {
    return this._pairLoader.status;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._pairLoader.dispose();
      this._runsModel?.changed.disconnect(this._onRuns, this);
      super.dispose();
    }
  }

  setVisible(visible: boolean): void {
    this._visible = visible;
    this.loader.setVisible(visible);
    this._showPair();
  }

  async refresh(): Promise<void> {
    await this.loader.refresh();
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
    this.emit(['state']);
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

  get removed(): readonly IRemovedRun[] {
    return this._data.removed;
  }

  async restoreRun(runId: string): Promise<void> {
    await this._data.restore(runId);
    await this.refresh();
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
      this.emit(['hover']);
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
      this.loader.nudge();
    }
    this._showPair();
    this.emit(['state']);
  }

  /** The pair is loaded only while its tab is in front. */
  private _showPair(): void {
    const shown = this._visible && this.state.tab === 'differences';
    if (shown && this._pairLoader.isVisible) {
      this._pairLoader.nudge();
    }
    this._pairLoader.setVisible(shown);
  }

  protected onEvent(event: RunsChanged): void {
    const ids = new Set(this.state.runs);
    const ours = [...event.runs, ...event.removed].some(id => ids.has(id));
    if (event.all || ours) {
      this.loader.nudge();
    }
  }

  protected statusChanged(): void {
    this.emit(['status']);
  }

  protected async load(): Promise<void> {
    const { runs: ids, metric, onlyDiffering } = this.state;
    const [isNew, module] = await Promise.all([
      this._data.loadRuns(ids, metric),
      import('./derive')
    ]);
    this._derived ??= new module.Derived(this._words);
    if (isNew) {
      this.emit(['runs']);
      await this._data.loadPoints();
      this.emit(['points']);
    }
    if (await this._data.loadEnvironments(!onlyDiffering)) {
      this.emit(['runs']);
    }
    if (isNew) {
      this._pairLoader.nudge();
    }
  }

  private async _loadPair(): Promise<void> {
    const pair = this._pair();
    if (pair && (await this._data.loadPair(...pair))) {
      this.emit(['differences']);
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

  private _onRuns(runs: IRunsModel, aspects: readonly RunsAspect[]): void {
    if (aspects.includes('hover') && runs.hovered !== this._hover.runId) {
      this._hover = { ...this._hover, runId: runs.hovered };
      this.emit(['hover']);
    }
    // Another baseline of the experiment is another baseline here, unless one was chosen.
    const baseline = this.baseline?.run_id ?? null;
    if (aspects.includes('runs') && baseline !== this._lastBaseline) {
      this._lastBaseline = baseline;
      this.emit(['runs']);
    }
  }

  private readonly _words: IWords;
  private readonly _runsModel: IRunsModel | null;
  private readonly _history: StateHistory;
  private readonly _data: ComparisonData;
  private readonly _pairLoader: Loader;
  private _derived: Derived | null = null;
  private _hover: IHover = { runId: null, x: null };
  private _visible = false;
  private _lastBaseline: string | null = null;
}
