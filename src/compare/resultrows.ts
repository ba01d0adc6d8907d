/** Results of two runs side by side. */
import type { InheritedResult, Metric, Result, Run } from '../api/types';
import { columnFormat, formatNumber } from '../format/numbers';
import type { IWords } from '../format/words';
import { deltaOf } from './deltas';
import { directionOf } from './directions';
import { inheritedTitle } from './inherited';
import { noiseOf, widerNoise, type IReplicates, type ISpread } from './noise';
import { resultLabel } from './rows';
import type { IDifferenceRow } from './differenceshapes';
import type { Direction, Pick } from './shapes';
import { inheritedMetric, metricKeys, picked, resultsWith } from './values';

/** The two runs and how their values are read. */
export interface IResultRowInput {
  left: Run;
  right: Run;
  replicates: IReplicates;
  pick: Pick;
  directions: Readonly<Record<string, Direction>>;
  /** `#n` by run_id of all compared runs: says where an inherited value is from. */
  numbers: ReadonlyMap<string, number>;
  words: IWords;
  locale?: string;
}

/** One side of a row: the run's own metric, else one that it inherited. */
interface ISide {
  metric: Metric;
  /** Set where the run did not make it. */
  inherited: InheritedResult | null;
}

/** One metric of one cell on both sides. */
interface IResultPair {
  key: string;
  /** Set where a run has the key from several cells. */
  cell: string | null;
  left: ISide | null;
  right: ISide | null;
}

/** A row for each metric of either run; several cells with one key are rows of their own. */
export function resultRows(input: IResultRowInput): IDifferenceRow[] {
  return metricKeys([input.left, input.right])
    .flatMap(key => pairsOf(key, input))
    .map(pair => rowOf(pair, input));
}

function pairsOf(key: string, input: IResultRowInput): IResultPair[] {
  const lefts = resultsWith(input.left, key);
  const rights = resultsWith(input.right, key);
  if (lefts.length <= 1 && rights.length <= 1) {
    return [
      {
        key,
        cell: null,
        left: ownSide(lefts[0], key) ?? inheritedSide(input.left, key),
        right: ownSide(rights[0], key) ?? inheritedSide(input.right, key)
      }
    ];
  }
  const cells = new Map<string, { left?: Result; right?: Result }>();
  for (const result of lefts) {
    cells.set(cellOf(result), { left: result });
  }
  for (const result of rights) {
    cells.set(cellOf(result), { ...cells.get(cellOf(result)), right: result });
  }
  return [...cells].map(([cell, { left, right }]) => {
    const named = right ?? left;
    return {
      key,
      cell: named ? resultLabel(named, input.words) : null,
      left: ownSide(left, key) ?? inheritedSide(input.left, key, cell),
      right: ownSide(right, key) ?? inheritedSide(input.right, key, cell)
    };
  });
}

function cellOf(result: Result): string {
  return result.cell_key ?? result.step_id;
}

function ownSide(result: Result | undefined, key: string): ISide | null {
  return result ? { metric: result.metrics[key], inherited: null } : null;
}

/** What the run inherited of a metric; of one cell where that is told. */
function inheritedSide(run: Run, key: string, cell?: string): ISide | null {
  const found = inheritedMetric(run, key, result =>
    cell === undefined ? true : cellOf(result) === cell
  );
  return found && { metric: found.metric, inherited: found.result };
}

function rowOf(pair: IResultPair, input: IResultRowInput): IDifferenceRow {
  const { words, locale, pick } = input;
  const left = pair.left ? picked(pair.left.metric, pick) : null;
  const right = pair.right ? picked(pair.right.metric, pick) : null;
  const format = columnFormat(
    [left, right].filter((value): value is number => value !== null)
  );
  const inherited = {
    left: titleOf(pair.left, input),
    right: titleOf(pair.right, input)
  };
  // A value that was not measured again neither ranks nor gets a delta.
  const measured = inherited.left === null && inherited.right === null;
  const noise = measured ? noiseOfPair(pair.key, input) : null;
  const show = (value: number | null, side: ISide | null): string =>
    value === null
      ? '–'
      : formatNumber(value, format, locale) +
        (side?.inherited?.stale ? '?' : '');
  return {
    id: ['results', pair.key, ...(pair.cell ? [pair.cell] : [])].join(':'),
    name: pair.cell ? `${pair.key} · ${pair.cell}` : pair.key,
    left: show(left, pair.left),
    right: show(right, pair.right),
    differs: !Object.is(left, right),
    note: noise
      ? words.__('noise ±%1', formatNumber(noise.deviation, format, locale))
      : '',
    delta: measured
      ? deltaOf({
          value: right,
          baseline: left,
          direction: directionOf(pair.key, input.directions),
          format,
          noise,
          against: `#${input.left.number}`,
          words,
          locale
        })
      : null,
    ...(measured ? {} : { inherited })
  };
}

function noiseOfPair(key: string, input: IResultRowInput): ISpread | null {
  const [left, right] = [input.left, input.right].map(run =>
    noiseOf(run.run_id, input.replicates, key, input.pick)
  );
  return widerNoise(left, right);
}

function titleOf(side: ISide | null, input: IResultRowInput): string | null {
  return side?.inherited
    ? inheritedTitle(side.inherited, input.numbers, input.words)
    : null;
}
