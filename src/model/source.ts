import type { RunClient } from '../api/client';
import type { Run, RunsChanged, RunUpdate } from '../api/types';
import type { Scope } from '../tokens';
import { ServerFacts, type FactName } from './facts';
import { RunPage, type IPageQuery } from './page';

const ALL_FACTS: readonly FactName[] = [
  'health',
  'recording',
  'notices',
  'experiments',
  'notebooks'
];

/** Facts that a view is told of by name. */
const TOLD = ['health', 'recording', 'notices'] as const;

/** What one round brought. */
export interface IRound {
  /** Runs came, changed or went. */
  runs: boolean;
  /** Something changed that the list shows: runs, baselines, notebooks. */
  list: boolean;
  /** Facts that were asked for. */
  facts: (typeof TOLD)[number][];
}

/** Where the runs of a scope come from: asks for what is known to be out of date, and no more. */
export class RunSource {
  constructor(client: RunClient) {
    this._client = client;
    this._page = new RunPage(client);
    this.facts = new ServerFacts(client);
  }

  readonly facts: ServerFacts;

  get runs(): readonly Run[] {
    return this._page.runs;
  }

  get hasOlder(): boolean {
    return this._page.hasOlder;
  }

  /** A run of the page, or a baseline that is older. */
  find(runId: string): Run | undefined {
    return (
      this.runs.find(run => run.run_id === runId) ?? this._baselines.get(runId)
    );
  }

  baselineOf(experimentId: string): Run | null {
    const id = this.facts.experiment(experimentId)?.baseline_run_id;
    return (id && this.find(id)) || null;
  }

  /** Ask for everything in the next round. */
  wantAll(): void {
    ALL_FACTS.forEach(name => this._wanted.add(name));
    this._asked.clear();
  }

  /** Ask in the next round for what an event is about; runs are asked for anyway. */
  hint({ what, all, runs, removed }: RunsChanged): void {
    if (what.includes('notices')) {
      this._wanted.add('notices');
    }
    if (what.includes('recording')) {
      // A switch may be of a notebook that is new.
      this._wanted.add('recording').add('notebooks');
    }
    if (all || (!runs.length && !removed.length)) {
      // Nothing is named where a baseline was set.
      this._wanted.add('experiments');
    }
  }

  /** One round: facts that are out of date, then the runs, then what they point to. */
  async load(scope: Scope, path: () => string | null): Promise<IRound> {
    const facts = await this._loadFacts(path());
    const runs = await this._loadRuns(scope, path());
    const missing = runs ? this.facts.missingFor(this.runs) : [];
    if (missing.length) {
      await this.facts.refresh(new Set(missing));
    }
    await this._loadBaselines();
    return {
      runs,
      list:
        runs ||
        missing.length > 0 ||
        facts.has('experiments') ||
        facts.has('notebooks'),
      facts: TOLD.filter(name => facts.has(name))
    };
  }

  async loadOlder(scope: Scope, path: string | null): Promise<void> {
    const query = this._query(scope, path);
    if (query) {
      await this._page.loadOlder(query);
    }
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    this._page.put(await this._client.updateRun(runId, update));
  }

  /** Leave out a run that went to the trash; what comes, comes with the next round. */
  remove(runId: string): void {
    this._page.remove(runId);
  }

  setBaseline(experimentId: string, runId: string | null): Promise<void> {
    return this.facts.setBaseline(experimentId, runId);
  }

  /** True where runs of all notebooks are listed. */
  isEverything(scope: Scope, path: string | null): boolean {
    const query = this._query(scope, path);
    return query !== null && Object.keys(query).length === 0;
  }

  /** What is wanted while this is under way stays wanted; what failed does too. */
  private async _loadFacts(path: string | null): Promise<Set<FactName>> {
    const due = new Set(this._wanted);
    // How a fault of the store ends shows in the health alone.
    if (this.facts.health?.status !== 'ok') {
      due.add('health');
    }
    this._wanted.clear();
    try {
      await this.facts.refresh(due);
    } catch (error) {
      due.forEach(name => this._wanted.add(name));
      throw error;
    }
    // The notebook in front becomes known only with its first cell.
    if (path !== null && (await this.facts.findNotebook(path))) {
      due.add('notebooks');
    }
    return due;
  }

  private _loadRuns(scope: Scope, path: string | null): Promise<boolean> {
    const query = this._query(scope, path);
    return query
      ? this._page.refresh(query)
      : Promise.resolve(this._page.clear());
  }

  /** A baseline may be older than all runs of the page. */
  private async _loadBaselines(): Promise<void> {
    const wanted = new Set(this.runs.map(run => run.experiment_id));
    const missing = this.facts.experiments
      .filter(item => wanted.has(item.experiment_id))
      .flatMap(item => item.baseline_run_id ?? [])
      .filter(id => this.find(id) === undefined && !this._asked.has(id));
    if (missing.length) {
      // One that was deleted does not come, however often it is asked for.
      missing.forEach(id => this._asked.add(id));
      const answer = await this._client.runs({ ids: missing.join(',') });
      answer.runs.forEach(run => this._baselines.set(run.run_id, run));
    }
  }

  /** Null: the notebook in front has no runs that could be asked for. */
  private _query(scope: Scope, path: string | null): IPageQuery | null {
    if (scope.kind === 'experiment') {
      return { experiment: scope.experiment_id };
    }
    // Without a notebook in front everything is more use than nothing.
    if (scope.kind === 'all' || path === null) {
      return {};
    }
    const notebook = this.facts.notebookAt(path);
    return notebook && { notebook: notebook.notebook_id };
  }

  private readonly _client: RunClient;
  private readonly _page: RunPage;
  /** Facts to ask for in the next round. */
  private readonly _wanted = new Set<FactName>(ALL_FACTS);
  private readonly _baselines = new Map<string, Run>();
  /** Baselines that were asked for, come or not. */
  private readonly _asked = new Set<string>();
}
