/** Runs and the child runs that code opened in them (`with runfolio.run("fold 1")`). Pure. */
import type { Run } from '../api/types';

/** Who hangs below whom, among some runs. */
export interface IFamilies {
  /** Runs that hang below none of the others, in the order of the list. */
  tops: Run[];
  /** Child runs of a run, in the order in which they were opened. */
  childrenOf(runId: string): readonly Run[];
}

/** A run that code opened inside of another one. */
export function isChild(run: Run): boolean {
  return run.parent_run_id !== null;
}

/** A run is compared with its like: runs of notebooks with such, child runs with child runs. */
export function areAlike(one: Run, other: Run): boolean {
  return isChild(one) === isChild(other);
}

/**
 * What a selection of child runs and one run says of moving: below which run which ones go. Null
 * where it is no such selection.
 */
export function moveOf(
  runs: readonly Run[]
): { parent: Run; children: Run[] } | null {
  const children = runs.filter(isChild);
  const [parent, ...more] = runs.filter(run => !isChild(run));
  const fits =
    parent !== undefined &&
    !more.length &&
    children.length > 0 &&
    children.every(run => run.experiment_id === parent.experiment_id) &&
    children.some(run => run.parent_run_id !== parent.run_id);
  return fits ? { parent, children } : null;
}

/** The families of a list. A child run whose parent is not in it stands for itself. */
export function familiesOf(runs: readonly Run[]): IFamilies {
  const parents = new Map(runs.map(run => [run.run_id, run.parent_run_id]));
  const tops: Run[] = [];
  const children = new Map<string, Run[]>();
  for (const run of runs) {
    const parent = run.parent_run_id;
    if (parent === null || !hasRoot(run.run_id, parents)) {
      tops.push(run);
    } else {
      children.set(parent, [...(children.get(parent) ?? []), run]);
    }
  }
  children.forEach(list => list.sort(byOpening));
  return { tops, childrenOf: runId => children.get(runId) ?? [] };
}

/** Is the run's parent here, and does going up from it end? What goes round has no top. */
function hasRoot(
  runId: string,
  parents: ReadonlyMap<string, string | null>
): boolean {
  const seen = new Set<string>();
  let at = parents.get(runId) ?? null;
  if (at === null || !parents.has(at)) {
    return false;
  }
  while (at !== null && parents.has(at)) {
    if (seen.has(at) || at === runId) {
      return false;
    }
    seen.add(at);
    at = parents.get(at) ?? null;
  }
  return true;
}

function byOpening(a: Run, b: Run): number {
  return (
    a.opened_at.localeCompare(b.opened_at) ||
    a.number - b.number ||
    a.run_id.localeCompare(b.run_id)
  );
}
