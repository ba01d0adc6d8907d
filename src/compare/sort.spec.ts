import type { ICell, IRow } from './shapes';
import { compareCells, keepOrder, sortRows } from './sort';

describe('sorting', () => {
  const cell = (change: Partial<ICell>) =>
    ({ kind: 'text', text: '', value: null, ...change }) as ICell;

  it('orders text as people do', () => {
    const order = compareCells(
      cell({ text: 'lr2' }),
      cell({ text: 'lr10' }),
      false
    );
    expect(order).toBeLessThan(0);
  });

  it('takes the next column where one is equal', () => {
    const row = (id: string, a: number, b: number) =>
      ({
        id,
        children: [] as IRow[],
        cells: { a: cell({ value: a }), b: cell({ value: b }) }
      }) as unknown as IRow;
    const sorted = sortRows(
      [row('x', 1, 1), row('y', 1, 2), row('z', 0, 9)],
      [
        { column: 'a', descending: false },
        { column: 'b', descending: true }
      ]
    );
    expect(sorted.map(item => item.id)).toEqual(['z', 'y', 'x']);
  });

  it('puts rows that are new to an order last', () => {
    const rows = ['a', 'b', 'c'].map(id => ({ id }) as IRow);
    expect(keepOrder(rows, ['c', 'b']).map(row => row.id)).toEqual([
      'c',
      'b',
      'a'
    ]);
  });
});
