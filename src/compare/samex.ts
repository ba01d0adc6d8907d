/** A run that still trains, against one that is done: compared where both have been. */
import type { PointSeries, Run } from '../api/types';
import { formatNumber, fromWire } from '../format/numbers';
import type { IWords } from '../format/words';
import type { Pick } from './shapes';
import { ownMetric } from './values';

/**
 * The x at which a growing run can be compared with a baseline: that of its newest point. Null
 * where last values are to be compared: the step that gives the metric has ended, the baseline has
 * no course, or the run has come further than the baseline ever did.
 */
export function sharedX(run: Run, baseline: Run, key: string): number | null {
  const own = ownMetric(run, key);
  const base = ownMetric(baseline, key)?.metric;
  const step = run.live?.steps.find(
    item => item.step_id === own?.result.step_id
  );
  if (!own || !base || base.count < 2 || step?.status !== 'busy') {
    return null;
  }
  const x = fromWire(own.metric.last_x);
  return x <= fromWire(base.last_x) ? x : null;
}

/**
 * The value that a course had reached by x: that of the point there, of an extreme the lowest or
 * highest until there. Null without a point at exactly that x: nothing is guessed in between.
 */
export function reachedAt(
  series: PointSeries,
  x: number,
  pick: Pick
): number | null {
  const places = series.x.map(fromWire);
  const at = places.lastIndexOf(x);
  if (at < 0) {
    return null;
  }
  if (pick === 'last') {
    return fromWire(series.values[at]);
  }
  const until = series.values
    .map(fromWire)
    .filter((value, index) => places[index] <= x && Number.isFinite(value));
  // Of a thinned course the extremes in between are not known.
  if (!until.length || series.count > series.values.length) {
    return null;
  }
  return pick === 'min' ? Math.min(...until) : Math.max(...until);
}

/** `at x 18`: what x counts (epochs, batches) is not recorded. */
export function atText(x: number, words: IWords): string {
  return words.__('at x %1', formatNumber(x));
}
