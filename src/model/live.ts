import { Signal, type ISignal } from '@lumino/signaling';
import type { RunClient } from '../api/client';
import type { LiveStep, Run, RunsChanged, TimelineStep } from '../api/types';
import type { timeLeft } from '../compare/estimate';
import type { IEstimate, ILiveModel, IRunsModel, RunsAspect } from '../tokens';
import type { RunEvents } from './events';
import { SharedModel } from './loaded';

/** How many steps back an estimate looks. */
const TIMELINE = 200;
const SECOND = 1000;

/** What a live model is made with. */
export interface ILiveModelOptions {
  client: RunClient;
  events: RunEvents;
  /** Says which notebook is in front. */
  runs: IRunsModel;
}

/** The open run of the notebook in front, with a clock that ticks while it is busy. */
export class LiveModel extends SharedModel<void> implements ILiveModel {
  constructor({ client, events, runs }: ILiveModelOptions) {
    super({ name: 'runfolio:live', events });
    this._client = client;
    this._runs = runs;
    this._runs.changed.connect(this._onRuns, this);
  }

  get ticked(): ISignal<this, void> {
    return this._ticked;
  }

  get run(): Run | null {
    return this._run;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._setTicking(false);
      this._runs.changed.disconnect(this._onRuns, this);
      super.dispose();
    }
  }

  setVisible(view: string, visible: boolean): void {
    super.setVisible(view, visible);
    this._setTicking(this._isBusy());
  }

  busySeconds(): number {
    return (this._run?.busy_seconds ?? 0) + (this.stepSeconds() ?? 0);
  }

  stepSeconds(): number | null {
    const since = this._run?.live?.busy_since;
    return since
      ? // The server's clock may be ahead of ours.
        Math.max(0, (Date.now() - Date.parse(since)) / SECOND)
      : null;
  }

  estimate(): IEstimate | null {
    const busy = this._busyStep();
    const elapsed = this.stepSeconds();
    return busy && elapsed !== null && this._timeLeft
      ? this._timeLeft(this._earlier, busy, elapsed)
      : null;
  }

  protected onEvent({ what, all, runs }: RunsChanged): void {
    if (all || runs.length || !what.length || what.includes('runs')) {
      this.loader.nudge();
    }
  }

  protected statusChanged(): void {
    this.emit();
  }

  protected async load(): Promise<void> {
    const { path } = this._runs;
    const answer = path === null ? null : await this._ask(path);
    if (path !== this._runs.path) {
      // Another notebook came to the front meanwhile: its own load follows.
      return;
    }
    this._setRun(answer);
    await this._loadEarlier();
  }

  private _onRuns(_: IRunsModel, aspects: readonly RunsAspect[]): void {
    if (aspects.includes('path')) {
      this._setRun(null);
      this.loader.nudge();
    }
  }

  private async _ask(path: string): Promise<Run | null> {
    return (await this._client.live(`path:${path}`)).run;
  }

  /** Once for each busy step: how long its cell took before. */
  private async _loadEarlier(): Promise<void> {
    const busy = this._busyStep();
    const run = this._run;
    if (busy && run && busy.step_id !== this._earlierFor) {
      const answer = await this._client.timeline({
        notebook: run.notebook_id,
        limit: TIMELINE,
        without: 'outputs'
      });
      this._timeLeft ??= (await import('../compare/estimate')).timeLeft;
      this._earlierFor = busy.step_id;
      this._earlier = answer.steps;
      this.emit();
    }
  }

  private _setRun(run: Run | null): void {
    const before = this._run;
    this._run = run;
    this._setTicking(this._isBusy());
    // The open view changes without a revision of the run: compare what is shown.
    if (JSON.stringify(before) !== JSON.stringify(run)) {
      this.emit();
    }
  }

  private _busyStep(): LiveStep | null {
    const steps = this._run?.live?.steps ?? [];
    return steps.find(step => step.status === 'busy') ?? null;
  }

  private _isBusy(): boolean {
    return this.loader.isVisible && Boolean(this._run?.live?.busy_since);
  }

  private _setTicking(on: boolean): void {
    if (on && this._timer === null) {
      this._timer = window.setInterval(() => this._tick(), SECOND);
    } else if (!on && this._timer !== null) {
      window.clearInterval(this._timer);
      this._timer = null;
    }
  }

  private _tick(): void {
    if (!document.hidden) {
      this._ticked.emit();
    }
  }

  private readonly _client: RunClient;
  private readonly _runs: IRunsModel;
  private readonly _ticked = new Signal<this, void>(this);
  private _run: Run | null = null;
  private _earlier: readonly TimelineStep[] = [];
  private _earlierFor: string | null = null;
  /** Comes with the first busy step. */
  private _timeLeft: typeof timeLeft | null = null;
  private _timer: number | null = null;
}
