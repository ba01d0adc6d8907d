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
  RunUpdate
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
import { ServerFacts, type FactName } from './facts';
import { RunListing, type IListView } from './list';
import { Loader } from './loader';
import { RunPage, type IPageQuery } from './page';

const ALL_FACTS: readonly FactName[] = [
  'health',
  'recording',
  'notices',
  'experiments',
  'notebooks'
];

/** The runs of a scope; the server has the truth, this is its newest answer. */
export class RunsModel implements IRunsModel {
  constructor(options: RunsModel.IOptions) {
    this._client = options.client;
    this._words = options.words;
    this._events = options.events;
    this._facts = new ServerFacts(options.client);
    this._page = new RunPage(options.client);
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
    ALL_FACTS.forEach(name => this._wanted.add(name));
    return this._loader.refresh();
  }

  get runs(): readonly Run[] {
    return this._page.runs;
  }

  get list(): readonly ListEntry[] {
    return this._listing.entries;
  }

  get hasOlder(): boolean {
    return this._page.hasOlder;
  }

  async loadOlder(): Promise<void> {
    const query = this._query();
    if (query) {
      await this._page.loadOlder(query);
      this._emitList('runs');
    }
  }

  find(runId: string): Run | undefined {
    return (
      this.runs.find(run => run.run_id === runId) ?? this._baselines.get(runId)
    );
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
    return this._facts.experiments;
  }

  get notebooks(): readonly Notebook[] {
    return this._facts.notebooks;
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
    return this._facts.notebookAt(this._path);
  }

  get metric(): string | null {
    return this._listing.metric;
  }

  get metricPick(): Pick {
    return this._view.pick;
  }

  get metricKeys(): readonly string[] {
    return this._listing.metricKeys;
  }

  setMetric(key: string | null, pick: Pick = this.metricPick): void {
    this._setView({ metric: key, pick }, 'metric');
  }

  valueOf(run: Run): number | null {
    return this._listing.valueOf(run);
  }

  valueText(run: Run): string {
    return this._listing.valueText(run);
  }

  deltaOf(run: Run): IDelta | null {
    return this._listing.deltaOf(run, this._baselineFor(run));
  }

  get baseline(): Run | null {
    const id =
      this._scope.kind === 'experiment'
        ? this._scope.experiment_id
        : this.notebook?.experiment_id;
    return id === undefined ? null : this._baselineOf(id);
  }

  async setBaseline(runId: string | null): Promise<void> {
    const run = runId === null ? this.baseline : this.find(runId);
    if (run) {
      await this._facts.setBaseline(run.experiment_id, runId);
      this._emitList('runs');
    }
  }

  get selection(): readonly string[] {
    return this._selection;
  }

  setSelection(runIds: readonly string[]): void {
    const chosen = new Set(runIds);
    this._selection = this._page.runs
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
    return this._listing.filter.error;
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
    return this._facts.notices;
  }

  async dismissNotice(noticeId: string): Promise<void> {
    await this._facts.dismissNotice(noticeId);
    this._emit('notices');
  }

  get health(): Health | null {
    return this._facts.health;
  }

  get recording(): Recording | null {
    return this._facts.recording;
  }

  isRecording(path?: string): boolean | null {
    return this._facts.isRecording(path);
  }

  async setRecording(on: boolean, path?: string): Promise<void> {
    await this._facts.setRecording(on, path);
    this._emit('recording');
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    this._page.put(await this._client.updateRun(runId, update));
    this._emitList('runs');
  }

  async deleteRun(runId: string): Promise<void> {
    await this._client.deleteRun(runId);
    this._page.remove(runId);
    this._pruneSelection();
    this._emitList('runs');
  }

  private _onEvent(_: unknown, event: RunsChanged): void {
    for (const name of event.what) {
      if (name !== 'runs') {
        this._wanted.add(name);
      }
    }
    this._loader.nudge();
  }

