import type { Experiment, Run } from '../api/types';
import { defaultMetric } from '../compare/metrics';
import { metricKeys } from '../compare/values';
import type { IComparisonState } from '../tokens';

/** The chosen baseline; else the experiment's, where it is compared; else the oldest run. */
export function baselineOf(
  runs: readonly Run[],
  state: IComparisonState,
  experiments: readonly Experiment[]
): Run | null {
  const marked = new Set(experiments.map(item => item.baseline_run_id));
  return (
    runs.find(run => run.run_id === state.baseline) ??
    runs.find(run => marked.has(run.run_id)) ??
    runs.reduce<Run | null>(
      (a, b) => (a && a.opened_at <= b.opened_at ? a : b),
      null
    )
  );
}

/** The two runs whose differences show: as chosen, else the baseline and the first other run. */
export function pairOf(
  runs: readonly Run[],
  state: IComparisonState,
  baseline: Run | null
): [Run, Run] | null {
  const find = (id: string | null) => runs.find(run => run.run_id === id);
  const right = find(state.right);
  const left = find(state.left) ?? (baseline !== right ? baseline : undefined);
  const one = left ?? runs.find(run => run !== right);
  const other = right ?? runs.find(run => run !== one);
  return one && other && one !== other ? [one, other] : null;
}

/** The metric in front: the chosen one while a run has it, else the one that tells most. */
export function metricOf(
  runs: readonly Run[],
  state: IComparisonState
): string | null {
  const { metric } = state;
  return metric !== null && metricKeys(runs).includes(metric)
    ? metric
    : defaultMetric(runs);
}
