import { englishWords as words } from '../format/words';
import { points, result, run } from '../testing/builders';
import { chartOf, type IChartInput } from './chart';

const runs = [
  run(1, { results: [result({ loss: [3, 1] })] }),
  run(2, { results: [result({ loss: [4, 2] })], replicate_of: 'r1' }),
  run(3, { results: [result({ loss: [5, 3] })] })
];
const series = [
  points('r1', 'loss', [3, 1]),
  points('r2', 'loss', [4, 2]),
  points('r3', 'loss', [5, 3])
];

function chart(change: Partial<IChartInput> = {}) {
  return chartOf({
    key: 'loss',
    runs,
    points: series,
    baseline: 'r3',
    hiddenRuns: [],
    groupReplicates: false,
    xMode: 'logged',
    xKey: null,
    smoothing: 0,
    directions: {},
    words,
    ...change
  });
}

const labels = (change: Partial<IChartInput>) =>
  chart(change).lines.map(line => line.label);

describe('chartOf', () => {
  it('has a line for each run, in their order, and says what is better', () => {
    expect(labels({})).toEqual(['#1', '#2', '#3']);
    expect(chart()).toMatchObject({
      directionText: 'lower is better',
      single: false,
      missing: []
    });
    expect(chart().lines[2].baseline).toBe(true);
  });

  it('makes one line with a band of replicates', () => {
    const { lines } = chart({ groupReplicates: true });
    expect(lines.map(line => line.label)).toEqual(['#1 × 2', '#3']);
    expect(lines[0]).toMatchObject({
      y: [3.5, 1.5],
      band: { low: [3, 1], high: [4, 2] }
    });
  });

  it('leaves the baseline a line of its own', () => {
    expect(labels({ groupReplicates: true, baseline: 'r1' })).toEqual([
      '#1',
      '#2',
      '#3'
    ]);
  });

  it('tells child runs from the like of the baseline', () => {
    const child = { ...runs[0], parent_run_id: 'r3' };
    const { lines } = chart({ runs: [child, ...runs.slice(1)] });
    expect(lines.map(line => line.unlike ?? false)).toEqual([
      true,
      false,
      false
    ]);
  });

  it('leaves out hidden runs', () => {
    expect(labels({ hiddenRuns: ['r2'] })).toEqual(['#1', '#3']);
  });

  it('names runs that have no such metric, inherited ones too', () => {
    const inherited = [series[0], { ...series[2], inherited: true }];
    expect(chart({ points: inherited }).missing).toEqual([
      '#2 has no loss',
      '#3 has no loss'
    ]);
  });

  it('names the cells where a run has the metric from several', () => {
    const several = run(4, {
      results: [
        result({ loss: [2, 1] }, { step_id: 'a', cell_number: 5 }),
        result({ loss: [2, 1] }, { step_id: 'b', heading: 'Slow' })
      ]
    });
    const { lines } = chart({
      runs: [several],
      points: ['a', 'b'].map(step_id =>
        points('r4', 'loss', [2, 1], { step_id })
      )
    });
    expect(lines.map(line => [line.id, line.label])).toEqual([
      ['r4/a', '#4 cell 5'],
      ['r4/b', '#4 Slow']
    ]);
  });

  it('smooths what is drawn, never what was recorded', () => {
    const [line] = chart({ smoothing: 0.5 }).lines;
    expect(line.raw).toEqual([3, 1]);
    expect(line.y[1]).toBeCloseTo(5 / 3, 9);
  });

  it('keeps as many points as values, gaps included', () => {
    const { lines } = chart({
      points: [points('r1', 'loss', [1, 'NaN', 'Infinity'])]
    });
    expect(lines[0].y).toEqual([1, null, null]);
    expect(lines[0].x).toHaveLength(3);
    expect(lines[0].marks.map(mark => mark.word)).toEqual(['NaN', '+Inf']);
  });

  it('draws against another metric of the same step', () => {
    const acc = points('r1', 'acc', [0.7, 0.9]);
    const { lines, xLabel } = chart({
      points: [series[0], acc],
      xMode: 'metric',
      xKey: 'acc'
    });
    expect(lines[0]).toMatchObject({ x: [0.7, 0.9], raw: [3, 1] });
    expect(xLabel).toBe('acc');
  });

  it('is a dot plot where every line is one value', () => {
    const one = runs.map(item => points(item.run_id, 'loss', [1]));
    expect(chart({ points: one }).single).toBe(true);
    expect(chart({ points: [] }).single).toBe(false);
  });
});
