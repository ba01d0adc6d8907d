/** The comparison table: runs in, everything that is drawn out. */
import type { Run } from '../api/types';
import {
  columnFormat,
  formatNumber,
  fromWire,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';
import type { ICellContext } from './cellparts';
import { cellOf, paramOf } from './cells';
import { columnsOf } from './columns';
import {
  environmentFacts,
  type EnvironmentFacts,
  type Environments
} from './environments';
import { ownNumber } from './metriccells';
import { replicatesOf, spreadOf } from './noise';
import { paramIdentity } from './params';
import { allRows, leafRows, rowsOf } from './rows';
import type {
  Direction,
  ICell,
  IColumn,
  IRow,
  ISort,
  ITable,
  Pick
} from './shapes';
import { keepOrder, sortRows } from './sort';
import { inheritedMetric, picked } from './values';

/** What a table is made from; every field is plain data. */
export interface ITableInput {
  runs: readonly Run[];
  baseline: string | null;
  environments: Environments;
  curves: ReadonlyMap<string, (number | null)[]>;
  metric: string | null;
  pick: Pick;
  directions: Readonly<Record<string, Direction>>;
  onlyDiffering: boolean;
  observations: boolean;
  groupReplicates: boolean;
  hiddenColumns: readonly string[];
  pinnedColumns: readonly string[];
  columnOrder: readonly string[];
  sort: readonly ISort[];
  /** Ids of the rows as they stand; null sorts anew. */
  order: readonly string[] | null;
  words: IWords;
  locale?: string;
}

/** Build the whole table. */
export function tableOf(input: ITableInput): ITable {
  const facts = environmentFacts(input.environments);
  const rows = rowsOf(input);
  const columns = columnsOf({ ...input, facts });
  const context: ICellContext = {
    ...input,
    facts,
    formats: formatsOf(rows, columns, input),
    baseline: input.runs.find(run => run.run_id === input.baseline) ?? null,
    replicates: replicatesOf(input.runs),
    numbers: new Map(input.runs.map(run => [run.run_id, run.number]))
  };
  rows.forEach(row => fill(row, columns, context));
  describeReplicates(rows, input, context.formats);
  const judged = judge(columns, rows, facts);
  const baseline = rows.find(row => row.baseline);
  rows.forEach(row => markDiffering(row, baseline, columns));
  const allColumns = arrange(judged, input);
  const sorted = sortRows(rows, input.sort);
  const shown = input.order ? keepOrder(sorted, input.order) : sorted;
  return {
    columns: allColumns.filter(column => isShown(column, rows, input)),
    allColumns,
    rows: shown,
    resort: shown.some((row, index) => row.id !== sorted[index].id)
  };
}

/** One format for all numbers of a column, group means and inherited ones included. */
function formatsOf(
  rows: readonly IRow[],
  columns: readonly IColumn[],
  input: ITableInput
): Map<string, INumberFormat> {
  const all = allRows(rows);
  return new Map(
    columns
      .filter(({ kind }) => kind === 'metric' || kind === 'observation')
      .map(column => [
        column.id,
        columnFormat(all.flatMap(row => numbersOf(row, column, input.pick)))
      ])
  );
}

function numbersOf(row: IRow, column: IColumn, pick: Pick): number[] {
  if (column.kind === 'observation') {
    const metric = row.run.observations[column.key];
    return metric ? [fromWire(metric[pick])] : [];
  }
  const own = ownNumber(row, column.key, pick);
  const inherited = inheritedMetric(row.run, column.key);
  return own !== null
    ? [own]
    : inherited
      ? [picked(inherited.metric, pick)]
      : [];
}

function fill(
  row: IRow,
  columns: readonly IColumn[],
  context: ICellContext
): void {
  for (const column of columns) {
    row.cells[column.id] = cellOf(row, column, context);
  }
  row.children.forEach(child => fill(child, columns, context));
}

/** The subtitle of a replicate group is the spread of the metric in front: `val_acc ±0.0037`. */
function describeReplicates(
  rows: readonly IRow[],
  { metric, pick, locale }: ITableInput,
  formats: ReadonlyMap<string, INumberFormat>
): void {
  for (const row of rows) {
    const runs = row.children.map(child => child.run);
    const spread =
      metric && row.kind === 'replicates' ? spreadOf(runs, metric, pick) : null;
    if (metric && spread && spread.count > 1) {
      const format = formats.get(`metrics:${metric}`);
      const rest = `±${formatNumber(spread.deviation, format, locale)}`;
      row.subtitle = [{ kind: 'text', name: metric, long: rest, short: rest }];
    }
  }
}

/** Columns with whether they are the same in all rows; a delta or curve follows its metric. */
function judge(
  columns: readonly IColumn[],
  rows: readonly IRow[],
  facts: EnvironmentFacts
): IColumn[] {
  const leaves = leafRows(rows);
  // What was not recorded is neither the same nor another.
  const known = leaves.filter(row =>
    facts.has(row.run.environment_digest ?? '')
  );
  const differing = new Set(
    columns
      .filter(column =>
        differsAmong(column.kind === 'environment' ? known : leaves, column)
      )
      .map(column => column.id)
  );
  return columns.map(column => ({
    ...column,
    differs: differing.has(
      column.group === 'metrics' ? `metrics:${column.key}` : column.id
    )
  }));
}

function differsAmong(rows: readonly IRow[], column: IColumn): boolean {
  return new Set(rows.map(row => contentOf(row, column))).size > 1;
}

/** What makes two cells of a column equal. */
function contentOf(row: IRow, column: IColumn): string {
  const cell = row.cells[column.id];
  const param = column.kind === 'param' ? paramOf(row, column.key) : undefined;
  return param
    ? paramIdentity(param)
    : `${cell.kind === 'inherited' ? '?' : ''}${cell.copy || cell.text}`;
}

/** Deltas and curves say themselves that they differ; inherited values are not the run's. */
const BOLD = new Set<ICell['kind']>(['number', 'text', 'varied']);

/** Cells that are not as the baseline's are drawn bold. */
function markDiffering(
  row: IRow,
  baseline: IRow | undefined,
  columns: readonly IColumn[]
): void {
  if (!baseline || baseline === row) {
    return;
  }
  for (const column of columns) {
    const cell = row.cells[column.id];
    cell.differs =
      BOLD.has(cell.kind) &&
      contentOf(row, column) !== contentOf(baseline, column);
  }
  row.children.forEach(child => markDiffering(child, baseline, columns));
}

/** The user's order first, then as discovered; pinned columns before all. */
function arrange(columns: readonly IColumn[], input: ITableInput): IColumn[] {
  const place = new Map(input.columnOrder.map((id, index) => [id, index]));
  const pinned = new Set(input.pinnedColumns);
  const weight = (column: IColumn) =>
    (pinned.has(column.id) ? -1e6 : 0) + (place.get(column.id) ?? 1e5);
  return [...columns].sort((a, b) => weight(a) - weight(b));
}

/** With one row nothing can differ, so nothing is hidden for being the same. */
function isShown(
  column: IColumn,
  rows: readonly IRow[],
  input: ITableInput
): boolean {
  if (input.hiddenColumns.includes(column.id)) {
    return false;
  }
  if (column.group === 'observations' && !input.observations) {
    return false;
  }
  return !input.onlyDiffering || column.differs || leafRows(rows).length < 2;
}
