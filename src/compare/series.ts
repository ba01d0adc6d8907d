/** Points as lines of a chart: x, gaps, smoothing, bands, ranges. */
import type { PointSeries } from '../api/types';
import { fromWire } from '../format/numbers';
import type { ILine, XMode } from './chartshapes';

/** Numbers of one line: parallel, x rising. */
export interface ICourse {
  x: number[];
  raw: number[];
}

/** Where x comes from. */
export interface IXChoice {
  mode: XMode;
  /** The series of the same run that gives x, where mode is `metric`. */
  other?: PointSeries | null;
}

/** x and values of a series by the chosen x, ordered by x. */
export function courseOf(series: PointSeries, choice: IXChoice): ICourse {
  const x = series.x.map(fromWire);
  const raw = series.values.map(fromWire);
  switch (choice.mode) {
    case 'ordinal':
      // Of a thinned series the places are not known, so x stays as logged.
      return ordered(
        series.count === raw.length ? raw.map((_, index) => index + 1) : x,
        raw
      );
    case 'metric':
      return choice.other ? against(x, raw, choice.other) : { x: [], raw: [] };
    default:
      return ordered(x, raw);
  }
}

/**
 * Exponential moving average without the pull of its start; `weight` 0 leaves all as it is.
 * A gap stays a gap and is not counted.
 */
export function smooth(
  values: readonly (number | null)[],
  weight: number
): (number | null)[] {
  let mean = 0;
  let total = 0;
  return values.map(value => {
    if (value === null || weight <= 0) {
      return value;
    }
    mean = weight * mean + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return mean / total;
  });
}

/** The values with null for what is no finite number: a gap in the line. */
export function withGaps(raw: readonly number[]): (number | null)[] {
  return raw.map(value => (Number.isFinite(value) ? value : null));
}

/** The × that stand for values without digits: +Inf on the upper edge, the others below. */
export function edgeMarks({ x, raw }: ICourse): ILine['marks'] {
  return raw.flatMap((value, index) => {
    if (Number.isFinite(value)) {
      return [];
    }
    const word = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '\u2212Inf';
    const edge = value === Infinity ? ('upper' as const) : ('lower' as const);
    return [{ x: x[index], edge, word }];
  });
}

/** Mean, lowest and highest of several courses at every x that any of them has. */
export function bandOf(courses: readonly ICourse[]): {
  x: number[];
  mean: (number | null)[];
  low: number[];
  high: number[];
} {
  const at = new Map<number, number[]>();
  for (const { x, raw } of courses) {
    x.forEach((place, index) => {
      at.set(place, [...(at.get(place) ?? []), raw[index]]);
    });
  }
  const x = [...at.keys()].sort((a, b) => a - b);
  const finite = x.map(place => (at.get(place) ?? []).filter(Number.isFinite));
  return {
    x,
    mean: finite.map(values =>
      values.length ? values.reduce((a, b) => a + b, 0) / values.length : null
    ),
    low: finite.map(values => (values.length ? Math.min(...values) : NaN)),
    high: finite.map(values => (values.length ? Math.max(...values) : NaN))
  };
}

/** Range of y over lines, with 5 % room; null when nothing can be drawn on the scale. */
export function yRange(
  lines: readonly ILine[],
  options: { log: boolean; ignoreOutliers: boolean }
): [number, number] | null {
  const values = lines
    .flatMap(line => [
      ...line.y,
      ...(line.band?.low ?? []),
      ...(line.band?.high ?? [])
    ])
    .filter(
      (value): value is number => value !== null && Number.isFinite(value)
    )
    .filter(value => !options.log || value > 0)
    .sort((a, b) => a - b);
  if (!values.length) {
    return null;
  }
  const cut = options.ignoreOutliers ? 0.05 : 0;
  const low = quantile(values, cut);
  const high = quantile(values, 1 - cut);
  return options.log ? roomLog(low, high) : room(low, high);
}

/** Value of a sorted list at a share of its length, between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const rest = place - low;
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + rest * (next - sorted[low]);
}

/** Index of the point nearest to an x; -1 when there is none. */
export function nearestPoint(x: readonly number[], at: number): number {
  let best = -1;
  x.forEach((place, index) => {
    if (best < 0 || Math.abs(place - at) < Math.abs(x[best] - at)) {
      best = index;
    }
  });
  return best;
}

/** A stable order by x; points without an x cannot be drawn. */
function ordered(x: readonly number[], raw: readonly number[]): ICourse {
  const places = x
    .map((_, index) => index)
    .filter(index => Number.isFinite(x[index]))
    .sort((a, b) => x[a] - x[b]);
  return { x: places.map(i => x[i]), raw: places.map(i => raw[i]) };
}

/** Values against another metric's at the same logged x. */
function against(
  x: readonly number[],
  raw: readonly number[],
  other: PointSeries
): ICourse {
  const values = new Map(
    other.x.map((place, index) => [
      fromWire(place),
      fromWire(other.values[index])
    ])
  );
  return ordered(
    x.map(place => values.get(place) ?? NaN),
    raw
  );
}

function room(low: number, high: number): [number, number] {
  const span = high - low || Math.abs(high) || 1;
  return [low - 0.05 * span, high + 0.05 * span];
}

function roomLog(low: number, high: number): [number, number] {
  const [from, to] = room(Math.log10(low), Math.log10(high));
  return [10 ** from, 10 ** to];
}
