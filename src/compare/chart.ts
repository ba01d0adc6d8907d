/** What one chart draws: points in, lines out. */
import type { PointSeries, Run } from '../api/types';
import type { IWords } from '../format/words';
import { areAlike } from './children';
import { directionOf, directionText } from './directions';
import { replicatesOf } from './noise';
import { runStyles } from './palette';
import { resultLabel } from './rows';
import {
  bandOf,
  courseOf,
  edgeMarks,
  smooth,
  withGaps,
  type ICourse
} from './series';
import type { IChart, ILine, XMode } from './chartshapes';
import type { Direction, IRunStyle } from './shapes';

/** What a chart is made from. */
export interface IChartInput {
  key: string;
  runs: readonly Run[];
  /** Points of all metrics of the compared runs. */
  points: readonly PointSeries[];
  baseline: string | null;
  hiddenRuns: readonly string[];
  groupReplicates: boolean;
  xMode: XMode;
  xKey: string | null;
  smoothing: number;
  directions: Readonly<Record<string, Direction>>;
  words: IWords;
}

interface ILineSource {
  series: PointSeries;
  run: Run;
  course: ICourse;
}

/** Build the chart of a metric. Lines are in the order of the runs. */
export function chartOf(input: IChartInput): IChart {
  const { key, words, directions } = input;
  const direction = directionOf(key, directions);
  const runs = input.runs.filter(run => !input.hiddenRuns.includes(run.run_id));
  const sources = runs.flatMap(run => sourcesOf(run, input));
  const lines = linesOf(sources, runs, input);
  const having = new Set(sources.map(source => source.run.run_id));
  return {
    key,
    direction,
    directionText: directionText(direction, words),
    lines,
    single: lines.length > 0 && lines.every(line => line.count <= 1),
    missing: runs
      .filter(run => !having.has(run.run_id))
      .map(run => words.__('#%1 has no %2', run.number, key)),
    xLabel: xLabelOf(input)
  };
}

function sourcesOf(run: Run, input: IChartInput): ILineSource[] {
  const mine = input.points.filter(series => series.run_id === run.run_id);
  // What a run only inherited is not its own course.
  const own = mine.filter(
    series => series.key === input.key && !series.inherited
  );
  return own.map(series => {
    const other = mine.find(
      item => item.key === input.xKey && item.step_id === series.step_id
    );
    const course = courseOf(series, { mode: input.xMode, other });
    return { series, run, course };
  });
}

function linesOf(
  sources: readonly ILineSource[],
  runs: readonly Run[],
  input: IChartInput
): ILine[] {
  const styles = runStyles(runs);
  const { rootOf } = replicatesOf(runs);
  const done = new Set<string>();
  return sources.flatMap(source => {
    const style = styles.get(source.run.run_id) as IRunStyle;
    const root = rootOf(source.run.run_id);
    const isBaseline = source.run.run_id === input.baseline;
    // The baseline keeps a line of its own: all others are read against it.
    const members = sources.filter(
      ({ run }) => rootOf(run.run_id) === root && run.run_id !== input.baseline
    );
    const several = new Set(members.map(member => member.run)).size > 1;
    if (!input.groupReplicates || isBaseline || !several) {
      return [lineOf(source, sources, style, input)];
    }
    const first = !done.has(root);
    done.add(root);
    return first ? [groupLine(members, style, input)] : [];
  });
}

function lineOf(
  { series, run, course }: ILineSource,
  sources: readonly ILineSource[],
  style: IRunStyle,
  input: IChartInput
): ILine {
  const several = sources.filter(item => item.run === run).length > 1;
  const base = input.runs.find(other => other.run_id === input.baseline);
  const gaps = withGaps(course.raw);
  return {
    id: several ? `${run.run_id}/${series.step_id}` : run.run_id,
    run_id: run.run_id,
    step_id: series.step_id,
    label: several
      ? `#${run.number} ${cellLabel(run, series, input.words)}`
      : `#${run.number}`,
    key: series.key,
    style,
    baseline: run.run_id === input.baseline,
    ...(base && !areAlike(run, base) ? { unlike: true } : {}),
    inherited: series.inherited,
    x: course.x,
    y: smooth(gaps, input.smoothing),
    raw: course.raw,
    marks: edgeMarks(course),
    band: null,
    count: series.count
  };
}

/** Replicates as one line: their mean, with lowest and highest around it. */
function groupLine(
  members: readonly ILineSource[],
  style: IRunStyle,
  input: IChartInput
): ILine {
  const first = members.reduce((a, b) => (a.run.number < b.run.number ? a : b));
  const band = bandOf(members.map(member => member.course));
  return {
    ...lineOf(first, [first], style, input),
    id: `replicates:${first.run.run_id}`,
    label: `#${first.run.number} × ${members.length}`,
    x: band.x,
    y: smooth(band.mean, input.smoothing),
    raw: band.mean.map(value => value ?? NaN),
    marks: members.flatMap(member => edgeMarks(member.course)),
    band: { low: band.low, high: band.high },
    count: Math.max(...members.map(member => member.series.count))
  };
}

function cellLabel(run: Run, series: PointSeries, words: IWords): string {
  const result = run.results.find(item => item.step_id === series.step_id);
  return result ? resultLabel(result, words) : words.__('one cell');
}

function xLabelOf({ xMode, xKey, words }: IChartInput): string {
  switch (xMode) {
    case 'ordinal':
      return words.__('point');
    case 'metric':
      return xKey ?? '';
    default:
      return words.__('x as logged');
  }
}
