import { chartOf } from '../../compare/chart';
import type { IChart, ILine } from '../../compare/chartshapes';
import { englishWords } from '../../format/words';
import { points, result, run } from '../../testing/builders';
import type { WireNumber } from '../../api/types';
import { dotRange, dotsOf } from './dots';
import { figureOf, rangesOf, tickFormat, traceUid } from './figure';
import type { IChartTheme } from './theme';

const theme: IChartTheme = {
  family: 'sans',
  size: 11,
  text: 'rgb(0, 0, 0)',
  second: 'rgb(90, 90, 90)',
  grid: 'rgb(230, 230, 230)',
  line: 'rgb(200, 200, 200)',
  caution: 'rgb(200, 100, 0)',
  resolve: color => `rgb(1, 2, 3)/*${color}*/`
};
const options = {
  theme,
  log: false,
  smoothed: false,
  width: 600,
  height: 260,
  margins: { left: 52, right: 14, top: 10, bottom: 28 }
};
const show = { log: false, ignoreOutliers: false };

function chart(
  values: Record<number, WireNumber[]>,
  baseline = 1,
  extra: Partial<Parameters<typeof chartOf>[0]> = {}
): IChart {
  const runs = Object.keys(values).map(number =>
    run(Number(number), { results: [result({ loss: 1 })] })
  );
  return chartOf({
    key: 'loss',
    runs,
    points: runs.map(({ run_id, number }) =>
      points(run_id, 'loss', values[number])
    ),
    baseline: `r${baseline}`,
    hiddenRuns: [],
    groupReplicates: true,
    xMode: 'logged',
    xKey: null,
    smoothing: 0,
    directions: {},
    words: englishWords,
    ...extra
  });
}

const figure = (source: IChart, more: Partial<typeof options> = {}) => {
  const ranges = rangesOf(source, { ...show, log: more.log ?? false });
  if (!ranges) {
    throw new Error('nothing to draw');
  }
  return figureOf(source, ranges, { ...options, ...more });
};
const lineOf = (source: IChart, place: number) =>
  figure(source).data.find(
    trace => (trace as { uid?: string }).uid === traceUid(place)
  ) as { line: object; y: unknown[]; connectgaps: boolean; x: number[] };

describe('figureOf', () => {
  it('draws one SVG line a run, the baseline solid, thick and last', () => {
    const source = chart({ 1: [1, 0.5], 2: [0.9, 0.4] });
    const { data } = figure(source);
    expect(data.every(trace => trace.type === 'scatter')).toBe(true);
    expect((data[data.length - 1] as { uid?: string }).uid).toBe(traceUid(0));
    expect(lineOf(source, 0).line).toMatchObject({ width: 2.5, dash: 'solid' });
    expect(lineOf(source, 1).line).toMatchObject({
      width: 1.5,
      dash: source.lines[1].style.dash
    });
  });

  it('takes colours resolved only, never a variable', () => {
    const resolved = { ...theme, resolve: () => 'rgb(9, 9, 9)' };
    const { data, layout } = figure(chart({ 1: [1, 0.5], 2: [0.9, 0.4] }), {
      theme: resolved
    });
    expect(JSON.stringify({ data, layout })).not.toContain('var(');
  });

  it('leaves a gap and sets a × on the edge where a value is no number', () => {
    const source = chart({ 1: [1, 'NaN', 0.5], 2: [0.9, 'Infinity', 0.4] });
    expect(lineOf(source, 0).y).toEqual([1, null, 0.5]);
    expect(lineOf(source, 0).connectgaps).toBe(false);
    const ranges = rangesOf(source, show);
    const marks = figure(source).data.filter(trace =>
      JSON.stringify(trace).includes('x-thin')
    ) as { x: number[]; y: number[] }[];
    expect(marks.map(mark => [mark.x, mark.y])).toEqual([
      [[2], [ranges?.y[0]]],
      [[2], [ranges?.y[1]]]
    ]);
  });

  it('keeps the recorded line behind a smoothed one', () => {
    const source = chart({ 1: [1, 0, 1, 0] }, 1, { smoothing: 0.9 });
    const { data } = figure(source, { smoothed: true });
    const raw = data.find(trace => (trace as { opacity?: number }).opacity);
    expect((raw as { y: number[] }).y).toEqual([1, 0, 1, 0]);
    expect(lineOf(source, 0).y).not.toEqual([1, 0, 1, 0]);
  });

  it('greys what comes after the tenth line', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [index + 1, [1, 0.5]])
    );
    const source = chart(many);
    expect(lineOf(source, 11).line).toMatchObject({
      width: 1,
      color: theme.line
    });
  });

  it('gives plotly the logarithm of a logarithmic range', () => {
    const { layout } = figure(chart({ 1: [100, 1] }), { log: true });
    const range = layout.yaxis?.range as [number, number];
    expect(layout.yaxis?.type).toBe('log');
    expect(range[0]).toBeLessThan(0);
    expect(range[1]).toBeGreaterThan(2);
    expect(range[1]).toBeLessThan(3);
  });
});

describe('rangesOf', () => {
  it('is nothing where the scale can show no value', () => {
    const source = chart({ 1: [-1, -2] });
    expect(rangesOf(source, { log: true, ignoreOutliers: false })).toBeNull();
    expect(rangesOf(source, show)).not.toBeNull();
  });

  it('has room around a single x', () => {
    expect(rangesOf(chart({ 1: [1] }), show)?.x).toEqual([0.5, 1.5]);
  });
});

describe('tickFormat', () => {
  it.each<[[number, number], string]>([
    [[0, 1.3], '.1f'],
    [[0.83, 0.98], '.2f'],
    [[0, 500], '.0f'],
    [[0, 1e6], '']
  ])('%j is %s', (range, format) => expect(tickFormat(range)).toBe(format));
});

describe('dotsOf', () => {
  it('draws a row a run from the baseline’s rule to its value', () => {
    const source = chart({ 1: [0.5], 2: [0.75], 3: ['NaN'] });
    const range = dotRange(source, false) as [number, number];
    const { data, layout } = dotsOf(source.lines, source, range, options);
    expect(
      (data as { x: number[]; y: number[] }[]).map(t => [t.x, t.y])
    ).toEqual([
      [
        [0.5, 0.5],
        [0, 0]
      ],
      [
        [0.5, 0.75],
        [1, 1]
      ]
    ]);
    expect(layout.yaxis?.ticktext).toEqual(
      source.lines.map((line: ILine) => line.label)
    );
    expect(layout.shapes).toHaveLength(1);
  });
});
