/** What edits of runs do; comes by import() with the first of them. */
import type { RunClient } from '../api/client';
import type { Curated, Run } from '../api/types';
import type { IDone, IEditedRuns } from './edits';
import { faultOf } from './faults';

/** What an edit works on. */
export interface IEditing {
  client: RunClient;
  runs: IEditedRuns;
}

/** Takes note of an edit: also where something else was refused after it. */
type Done = (edit: IDone) => void;

/** Move runs to the trash. What goes is out of the list also where another one was refused. */
async function deleteRuns(
  { client, runs: listed }: IEditing,
  runIds: readonly string[],
  done: Done
): Promise<void> {
  const runs = runIds.flatMap(id => listed.find(id) ?? []);
  const baseline = baselineAmong(listed, runs);
  const answers = await Promise.allSettled(
    runs.map(run => client.deleteRun(run.run_id))
  );
  const gone = runs.filter((_, at) => answers[at].status === 'fulfilled');
  if (gone.length) {
    done({
      kind: 'deleted',
      made: [],
      gone,
      replaced: gone.map(run => run.run_id),
      baseline: baseline && gone.includes(baseline) ? baseline : null
    });
  }
  const refused = answers.find(answer => answer.status === 'rejected');
  if (refused) {
    throw refused.reason;
  }
}

/** What is done to runs, by what is asked for; ids are what it is about. */
export type Verb = 'delete' | 'make' | 'split' | 'merge' | 'move';

type Do = (
  editing: IEditing,
  ids: readonly string[],
  done: Done
) => Promise<void>;

export const VERBS: Record<Verb, Do> = {
  delete: deleteRuns,
  make: async (editing, steps, done) =>
    done(
      await curate(editing, 'made', [], ({ client }) =>
        client.fromSteps({ steps: [...steps] })
      )
    ),
  split: async (editing, [run_id, at], done) =>
    done(
      await curate(editing, 'split', [run_id], ({ client }) =>
        client.split({ run_id, at })
      )
    ),
  merge: async (editing, runs, done) =>
    done(
      await curate(editing, 'merged', runs, ({ client }) =>
        client.merge({ runs: [...runs] })
      )
    ),
  move: async (editing, [parent, ...runs], done) =>
    done(await move(editing, parent, runs))
};

/** @param from run_ids that other runs come in place of. */
async function curate(
  editing: IEditing,
  kind: IDone['kind'],
  from: readonly string[],
  ask: (editing: IEditing) => Promise<Curated>
): Promise<IDone> {
  const { runs } = editing;
  const gone = from
    .flatMap(id => runs.find(id) ?? [])
    .sort((a, b) => a.number - b.number);
  // Asked before: the server hands it on to the first of the new runs.
  const baseline = baselineAmong(runs, gone);
  const { runs: made, replaced } = await ask(editing);
  return { kind, made, gone, replaced, baseline };
}

/** Hang child runs below another run, all or none; those that hang there already stay. */
async function move(
  editing: IEditing,
  parent_run_id: string,
  runIds: readonly string[]
): Promise<IDone> {
  const { client, runs } = editing;
  const moved = runIds
    .flatMap(id => runs.find(id) ?? [])
    .filter(run => run.parent_run_id !== parent_run_id);
  for (const [at, run] of moved.entries()) {
    try {
      await client.updateRun(run.run_id, { parent_run_id });
    } catch (error) {
      await moveBack(editing, moved.slice(0, at));
      throw error;
    }
  }
  return {
    kind: 'moved',
    // As they were: the way back is in them.
    made: moved,
    gone: [],
    below: runs.find(parent_run_id),
    replaced: [],
    baseline: null
  };
}

/** @param moved child runs as they were before. */
async function moveBack(
  editing: IEditing,
  moved: readonly Run[]
): Promise<void> {
  for (const run of moved) {
    const parent_run_id = formerParent(editing, run);
    await editing.client.updateRun(run.run_id, { parent_run_id });
  }
}

/** Below which run one hung: a child run itself only where its code put it. */
function formerParent({ runs }: IEditing, run: Run): string | null {
  const parent = run.parent_run_id;
  return parent !== null && runs.find(parent)?.parent_run_id === null
    ? parent
    : null;
}

/** Take an edit back: first what is to be kept, so that a refusal in between loses nothing. */
export async function takeBack(editing: IEditing, last: IDone): Promise<void> {
  const { client, runs } = editing;
  if (last.kind === 'moved') {
    return moveBack(editing, last.made);
  }
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
