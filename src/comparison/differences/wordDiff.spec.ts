import { wordDiff } from './wordDiff';

const told = (a: string, b: string) =>
  wordDiff(a, b).map(({ fromA, toA, fromB, toB }) => [
    a.slice(fromA, toA),
    b.slice(fromB, toB)
  ]);

describe('wordDiff', () => {
  it.each([
    ['test_size = 0.25', 'test_size = 0.2', [['0.25', '0.2']]],
    ['alpha=0.1)', 'alpha=0.0001)', [['0.1', '0.0001']]],
    ['lr = 1e-3', 'lr = 1e-4', [['1e-3', '1e-4']]],
    [
      'StandardScaler()',
      'MinMaxScaler()',
      [['StandardScaler', 'MinMaxScaler']]
    ],
    ['f(X_train)', 'f(X_train[p])', [['', '[p]']]],
    ['größe = 1', 'größe = 2', [['1', '2']]]
  ])('%s → %s', (a, b, expected) => expect(told(a, b)).toEqual(expected));

  it('finds nothing between equal texts', () => {
    expect(wordDiff('a = 1\n', 'a = 1\n')).toEqual([]);
  });

  it('keeps positions right beside characters of two units', () => {
    expect(told('print("🎉", 1)', 'print("🎉", 2)')).toEqual([['1', '2']]);
  });

  it('makes the second text out of the first', () => {
    const a = 'for i in range(10):\n    fit(i)\n    log(i)\n';
    const b = 'for i in range(20):\n    p = mix(i)\n    fit(p)\n    log(i)\n';
    let made = '';
    let at = 0;
    for (const change of wordDiff(a, b)) {
      made += a.slice(at, change.fromA) + b.slice(change.fromB, change.toB);
      at = change.toA;
    }
    expect(made + a.slice(at)).toBe(b);
  });
});
