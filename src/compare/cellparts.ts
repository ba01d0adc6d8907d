/** What the cells of a table are made of and with. */
import type { Run } from '../api/types';
import {
  copyNumber,
  formatNumber,
  fullNumber,
  type INumberFormat
} from '../format/numbers';
import type { IWords } from '../format/words';
import type { EnvironmentFacts } from './environments';
import type { IReplicates } from './noise';
import type { ICell, IColumn, Pick } from './shapes';

/** What all cells of a table share. */
export interface ICellContext {
  pick: Pick;
  /** By column id, made from all values of the column. */
  formats: ReadonlyMap<string, INumberFormat>;
  baseline: Run | null;
  replicates: IReplicates;
  /** Environment facts by digest; a digest is absent where nothing was recorded. */
  facts: EnvironmentFacts;
  /** `#n` by run_id, for what was inherited from a run outside of the comparison too. */
  numbers: ReadonlyMap<string, number>;
  /** y values by `run_id` + newline + key, thinned; oldest first. */
  curves: ReadonlyMap<string, (number | null)[]>;
  words: IWords;
  locale?: string;
}

/** A cell with nothing in it but its title. */
export const EMPTY: Omit<ICell, 'title'> = {
  kind: 'missing',
  text: '–',
  copy: '',
  value: null,
  differs: false,
  caution: false,
  stale: false,
  of: 1,
  delta: null,
  curve: null
};

/** The key of a run's curve in `ICellContext.curves`. */
export function curveKey(runId: string, key: string): string {
  return `${runId}\n${key}`;
}

/** The cell of something that the record does not have. */
export function missing(words: IWords): ICell {
  return { ...EMPTY, title: words.__('not recorded') };
}

/** The cell of a number, in its column's format. */
export function numberCell(
  value: number,
  column: IColumn,
  context: ICellContext
): ICell {
  return {
    ...EMPTY,
    kind: 'number',
    text: formatNumber(value, context.formats.get(column.id), context.locale),
    title: fullNumber(value),
    copy: copyNumber(value),
    value,
    caution: !Number.isFinite(value)
  };
}
