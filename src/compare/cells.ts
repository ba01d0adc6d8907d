/** What stands in one cell of the table. */
import type { Param } from '../api/types';
import { fromWire } from '../format/numbers';
import type { IWords } from '../format/words';
import { EMPTY, missing, numberCell, type ICellContext } from './cellparts';
import { curveCell, deltaCell, metricCell } from './metriccells';
import { paramNumber, paramText, valueText, variedText } from './params';
import type { ICell, IColumn, IRow } from './shapes';
import { unreadText } from './unread';

/** The cell of a row in a column; `differs` is filled in by the table, which knows the baseline. */
export function cellOf(
  row: IRow,
  column: IColumn,
  context: ICellContext
): ICell {
  switch (column.kind) {
    case 'metric':
      return metricCell(row, column, context);
    case 'delta':
      return deltaCell(row, column, context);
    case 'curve':
      return curveCell(row, column, context);
    case 'param':
      return paramCell(row, column, context);
    case 'environment':
      return environmentCell(row, column, context);
    default:
      return observationCell(row, column, context);
  }
}

function paramCell(row: IRow, column: IColumn, context: ICellContext): ICell {
  const { words } = context;
  const param = paramOf(row, column.key);
  if (!param) {
    const unread = unreadText([row.run], words);
    return unread ? { ...missing(words), title: unread } : missing(words);
  }
  const text = paramText(param, words);
  return {
    ...EMPTY,
    kind: param.varied ? 'varied' : 'text',
    text,
    title: param.varied ? variedTitle(row, column.key, param, words) : text,
    copy: param.varied ? variedText(param) : text,
    value: paramNumber(param)
  };
}

/** The params of a result row are those in effect at that result. */
export function paramOf(row: IRow, name: string): Param | undefined {
  const params = row.step_id
    ? row.run.results.find(item => item.step_id === row.step_id)?.params
    : row.run.params;
  return params?.[name];
}

/** `0.1 for acc · 0.5 for test_acc`. */
function variedTitle(
  { run }: IRow,
  name: string,
  param: Param,
  words: IWords
): string {
  const parts = (param.varied ?? []).map((value, index) => {
    const stepId = param.varied_at?.[index];
    const result = run.results.find(item => item.step_id === stepId);
    const text = result?.params[name]?.text ?? valueText(value);
    const keys = Object.keys(result?.metrics ?? {}).join(', ');
    return keys ? words.__('%1 for %2', text, keys) : text;
  });
  return parts.join(' · ');
}

function environmentCell(
  row: IRow,
  column: IColumn,
  { facts, words }: ICellContext
): ICell {
  const known = facts.get(row.run.environment_digest ?? '');
  if (!known) {
    return missing(words);
  }
  const text = known.get(column.key);
  return text === undefined
    ? { ...EMPTY, title: words.__('not installed') }
    : { ...EMPTY, kind: 'text', text, title: text, copy: text };
}

function observationCell(
  row: IRow,
  column: IColumn,
  context: ICellContext
): ICell {
  const metric = row.run.observations[column.key];
  return metric && row.kind !== 'result'
    ? numberCell(fromWire(metric[context.pick]), column, context)
    : missing(context.words);
}
