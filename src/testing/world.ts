/** A server with runs in it, and the models over it. */
import { Signal } from '@lumino/signaling';
import { RunClient } from '../api/client';
import type {
  Experiment,
  Health,
  Notebook,
  Notice,
  Recording,
  Run,
  RunsChanged
} from '../api/types';
import { englishWords as words } from '../format/words';
import { RunEvents, type EventStream } from '../model/events';
import { FakeServer, refusal, settle, type IRequest } from './server';

const HEALTH: Health = {
  version: '0.1.0',
  status: 'ok',
  store_path: '/data/runfolio',
  pending: 0,
  blocked: false,
  dropped: 0,
  outputs_dropped: 0,
  problem: null,
  rules_version: 1
};

/** The answers of a server over plain data; tests change the data, then say so by an event. */
export class World {
  constructor(runs: Run[] = []) {
    this.runs = runs;
    this.server = new FakeServer({
      'GET health': () => this.health,
      'GET recording': () => this.recording,
      'PATCH recording': request => this._switch(request),
      'GET notices': () => ({ notices: this.notices, cursor: null }),
      'GET notebooks': request => this._notebooks(request),
      'GET experiments': () => ({
        experiments: this.experiments,
        cursor: null
      }),
      'PATCH experiments/e1': request => this._setBaseline(request),
      'GET runs': request => this._runs(request),
      'GET live': () => ({ run: this.live }),
      '*': request => this._other(request)
    });
    this.client = new RunClient({ serverSettings: this.server.settings });
    this.events = new RunEvents(this._stream);
  }

  runs: Run[];
  removed: string[] = [];
  live: Run | null = null;
  health = HEALTH;
  recording: Recording = { default: true, notebooks: {} };
  notices: Notice[] = [];
  notebooks: Notebook[] = [
    {
      notebook_id: 'n1',
      path: 'digits.ipynb',
      experiment_id: 'e1',
      created_at: '2026-11-23T12:00:00.000000Z',
      run_count: 0,
      recording: true
    }
  ];
  experiments: Experiment[] = [
    {
      experiment_id: 'e1',
      name: 'digits',
      created_at: '2026-11-23T12:00:00.000000Z',
      baseline_run_id: null,
      run_count: 0
    }
  ];

  readonly server: FakeServer;
  readonly client: RunClient;
  readonly events: RunEvents;
  readonly words = words;

  /** The server says that something changed. */
  emit(event: Partial<RunsChanged> = {}): void {
    this.emitRaw({
      schema_id: 'urn:runfolio:runs:v1',
      what: ['runs'],
      ...event
    });
  }

  /** Any event of any extension. */
  emitRaw(event: object): void {
    (this._stream as Signal<unknown, unknown>).emit(event);
  }

  /** Forget what was asked so far. */
  forget(): void {
    this.server.requests.length = 0;
  }

  settle(): Promise<void> {
    return settle();
  }

  /** The highest that a run ever had: it does not fall when that run is deleted. */
  get revision(): number {
    const revisions = this.runs.map(run => run.revision);
    this._revision = Math.max(this._revision, ...revisions);
    return this._revision;
  }

  private _runs({ query }: IRequest): unknown {
    const ids = query.get('ids')?.split(',');
    const since = Number(query.get('since') ?? 0);
    const limit = Number(query.get('limit') ?? 100);
    const start = Number(query.get('cursor') ?? 0);
    const matching = this.runs
      .filter(run => !ids || ids.includes(run.run_id))
      .filter(run => run.revision > since || run.live !== null)
      .filter(run => fits(query.get('notebook'), run.notebook_id))
      .filter(run => fits(query.get('experiment'), run.experiment_id))
      .sort((a, b) => b.opened_at.localeCompare(a.opened_at));
    const more = matching.length > start + limit;
    return {
      runs: matching.slice(start, start + limit),
      cursor: more ? String(start + limit) : null,
      revision: this.revision,
      removed: query.has('since') ? this.removed : []
    };
  }

  private _notebooks({ query }: IRequest): unknown {
    const path = query.get('path');
    const notebooks = this.notebooks.filter(item => fits(path, item.path));
    return { notebooks, cursor: null };
  }

  private _switch({ body }: IRequest): unknown {
    const update = body as Partial<Recording>;
    const byId = Object.entries(update.notebooks ?? {}).map(([name, on]) => {
      const found = this.notebooks.find(item => `path:${item.path}` === name);
      return [found?.notebook_id ?? name, on] as const;
    });
    this.recording = {
      default: update.default ?? this.recording.default,
      notebooks: { ...this.recording.notebooks, ...Object.fromEntries(byId) }
    };
    return this.recording;
  }

  private _setBaseline({ body }: IRequest): unknown {
    this.experiments = this.experiments.map(item => ({
      ...item,
      ...(body as Partial<Experiment>)
    }));
    return this.experiments[0];
  }

  private _other({ method, path, body }: IRequest): unknown {
    const [noun, id] = path.split('/');
    if (method === 'PATCH' && this._trash.has(id)) {
      this._restore(id);
    }
    const run = this.runs.find(item => item.run_id === id);
    if (noun === 'notices') {
      this.notices = this.notices.filter(item => item.notice_id !== id);
      return undefined;
    }
    if (noun !== 'runs' || !run) {
      return refusal(404, 'not-found');
    }
    if (method === 'DELETE') {
      this.runs = this.runs.filter(item => item !== run);
      this.removed.push(id);
      this._trash.set(id, run);
      return undefined;
    }
    const updated = {
      ...run,
      ...(body as Partial<Run>),
      revision: this.revision + 1
    };
    this.runs = this.runs.map(item => (item === run ? updated : item));
    return updated;
  }

  private _restore(id: string): void {
    const run = this._trash.get(id);
    if (run) {
      this._trash.delete(id);
      this.removed = this.removed.filter(item => item !== id);
      this.runs = [...this.runs, { ...run, revision: this.revision + 1 }];
    }
  }

  private _revision = 0;
  private readonly _trash = new Map<string, Run>();
  private readonly _stream: EventStream = new Signal<object, never>(
    {}
  ) as unknown as EventStream;
}

function fits(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === value;
}
