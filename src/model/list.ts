import type { PointSeries, Run } from '../api/types';
import { areAlike, isChild } from '../compare/children';
import { deltaOf } from '../compare/deltas';
import { directionOf } from '../compare/directions';
import { filterOf, type IFilter } from '../compare/filter';
import { listOf } from '../compare/folds';
import { defaultMetric } from '../compare/metrics';
import {
  noiseOf,
  replicatesOf,
  widerNoise,
  type IReplicates
} from '../compare/noise';
import type { IDelta, ListEntry, Pick } from '../compare/shapes';
import { atText, reachedAt, sharedX } from '../compare/samex';
import { metricKeys, ownMetric, valueOf } from '../compare/values';
import {
  columnFormat,
  formatNumber,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';

/** How the list is shown: what the user set, and where. */
export interface IListView extends IListPlace {
  /** Null: the metric that tells most. */
  metric: string | null;
  pick: Pick;
  filter: string;
  open: ReadonlySet<string>;
  showDrafts: boolean;
}

/** What of the list's look follows from its scope. */
export interface IListPlace {
  /** Headings by day. */
  days: boolean;
  /** Notebook whose open draft stands on the card above the list. */
  cardNotebook: string | null;
}

/** What the user set. */
export type ListSettings = Omit<IListView, keyof IListPlace>;

/** The list of one state of the runs, worked out once: filter, folds, values, deltas. */
export class RunListing {
  constructor(runs: readonly Run[], view: IListView, words: IWords) {
    this._view = view;
    this._words = words;
    const own = runs.filter(run => !isChild(run));
    // Many child runs must not decide what is shown of the runs.
    this.metricKeys = [...new Set([...metricKeys(own), ...metricKeys(runs)])];
    this.metric =
      view.metric !== null && this.metricKeys.includes(view.metric)
        ? view.metric
        : (defaultMetric(own) ?? defaultMetric(runs));
    this.filter = filterOf(view.filter, runs, view.pick, words);
    this.runs = runs.filter(run => !isOnCard(run, view));
    this._replicates = replicatesOf(runs);
    this._format = columnFormat(runs.flatMap(run => this.valueOf(run) ?? []));
  }

  readonly metric: string | null;
  readonly metricKeys: readonly string[];
  readonly filter: IFilter;
  /** Runs that are lines of the list, before the filter. */
  readonly runs: readonly Run[];

  /** The lines. Made on first use, since days depend on the day. */
  get entries(): readonly ListEntry[] {
    const { filter, _view: view } = this;
    this._entries ??= listOf({
      ...view,
      runs: filter.error ? this.runs : this.runs.filter(filter.matches),
      metric: this.metric,
      format: this._format,
      now: new Date(),
      words: this._words
    });
    return this._entries;
  }

  /**
   * The metric that is shown of a run: the chosen one; of a child run that has none of it, what
   * tells most of it and its siblings.
   */
  metricOf(run: Run): string | null {
    const { metric } = this;
    const has = metric !== null && ownMetric(run, metric) !== null;
    return has || !isChild(run)
      ? metric
      : (this._metricBelow(run.parent_run_id) ?? metric);
  }

  private _metricBelow(parent: string | null): string | null {
    let found = this._below.get(parent);
    if (found === undefined) {
      found = defaultMetric(
        this.runs.filter(run => run.parent_run_id === parent)
      );
      this._below.set(parent, found);
    }
    return found;
  }

  valueOf(run: Run): number | null {
    const metric = this.metricOf(run);
    return metric === null ? null : valueOf(run, metric, this._view.pick);
  }

  valueText(run: Run): string {
    const value = this.valueOf(run);
    return value === null ? '–' : formatNumber(value, this._format);
  }

  /**
   * Against the baseline: last values, or of a run that still trains the values at its newest x.
   * A child run is measured against a child run only.
   * @param course the baseline's points of the metric, where they are known.
   */
  deltaOf(
    run: Run,
    baseline: Run | null,
    course: PointSeries | null
  ): IDelta | null {
    const { _words: words, _view: view } = this;
    const metric = this.metricOf(run);
    if (
      metric === null ||
      !baseline ||
      baseline.run_id === run.run_id ||
      !areAlike(run, baseline)
    ) {
      return null;
    }
    const against = words.__('baseline #%1', baseline.number);
    const base = {
      value: this.valueOf(run),
      direction: directionOf(metric),
      format: this._format,
      words
    };
    const x = sharedX(run, baseline, metric);
    if (x !== null) {
      const at = atText(x, words);
      const known = metric === this.metric ? course : null;
      const delta = deltaOf({
        ...base,
        baseline: known && reachedAt(known, x, view.pick),
        // Replicates tell the noise of last values.
        noise: null,
        against: words.__('%1 %2', against, at)
      });
      return delta && { ...delta, at };
    }
    const [one, other] = [run, baseline].map(item =>
      noiseOf(item.run_id, this._replicates, metric, view.pick)
    );
    return deltaOf({
      ...base,
      baseline: valueOf(baseline, metric, view.pick),
      noise: widerNoise(one, other),
      against
    });
  }

  private readonly _below = new Map<string | null, string | null>();
  private readonly _view: IListView;
  private readonly _words: IWords;
  private readonly _replicates: IReplicates;
  private readonly _format: INumberFormat;
  private _entries: readonly ListEntry[] | null = null;
}

/** Without a result there is nothing to compare yet: the card shows all there is. */
function isOnCard(run: Run, view: IListView): boolean {
  return (
    run.draft &&
    run.status === 'open' &&
    !isChild(run) &&
    run.notebook_id === view.cardNotebook
  );
}
