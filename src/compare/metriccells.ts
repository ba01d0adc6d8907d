/** Cells of metrics: value, delta, curve. */
import { columnFormat, copyNumber } from '../format/numbers';
import {
  curveKey,
  EMPTY,
  missing,
  numberCell,
  type ICellContext
} from './cellparts';
import { areAlike } from './children';
import { deltaOf, spreadText } from './deltas';
import { inheritedTitle } from './inherited';
import { noiseOf, spreadOf, widerNoise } from './noise';
import { resultLabel } from './rows';
import type { ICell, IColumn, IRow, Pick } from './shapes';
import {
  inheritedMetric,
  ownMetric,
  picked,
  resultsWith,
  valueOf
} from './values';

/** The row's own number in a metric column; of a replicate group the mean. Null: none. */
export function ownNumber(row: IRow, key: string, pick: Pick): number | null {
  if (row.kind === 'replicates') {
    const runs = row.children.map(child => child.run);
    return spreadOf(runs, key, pick)?.mean ?? null;
  }
  const result = row.step_id
    ? row.run.results.find(item => item.step_id === row.step_id)
    : null;
  const metric = row.step_id
    ? result?.metrics[key]
    : ownMetric(row.run, key)?.metric;
  return metric ? picked(metric, pick) : null;
}

/** The row's value; inherited where it has none of its own. */
export function metricCell(
  row: IRow,
  column: IColumn,
  context: ICellContext
): ICell {
  const { pick, words } = context;
  const value = ownNumber(row, column.key, pick);
  if (value === null) {
    return row.kind === 'run' || row.kind === 'results'
      ? inheritedCell(row, column, context)
      : missing(words);
  }
  const cell = numberCell(value, column, context);
  const of = row.step_id ? 1 : resultsWith(row.run, column.key).length;
  if (row.kind === 'replicates') {
    return {
      ...cell,
      title: replicatesTitle(row, column, context, cell.title)
    };
  }
  return of > 1
    ? { ...cell, of, title: lastOf(row, column, cell, context) }
    : cell;
}

function replicatesTitle(
  row: IRow,
  column: IColumn,
  context: ICellContext,
  full: string
): string {
  const runs = row.children.map(child => child.run);
  const spread = spreadOf(runs, column.key, context.pick);
  return spread && spread.count > 1
    ? context.words.__(
        'Mean of %1 runs: %2',
        spread.count,
        spreadText(
          spread,
          context.formats.get(column.id) ?? columnFormat([spread.mean])
        )
      )
    : full;
}

/** `0.9688 of cell 6, the last of 3`. */
function lastOf(
  row: IRow,
  column: IColumn,
  cell: ICell,
  { words }: ICellContext
): string {
  const results = resultsWith(row.run, column.key);
  const last = results[results.length - 1];
  return words.__(
    '%1 of %2, the last of %3',
    cell.title,
    resultLabel(last, words),
    results.length
  );
}

function inheritedCell(
  row: IRow,
  column: IColumn,
  context: ICellContext
): ICell {
  const { words, numbers } = context;
  const found = inheritedMetric(row.run, column.key);
  if (!found) {
    return missing(words);
  }
  const cell = numberCell(picked(found.metric, context.pick), column, context);
  const { stale } = found.result;
  const title = inheritedTitle(found.result, numbers, words);
  const text = stale ? `${cell.text}?` : cell.text;
  return { ...cell, kind: 'inherited', text, title, stale, value: null };
}

/** The row's value against the baseline's. */
export function deltaCell(
  row: IRow,
  column: IColumn,
  context: ICellContext
): ICell {
  const { baseline, words, pick, replicates } = context;
  const value = ownNumber(row, column.key, pick);
  if (!baseline || row.baseline) {
    const title = row.baseline
      ? words.__('The baseline itself')
      : words.__('No baseline is set');
    return { ...EMPTY, kind: 'missing', title };
  }
  if (!areAlike(row.run, baseline)) {
    const title = words.__('A child run is compared with child runs');
    return { ...EMPTY, kind: 'missing', title };
  }
  const noise = [row.run_id, baseline.run_id].map(id =>
    noiseOf(id, replicates, column.key, pick)
  );
  const delta = deltaOf({
    value,
    baseline: valueOf(baseline, column.key, pick),
    direction: column.direction,
    format:
      context.formats.get(`metrics:${column.key}`) ??
      columnFormat([value ?? 0]),
    noise: widerNoise(noise[0], noise[1]),
    against: words.__('baseline #%1', baseline.number),
    words,
    locale: context.locale
  });
  return delta
    ? {
        ...EMPTY,
        kind: 'delta',
        text: delta.text,
        title: delta.title,
        copy: copyNumber(delta.value),
        value: delta.value,
        delta
      }
    : missing(words);
}

/** The course of the metric, for a sparkline. */
export function curveCell(
  row: IRow,
  column: IColumn,
  context: ICellContext
): ICell {
  const runId = row.kind === 'replicates' ? row.run_id : row.id;
  const curve =
    context.curves.get(curveKey(runId, column.key)) ??
    context.curves.get(curveKey(row.run_id, column.key));
  return curve && curve.length > 1
    ? {
        ...EMPTY,
        kind: 'curve',
        text: '',
        title: context.words.__('Course of %1', column.key),
        curve
      }
    : missing(context.words);
}
