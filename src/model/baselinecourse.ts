import type { RunClient } from '../api/client';
import type { PointSeries, Run } from '../api/types';
import { sharedX } from '../compare/samex';
import { ownMetric } from '../compare/values';

/** As many points as one answer can have: a run is compared at an x that it has itself. */
const MAX_POINTS = 10_000;

/**
 * The courses of baselines in the chosen metric, for runs that still train. One is asked for only
 * when a run has come to an x at which it can be compared, and again only when the baseline
 * became another one.
 */
export class BaselineCourses {
  constructor(client: RunClient) {
    this._client = client;
  }

  /** The baseline's own points of the metric; null where they were not needed (yet). */
  of(baseline: Run, key: string): PointSeries | null {
    const kept = this._kept.get(baseline.run_id);
    return kept?.state === stateOf(baseline, key) ? kept.series : null;
  }

  /** Ask for what is missing. Answers whether anything came. */
  async refresh(
    runs: readonly Run[],
    key: string | null,
    baselineOf: (run: Run) => Run | null
  ): Promise<boolean> {
    if (key === null) {
      return false;
    }
    const due = new Map<string, Run>();
    for (const run of runs) {
      const baseline = run.live ? baselineOf(run) : null;
      if (baseline && sharedX(run, baseline, key) !== null) {
        due.set(baseline.run_id, baseline);
      }
    }
    const missing = [...due.values()].filter(
      run => this._kept.get(run.run_id)?.state !== stateOf(run, key)
    );
    await Promise.all(missing.map(run => this._ask(run, key)));
    return missing.length > 0;
  }

  private async _ask(baseline: Run, key: string): Promise<void> {
    const { series } = await this._client.points({
      runs: baseline.run_id,
      keys: [key],
      max_points: MAX_POINTS
    });
    const stepId = ownMetric(baseline, key)?.result.step_id;
    this._kept.set(baseline.run_id, {
      state: stateOf(baseline, key),
      series: series.find(item => item.step_id === stepId) ?? null
    });
  }

  private readonly _client: RunClient;
  private readonly _kept = new Map<
    string,
    { state: string; series: PointSeries | null }
  >();
}

/** What tells one course of a run from another. */
function stateOf(run: Run, key: string): string {
  return `${run.revision} ${key}`;
}
