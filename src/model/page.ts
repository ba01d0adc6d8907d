import type { RunClient } from '../api/client';
import type { Run, RunList } from '../api/types';

/** Which runs a page is of: a filter of the runs route. */
export interface IPageQuery {
  experiment?: string;
  notebook?: string;
}

/**
 * The newest runs of a scope, kept up to date by revision: the first load brings a page, later
 * ones only what changed. The array is replaced on every change, never altered.
 */
export class RunPage {
  constructor(client: RunClient) {
    this._client = client;
  }

  /** Newest first. */
  get runs(): readonly Run[] {
    return this._runs;
  }

  /** True when the server has older runs than the page. */
  get hasOlder(): boolean {
    return this._cursor !== null;
  }

  /** Load or bring up to date. Answers whether anything changed. */
  async refresh(query: IPageQuery): Promise<boolean> {
    const key = JSON.stringify(query);
    const answers =
      key === this._key
        ? await this._changesSince(query)
        : [await this._client.runs({ ...query })];
    const first = answers[0];
    if (key !== this._key) {
      this._key = key;
      this._cursor = first.cursor;
      this._revision = first.revision;
      this._runs = sorted(first.runs);
      return true;
    }
    return this._merge(answers, await this._askAfter(answers));
  }

  /** Nothing is known any more: a scope without a recorded notebook. */
  clear(): boolean {
    const had = this._runs.length > 0 || this._cursor !== null;
    this._key = null;
    this._runs = [];
    this._cursor = null;
    return had;
  }

  /** One more page of older runs. */
  async loadOlder(query: IPageQuery): Promise<void> {
    if (this._cursor !== null) {
      const cursor = this._cursor;
      const answer = await this._client.runs({ ...query, cursor });
      // The revision stays: what changed between the two answers is still to come.
      this._cursor = answer.cursor;
      this._runs = merged(this._runs, answer.runs);
    }
  }

  /** Take a run as an update of the server's answered it. */
  put(run: Run): void {
    if (this._runs.some(other => other.run_id === run.run_id)) {
      this._runs = merged(this._runs, [run]);
    }
  }

  /** Leave out a run that was deleted. */
  remove(runId: string): void {
    this._runs = this._runs.filter(run => run.run_id !== runId);
  }

  private async _changesSince(query: IPageQuery): Promise<RunList[]> {
    const since = this._revision;
    const answers = [await this._client.runs({ ...query, since })];
    for (let last = answers[0]; last.cursor !== null;) {
      last = await this._client.runs({ ...query, since, cursor: last.cursor });
      answers.push(last);
    }
    return answers;
  }

  /**
   * Open runs that are in no answer any more: they were closed by the very revision that was
   * asked from, or the rule took them back before they were ever stored. Answers those that are.
   */
  private async _askAfter(answers: readonly RunList[]): Promise<Run[] | null> {
    const answered = idsOf(answers.flatMap(answer => answer.runs));
    const missing = this._runs.filter(
      run => run.live !== null && !answered.has(run.run_id)
    );
    if (!missing.length) {
      return null;
    }
    const ids = [...idsOf(missing)].join(',');
    return (await this._client.runs({ ids })).runs;
  }

  private _merge(
    answers: readonly RunList[],
    asked: readonly Run[] | null
  ): boolean {
    const answered = [
      ...(asked ?? []),
      ...answers.flatMap(answer => answer.runs)
    ];
    const known = new Map(this._runs.map(run => [run.run_id, run]));
    // Open runs are in every answer, changed or not.
    const changed = answered.filter(
      run => JSON.stringify(run) !== JSON.stringify(known.get(run.run_id))
    );
    const gone = this._gone(answered, answers);
    // The first answer's revision: what changed while paging comes again, harmlessly.
    this._revision = Math.max(this._revision, answers[0].revision);
    if (!changed.length && !gone.size) {
      return false;
    }
    this._runs = merged(
      this._runs.filter(run => !gone.has(run.run_id)),
      changed
    );
    return true;
  }

  /** Deleted runs, and open ones that the server no longer knows. */
  private _gone(
    answered: readonly Run[],
    answers: readonly RunList[]
  ): Set<string> {
    const removed = new Set(answers.flatMap(answer => answer.removed));
    const present = idsOf(answered);
    return new Set(
      this._runs
        .filter(run => run.live !== null && !present.has(run.run_id))
        .map(run => run.run_id)
        .concat(this._runs.map(run => run.run_id).filter(id => removed.has(id)))
    );
  }

  private readonly _client: RunClient;
  private _runs: readonly Run[] = [];
  private _key: string | null = null;
  private _cursor: string | null = null;
  private _revision = 0;
}

function idsOf(runs: readonly Run[]): Set<string> {
  return new Set(runs.map(run => run.run_id));
}

/** Runs by id, the later answer wins unless it is of an older revision. */
function merged(runs: readonly Run[], changed: readonly Run[]): Run[] {
  const byId = new Map(runs.map(run => [run.run_id, run]));
  for (const run of changed) {
    const known = byId.get(run.run_id);
    if (!known || known.revision <= run.revision) {
      byId.set(run.run_id, run);
    }
  }
  return sorted([...byId.values()]);
}

/** Newest first; of one moment the higher number first. */
function sorted(runs: readonly Run[]): Run[] {
  return [...runs].sort(
    (a, b) =>
      b.opened_at.localeCompare(a.opened_at) ||
      b.number - a.number ||
      b.run_id.localeCompare(a.run_id)
  );
}
