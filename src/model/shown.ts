import type { RunClient } from '../api/client';
import type { Run, WireNumber } from '../api/types';
import type { IDelta } from '../compare/shapes';
import type { IWords } from '../format/words';
import type { BaselineCourses } from './baselinecourse';
import type { IListPlace, ListSettings, RunListing } from './list';
import type { Sparks } from './sparks';

type Make = (...args: ConstructorParameters<typeof RunListing>) => RunListing;

/** What was brought with the first answer. */
interface IParts {
  make: Make;
  sparks: Sparks;
  courses: BaselineCourses;
}

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
    if (!this._parts) {
      const { BaselineCourses, RunListing, Sparks } = await import('./listing');
      this._parts ??= {
        make: (...args) => new RunListing(...args),
        sparks: new Sparks(this._client),
        courses: new BaselineCourses(this._client)
      };
      this.forget();
    }
  }

  /** What the user set of the list. */
  get view(): ListSettings {
    return this._view;
  }

  /** Set some of it: the list is another one. */
  change(change: Partial<ListSettings>): void {
    this._view = { ...this._view, ...change };
    this.forget();
  }

  /** The change that opens a fold, or closes it. */
  withFold(id: string): Pick<ListSettings, 'open'> {
    const open = new Set(this._view.open);
    if (!open.delete(id)) {
      open.add(id);
    }
    return { open };
  }

  /** The list; null before what works it out was brought. */
  listing(runs: readonly Run[], place: () => IListPlace): RunListing | null {
    this._listed ??=
      this._parts?.make(runs, { ...this._view, ...place() }, this._words) ??
      null;
    return this._listed;
  }

  /** Runs or view are other ones. */
  forget(): void {
    this._listed = null;
  }

  /** Points of the run's sparkline; empty where there are none (yet). */
  sparkOf(run: Run): readonly WireNumber[] {
    return this._parts?.sparks.of(run) ?? [];
  }

  /** The run against its baseline, by this listing. */
  deltaOf(
    listing: RunListing | null,
    run: Run,
    baseline: Run | null
  ): IDelta | null {
    const metric = listing?.metric ?? null;
    const course =
      baseline && metric !== null
        ? this._parts?.courses.of(baseline, metric)
        : null;
    return listing?.deltaOf(run, baseline, course ?? null) ?? null;
  }

  /** Ask for points that are missing. Answers whether anything came. */
  async loadPoints(
    runs: readonly Run[],
    metric: string | null,
    baselineOf: (run: Run) => Run | null
  ): Promise<boolean> {
    const parts = this._parts;
    if (!parts) {
      return false;
    }
    const came = await Promise.all([
      parts.sparks.refresh(runs, metric),
      parts.courses.refresh(runs, metric, baselineOf)
    ]);
    return came.includes(true);
  }

  private _parts: IParts | null = null;
  private _view: ListSettings = {
    metric: null,
    pick: 'last',
    filter: '',
    open: new Set(),
    showDrafts: false
  };
  private _listed: RunListing | null = null;
}
