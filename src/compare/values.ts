/** What a run's records say about a metric or a param: the one place that reads them. */
import type { InheritedResult, Metric, Result, Run } from '../api/types';
import { fromWire } from '../format/numbers';
import type { Pick } from './shapes';

/** A metric that a run has of its own. */
export interface IOwnMetric {
  metric: Metric;
  result: Result;
  /** How many of the run's results have the key. */
  of: number;
}

/** A metric that a run only inherited. */
export interface IInheritedMetric {
  metric: Metric;
  result: InheritedResult;
}

/** The run's own results that have the key, in the order in which they were made. */
export function resultsWith(run: Run, key: string): Result[] {
  return run.results.filter(result => key in result.metrics);
}

/** The run's own metric: the last result that has the key. */
export function ownMetric(run: Run, key: string): IOwnMetric | null {
  const results = resultsWith(run, key);
  const result = results[results.length - 1];
  return result
    ? { metric: result.metrics[key], result, of: results.length }
    : null;
}

/**
 * A metric that only steps before the run made: never sorted, ranked or compared.
 * @param counts which of the results are asked for.
 */
export function inheritedMetric(
  run: Run,
  key: string,
  counts: (result: InheritedResult) => boolean = () => true
): IInheritedMetric | null {
  const results = run.inherited_results.filter(
    item => key in item.metrics && counts(item)
  );
  const result = results[results.length - 1];
  return result ? { metric: result.metrics[key], result } : null;
}

/** The value that stands for a series. */
export function picked(metric: Metric, pick: Pick): number {
  return fromWire(metric[pick]);
}

/** The run's own value of a metric; null when it has none. */
export function valueOf(run: Run, key: string, pick: Pick): number | null {
  const own = ownMetric(run, key);
  return own ? picked(own.metric, pick) : null;
}

/** Keys of result grade over the runs, own and inherited: most common first, then as made. */
export function metricKeys(runs: readonly Run[]): string[] {
  return byCount(
    runs.map(run =>
      [...run.results, ...run.inherited_results].flatMap(result =>
        Object.keys(result.metrics)
      )
    )
  );
}

/** Keys of observations over the runs: most common first, then as made. */
export function observationKeys(runs: readonly Run[]): string[] {
  return byCount(runs.map(run => Object.keys(run.observations)));
}

/** Names of params over the runs and their results, in the order of their first appearance. */
export function paramNames(runs: readonly Run[]): string[] {
  const names = new Set<string>();
  for (const run of runs) {
    const own = [run.params, ...run.results.map(result => result.params)];
    own.flatMap(Object.keys).forEach(name => names.add(name));
  }
  return [...names];
}

/** True when a run has one key from several cells: a group of results. */
export function hasSeveralResults(run: Run): boolean {
  const seen = new Set<string>();
  return run.results.some(result =>
    Object.keys(result.metrics).some(key => {
      const twice = seen.has(key);
      seen.add(key);
      return twice;
    })
  );
}

/** `lists` flattened, names of many lists first; a stable sort keeps the order of appearance. */
function byCount(lists: string[][]): string[] {
  const counts = new Map<string, number>();
  for (const list of lists) {
    for (const name of new Set(list)) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}
