/** Replicates give the noise against which a difference is judged (DESIGN §3.8). */
import type { Run } from '../api/types';
import type { Pick } from './shapes';
import { valueOf } from './values';

/** Below this, a standard deviation says nothing. */
export const ENOUGH_REPLICATES = 3;

/** Mean and spread of a metric over a run and its replicates. */
export interface ISpread {
  mean: number;
  /** Sample standard deviation; 0 for one value. */
  deviation: number;
  /** How many runs have a finite value. */
  count: number;
  /** `#n` of those runs, rising. */
  numbers: number[];
}

/** Who repeats whom among some runs. */
export interface IReplicates {
  /** The run_id that stands for a run and all its replicates. */
  rootOf(runId: string): string;
  /** A run with its replicates, in list order; itself alone when it has none. */
  membersOf(runId: string): readonly Run[];
}

/** Group runs with their replicates, once for a list. */
export function replicatesOf(runs: readonly Run[]): IReplicates {
  const origins = new Map(runs.map(run => [run.run_id, run.replicate_of]));
  const roots = new Map(
    runs.map(run => [run.run_id, originOf(run.run_id, origins)])
  );
  const members = new Map<string, Run[]>();
  for (const run of runs) {
    const root = roots.get(run.run_id) ?? run.run_id;
    members.set(root, [...(members.get(root) ?? []), run]);
  }
  const rootOf = (runId: string) => roots.get(runId) ?? runId;
  return { rootOf, membersOf: runId => members.get(rootOf(runId)) ?? [] };
}

/** The first run of a chain of replicates; a circle ends where it would close. */
function originOf(
  runId: string,
  origins: ReadonlyMap<string, string | null>
): string {
  const seen = new Set([runId]);
  let origin = runId;
  let next = origins.get(runId);
  while (next && !seen.has(next)) {
    seen.add(next);
    origin = next;
    next = origins.get(next);
  }
  return origin;
}

/** Mean and spread over these runs; null when none has a finite value. */
export function spreadOf(
  runs: readonly Run[],
  key: string,
  pick: Pick
): ISpread | null {
  const known = runs
    .map(run => ({ number: run.number, value: valueOf(run, key, pick) ?? NaN }))
    .filter(item => Number.isFinite(item.value));
  if (!known.length) {
    return null;
  }
  const count = known.length;
  const mean = known.reduce((sum, item) => sum + item.value, 0) / count;
  const squares = known.reduce(
    (sum, item) => sum + (item.value - mean) ** 2,
    0
  );
  return {
    mean,
    deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0,
    count,
    numbers: known.map(item => item.number).sort((a, b) => a - b)
  };
}

/** The noise of a run's metric, from it and its replicates; null below three values. */
export function noiseOf(
  runId: string,
  replicates: IReplicates,
  key: string,
  pick: Pick
): ISpread | null {
  const spread = spreadOf(replicates.membersOf(runId), key, pick);
  return spread && spread.count >= ENOUGH_REPLICATES ? spread : null;
}

/** The larger noise of two runs: either may explain their difference. */
export function widerNoise(
  one: ISpread | null,
  other: ISpread | null
): ISpread | null {
  if (!one || !other) {
    return one ?? other;
  }
  return one.deviation >= other.deviation ? one : other;
}
