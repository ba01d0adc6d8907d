import { englishWords as words } from '../format/words';
import { drawable, rangeOf, sparkline, sparklineText, thin } from './spark';

describe('sparkline', () => {
  it('draws from left to right, high values up', () => {
    expect(sparkline([0, 1], 48, 22)).toEqual({
      path: 'M2 20 L46 2',
      end: { x: 46, y: 2 }
    });
  });

  it('begins anew after a gap', () => {
    expect(sparkline([0, null, 1], 48, 22).path).toBe('M2 20 M46 2');
  });

  it('ends at the last finite value', () => {
    expect(sparkline([0, 1, null], 48, 22).end).toEqual({ x: 24, y: 2 });
  });

  it('is a line in the middle without any change', () => {
    expect(sparkline([5, 5], 48, 22).path).toBe('M2 11 L46 11');
  });

  it('shares a scale with a ghost', () => {
    const range = rangeOf([
      [0, 1],
      [0, 2]
    ]);
    expect(sparkline([0, 1], 48, 22, range).end?.y).toBe(11);
  });

  it('of nothing finite is nothing', () => {
    expect(sparkline([null], 48, 22)).toEqual({ path: '', end: null });
    expect(sparkline([], 48, 22)).toEqual({ path: '', end: null });
  });
});

describe('thin', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    index === 500 ? 99 : Math.sin(index)
  );

  it('keeps at most what was asked, and the extremes', () => {
    const kept = thin(many, 30);
    expect(kept.length).toBeLessThanOrEqual(30);
    expect(kept).toContain(99);
    expect(kept[kept.length - 1]).toBe(many[999]);
  });

  it('leaves short courses alone', () => {
    expect(thin([1, null, 3])).toEqual([1, null, 3]);
  });

  it('keeps gaps', () => {
    expect(thin(Array.from({ length: 100 }, () => null))).toContain(null);
  });
});

describe('drawable', () => {
  it('makes gaps of what is no finite number', () => {
    expect(drawable([1, 'NaN', 'Infinity', null])).toEqual([
      1,
      null,
      null,
      null
    ]);
  });
});

describe('sparklineText', () => {
  it('tells course, length and highest', () => {
    expect(sparklineText('val_acc', [0.9375, 0.9792, 0.9688], 30, words)).toBe(
      'val_acc from 0.9375 to 0.9688 in 30 points, highest 0.9792'
    );
  });

  it('tells a single point', () => {
    expect(sparklineText('acc', [0.5], 1, words)).toBe(
      'acc is 0.5000 in 1 point'
    );
  });

  it('tells that there is none', () => {
    expect(sparklineText('acc', [null], 1, words)).toBe(
      'acc has no finite value'
    );
  });
});
