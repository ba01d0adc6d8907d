import type { CellRef } from '../api/types';
import { cell, result, run } from '../testing/builders';
import { align, commonSubsequence, effectiveCells, separates } from './align';

/** Pairs as `left>right kind`, cells by number. */
function told(left: CellRef[], right: CellRef[]): string[] {
  return align(left, right).map(pair => {
    const sides = [pair.left, pair.right].map(side => side?.number ?? '-');
    return `${sides.join('>')} ${pair.kind}${pair.moved ? ' moved' : ''}`;
  });
}

/** A cell whose key says nothing: ids do not last. */
const lost = (number: number, code: string) =>
  cell(number, code, { cell_key: `digest:${code}` });

describe('align', () => {
  it('takes cells of one key as one', () => {
    expect(
      told([cell(1, 'a'), cell(2, 'b')], [cell(1, 'a'), cell(2, 'B')])
    ).toEqual(['1>1 same', '2>2 edited']);
  });

  it('keeps added and removed cells at their place', () => {
    expect(
      told(
        [cell(1, 'a'), cell(2, 'b'), cell(3, 'c')],
        [
          cell(1, 'a'),
          cell(2, 'n', { cell_key: 'new' }),
          cell(3, 'm', { cell_key: 'more' }),
          cell(4, 'c', { cell_key: 'c3' })
        ]
      )
    ).toEqual([
      '1>1 same',
      '2>- removed',
      '->2 added',
      '->3 added',
      '3>4 same'
    ]);
  });

  it('finds cells without a lasting id by what ran', () => {
    expect(
      told(
        [lost(1, 'a'), lost(2, 'b')],
        [lost(1, 'x'), lost(2, 'a'), lost(3, 'b')]
      )
    ).toEqual(['->1 added', '1>2 same', '2>3 same']);
  });

  it('takes one unknown cell between the same neighbours as edited', () => {
    expect(
      told(
        [lost(1, 'a'), lost(2, 'b'), lost(3, 'c')],
        [lost(1, 'a'), lost(2, 'B'), lost(3, 'c')]
      )
    ).toEqual(['1>1 same', '2>2 edited', '3>3 same']);
  });

  it('says which cell moved, not which were pushed', () => {
    expect(
      told(
        [cell(1, 'a'), cell(2, 'b'), cell(3, 'c'), cell(4, 'd')],
        [
          cell(1, 'b', { cell_key: 'c2' }),
          cell(2, 'c', { cell_key: 'c3' }),
          cell(3, 'a', { cell_key: 'c1' }),
          cell(4, 'd')
        ]
      )
    ).toEqual(['2>1 same', '3>2 same', '1>3 same moved', '4>4 same']);
  });

  it('does not call a cell moved for one that came above it', () => {
    const right = [
      cell(1, 'n', { cell_key: 'new' }),
      cell(2, 'a', { cell_key: 'c1' })
    ];
    expect(told([cell(1, 'a')], right)).toEqual(['->1 added', '1>2 same']);
  });

  it('goes by execution where the document is not known', () => {
    const left = [
      cell(null, 'b', { cell_key: 'y' }),
      cell(null, 'a', { cell_key: 'x' })
    ];
    expect(align(left, left).map(pair => pair.right?.cell_key)).toEqual([
      'y',
      'x'
    ]);
  });

  it('takes every cell once', () => {
    const left = [lost(1, 'a'), lost(2, 'a'), lost(3, 'b')];
    const right = [lost(1, 'a'), lost(2, 'b'), lost(3, 'b')];
    const pairs = align(left, right);
    const lefts = pairs.flatMap(pair => pair.left ?? []);
    const rights = pairs.flatMap(pair => pair.right ?? []);
    expect(new Set(lefts).size).toBe(3);
    expect(lefts).toHaveLength(3);
    expect(new Set(rights).size).toBe(3);
    expect(rights).toHaveLength(3);
  });

  it.each([
    ['nothing and nothing', [], []],
    ['nothing and cells', [], [cell(1, 'a')]],
    ['cells and nothing', [cell(1, 'a')], []]
  ])('holds for %s', (_, left, right) => {
    expect(align(left, right)).toHaveLength(left.length + right.length);
  });
});

describe('effectiveCells', () => {
  it('leaves out what ran after the last result', () => {
    const cells = [cell(1, 'a'), cell(2, 'b', { role: 'after-result' })];
    expect(effectiveCells(run(1, { cells }))).toEqual([cells[0]]);
    expect(effectiveCells(run(1))).toEqual([]);
  });
});

describe('commonSubsequence', () => {
  it.each([
    ['abcde', 'acxe', 'ace'],
    ['abc', 'xyz', ''],
    ['', 'abc', ''],
    ['aab', 'ab', 'ab']
  ])('of %s and %s is %s', (one, other, common) => {
    const pairs = commonSubsequence([...one], [...other]);
    expect(pairs.map(([place]) => one[place]).join('')).toBe(common);
    pairs.forEach(([i, j]) => expect(one[i]).toBe(other[j]));
  });
});

describe('separates', () => {
  const plot = cell(9, 'plot', { look: true });
  const pair = (left: CellRef | null, right: CellRef | null) =>
    align(left ? [left] : [], right ? [right] : [])[0];

  it('leaves out a look that only one run has, or that was edited', () => {
    expect(separates(pair(null, plot), run(1), run(2))).toBe(false);
    const other = cell(9, 'plot 2', { look: true });
    expect(separates(pair(plot, other), run(1), run(2))).toBe(false);
  });

  it('counts a look that gave a result', () => {
    const scored = run(2, { results: [result({ acc: 1 }, { step_id: 's9' })] });
    expect(separates(pair(null, plot), run(1), scored)).toBe(true);
  });

  it('counts code, also where it became a look', () => {
    expect(separates(pair(null, cell(3, 'fit')), run(1), run(2))).toBe(true);
    expect(separates(pair(cell(9, 'fit'), plot), run(1), run(2))).toBe(true);
    expect(separates(pair(plot, plot), run(1), run(2))).toBe(false);
  });
});
