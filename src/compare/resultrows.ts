/** Results of two runs side by side. */
import type { Metric, Result, Run } from '../api/types';
import { columnFormat, formatNumber } from '../format/numbers';
import type { IWords } from '../format/words';
import { deltaOf } from './deltas';
import { directionOf } from './directions';
import { noiseOf, widerNoise, type IReplicates } from './noise';
import { resultLabel } from './rows';
import type { IDifferenceRow } from './differenceshapes';
import type { Direction, Pick } from './shapes';
import { picked, resultsWith } from './values';

/** The two runs and how their values are read. */
export interface IResultRowInput {
  left: Run;
  right: Run;
  replicates: IReplicates;
  pick: Pick;
  directions: Readonly<Record<string, Direction>>;
  words: IWords;
  locale?: string;
}

/** One metric of one cell on both sides. */
interface IResultPair {
  key: string;
  /** Set where a run has the key from several cells. */
  cell: string | null;
  left: Metric | null;
  right: Metric | null;
}

/** A row for each own metric of either run; several cells with one key are rows of their own. */
export function resultRows(input: IResultRowInput): IDifferenceRow[] {
  const keys = new Set(
    [...input.left.results, ...input.right.results].flatMap(result =>
      Object.keys(result.metrics)
    )
  );
  return [...keys]
    .flatMap(key => pairsOf(key, input))
    .map(pair => rowOf(pair, input));
}

function pairsOf(key: string, input: IResultRowInput): IResultPair[] {
  const lefts = resultsWith(input.left, key);
  const rights = resultsWith(input.right, key);
  if (lefts.length <= 1 && rights.length <= 1) {
    return [pairOf(key, null, lefts[0], rights[0])];
  }
  const cells = new Map<string, { left?: Result; right?: Result }>();
  for (const result of lefts) {
    cells.set(cellOf(result), { left: result });
  }
  for (const result of rights) {
    cells.set(cellOf(result), { ...cells.get(cellOf(result)), right: result });
  }
  return [...cells.values()].map(({ left, right }) => {
    const named = right ?? left;
    const cell = named ? resultLabel(named, input.words) : null;
    return pairOf(key, cell, left, right);
  });
}

function cellOf(result: Result): string {
  return result.cell_key ?? result.step_id;
}

function pairOf(
  key: string,
  cell: string | null,
  left: Result | undefined,
  right: Result | undefined
): IResultPair {
  return {
    key,
    cell,
    left: left?.metrics[key] ?? null,
    right: right?.metrics[key] ?? null
  };
}

function rowOf(pair: IResultPair, input: IResultRowInput): IDifferenceRow {
  const { words, locale, pick } = input;
  const left = pair.left ? picked(pair.left, pick) : null;
  const right = pair.right ? picked(pair.right, pick) : null;
  const format = columnFormat(
    [left, right].filter((value): value is number => value !== null)
  );
  const noise = widerNoise(
    noiseOf(input.left.run_id, input.replicates, pair.key, pick),
    noiseOf(input.right.run_id, input.replicates, pair.key, pick)
  );
  const delta = deltaOf({
    value: right,
    baseline: left,
    direction: directionOf(pair.key, input.directions),
    format,
    noise,
    against: `#${input.left.number}`,
    words,
    locale
  });
  const show = (value: number | null) =>
    value === null ? '–' : formatNumber(value, format, locale);
  const note = noise
    ? words.__('noise ±%1', formatNumber(noise.deviation, format, locale))
    : '';
  return {
    id: ['results', pair.key, ...(pair.cell ? [pair.cell] : [])].join(':'),
    name: pair.cell ? `${pair.key} · ${pair.cell}` : pair.key,
    left: show(left),
    right: show(right),
    differs: !Object.is(left, right),
    note,
    delta
  };
}
