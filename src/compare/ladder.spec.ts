import { englishWords as words } from '../format/words';
import { columnFormat } from '../format/numbers';
import {
  CASES,
  stepOf,
  tellColumns,
  tellDifferences,
  tellList,
  tellRows,
  type ICase
} from '../testing/ladder';
import { chartOf } from './chart';
import { differencesOf } from './differences';
import { listOf } from './folds';
import { headlineOf } from './headline';
import { replicatesOf } from './noise';
import { partsText } from './parts';
import { tableOf, type ITableInput } from './table';
import { valueOf } from './values';

/** The case as its author looks at it: newest run first, as a list selects them. */
function look(name: string) {
  const answer = stepOf<ICase>(name, 'answer');
  const runs = answer.runs.runs.filter(run => !run.draft);
  return { ...answer, all: answer.runs.runs, runs };
}

function table(name: string, change: Partial<ITableInput> = {}) {
  const { runs, baseline, environments, metric } = look(name);
  return tableOf({
    runs,
    baseline,
    environments,
    metric,
    curves: new Map(),
    pick: 'last',
    directions: {},
    onlyDiffering: true,
    observations: false,
    groupReplicates: true,
    hiddenColumns: [],
    pinnedColumns: [],
    columnOrder: [],
    sort: [{ column: `metrics:${metric}`, descending: true }],
    order: null,
    words,
    locale: 'en',
    ...change
  });
}

function list(name: string) {
  const { all, metric } = look(name);
  return listOf({
    runs: all,
    open: new Set(),
    showDrafts: false,
    days: false,
    metric,
    pick: 'last',
    format: columnFormat(
      all.flatMap(run => valueOf(run, metric, 'last') ?? [])
    ),
    now: new Date('2026-11-23T18:00:00Z'),
    words
  });
}

function headline(name: string): string {
  const parts = headlineOf({
    ...look(name),
    pick: 'last',
    directions: {},
    words
  });
  return partsText(parts);
}

function differences(name: string) {
  const { runs, differences: facts, pair, steps, environments } = look(name);
  const [left, right] = pair.map(
    id => runs.find(run => run.run_id === id) ?? runs[0]
  );
  return differencesOf({
    left,
    right,
    facts,
    leftSteps: steps[left.run_id],
    rightSteps: steps[right.run_id],
    replicates: replicatesOf(runs),
    numbers: new Map(runs.map(run => [run.run_id, run.number])),
    environments,
    unrecorded: [left, right]
      .filter(run => run.environment_digest === null)
      .map(run => run.number),
    pick: 'last',
    directions: {},
    words
  });
}

function chart(name: string) {
  const { runs, points, baseline, metric } = look(name);
  const { lines, missing, single, directionText } = chartOf({
    key: metric,
    runs,
    points: points.series,
    baseline,
    hiddenRuns: [],
    groupReplicates: true,
    xMode: 'logged',
    xKey: null,
    smoothing: 0,
    directions: {},
    words
  });
  return {
    directionText,
    single,
    missing,
    lines: lines.map(({ label, style, y, marks, band, baseline: isBase }) => ({
      line: `${label} ${style.glyph} ${style.dash}${isBase ? ' baseline' : ''}`,
      y,
      ...(marks.length ? { marks } : {}),
      ...(band ? { band } : {})
    }))
  };
}

/** As it comes back from JSON: what is undefined is absent. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe.each(CASES)('the case %s', name => {
  it.each([
    ['columns', () => tellColumns(table(name))],
    ['rows', () => tellRows(table(name))],
    ['list', () => tellList(list(name))],
    ['headline', () => headline(name)],
    ['differences', () => tellDifferences(differences(name))],
    ['chart', () => chart(name)]
  ])('gives its %s', (step, made) => {
    expect(plain(made())).toEqual(stepOf(name, step));
  });

  it('shows every column when all are asked for', () => {
    const { columns, allColumns } = table(name, {
      onlyDiffering: false,
      observations: true
    });
    expect(columns).toEqual(allColumns);
  });

  it('has a cell for every column in every row', () => {
    const { rows, allColumns } = table(name);
    const all = rows.flatMap(row => [row, ...row.children]);
    for (const row of all) {
      expect(Object.keys(row.cells).sort()).toEqual(
        allColumns.map(column => column.id).sort()
      );
    }
  });

  it('walks as many differences as the sections count', () => {
    const { sections, ids } = differences(name);
    const sum = sections.reduce((total, section) => total + section.count, 0);
    expect(ids).toHaveLength(sum);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
