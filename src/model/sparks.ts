import type { RunClient } from '../api/client';
import type { Run, WireNumber } from '../api/types';
import { ownMetric } from '../compare/values';

/** Runs asked for at once: a page of them, and an address of usual length. */
const AT_ONCE = 100;

/** The course of one metric in a run, and what it was known to be of. */
interface IKept {
  state: string;
  spark: readonly WireNumber[];
}

/**
 * The sparklines of the chosen metric. Runs are listed without them; they are asked for when a
 * run has a course, and again when it has another one.
 */
export class Sparks {
  constructor(client: RunClient) {
    this._client = client;
  }

  /** Points of the run's sparkline, oldest first; empty where there is none (yet). */
  of(run: Run): readonly WireNumber[] {
    return this._kept.get(run.run_id)?.spark ?? [];
  }

  /** Ask for what is missing. Answers whether anything came. */
  async refresh(runs: readonly Run[], key: string | null): Promise<boolean> {
    if (key !== this._key) {
      this._key = key;
      this._kept.clear();
    }
    if (key === null) {
      return false;
    }
    const due = runs.filter(run => {
      const state = stateOf(run, key);
      return state !== null && this._kept.get(run.run_id)?.state !== state;
    });
    for (let start = 0; start < due.length; start += AT_ONCE) {
      await this._ask(due.slice(start, start + AT_ONCE), key);
    }
    return due.length > 0;
  }

  private async _ask(runs: readonly Run[], key: string): Promise<void> {
    const ids = runs.map(run => run.run_id).join(',');
    const answer = await this._client.runs({
      ids,
      with: `spark:${key}`,
      limit: AT_ONCE
    });
    const sparks = new Map(answer.runs.map(run => [run.run_id, run.spark]));
    if (key !== this._key) {
      return;
    }
    for (const run of runs) {
      const state = stateOf(run, key);
      const spark = sparks.get(run.run_id) ?? [];
      if (state !== null) {
        this._kept.set(run.run_id, { state, spark });
      }
    }
  }

  private readonly _client: RunClient;
  private readonly _kept = new Map<string, IKept>();
  private _key: string | null = null;
}

/** What tells one course from another; null where a run has no more than a single value. */
function stateOf(run: Run, key: string): string | null {
  const metric = ownMetric(run, key)?.metric;
  return metric && metric.count > 1
    ? `${run.revision} ${metric.count} ${metric.last}`
    : null;
}
