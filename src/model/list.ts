import type { Run } from '../api/types';
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
import { metricKeys, valueOf } from '../compare/values';
import {
  columnFormat,
  formatNumber,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';

/** How the list is shown: what the user set. */
export interface IListView {
  /** Null: the metric that tells most. */
  metric: string | null;
  pick: Pick;
  filter: string;
  open: ReadonlySet<string>;
  showDrafts: boolean;
  days: boolean;
  /** Notebook whose open draft stands on the card above the list. */
  cardNotebook: string | null;
}

/** The list of one state of the runs, worked out once: filter, folds, values, deltas. */
export class RunListing {
  constructor(runs: readonly Run[], view: IListView, words: IWords) {
    this._view = view;
    this._words = words;
    this.metricKeys = metricKeys(runs);
    this.metric =
      view.metric !== null && this.metricKeys.includes(view.metric)
        ? view.metric
        : defaultMetric(runs);
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

  valueOf(run: Run): number | null {
    return this.metric === null
      ? null
      : valueOf(run, this.metric, this._view.pick);
  }

  valueText(run: Run): string {
    const value = this.valueOf(run);
    return value === null ? '–' : formatNumber(value, this._format);
  }

  deltaOf(run: Run, baseline: Run | null): IDelta | null {
    const { metric, _words: words, _view: view } = this;
    if (metric === null || !baseline || baseline.run_id === run.run_id) {
      return null;
    }
    const [own, base] = [run, baseline].map(item =>
      noiseOf(item.run_id, this._replicates, metric, view.pick)
    );
    return deltaOf({
      value: this.valueOf(run),
      baseline: this.valueOf(baseline),
      direction: directionOf(metric),
      format: this._format,
      noise: widerNoise(own, base),
      against: words.__('baseline #%1', baseline.number),
      words
    });
  }

  private readonly _view: IListView;
  private readonly _words: IWords;
  private readonly _replicates: IReplicates;
  private readonly _format: INumberFormat;
  private _entries: readonly ListEntry[] | null = null;
}

/** Without a result there is nothing to compare yet: the card shows all there is. */
function isOnCard(run: Run, view: IListView): boolean {
  return (
    run.draft && run.status === 'open' && run.notebook_id === view.cardNotebook
  );
}
