/** Sparklines: a course of values as an SVG path. */
import type { WireNumber } from '../api/types';
import { columnFormat, formatNumber, fromWire } from '../format/numbers';
import type { IWords } from '../format/words';

/** Most points a sparkline draws. */
export const SPARK_POINTS = 30;

/** A drawn course. Coordinates in px, y downwards. */
export interface ISparkline {
  /** `M… L…`, a new M after each gap; empty when there is nothing to draw. */
  path: string;
  /** The last finite value, drawn as a dot. */
  end: { x: number; y: number } | null;
}

/** Lowest and highest value that share one scale: a run over the baseline's ghost. */
export interface IRange {
  low: number;
  high: number;
}

/** Wire numbers as drawable ones: what is no finite number is a gap. */
export function drawable(
  values: readonly (WireNumber | null)[]
): (number | null)[] {
  return values.map(value => {
    const number = value === null ? NaN : fromWire(value);
    return Number.isFinite(number) ? number : null;
  });
}

/** The range over several courses; null when none has a finite value. */
export function rangeOf(
  courses: readonly (readonly (number | null)[])[]
): IRange | null {
  const finite = courses
    .flat()
    .filter((value): value is number => value !== null);
  return finite.length
    ? {
        low: finite.reduce((a, b) => Math.min(a, b)),
        high: finite.reduce((a, b) => Math.max(a, b))
      }
    : null;
}

/** The path of a course within width × height, `pad` px inside so that the dot fits. */
export function sparkline(
  values: readonly (number | null)[],
  width: number,
  height: number,
  range: IRange | null = rangeOf([values]),
  pad = 2
): ISparkline {
  if (!range) {
    return { path: '', end: null };
  }
  const span = range.high - range.low;
  const step = values.length > 1 ? (width - 2 * pad) / (values.length - 1) : 0;
  const place = (value: number, index: number) => ({
    x: round(pad + index * step),
    // A course without any change is a line in the middle.
    y: round(
      span === 0
        ? height / 2
        : height - pad - ((value - range.low) / span) * (height - 2 * pad)
    )
  });
  const parts: string[] = [];
  let end: ISparkline['end'] = null;
  let pen: 'M' | 'L' = 'M';
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    end = place(value, index);
    parts.push(`${pen}${end.x} ${end.y}`);
    pen = 'L';
  });
  return { path: parts.join(' '), end };
}

/** At most `most` of the values; the lowest and highest of each stretch are kept. */
export function thin(
  values: readonly (number | null)[],
  most = SPARK_POINTS
): (number | null)[] {
  if (values.length <= most) {
    return [...values];
  }
  const stretches = Math.max(1, Math.floor(most / 2));
  const kept = Array.from({ length: stretches }, (_, index) => {
    const from = Math.floor((index * values.length) / stretches);
    const to = Math.floor(((index + 1) * values.length) / stretches);
    return extremes(values.slice(from, to));
  }).flat();
  // Where a course ends is what is read first.
  kept[kept.length - 1] = values[values.length - 1];
  return kept;
}

/** `val_acc from 0.9375 to 0.9688 in 30 points, highest 0.9792`. */
export function sparklineText(
  key: string,
  values: readonly (number | null)[],
  count: number,
  words: IWords,
  locale?: string
): string {
  const finite = values.filter((value): value is number => value !== null);
  if (!finite.length) {
    return words.__('%1 has no finite value', key);
  }
  const highest = finite.reduce((a, b) => Math.max(a, b));
  const format = columnFormat(finite);
  const [from, to, top] = [finite[0], finite[finite.length - 1], highest].map(
    value => formatNumber(value, format, locale)
  );
  return words._n(
    '%2 is %4 in %1 point',
    '%2 from %3 to %4 in %1 points, highest %5',
    count,
    key,
    from,
    to,
    top
  );
}

/** Lowest and highest of a stretch, in the order in which they stand. */
function extremes(values: readonly (number | null)[]): (number | null)[] {
  const range = rangeOf([values]);
  if (!range) {
    return [null];
  }
  const low = values.indexOf(range.low);
  const high = values.indexOf(range.high);
  const [first, second] = low <= high ? [low, high] : [high, low];
  return first === second ? [values[first]] : [values[first], values[second]];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
