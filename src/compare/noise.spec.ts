import { result, run } from '../testing/builders';
import { noiseOf, replicatesOf, spreadOf, widerNoise } from './noise';

const acc = (value: number | 'NaN') => ({ results: [result({ acc: value })] });

describe('replicatesOf', () => {
  it('groups a run with all that repeat it, over chains too', () => {
    const runs = [
      run(9, { replicate_of: 'r8' }),
      run(8, { replicate_of: 'r7' }),
      run(7),
      run(6)
    ];
    const replicates = replicatesOf(runs);
    expect(replicates.rootOf('r9')).toBe('r7');
    expect(replicates.membersOf('r8').map(item => item.number)).toEqual([
      9, 8, 7
    ]);
    expect(replicates.membersOf('r6')).toHaveLength(1);
  });

  it('keeps replicates of a run that is not listed together', () => {
    const runs = [
      run(9, { replicate_of: 'r7' }),
      run(8, { replicate_of: 'r7' })
    ];
    expect(replicatesOf(runs).membersOf('r8')).toHaveLength(2);
  });

  it('does not go round in a circle', () => {
    const runs = [
      run(1, { replicate_of: 'r2' }),
      run(2, { replicate_of: 'r1' })
    ];
    expect(replicatesOf(runs).membersOf('r1').length).toBeGreaterThan(0);
  });

  it('knows nothing of runs it was not given', () => {
    expect(replicatesOf([]).rootOf('x')).toBe('x');
    expect(replicatesOf([]).membersOf('x')).toEqual([]);
  });
});

describe('spreadOf', () => {
  it('is mean and sample standard deviation', () => {
    const runs = [run(9, acc(0.963)), run(8, acc(0.9704)), run(7, acc(0.9667))];
    const spread = spreadOf(runs, 'acc', 'last');
    expect(spread?.mean).toBeCloseTo(0.9667, 6);
    expect(spread?.deviation).toBeCloseTo(0.0037, 6);
    expect(spread?.numbers).toEqual([7, 8, 9]);
  });

  it('leaves out what is no finite number', () => {
    const spread = spreadOf(
      [run(1, acc('NaN')), run(2, acc(0.5))],
      'acc',
      'last'
    );
    expect(spread).toEqual({ mean: 0.5, deviation: 0, count: 1, numbers: [2] });
  });

  it('is nothing without a value', () => {
    expect(spreadOf([run(1)], 'acc', 'last')).toBeNull();
  });
});

describe('noiseOf', () => {
  const repeated = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      run(index + 1, {
        ...acc(0.9 + index / 100),
        replicate_of: index ? 'r1' : null
      })
    );

  it('needs three replicates', () => {
    expect(noiseOf('r1', replicatesOf(repeated(2)), 'acc', 'last')).toBeNull();
    const noise = noiseOf('r2', replicatesOf(repeated(3)), 'acc', 'last');
    expect(noise?.deviation).toBeCloseTo(0.01, 9);
  });

  it('of two runs is the wider', () => {
    const one = { mean: 0, deviation: 1, count: 3, numbers: [] };
    const other = { ...one, deviation: 2 };
    expect(widerNoise(one, other)).toBe(other);
    expect(widerNoise(one, null)).toBe(one);
    expect(widerNoise(null, other)).toBe(other);
    expect(widerNoise(null, null)).toBeNull();
  });
});
