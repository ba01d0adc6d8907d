import { factorText, versionStep } from './factors';

describe('factorText', () => {
  it.each([
    [0.1, 0.0001, '÷ 1000'],
    [0.01, 0.02, '× 2'],
    [0.25, 0.2, '÷ 1.25'],
    [3, 7, '× ≈ 2.33'],
    [-1, -3, '× 3'],
    [0, 1, ''],
    [1, 0, ''],
    [-1, 1, ''],
    [5, 5, '']
  ])('from %p to %p is %p', (before, after, text) => {
    expect(factorText(before, after)).toBe(text);
  });
});

describe('versionStep', () => {
  it.each([
    ['1.9.0', '1.9.1', 'upgraded'],
    ['1.9', '1.10', 'upgraded'],
    ['2.0', '1.9', 'downgraded'],
    ['1!1.0', '2.0', 'downgraded'],
    ['1.0', '1.0.0', 'changed'],
    ['2.4.0', '2.4.0+cu121', 'changed'],
    [null, '1', 'added'],
    ['1', null, 'removed']
  ])('from %p to %p is %s', (before, after, step) => {
    expect(versionStep(before, after)).toBe(step);
  });
});
