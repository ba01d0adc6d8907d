/** Runs as rows: one row a result key, groups for several results, replicates and child runs. */
import type { Result, Run } from '../api/types';
import type { IWords } from '../format/words';
import { familiesOf, type IFamilies } from './children';
import { replicatesOf, type IReplicates } from './noise';
import { runStyles } from './palette';
import type { IRow, IRunStyle, ISubtitleItem } from './shapes';
import { subtitleOf } from './subtitle';
import { hasSeveralResults } from './values';

/** What rows are made from. */
export interface IRowInput {
  runs: readonly Run[];
  baseline: string | null;
  groupReplicates: boolean;
  words: IWords;
}

interface IContext {
  families: IFamilies;
  styles: Map<string, IRunStyle>;
  baseline: string | null;
  words: IWords;
}

/** The rows in the order of the runs, without cells. */
export function rowsOf(input: IRowInput): IRow[] {
  const { baseline, words } = input;
  const families = familiesBeside(input.runs, baseline);
  const runs = families.tops;
  const styles = runStyles(input.runs);
  const context = { families, styles, baseline, words };
  const replicates = replicatesOf(runs);
  const done = new Set<string>();
  const rows: IRow[] = [];
  for (const run of runs) {
    if (done.has(run.run_id)) {
      continue;
    }
    const members = input.groupReplicates
      ? groupAround(run, replicates, baseline)
      : [run];
    members.forEach(member => done.add(member.run_id));
    rows.push(
      members.length > 1
        ? replicatesRow(members, context)
        : runRow(run, context)
    );
  }
  return rows;
}

/** The baseline stands on a row of its own at the top, so it hangs below no other run. */
function familiesBeside(
  runs: readonly Run[],
  baseline: string | null
): IFamilies {
  const families = familiesOf(
    runs.map(run =>
      run.run_id === baseline ? { ...run, parent_run_id: null } : run
    )
  );
  const given = new Map(runs.map(run => [run.run_id, run]));
  return {
    ...families,
    tops: families.tops.map(run => given.get(run.run_id) ?? run)
  };
}

/** Every row that is a run or a result of its own: what columns are judged by. */
export function leafRows(rows: readonly IRow[]): IRow[] {
  return rows.flatMap(row =>
    row.kind === 'run' || !row.children.length
      ? [row, ...leafRows(row.children)]
      : leafRows(row.children)
  );
}

/** All rows, those in groups after their group. */
export function allRows(rows: readonly IRow[]): IRow[] {
  return rows.flatMap(row => [row, ...allRows(row.children)]);
}

/** `cell 6`, the heading where there is one. */
export function resultLabel(result: Result, words: IWords): string {
  if (result.heading) {
    return result.heading;
  }
  return result.cell_number === null
    ? words.__('one cell')
    : words.__('cell %1', result.cell_number);
}

/** The baseline stands on a row of its own, so it is never folded away among replicates. */
function groupAround(
  run: Run,
  replicates: IReplicates,
  baseline: string | null
): readonly Run[] {
  const members = replicates
    .membersOf(run.run_id)
    .filter(member => member.run_id !== baseline && !member.draft);
  return run.run_id === baseline || run.draft ? [run] : members;
}

function runRow(run: Run, context: IContext): IRow {
  const several = hasSeveralResults(run);
  const runs = context.families.childrenOf(run.run_id);
  return {
    ...base(run, context),
    id: run.run_id,
    kind: several ? 'results' : 'run',
    label: runLabel(run, several, runs.length, context.words),
    children: [
      ...(several
        ? run.results.map(result => resultRow(run, result, context))
        : []),
      ...runs.map(child => runRow(child, context))
    ]
  };
}

/** `#8`, `#8 · 3 results`, `#8 · 4 child runs`. */
function runLabel(
  run: Run,
  several: boolean,
  children: number,
  words: IWords
): string {
  return [
    `#${run.number}`,
    several ? words._n('%1 result', '%1 results', run.results.length) : '',
    children ? words._n('%1 child run', '%1 child runs', children) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

function resultRow(run: Run, result: Result, context: IContext): IRow {
  return {
    ...base(run, context),
    id: `${run.run_id}/${result.step_id}`,
    kind: 'result',
    step_id: result.step_id,
    label: resultLabel(result, context.words),
    subtitle: []
  };
}

function replicatesRow(members: readonly Run[], context: IContext): IRow {
  const first = members.reduce((a, b) => (a.number < b.number ? a : b));
  return {
    ...base(first, context),
    id: `replicates:${first.run_id}`,
    kind: 'replicates',
    label: `#${first.number} × ${members.length}`,
    subtitle: [],
    children: members.map(member => runRow(member, context))
  };
}

function base(run: Run, context: IContext): IRow {
  const subtitle: ISubtitleItem[] = subtitleOf(run, context.words);
  return {
    id: run.run_id,
    kind: 'run',
    run_id: run.run_id,
    step_id: null,
    run,
    label: `#${run.number}`,
    subtitle,
    style: context.styles.get(run.run_id) as IRunStyle,
    baseline: run.run_id === context.baseline,
    children: [],
    cells: {}
  };
}
