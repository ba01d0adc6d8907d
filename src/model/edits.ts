import type { RunClient } from '../api/client';
import type { Run } from '../api/types';
import type { IRefusal, IRunEdit, IRunEdits } from '../tokens';
import type { IEditing, Verb } from './editverbs';
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
export interface IDone extends IRunEdit {
  /** run_ids that went, listed or not. */
  replaced: readonly string[];
  /** The run among them that was its experiment's baseline. */
  baseline: Run | null;
}

/** A screen that nobody edits on needs none of it. */
const verbs = () => import('./editverbs');

/** Deletes, makes, splits, merges and moves runs, and takes the newest of it back. */
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

  delete(runIds: readonly string[]): Promise<void> {
    return this._edit('delete', runIds);
  }

  fromSteps(stepIds: readonly string[]): Promise<void> {
    return this._edit('make', stepIds);
  }

  split(runId: string, stepId: string): Promise<void> {
    return this._edit('split', [runId, stepId]);
  }

  merge(runIds: readonly string[]): Promise<void> {
    return this._edit('merge', runIds);
  }

  move(runIds: readonly string[], parentId: string): Promise<void> {
    return this._edit('move', [parentId, ...runIds]);
  }

  undo(): Promise<void> {
    return this._try('undo', async () => {
      if (this._last) {
        await (await verbs()).takeBack(this._editing(), this._last);
        this._last = null;
      }
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

  /** @param ids what the edit is about, as the verb has it. */
  private _edit(asked: Verb, ids: readonly string[]): Promise<void> {
    return this._try(asked, async () => {
      const { VERBS } = await verbs();
      await VERBS[asked](this._editing(), ids, edit => this._done(edit));
    });
  }

  private _editing(): IEditing {
    return { client: this._client, runs: this._runs };
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
