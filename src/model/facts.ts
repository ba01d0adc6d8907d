import type { RunClient } from '../api/client';
import type {
  Experiment,
  Health,
  Notebook,
  Notice,
  Recording,
  Run
} from '../api/types';

/** All that fits into one answer. */
const ALL = 1000;

/**
 * What the server says beside the runs: its health, the recording switch, notices, notebooks,
 * experiments. Each is asked for at first and when an event says so.
 */
export class ServerFacts {
  constructor(client: RunClient) {
    this._client = client;
  }

  health: Health | null = null;
  recording: Recording | null = null;
  notices: readonly Notice[] = [];
  experiments: readonly Experiment[] = [];
  notebooks: readonly Notebook[] = [];

  /** Ask for health and everything whose name is in `what`. */
  async refresh(what: ReadonlySet<FactName>): Promise<void> {
    const asks: Record<FactName, () => Promise<void>> = {
      health: async () => {
        this.health = await this._client.health();
      },
      recording: async () => {
        this.recording = await this._client.recording();
      },
      notices: async () => {
        this.notices = (await this._client.notices()).notices;
      },
      experiments: async () => {
        const answer = await this._client.experiments({ limit: ALL });
        this.experiments = answer.experiments;
      },
      notebooks: async () => {
        const answer = await this._client.notebooks({ limit: ALL });
        this.notebooks = answer.notebooks;
      }
    };
    await Promise.all([...what].map(name => asks[name]()));
  }

  /** The recorded notebook of a path. */
  notebookAt(path: string | null): Notebook | null {
    return this.notebooks.find(notebook => notebook.path === path) ?? null;
  }

  /** Look for a notebook that is not known yet. Answers whether it was found. */
  async findNotebook(path: string): Promise<boolean> {
    if (this.notebookAt(path)) {
      return false;
    }
    const { notebooks } = await this._client.notebooks({ path });
    this.notebooks = [...this.notebooks, ...notebooks];
    return notebooks.length > 0;
  }

  experiment(experimentId: string): Experiment | null {
    const is = (item: Experiment) => item.experiment_id === experimentId;
    return this.experiments.find(is) ?? null;
  }

  /** Names of facts that these runs show to be out of date: a new notebook or experiment. */
  missingFor(runs: readonly Run[]): FactName[] {
    const unknown = runs.some(
      run =>
        this.experiment(run.experiment_id) === null ||
        !this.notebooks.some(item => item.notebook_id === run.notebook_id)
    );
    return unknown ? ['experiments', 'notebooks'] : [];
  }

  /** Is the notebook at a path recorded; without a path: the default. Null: not known yet. */
  isRecording(path?: string): boolean | null {
    if (!this.recording) {
      return null;
    }
    const { notebooks } = this.recording;
    const byDefault = this.recording.default;
    if (path === undefined) {
      return byDefault;
    }
    const id = this.notebookAt(path)?.notebook_id;
    const own = id === undefined ? undefined : notebooks[id];
    return own ?? notebooks[`path:${path}`] ?? byDefault;
  }

  async setRecording(on: boolean, path?: string): Promise<void> {
    this.recording = await this._client.updateRecording(
      path === undefined
        ? { default: on }
        : { notebooks: { [`path:${path}`]: on } }
    );
    if (path !== undefined) {
      // The switch is kept by notebook_id, which a new notebook has got just now.
      await this.findNotebook(path);
    }
  }

  async dismissNotice(noticeId: string): Promise<void> {
    await this._client.deleteNotice(noticeId);
    this.notices = this.notices.filter(item => item.notice_id !== noticeId);
  }

  async setBaseline(experimentId: string, runId: string | null): Promise<void> {
    const answer = await this._client.updateExperiment(experimentId, {
      baseline_run_id: runId
    });
    this.experiments = this.experiments.map(item =>
      item.experiment_id === experimentId ? answer : item
    );
  }

  private readonly _client: RunClient;
}

/** What can be asked for apart. */
export type FactName =
  'health' | 'recording' | 'notices' | 'experiments' | 'notebooks';
