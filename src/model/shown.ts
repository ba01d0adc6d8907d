import type { RunClient } from '../api/client';
import type { Run, WireNumber } from '../api/types';
import type { IWords } from '../format/words';
import type { IListView, RunListing } from './list';
import type { Sparks } from './sparks';

/**
 * What the list shows of the runs: made when it is first asked for, forgotten when the runs or
 * the view change. What works it out comes with the first answer of the server.
 */
export class ShownRuns {
  constructor(
    private readonly _client: RunClient,
    private readonly _words: IWords
  ) {}

  /** Bring what works out the list, once. Rejects where it cannot be brought. */
  async fetch(): Promise<void> {
    if (!this._sparks) {
      const { RunListing, Sparks } = await import('./listing');
      this._make = (...args) => new RunListing(...args);
      this._sparks ??= new Sparks(this._client);
      this.forget();
    }
  }

  /** The list; null before what works it out was brought. */
  listing(runs: readonly Run[], view: () => IListView): RunListing | null {
    this._listed ??= this._make(runs, view(), this._words);
    return this._listed;
  }

  /** Runs or view are other ones. */
  forget(): void {
    this._listed = null;
  }

  /** Points of the run's sparkline; empty where there are none (yet). */
  sparkOf(run: Run): readonly WireNumber[] {
    return this._sparks?.of(run) ?? [];
  }

  /** Ask for sparklines that are missing. Answers whether anything came. */
  async loadSparks(
    runs: readonly Run[],
    metric: string | null
  ): Promise<boolean> {
    return (await this._sparks?.refresh(runs, metric)) ?? false;
  }

  private _sparks: Sparks | null = null;
  private _listed: RunListing | null = null;
  private _make: (
    ...args: ConstructorParameters<typeof RunListing>
  ) => RunListing | null = () => null;
}
