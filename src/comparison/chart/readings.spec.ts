import type { IChart, ILine } from '../../compare/chartshapes';
import { slotStyle } from '../../compare/palette';
import { englishWords } from '../../format/words';
import { readings, spoken } from './readings';
import { pointed, stepped } from './useCurveHover';

const line = (number: number, x: number[], raw: number[]): ILine => ({
  id: `r${number}`,
  run_id: `r${number}`,
  step_id: 's1',
  label: `#${number}`,
  key: 'loss',
  style: slotStyle(number),
  baseline: number === 5,
  inherited: false,
  x,
  y: raw.map(value => (Number.isFinite(value) ? value : null)),
  raw,
  marks: [],
  band: null,
  count: raw.length
});
const chart: IChart = {
  key: 'loss',
  direction: 'lower',
  directionText: 'lower is better',
  lines: [line(5, [1, 2, 3], [1, 0.8, 0.6]), line(13, [1, 3], [0.9, 0.2])],
  single: false,
  missing: [],
  xLabel: 'epoch'
};

describe('readings', () => {
  it('are the ends, from top to bottom, without an x', () => {
    expect(
      readings(chart, null, englishWords).map(({ line, text, delta }) => [
        line.label,
        text,
        delta?.text ?? null
      ])
    ).toEqual([
      ['#5', '0.6000', null],
      ['#13', '0.2000', '▼ −0.4000 better']
    ]);
  });

  it('have no delta against a baseline that is of another kind', () => {
    const [base, other] = chart.lines;
    const lines = [base, { ...other, unlike: true }];
    const [, reading] = readings({ ...chart, lines }, null, englishWords);
    expect(reading).toMatchObject({ text: '0.2000', delta: null });
  });

  it('are the nearest points of each line at an x', () => {
    expect(readings(chart, 1, englishWords).map(item => item.value)).toEqual([
      1, 0.9
    ]);
  });

  it('say NaN in words and give it no delta', () => {
    const broken = { ...chart, lines: [chart.lines[0], line(7, [1], [NaN])] };
    const [, last] = readings(broken, 1, englishWords);
    expect([last.text, last.delta]).toEqual(['NaN', null]);
  });
});

describe('spoken', () => {
  it('says run, x, value and delta', () => {
    const [, reading] = readings(chart, 3, englishWords);
    expect(spoken(reading, chart, 'epoch', englishWords)).toBe(
      '#13, epoch 3, loss 0.2000, 0.4000 better than baseline #5'
    );
  });
});

describe('stepped', () => {
  it('goes along the line of the run that is read', () => {
    const from = { x: 1, runId: 'r13' };
    expect(stepped(chart, from, 'ArrowRight')).toEqual({ x: 3, runId: 'r13' });
    expect(stepped(chart, { x: 3, runId: 'r13' }, 'ArrowRight')).toEqual({
      x: 3,
      runId: 'r13'
    });
    expect(stepped(chart, from, 'End')).toEqual({ x: 3, runId: 'r13' });
  });

  it('goes up and down between runs at the same x', () => {
    expect(stepped(chart, { x: 2, runId: 'r5' }, 'ArrowDown')).toEqual({
      x: 2,
      runId: 'r13'
    });
  });

  it('begins at the first point, and at the last when going back', () => {
    const nowhere = { x: null, runId: null };
    expect(stepped(chart, nowhere, 'ArrowRight')?.x).toBe(1);
    expect(stepped(chart, nowhere, 'ArrowLeft')?.x).toBe(3);
    expect(stepped(chart, nowhere, 'q')).toBeNull();
  });
});

describe('pointed', () => {
  const axes = {
    x: { from: 1, to: 3, start: 0, end: 200, log: false },
    y: { from: 0, to: 1, start: 100, end: 0, log: false }
  };

  it('reads the nearest x and the nearest line there', () => {
    expect(pointed(chart, axes, { x: 190, y: 78 })).toEqual({
      x: 3,
      runId: 'r13'
    });
    expect(pointed(chart, axes, { x: 90, y: 22 })).toEqual({
      x: 2,
      runId: 'r5'
    });
  });

  it('reads nothing beside the plot', () => {
    expect(pointed(chart, axes, { x: 260, y: 50 }).x).toBeNull();
  });
});
