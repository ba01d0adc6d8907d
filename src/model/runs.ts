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
import type { IFilterFault, IRunsModel, RunsAspect, Scope } from '../tokens';
import { RunEdits } from './edits';
import type { RunEvents } from './events';
import type { ListSettings, RunListing } from './list';
import { SharedModel } from './loaded';
import { RunSelection } from './selection';
import { ShownRuns } from './shown';
import { RunSource } from './source';

/** What a runs model is made with. */
export interface IRunsModelOptions {
  client: RunClient;
  events: RunEvents;
  words: IWords;
}

/** The runs of a scope; the server has the truth, this is its newest answer. */
export class RunsModel
  extends SharedModel<readonly RunsAspect[]>
  implements IRunsModel
{
  constructor({ client, events, words }: IRunsModelOptions) {
    super({ name: 'runfolio:runs', events });
    this._source = new RunSource(client);
    this._shown = new ShownRuns(client, words);
    this.edits = new RunEdits(client, this._source, runs => {
      if (runs) {
        this._selection.prune(this.runs);
        this._emitList('runs', 'selection', 'edits');
        this.loader.nudge();
      } else {
        this._tell('edits');
      }
    });
  }

  readonly edits: RunEdits;

  refresh(): Promise<void> {
    this._source.wantAll();
    return this.loader.refresh();
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
    this._selection.set([], []);
    this._emitList('scope', 'selection');
    this.loader.nudge();
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
      this.loader.nudge();
    }
  }

  get notebook(): Notebook | null {
    return this._source.facts.notebookAt(this._path);
  }

  get metric(): string | null {
    return this._listing?.metric ?? null;
  }

  get metricPick(): Pick {
    return this._shown.view.pick;
  }

  get metricKeys(): readonly string[] {
    return this._listing?.metricKeys ?? [];
  }

  setMetric(key: string | null, pick: Pick = this.metricPick): void {
    this._setView({ metric: key, pick }, 'metric');
    this.loader.nudge();
  }

  metricOf(run: Run): string | null {
    return this._listing?.metricOf(run) ?? null;
  }

  valueOf(run: Run): number | null {
    return this._listing?.valueOf(run) ?? null;
  }

  valueText(run: Run): string {
    return this._listing?.valueText(run) ?? '–';
  }

  deltaOf(run: Run): IDelta | null {
    return this._shown.deltaOf(this._listing, run, this._baselineOf(run));
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
      await this._source.setBaseline(run.experiment_id, runId);
      this._emitList('runs');
    }
  }

  get selection(): readonly string[] {
    return this._selection.ids;
  }

  setSelection(runIds: readonly string[]): void {
    this._selection.set(runIds, this.runs);
    this._tell('selection');
  }

  toggleSelection(runId: string): void {
    this.setSelection(this._selection.toggled(runId));
  }

  get hovered(): string | null {
    return this._selection.hovered;
  }

  setHovered(runId: string | null): void {
    if (this._selection.hover(runId)) {
      this._tell('hover');
    }
  }

  get filter(): string {
    return this._shown.view.filter;
  }

  get filterFault(): IFilterFault | null {
    return this._listing?.filter.error ?? null;
  }

  setFilter(filter: string): void {
    this._setView({ filter }, 'filter');
  }

  toggleFold(id: string): void {
    this._setView(this._shown.withFold(id));
  }

  setShowDrafts(showDrafts: boolean): void {
    this._setView({ showDrafts });
  }

  get notices(): readonly Notice[] {
    return this._source.facts.notices;
  }

  async dismissNotice(noticeId: string): Promise<void> {
    await this._source.facts.dismissNotice(noticeId);
    this._tell('notices');
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
    this._tell('recording');
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    await this._source.updateRun(runId, update);
    this._emitList('runs');
  }

  protected onEvent(event: RunsChanged): void {
    this._source.hint(event);
    this.loader.nudge();
  }

  protected statusChanged(): void {
    this._tell('status');
  }

  protected async load(): Promise<void> {
    const [round] = await Promise.all([
      this._source.load(this._scope, () => this._path),
      this._shown.fetch()
    ]);
    if (round.runs) {
      this._selection.prune(this.runs);
    }
    if (round.list) {
      this._emitList('runs', ...round.facts);
    } else if (round.facts.length) {
      this._tell(...round.facts);
    }
    const baselineOf = (run: Run) => this._baselineOf(run);
    if (await this._shown.loadPoints(this.runs, this.metric, baselineOf)) {
      this._emitList('runs');
    }
  }

  private _baselineOf(run: Run): Run | null {
    return this._source.baselineOf(run.experiment_id);
  }

  /** Null until it was brought: before the first answer there is nothing to list. */
  private get _listing(): RunListing | null {
    return this._shown.listing(this.runs, () => ({
      days: this._source.isEverything(this._scope, this._path),
      cardNotebook: this.notebook?.notebook_id ?? null
    }));
  }

  private _setView(change: Partial<ListSettings>, ...also: RunsAspect[]): void {
    this._shown.change(change);
    this._emitList(...also);
  }

  private _emitList(...aspects: RunsAspect[]): void {
    this._shown.forget();
    this._tell('list', ...aspects);
  }

  private _tell(...aspects: RunsAspect[]): void {
    this.emit(aspects);
  }

  private readonly _source: RunSource;
  private readonly _shown: ShownRuns;
  private _scope: Scope = { kind: 'notebook' };
  private _path: string | null = null;
  private readonly _selection = new RunSelection();
}
