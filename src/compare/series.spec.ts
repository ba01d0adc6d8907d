import { points } from '../testing/builders';
import {
  bandOf,
  courseOf,
  edgeMarks,
  nearestPoint,
  quantile,
  smooth,
  withGaps,
  yRange
} from './series';
import type { ILine } from './chartshapes';

describe('courseOf', () => {
  it('takes x as logged, in its order', () => {
    const series = points('r1', 'loss', [3, 1, 2], { x: [3, 1, 2] });
    expect(courseOf(series, { mode: 'logged' })).toEqual({
      x: [1, 2, 3],
      raw: [1, 2, 3]
    });
  });

  it('counts points', () => {
    const series = points('r1', 'loss', [3, 1], { x: [0.32, 0.64] });
    expect(courseOf(series, { mode: 'ordinal' }).x).toEqual([1, 2]);
  });

  it('does not count points of a thinned series, whose places are not known', () => {
    const series = points('r1', 'loss', [3, 1], { x: [10, 20], count: 500 });
    expect(courseOf(series, { mode: 'ordinal' }).x).toEqual([10, 20]);
  });

  it('goes against another metric at the same x', () => {
    const loss = points('r1', 'loss', [3, 2, 1]);
    const acc = points('r1', 'acc', [0.9, 0.7], { x: [3, 1] });
    expect(courseOf(loss, { mode: 'metric', other: acc })).toEqual({
      x: [0.7, 0.9],
      raw: [3, 1]
    });
    expect(courseOf(loss, { mode: 'metric', other: null }).x).toEqual([]);
  });

  it('keeps NaN and infinities, which the wire has as words', () => {
    const series = points('r1', 'loss', [1, 'NaN', 'Infinity', '-Infinity']);
    expect(courseOf(series, { mode: 'logged' }).raw).toEqual([
      1,
      NaN,
      Infinity,
      -Infinity
    ]);
  });

  it('leaves out points without an x', () => {
    const series = points('r1', 'loss', [1, 2], { x: ['NaN', 5] });
    expect(courseOf(series, { mode: 'logged' })).toEqual({ x: [5], raw: [2] });
  });
});

describe('smooth', () => {
  it('leaves all as it is at 0', () => {
    expect(smooth([1, 5, null], 0)).toEqual([1, 5, null]);
  });

  it('starts at the first value, not near zero', () => {
    expect(smooth([4, 4, 4], 0.9)).toEqual([
      expect.closeTo(4, 9),
      expect.closeTo(4, 9),
      expect.closeTo(4, 9)
    ]);
  });

  it('weighs what was before', () => {
    const [, second] = smooth([0, 1], 0.5);
    expect(second).toBeCloseTo(2 / 3, 9);
  });

  it('keeps gaps and does not count them', () => {
    const smoothed = smooth([0, null, 1], 0.5);
    expect(smoothed[1]).toBeNull();
    expect(smoothed[2]).toBeCloseTo(2 / 3, 9);
  });
});

describe('gaps and marks', () => {
  const course = { x: [1, 2, 3, 4], raw: [0.5, NaN, Infinity, -Infinity] };

  it('are where there is no finite number', () => {
    expect(withGaps(course.raw)).toEqual([0.5, null, null, null]);
    expect(edgeMarks(course)).toEqual([
      { x: 2, edge: 'lower', word: 'NaN' },
      { x: 3, edge: 'upper', word: '+Inf' },
      { x: 4, edge: 'lower', word: '\u2212Inf' }
    ]);
  });
});

describe('bandOf', () => {
  it('is mean, lowest and highest at every x that any has', () => {
    expect(
      bandOf([
        { x: [1, 2], raw: [1, 2] },
        { x: [2, 3], raw: [4, 6] }
      ])
    ).toEqual({
      x: [1, 2, 3],
      mean: [1, 3, 6],
      low: [1, 2, 6],
      high: [1, 4, 6]
    });
  });

  it('has a gap where no value is finite', () => {
    const band = bandOf([{ x: [1], raw: [NaN] }]);
    expect(band.mean).toEqual([null]);
    expect(band.low).toEqual([NaN]);
  });
});

describe('yRange', () => {
  const line = (y: (number | null)[]) => ({ y, band: null }) as ILine;

  it('has 5 % room and does not begin at zero by habit', () => {
    const range = yRange([line([0.9, 1, null])], {
      log: false,
      ignoreOutliers: false
    });
    expect(range?.[0]).toBeCloseTo(0.895, 9);
    expect(range?.[1]).toBeCloseTo(1.005, 9);
  });

  it('has room around one value', () => {
    const range = yRange([line([2])], { log: false, ignoreOutliers: false });
    expect(range).toEqual([1.9, 2.1]);
  });

  it('leaves out what a log axis cannot show', () => {
    const range = yRange([line([-1, 0, 1, 100])], {
      log: true,
      ignoreOutliers: false
    });
    expect(range?.[0]).toBeCloseTo(10 ** -0.1, 6);
    expect(
      yRange([line([-1])], { log: true, ignoreOutliers: false })
    ).toBeNull();
  });

  it('can ignore outliers', () => {
    const y = [...Array.from({ length: 99 }, (_, i) => i / 99), 1000];
    const range = yRange([line(y)], { log: false, ignoreOutliers: true });
    expect(range?.[1]).toBeLessThan(2);
  });

  it('covers bands', () => {
    const banded = { y: [1], band: { low: [0], high: [2] } } as ILine;
    expect(yRange([banded], { log: false, ignoreOutliers: false })).toEqual([
      -0.1, 2.1
    ]);
  });
});

describe('quantile and nearestPoint', () => {
  it('lie between and beside', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([7], 0.9)).toBe(7);
    expect(nearestPoint([1, 5, 9], 6.9)).toBe(1);
    expect(nearestPoint([1, 5, 9], 100)).toBe(2);
    expect(nearestPoint([], 1)).toBe(-1);
  });
});
