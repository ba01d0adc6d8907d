/** Pure: what a chart says at one x, for readout, table and speech. */
import { deltaOf } from '../../compare/deltas';
import { nearestPoint } from '../../compare/series';
import type { IChart, ILine } from '../../compare/chartshapes';
import type { IDelta } from '../../compare/shapes';
import {
  columnFormat,
  formatNumber,
  type INumberFormat
} from '../../format/numbers';
import type { IWords } from '../../format/words';

/** One line at one x. */
export interface IReading {
  line: ILine;
  /** Place among the line's points, −1 for a line without any. */
  index: number;
  /** As recorded; null for a line without points. */
  value: number | null;
  text: string;
  /** Against the baseline at the same x; null for the baseline. */
  delta: IDelta | null;
}

/**
 * The format of a chart's numbers: made from the lines' ends, as the table's column is. All points
 * together would need so many digits that none is read.
 */
export function chartFormat(chart: IChart): INumberFormat {
  return columnFormat(
    chart.lines.flatMap(line => line.raw.slice(-1).filter(Number.isFinite))
  );
}

/** Every line at an x; at the end of each where x is null. From top to bottom at the end. */
export function readings(
  chart: IChart,
  x: number | null,
  words: IWords,
  format: INumberFormat = chartFormat(chart)
): IReading[] {
  const baseline = chart.lines.find(line => line.baseline);
  const reference = baseline ? at(baseline, x) : null;
  return [...chart.lines].sort(fromTheTop).map(line => {
    const index = placeAt(line, x);
    const value = index < 0 ? null : line.raw[index];
    return {
      line,
      index,
      value,
      text: value === null ? '–' : formatNumber(value, format),
      delta:
        baseline && baseline !== line && !line.unlike
          ? deltaOf({
              value,
              baseline: reference,
              direction: chart.direction,
              format,
              noise: null,
              against: words.__('baseline %1', baseline.label),
              words
            })
          : null
    };
  });
}

/** `#13, epoch 18, loss 0.2208, 0.3589 better than baseline #5`. */
export function spoken(
  reading: IReading,
  chart: IChart,
  xName: string,
  words: IWords
): string {
  const { line, index, text, delta } = reading;
  const x = index < 0 ? '' : `${xName} ${formatX(line.x[index])}`;
  return [
    line.label,
    chart.single ? '' : x,
    `${chart.key} ${text}`,
    line.baseline ? words.__('baseline') : (delta?.title ?? '')
  ]
    .filter(Boolean)
    .join(', ');
}

/** An x as it is read: whole numbers whole. */
export function formatX(x: number): string {
  return formatNumber(x);
}

/** All x of a chart, rising, each once. */
export function allX(chart: IChart): number[] {
  return [...new Set(chart.lines.flatMap(line => line.x))].sort(
    (a, b) => a - b
  );
}

/** Place of the line's last recorded point. */
function placeAt(line: ILine, x: number | null): number {
  return x === null ? line.raw.length - 1 : nearestPoint(line.x, x);
}

function at(line: ILine, x: number | null): number | null {
  const place = placeAt(line, x);
  return place < 0 ? null : line.raw[place];
}

/** The last value that can be drawn. */
export function endOf(line: ILine): number | null {
  for (let index = line.y.length - 1; index >= 0; index--) {
    if (line.y[index] !== null) {
      return line.y[index];
    }
  }
  return null;
}

/** Lines as they lie at their ends, the highest first. */
export function fromTheTop(a: ILine, b: ILine): number {
  return (endOf(b) ?? -Infinity) - (endOf(a) ?? -Infinity) || 0;
}
