import type { Run } from '../api/types';

/** Which runs of a list are selected, and which is pointed at. */
export class RunSelection {
  /** Selected run_ids in list order. */
  get ids(): readonly string[] {
    return this._ids;
  }

  get hovered(): string | null {
    return this._hovered;
  }

  /** Select these of the runs, in their order. */
  set(runIds: readonly string[], runs: readonly Run[]): void {
    const chosen = new Set(runIds);
    this._ids = runs.map(run => run.run_id).filter(id => chosen.has(id));
  }

  /** The selection with a run added, or taken away where it was in. */
  toggled(runId: string): string[] {
    const without = this._ids.filter(id => id !== runId);
    return without.length < this._ids.length ? without : [...without, runId];
  }

  /** Forget runs that are gone. */
  prune(runs: readonly Run[]): void {
    this.set(this._ids, runs);
  }

  /** Answers whether it was another run before. */
  hover(runId: string | null): boolean {
    const changed = runId !== this._hovered;
    this._hovered = runId;
    return changed;
  }

  private _ids: readonly string[] = [];
  private _hovered: string | null = null;
}
