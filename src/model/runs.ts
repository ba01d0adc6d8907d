import { Signal, type ISignal } from '@lumino/signaling';
import type { RunClient } from '../api/client';
import type {
  Experiment,
  Health,
  Notebook,
  Notice,
  Recording,
  Run,
  RunsChanged,
  RunUpdate,
  WireNumber
} from '../api/types';
import type { IDelta, ListEntry, Pick } from '../compare/shapes';
import type { IWords } from '../format/words';
import type {
  IFilterFault,
  ILoadStatus,
  IRunsModel,
  RunsAspect,
  Scope
} from '../tokens';
import type { RunEvents } from './events';
import type { IListView, RunListing } from './list';
import { Loader } from './loader';
import { ShownRuns } from './shown';
import { RunSource } from './source';

/** What a runs model is made with. */
export interface IRunsModelOptions {
  client: RunClient;
  events: RunEvents;
  words: IWords;
}

/** The runs of a scope; the server has the truth, this is its newest answer. */
export class RunsModel implements IRunsModel {
  constructor(options: IRunsModelOptions) {
    this._events = options.events;
    this._source = new RunSource(options.client);
    this._shown = new ShownRuns(options.client, options.words);
    this._loader = new Loader({
      name: 'runfolio:runs',
      load: () => this._load(),
      changed: () => this._emit('status')
    });
    this._events.changed.connect(this._onEvent, this);
  }

  get changed(): ISignal<this, readonly RunsAspect[]> {
    return this._changed;
  }

  get status(): ILoadStatus {
    return this._loader.status;
  }

