import type { RunClient } from '../api/client';
import type { Curated, Run } from '../api/types';
import type { IRefusal, IRunEdit, IRunEdits } from '../tokens';
import { faultOf } from './faults';

/** What edits need to know of the runs that are listed. */
export interface IEditedRuns {
  find(runId: string): Run | undefined;
  baselineOf(experimentId: string): Run | null;
  setBaseline(experimentId: string, runId: string): Promise<void>;
  /** Leave out a run that went to the trash. */
  remove(runId: string): void;
}

/** An edit, and all that the way back needs. */
interface IDone extends IRunEdit {
  /** run_ids that went, listed or not. */
  replaced: readonly string[];
  /** The run among them that was its experiment's baseline. */
  baseline: Run | null;
}

const KINDS = { make: 'made', split: 'split', merge: 'merged' } as const;

/** Deletes, makes, splits and merges runs, and takes the newest of it back. */
export class RunEdits implements IRunEdits {
  /** @param changed told after each change; `runs`: the list is another one. */
  constructor(
    private readonly _client: RunClient,
    private readonly _runs: IEditedRuns,
    private readonly _changed: (runs: boolean) => void
  ) {}

  get last(): IRunEdit | null {
    const { _last: last } = this;
    if (last?.kind !== 'deleted') {
      return last;
    }
    // One that was taken back elsewhere is in the list again.
    const gone = last.gone.filter(run => !this._runs.find(run.run_id));
    return gone.length ? { ...last, gone } : null;
  }

  get refusal(): IRefusal | null {
    return this._refusal;
  }

  /** What goes is out of the list also where another one was refused. */
  delete(runIds: readonly string[]): Promise<void> {
    return this._try('delete', async () => {
      const runs = runIds.flatMap(id => this._runs.find(id) ?? []);
      const baseline = this._baselineAmong(runs);
      const answers = await Promise.allSettled(
        runs.map(run => this._client.deleteRun(run.run_id))
      );
      const gone = runs.filter((_, at) => answers[at].status === 'fulfilled');
      if (gone.length) {
        this._done({
          kind: 'deleted',
          made: [],
          gone,
          replaced: gone.map(run => run.run_id),
          baseline: baseline && gone.includes(baseline) ? baseline : null
        });
      }
      const refused = answers.find(answer => answer.status === 'rejected');
      if (refused) {
        throw refused.reason;
      }
    });
  }

  fromSteps(stepIds: readonly string[]): Promise<void> {
    return this._curate('make', [], () =>
      this._client.fromSteps({ steps: [...stepIds] })
    );
  }

  split(runId: string, stepId: string): Promise<void> {
    return this._curate('split', [runId], () =>
      this._client.split({ run_id: runId, at: stepId })
    );
  }

  merge(runIds: readonly string[]): Promise<void> {
    return this._curate('merge', runIds, () =>
      this._client.merge({ runs: [...runIds] })
    );
  }

  undo(): Promise<void> {
    return this._try('undo', async () => {
      const last = this._last;
      if (!last) {
        return;
      }
      // First what is to be kept, so that a refusal in between loses nothing.
      await Promise.all(
        last.replaced.map(id => this._client.updateRun(id, { trashed: false }))
      );
      await Promise.all(last.made.map(run => this._unmake(run.run_id)));
      if (last.baseline) {
        const { experiment_id, run_id } = last.baseline;
        await this._runs.setBaseline(experiment_id, run_id);
      }
      this._last = null;
    });
  }

  forget(): void {
    this._last = null;
    this._changed(false);
  }

  attempt(work: Promise<unknown>): Promise<void> {
    return this._try('change', () => work);
  }

  dismissRefusal(): void {
    this._refusal = null;
    this._changed(false);
  }

  /** @param from run_ids that other runs come in place of. */
  private _curate(
    asked: keyof typeof KINDS,
    from: readonly string[],
    ask: () => Promise<Curated>
  ): Promise<void> {
    return this._try(asked, async () => {
      const gone = from
        .flatMap(id => this._runs.find(id) ?? [])
        .sort((a, b) => a.number - b.number);
      // Asked before: the server hands it on to the first of the new runs.
      const baseline = this._baselineAmong(gone);
      const { runs: made, replaced } = await ask();
      this._done({ kind: KINDS[asked], made, gone, replaced, baseline });
    });
  }

  /** A run that somebody else deleted meanwhile is as good as unmade. */
  private async _unmake(runId: string): Promise<void> {
    try {
      await this._client.deleteRun(runId);
    } catch (error) {
      if (faultOf(error).code !== 'not-found') {
        throw error;
      }
    }
    this._runs.remove(runId);
  }

  private _baselineAmong(runs: readonly Run[]): Run | null {
    const is = (run: Run) =>
      this._runs.baselineOf(run.experiment_id)?.run_id === run.run_id;
    return runs.find(is) ?? null;
  }

  private _done(edit: IDone): void {
    this._last = edit;
    edit.replaced.forEach(id => this._runs.remove(id));
  }

  private async _try(
    asked: IRefusal['asked'],
    work: () => Promise<unknown>
  ): Promise<void> {
    try {
      await work();
      this._refusal = null;
    } catch (error) {
      this._refusal = { asked, fault: faultOf(error) };
    }
    this._changed(true);
  }

  private _last: IDone | null = null;
  private _refusal: IRefusal | null = null;
}
