import { stepped } from './walk';

describe('stepped', () => {
  const ids = ['a', 'b', 'c'];
  it.each<[string | null, 1 | -1, string]>([
    [null, 1, 'a'],
    [null, -1, 'c'],
    ['a', 1, 'b'],
    ['c', 1, 'a'],
    ['a', -1, 'c'],
    ['gone', 1, 'a']
  ])('from %s by %s', (from, step, to) => {
    expect(stepped(ids, from, step)).toBe(to);
  });

  it('goes nowhere without differences', () => {
    expect(stepped([], 'a', 1)).toBeNull();
  });
});
