import type { RunClient } from '../api/client';
import { ContentStore } from '../api/contents';
import type { Output, RunsChanged, TimelineStep } from '../api/types';
import { stepsBetween } from '../compare/timeline';
import type {
  IRunsModel,
  ITimelineModel,
  RunsAspect,
  TimelineAspect
} from '../tokens';
import type { RunEvents } from './events';
import { SharedModel } from './loaded';

/** Steps that one request asks for. */
const PAGE = 100;
/** The most that one answer holds. */
const MOST = 1000;
/** Outputs are large, and a list shows none. */
const WITHOUT = 'outputs';

/** What a timeline model is made with. */
export interface ITimelineModelOptions {
  client: RunClient;
  events: RunEvents;
  /** Says which notebook is in front. */
  runs: IRunsModel;
}

/** The recorded steps of the notebook in front, newest first, and a range that is selected. */
export class TimelineModel
  extends SharedModel<readonly TimelineAspect[]>
  implements ITimelineModel
{
  constructor({ client, events, runs }: ITimelineModelOptions) {
    super({ name: 'runfolio:timeline', events });
    this._client = client;
    this._runs = runs;
    this._runs.changed.connect(this._onRuns, this);
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._runs.changed.disconnect(this._onRuns, this);
      super.dispose();
    }
  }

  get steps(): readonly TimelineStep[] {
    return this._steps;
  }

  get hasOlder(): boolean {
    return this._cursor !== null;
  }

  async loadOlder(): Promise<void> {
    const { _cursor: cursor, _notebook: notebook } = this;
    if (cursor === null || notebook === null || this._loadingOlder) {
      return;
    }
    this._loadingOlder = true;
    try {
      const query = { notebook, cursor, limit: PAGE, without: WITHOUT };
      const answer = await this._client.timeline(query);
      if (cursor === this._cursor) {
        this._cursor = answer.cursor;
        this._setSteps([...this._steps, ...answer.steps]);
      }
    } catch {
      // What is here stays; the status of the newest steps tells what is the matter.
    } finally {
      this._loadingOlder = false;
    }
  }

  get selected(): readonly TimelineStep[] {
    return this._range ? stepsBetween(this._steps, ...this._range) : [];
  }

  select(from: string, to: string): void {
    this._range = [from, to];
    this._runs.setSelection([]);
    this.emit(['selection']);
  }

  clear(): void {
    if (this._range) {
      this._range = null;
      this.emit(['selection']);
    }
  }

  readonly contents = new ContentStore();

  async outputsOf(stepId: string): Promise<readonly Output[]> {
    return (await this._client.outputs(stepId)).outputs;
  }

  refresh(): Promise<void> {
    this._all = true;
    return this.loader.refresh();
  }

  protected onEvent({ all, removed, runs }: RunsChanged): void {
    // Which run a step is of changes by hand for old steps too; an automatic run has new ones.
    this._all ||=
      all || removed.length > 0 || runs.some(id => !this._runs.find(id));
    this.loader.nudge();
  }

  protected statusChanged(): void {
    this.emit(['status']);
  }

  protected async load(): Promise<void> {
    const notebook = this._notebookId();
    if (notebook !== this._notebook) {
      this._reset(notebook);
    }
    if (notebook === null) {
      return;
    }
    const wanted = this._all ? Math.max(this._steps.length, PAGE) : PAGE;
    this._all = false;
    const { steps, cursor } = await this._newest(notebook, wanted);
    if (notebook === this._notebook) {
      this._take(steps, cursor);
    }
  }

  /** The newest steps, at least so many if there are. */
  private async _newest(
    notebook: string,
    wanted: number
  ): Promise<{ steps: TimelineStep[]; cursor: string | null }> {
    const steps: TimelineStep[] = [];
    let cursor: string | null = null;
    do {
      const answer = await this._client.timeline({
        notebook,
        limit: Math.min(wanted - steps.length, MOST),
        without: WITHOUT,
        ...(cursor === null ? {} : { cursor })
      });
      steps.push(...answer.steps);
      cursor = answer.cursor;
    } while (cursor !== null && steps.length < wanted);
    return { steps, cursor };
  }

  /** Newest steps over those that are here; without a common one there is a gap between. */
  private _take(fresh: TimelineStep[], cursor: string | null): void {
    const end = fresh[fresh.length - 1]?.step_id;
    const at = this._steps.findIndex(step => step.step_id === end);
    if (at < 0) {
      this._cursor = cursor;
      this._setSteps(fresh);
    } else {
      this._setSteps([...fresh, ...this._steps.slice(at + 1)]);
    }
  }

  private _setSteps(steps: readonly TimelineStep[]): void {
    const before = this._steps;
    // A busy step changes without a revision: compare what is shown.
    if (JSON.stringify(before) !== JSON.stringify(steps)) {
      this._steps = steps;
      this.emit(['steps']);
    }
  }

  private _reset(notebook: string | null): void {
    this._notebook = notebook;
    this._steps = [];
    this._cursor = null;
    this._range = null;
    this.emit(['steps', 'selection']);
  }

  private _notebookId(): string | null {
    return this._runs.notebook?.notebook_id ?? null;
  }

  private _onRuns(_: IRunsModel, aspects: readonly RunsAspect[]): void {
    const where = aspects.includes('path') || aspects.includes('runs');
    if (where && this._notebookId() !== this._notebook) {
      this.loader.nudge();
    }
    if (aspects.includes('edits')) {
      this._all = true;
      this.loader.nudge();
    }
    if (aspects.includes('selection') && this._runs.selection.length) {
      // One selection at a time: the bar below speaks of one.
      this.clear();
    }
  }

  private readonly _client: RunClient;
  private readonly _runs: IRunsModel;
  private _notebook: string | null = null;
  private _steps: readonly TimelineStep[] = [];
  private _cursor: string | null = null;
  private _range: [string, string] | null = null;
  private _all = false;
  private _loadingOlder = false;
}
