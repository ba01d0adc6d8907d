import type { RunClient } from '../api/client';
import type {
  Differences,
  Environment,
  PointSeries,
  Run,
  RunStep
} from '../api/types';
import { metricKeys } from '../compare/values';
import type { ILoadStatus, IRemovedRun } from '../tokens';
import { faultOf } from './faults';
import { LOADING } from './nothing';

/** Points a series, enough for the widest chart. */
const MAX_POINTS = 500;
/** Metrics that one request asks for. */
const MAX_KEYS = 50;

/** The server's answers about a pair of runs. */
export interface IPair {
  /** Runs and revisions it was asked for. */
  key: string;
  facts: Differences;
  leftSteps: readonly RunStep[];
  rightSteps: readonly RunStep[];
}

/**
 * What a comparison has been answered: runs by one request, points by one. Environments never
 * change, so each is asked for once. Every array is replaced when it changes, never altered.
 */
export class ComparisonData {
  constructor(client: RunClient) {
    this._client = client;
  }

  runs: readonly Run[] = [];
  removed: readonly IRemovedRun[] = [];
  points: readonly PointSeries[] = [];
  /** Without points there is still a table. */
  pointsStatus: ILoadStatus = LOADING;
  environments: Readonly<Record<string, Environment>> = {};
  pair: IPair | null = null;

  /** Answers whether anything is new. */
  async loadRuns(
    ids: readonly string[],
    spark: string | null
  ): Promise<boolean> {
    const extras = spark ? ['cells', `spark:${spark}`] : ['cells'];
    const runs = ids.length
      ? (
          await this._client.runs({
            ids: ids.join(','),
            with: extras.join(','),
            limit: ids.length
          })
        ).runs
      : [];
    const found = new Map(runs.map(run => [run.run_id, run]));
    const inOrder = ids.flatMap(id => found.get(id) ?? []);
    const removed = ids
      .filter(id => !found.has(id))
      .map(id => ({ run_id: id, number: this._numbers.get(id) ?? null }));
    runs.forEach(run => this._numbers.set(run.run_id, run.number));
    // An open run changes without a revision.
    const isNew =
      JSON.stringify([inOrder, removed]) !==
      JSON.stringify([this.runs, this.removed]);
    if (isNew) {
      this.runs = inOrder;
      this.removed = removed;
    }
    return isNew;
  }

  /** Take a run out of the trash. */
  async restore(runId: string): Promise<void> {
    await this._client.updateRun(runId, { trashed: false });
  }

  /** All metrics of all runs. Never rejects: what goes wrong is in `pointsStatus`. */
  async loadPoints(): Promise<void> {
    try {
      this.points = await this._askPoints();
      this.pointsStatus = {
        state: 'ready',
        updatedAt: new Date(),
        fault: null
      };
    } catch (error) {
      const fault = faultOf(error);
      this.pointsStatus = { ...this.pointsStatus, state: 'error', fault };
    }
  }

  /** Nothing is asked where there are none. */
  private async _askPoints(): Promise<readonly PointSeries[]> {
    const keys = metricKeys(this.runs).slice(0, MAX_KEYS);
    if (!keys.length) {
      return [];
    }
    const answer = await this._client.points({
      runs: this.runs.map(run => run.run_id).join(','),
      keys,
      max_points: MAX_POINTS
    });
    return answer.series;
  }

  /**
   * The environments that can tell something: with one digest for all runs nothing differs, so
   * it is only asked for when every column is wanted.
   */
  async loadEnvironments(all: boolean): Promise<boolean> {
    const digests = new Set(
      this.runs.flatMap(run => run.environment_digest ?? [])
    );
    const missing = [...digests].filter(
      digest => !(digest in this.environments)
    );
    if (!missing.length || (digests.size < 2 && !all)) {
      return false;
    }
    const answers = await Promise.all(
      missing.map(digest => this._client.environment(digest))
    );
    this.environments = {
      ...this.environments,
      ...Object.fromEntries(
        answers.map(answer => [answer.digest, answer.environment])
      )
    };
    return true;
  }

  /** Facts and code of two runs; asked again only when one of them changed. */
  async loadPair(left: Run, right: Run): Promise<boolean> {
    const key = revisions([left, right]);
    if (this.pair?.key === key) {
      return false;
    }
    const [facts, leftSteps, rightSteps] = await Promise.all([
      this._client.differences(left.run_id, right.run_id),
      this._client.steps(left.run_id),
      this._client.steps(right.run_id)
    ]);
    this.pair = {
      key,
      facts,
      leftSteps: leftSteps.steps,
      rightSteps: rightSteps.steps
    };
    return true;
  }

  /** The pair as answered for these two runs as they are now. */
  pairOf(left: Run, right: Run): IPair | null {
    return this.pair?.key === revisions([left, right]) ? this.pair : null;
  }

  private readonly _client: RunClient;
  /** `#n` of every run that was here: of one that was deleted it cannot be asked any more. */
  private readonly _numbers = new Map<string, number>();
}

/** Two lists of runs are the same when this text is. */
function revisions(runs: readonly Run[]): string {
  return runs.map(run => `${run.run_id}:${run.revision}`).join(' ');
}
