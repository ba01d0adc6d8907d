/** What edits of runs do; comes by import() with the first of them. */
import type { RunClient } from '../api/client';
import type { Curated, Run } from '../api/types';
import type { IRefusal } from '../tokens';
import type { IDone, IEditedRuns } from './edits';
import { faultOf } from './faults';

/** The edits that make runs, as they are asked for. */
export type Making = Extract<IRefusal['asked'], 'make' | 'split' | 'merge'>;

const KINDS = { make: 'made', split: 'split', merge: 'merged' } as const;

/** What an edit works on. */
export interface IEditing {
  client: RunClient;
  runs: IEditedRuns;
}

/** Move runs to the trash; `refused` where that failed for one, whatever went. */
export async function deleteRuns(
  { client, runs: listed }: IEditing,
  runIds: readonly string[]
): Promise<{ done: IDone | null; refused?: PromiseRejectedResult }> {
  const runs = runIds.flatMap(id => listed.find(id) ?? []);
  const baseline = baselineAmong(listed, runs);
  const answers = await Promise.allSettled(
    runs.map(run => client.deleteRun(run.run_id))
  );
  const gone = runs.filter((_, at) => answers[at].status === 'fulfilled');
  return {
    done: gone.length
      ? {
          kind: 'deleted',
          made: [],
          gone,
          replaced: gone.map(run => run.run_id),
          baseline: baseline && gone.includes(baseline) ? baseline : null
        }
      : null,
    refused: answers.find(answer => answer.status === 'rejected')
  };
}

/** @param from run_ids that other runs come in place of. */
export async function curate(
  { client, runs }: IEditing,
  asked: Making,
  from: readonly string[],
  ask: (client: RunClient) => Promise<Curated>
): Promise<IDone> {
  const gone = from
    .flatMap(id => runs.find(id) ?? [])
    .sort((a, b) => a.number - b.number);
  // Asked before: the server hands it on to the first of the new runs.
  const baseline = baselineAmong(runs, gone);
  const { runs: made, replaced } = await ask(client);
  return { kind: KINDS[asked], made, gone, replaced, baseline };
}

/** Take an edit back: first what is to be kept, so that a refusal in between loses nothing. */
export async function takeBack(
  { client, runs }: IEditing,
  last: IDone
): Promise<void> {
  await Promise.all(
    last.replaced.map(id => client.updateRun(id, { trashed: false }))
  );
  await Promise.all(last.made.map(run => unmake({ client, runs }, run.run_id)));
  if (last.baseline) {
    const { experiment_id, run_id } = last.baseline;
    await runs.setBaseline(experiment_id, run_id);
  }
}

/** A run that somebody else deleted meanwhile is as good as unmade. */
async function unmake(
  { client, runs }: IEditing,
  runId: string
): Promise<void> {
  try {
    await client.deleteRun(runId);
  } catch (error) {
    if (faultOf(error).code !== 'not-found') {
      throw error;
    }
  }
  runs.remove(runId);
}

function baselineAmong(listed: IEditedRuns, runs: readonly Run[]): Run | null {
  const is = (run: Run) =>
    listed.baselineOf(run.experiment_id)?.run_id === run.run_id;
  return runs.find(is) ?? null;
}
