/** Which metric is shown until the user chooses one. */
import type { Run } from '../api/types';
import { directionOf } from './directions';
import { metricKeys, resultsWith } from './values';

const HELD_OUT = /(^|[^a-z])(val|valid|validation|test)([^a-z]|$)/;

/**
 * The metric that tells most of these runs apart: one that most runs have, rather on held-out
 * data, rather with a known direction. Null when no run has one.
 */
export function defaultMetric(runs: readonly Run[]): string | null {
  const keys = metricKeys(runs);
  const count = (key: string) =>
    runs.filter(run => resultsWith(run, key).length > 0).length;
  const most = keys.length ? Math.max(...keys.map(count)) : 0;
  const common = keys.filter(key => count(key) === most);
  const known = common.filter(key => directionOf(key) !== 'unknown');
  return (
    known.find(
      key => HELD_OUT.test(key.toLowerCase()) && directionOf(key) === 'higher'
    ) ??
    known.find(key => HELD_OUT.test(key.toLowerCase())) ??
    known[0] ??
    common[0] ??
    null
  );
}