  /** One round: what is known to be out of date, then the runs, then what they point to. */
  private async _load(): Promise<void> {
    // The notebook in front becomes known only with its first cell.
    if (this._path !== null && this.notebook === null) {
      this._wanted.add('notebooks');
    }
    // A fault of the store shows in the health alone, and only when asked again.
    if (this.status.state === 'error' || this.health?.status !== 'ok') {
      this._wanted.add('health');
    }
    const facts = new Set(this._wanted);
    await this._facts.refresh(facts);
    facts.forEach(name => this._wanted.delete(name));
    const changed = await this._loadRuns();
    const missing = changed ? this._facts.missingFor(this.runs) : [];
    if (missing.length) {
      await this._facts.refresh(new Set(missing));
    }
    await this._loadBaselines();
    this._announce(changed || missing.length > 0, facts);
  }

  private async _loadRuns(): Promise<boolean> {
    const query = this._query();
    const changed = query
      ? await this._page.refresh(query)
      : this._page.clear();
    if (changed) {
      this._pruneSelection();
    }
    return changed;
  }

  /** A baseline may be older than all runs of the page. */
  private async _loadBaselines(): Promise<void> {
    const wanted = new Set(this.runs.map(run => run.experiment_id));
    const missing = this.experiments
      .filter(item => wanted.has(item.experiment_id))
      .flatMap(item => item.baseline_run_id ?? [])
      .filter(id => this.find(id) === undefined);
    if (missing.length) {
      const answer = await this._client.runs({ ids: missing.join(',') });
      answer.runs.forEach(run => this._baselines.set(run.run_id, run));
    }
  }

  private _announce(runs: boolean, facts: ReadonlySet<FactName>): void {
    const aspects = (['health', 'recording', 'notices'] as const).filter(name =>
      facts.has(name)
    );
    const list = runs || facts.has('experiments') || facts.has('notebooks');
    if (list) {
      this._emitList('runs', ...aspects);
    } else if (aspects.length) {
      this._emit(...aspects);
    }
  }

  /** Null: the notebook in front has no runs that could be asked for. */
  private _query(): IPageQuery | null {
    switch (this._scope.kind) {
      case 'experiment':
        return { experiment: this._scope.experiment_id };
      case 'notebook':
        // Without a notebook in front everything is more use than nothing.
        return this._path === null
          ? {}
          : this.notebook && { notebook: this.notebook.notebook_id };
      default:
        return {};
    }
  }

  private _baselineFor(run: Run): Run | null {
    return this._baselineOf(run.experiment_id);
  }

  private _baselineOf(experimentId: string): Run | null {
    const id = this._facts.experiment(experimentId)?.baseline_run_id;
    return (id && this.find(id)) || null;
  }

  private _pruneSelection(): void {
    const known = new Set(this.runs.map(run => run.run_id));
    this._selection = this._selection.filter(id => known.has(id));
  }

  private get _listing(): RunListing {
    this._listed ??= new RunListing(
      this.runs,
      {
        ...this._view,
        days: Object.keys(this._query() ?? { none: true }).length === 0,
        cardNotebook: this.notebook?.notebook_id ?? null
      },
      this._words
    );
    return this._listed;
  }

  private _setView(change: Partial<IListView>, ...also: RunsAspect[]): void {
    this._view = { ...this._view, ...change };
    this._emitList(...also);
  }

  private _emitList(...aspects: RunsAspect[]): void {
    this._listed = null;
    this._emit('list', ...aspects);
  }

  private _emit(...aspects: RunsAspect[]): void {
    this._changed.emit(aspects);
  }

  private readonly _client: RunClient;
  private readonly _words: IWords;
  private readonly _events: RunEvents;
  private readonly _facts: ServerFacts;
  private readonly _page: RunPage;
  private readonly _loader: Loader;
  private readonly _changed = new Signal<this, readonly RunsAspect[]>(this);
  private readonly _views = new Set<string>();
  /** Facts to ask for in the next round. */
  private readonly _wanted = new Set<FactName>(ALL_FACTS);
  private readonly _baselines = new Map<string, Run>();
  private _scope: Scope = { kind: 'notebook' };
  private _path: string | null = null;
  private _selection: readonly string[] = [];
  private _hovered: string | null = null;
  private _listed: RunListing | null = null;
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

export namespace RunsModel {
  /** What a runs model is made with. */
  export interface IOptions {
    client: RunClient;
    events: RunEvents;
    words: IWords;
  }
}
