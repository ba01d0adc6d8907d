/**
 * What the pure modules hand to the charts: plain data, ready to draw (see shapes.ts).
 */
import type { Direction, IRunStyle } from './shapes';

/** Where x of a chart comes from: as logged, 1, 2, 3…, or the values of another metric. */
export type XMode = 'logged' | 'ordinal' | 'metric';

/** One line of a chart. */
export interface ILine {
  /** `run_id` or `run_id/step_id` where a run has the metric from several cells. */
  id: string;
  run_id: string;
  step_id: string;
  /** `#13`, `#8 cell 6`. */
  label: string;
  key: string;
  style: IRunStyle;
  baseline: boolean;
  /** A child run beside a baseline that is none, or the other way round: no delta. */
  unlike?: boolean;
  inherited: boolean;
  x: number[];
  /** Drawn values, smoothed where asked; null is a gap. */
  y: (number | null)[];
  /** The values as recorded, same length as y: NaN and ±Infinity included. */
  raw: number[];
  /** Points that are no finite number: a × on the edge. */
  marks: { x: number; edge: 'upper' | 'lower'; word: string }[];
  /** Lowest and highest of a replicate group at each x; null for a single run. */
  band: { low: number[]; high: number[] } | null;
  /** Points before thinning. */
  count: number;
}

/** What one chart draws. */
export interface IChart {
  key: string;
  direction: Direction;
  /** `lower is better`, `higher is better`, empty when unknown. */
  directionText: string;
  lines: ILine[];
  /** True when no line has more than one point: a dot plot. */
  single: boolean;
  /** Runs without this metric: `#11 has no val_acc`. */
  missing: string[];
  /** `epoch`, `step`, `point`: the name of the x axis. */
  xLabel: string;
}