  get isDisposed(): boolean {
    return this._loader.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._loader.dispose();
      this._events.changed.disconnect(this._onEvent, this);
      Signal.clearData(this);
    }
  }

  setVisible(view: string, visible: boolean): void {
    if (visible) {
      this._views.add(view);
    } else {
      this._views.delete(view);
    }
    this._loader.setVisible(this._views.size > 0);
  }

  refresh(): Promise<void> {
    this._source.wantAll();
    return this._loader.refresh();
  }

  get runs(): readonly Run[] {
    return this._source.runs;
  }

  get list(): readonly ListEntry[] {
    return this._listing?.entries ?? [];
  }

  get hasOlder(): boolean {
    return this._source.hasOlder;
  }

  async loadOlder(): Promise<void> {
    await this._source.loadOlder(this._scope, this._path);
    this._emitList('runs');
  }

  find(runId: string): Run | undefined {
    return this._source.find(runId);
  }

  get scope(): Scope {
    return this._scope;
  }

  setScope(scope: Scope): void {
    this._scope = scope;
    this._selection = [];
    this._emitList('scope', 'selection');
    this._loader.nudge();
  }

  get experiments(): readonly Experiment[] {
    return this._source.facts.experiments;
  }

  get notebooks(): readonly Notebook[] {
    return this._source.facts.notebooks;
  }

  get path(): string | null {
    return this._path;
  }

  setPath(path: string | null): void {
    if (path !== this._path) {
      this._path = path;
      this._emitList('path', 'scope');
      this._loader.nudge();
    }
  }

  get notebook(): Notebook | null {
    return this._source.facts.notebookAt(this._path);
  }

  get metric(): string | null {
    return this._listing?.metric ?? null;
  }

  get metricPick(): Pick {
    return this._view.pick;
  }

  get metricKeys(): readonly string[] {
    return this._listing?.metricKeys ?? [];
  }

  setMetric(key: string | null, pick: Pick = this.metricPick): void {
    this._setView({ metric: key, pick }, 'metric');
    this._loader.nudge();
  }

  valueOf(run: Run): number | null {
    return this._listing?.valueOf(run) ?? null;
  }

  valueText(run: Run): string {
    return this._listing?.valueText(run) ?? '–';
  }

  deltaOf(run: Run): IDelta | null {
    const baseline = this._source.baselineOf(run.experiment_id);
    return this._listing?.deltaOf(run, baseline) ?? null;
  }

  sparkOf(run: Run): readonly WireNumber[] {
    return this._shown.sparkOf(run);
  }

  get baseline(): Run | null {
    const id =
      this._scope.kind === 'experiment'
        ? this._scope.experiment_id
        : this.notebook?.experiment_id;
    return id === undefined ? null : this._source.baselineOf(id);
  }

  async setBaseline(runId: string | null): Promise<void> {
    const run = runId === null ? this.baseline : this.find(runId);
    if (run) {
      await this._source.facts.setBaseline(run.experiment_id, runId);
      this._emitList('runs');
    }
  }

  get selection(): readonly string[] {
    return this._selection;
  }

  setSelection(runIds: readonly string[]): void {
    const chosen = new Set(runIds);
    this._selection = this.runs
      .map(run => run.run_id)
      .filter(id => chosen.has(id));
    this._emit('selection');
  }

  toggleSelection(runId: string): void {
    const without = this._selection.filter(id => id !== runId);
    const had = without.length < this._selection.length;
    this.setSelection(had ? without : [...this._selection, runId]);
  }

  get hovered(): string | null {
    return this._hovered;
  }

  setHovered(runId: string | null): void {
    if (runId !== this._hovered) {
      this._hovered = runId;
      this._emit('hover');
    }
  }

  get filter(): string {
    return this._view.filter;
  }

  get filterFault(): IFilterFault | null {
    return this._listing?.filter.error ?? null;
  }

  setFilter(filter: string): void {
    this._setView({ filter }, 'filter');
  }

  toggleFold(id: string): void {
    const open = new Set(this._view.open);
    if (!open.delete(id)) {
      open.add(id);
    }
    this._setView({ open });
  }

  setShowDrafts(showDrafts: boolean): void {
    this._setView({ showDrafts });
  }

  get notices(): readonly Notice[] {
    return this._source.facts.notices;
  }

  async dismissNotice(noticeId: string): Promise<void> {
    await this._source.facts.dismissNotice(noticeId);
    this._emit('notices');
  }

  get health(): Health | null {
    return this._source.facts.health;
  }

  get recording(): Recording | null {
    return this._source.facts.recording;
  }

  isRecording(path?: string): boolean | null {
    return this._source.facts.isRecording(path);
  }

  async setRecording(on: boolean, path?: string): Promise<void> {
    await this._source.facts.setRecording(on, path);
    this._emit('recording');
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    await this._source.updateRun(runId, update);
    this._emitList('runs');
  }

  async deleteRun(runId: string): Promise<void> {
    await this._source.deleteRun(runId);
    this._pruneSelection();
    this._emitList('runs');
  }

  private _onEvent(_: unknown, event: RunsChanged): void {
    this._source.hint(event);
    this._loader.nudge();
  }

  private async _load(): Promise<void> {
    const [round] = await Promise.all([
      this._source.load(this._scope, () => this._path),
      this._shown.fetch()
    ]);
    if (round.runs) {
      this._pruneSelection();
    }
    if (round.list) {
      this._emitList('runs', ...round.facts);
    } else if (round.facts.length) {
      this._emit(...round.facts);
    }
    if (await this._shown.loadSparks(this.runs, this.metric)) {
      this._emitList('runs');
    }
  }

  private _pruneSelection(): void {
    const known = new Set(this.runs.map(run => run.run_id));
    this._selection = this._selection.filter(id => known.has(id));
  }

  /** Null until it was brought: before the first answer there is nothing to list. */
  private get _listing(): RunListing | null {
    return this._shown.listing(this.runs, () => ({
      ...this._view,
      days: this._source.isEverything(this._scope, this._path),
      cardNotebook: this.notebook?.notebook_id ?? null
    }));
  }

  private _setView(change: Partial<IListView>, ...also: RunsAspect[]): void {
    this._view = { ...this._view, ...change };
    this._emitList(...also);
  }

  private _emitList(...aspects: RunsAspect[]): void {
    this._shown.forget();
    this._emit('list', ...aspects);
  }

  private _emit(...aspects: RunsAspect[]): void {
    this._changed.emit(aspects);
  }

  private readonly _events: RunEvents;
  private readonly _source: RunSource;
  private readonly _shown: ShownRuns;
  private readonly _loader: Loader;
  private readonly _changed = new Signal<this, readonly RunsAspect[]>(this);
  private readonly _views = new Set<string>();
  private _scope: Scope = { kind: 'notebook' };
  private _path: string | null = null;
  private _selection: readonly string[] = [];
  private _hovered: string | null = null;
  private _view: IListView = {
    metric: null,
    pick: 'last',
    filter: '',
    open: new Set(),
    showDrafts: false,
    days: false,
    cardNotebook: null
  };
}
