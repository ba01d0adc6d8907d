import type { RunClient } from '../api/client';
import type { Run } from '../api/types';

/** What was deleted at once, and what went with it. */
export interface IDeletion {
  runs: readonly Run[];
  /** The run among them that was its experiment's baseline. */
  baseline: Run | null;
}

const NOTHING: IDeletion = { runs: [], baseline: null };

/** Deletes runs, and takes the newest deletion back. */
export class RunTrash {
  constructor(private readonly _client: RunClient) {}

  /** The newest deletion, as long as it can be taken back here. */
  get last(): IDeletion {
    return this._last;
  }

  /**
   * Move runs to the trash.
   * @returns the runs that went, and why another did not (null where all went).
   */
  async delete(
    runs: readonly Run[],
    isBaseline: (run: Run) => boolean
  ): Promise<{ gone: readonly Run[]; refusal: unknown }> {
    const baseline = runs.find(isBaseline);
    const answers = await Promise.allSettled(
      runs.map(run => this._client.deleteRun(run.run_id))
    );
    const gone = runs.filter((_, at) => answers[at].status === 'fulfilled');
    if (gone.length) {
      const wasBaseline = baseline && gone.includes(baseline);
      this._last = { runs: gone, baseline: wasBaseline ? baseline : null };
    }
    const refused = answers.find(answer => answer.status === 'rejected');
    return { gone, refusal: refused?.reason ?? null };
  }

  /** Take the newest deletion back. Answers what it was. */
  async restore(): Promise<IDeletion> {
    const last = this._last;
    await Promise.all(
      last.runs.map(run =>
        this._client.updateRun(run.run_id, { trashed: false })
      )
    );
    this._last = NOTHING;
    return last;
  }

  /** The deletion stays. */
  forget(): void {
    this._last = NOTHING;
  }

  private _last = NOTHING;
}
