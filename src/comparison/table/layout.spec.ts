import type { IColumn, IRow } from '../../compare/shapes';
import {
  columnWidth,
  findColumns,
  gridColumns,
  groupHeads,
  moveColumn,
  moved
} from './layout';

const column = (id: string, extra: Partial<IColumn> = {}): IColumn => ({
  id,
  group: 'params',
  kind: 'param',
  key: id,
  label: id,
  title: id,
  direction: 'unknown',
  numeric: true,
  differs: true,
  ...extra
});

const acc = column('metrics:acc', { group: 'metrics', kind: 'metric' });
const alpha = column('params:SGD.alpha', { label: 'alpha', key: 'SGD.alpha' });
const eta = column('params:SGD.eta0', { label: 'eta0', key: 'SGD.eta0' });

describe('gridColumns', () => {
  it('puts pinned columns after the fixed ones, with their offsets', () => {
    const grid = gridColumns([acc, alpha, eta], [alpha.id], () => 100);
    expect(grid.map(item => item.id)).toEqual([
      'select',
      'run',
      alpha.id,
      acc.id,
      eta.id
    ]);
    const [select, run, pinned, first] = grid;
    expect(select.left).toBe(0);
    expect(run.left).toBe(select.size);
    expect(pinned.left).toBe(select.size + run.size);
    expect(first.left).toBeNull();
  });

  it('draws a line before the first column of each group', () => {
    const grid = gridColumns([acc, alpha, eta], [], () => 100);
    expect(grid.filter(item => item.first).map(item => item.id)).toEqual([
      acc.id,
      alpha.id
    ]);
  });
});

describe('groupHeads', () => {
  it('stand over their columns; pinned ones have a head of their own', () => {
    const grid = gridColumns([acc, alpha, eta], [eta.id], () => 100);
    expect(
      groupHeads(grid).map(head => [head.group, head.count, head.left !== null])
    ).toEqual([
      [null, 2, true],
      ['params', 1, true],
      ['metrics', 1, false],
      ['params', 1, false]
    ]);
  });
});

describe('columnWidth', () => {
  it('fits the longest text of all rows, children too, within limits', () => {
    const row = (text: string, children: IRow[] = []): IRow =>
      ({ cells: { [alpha.id]: { text, of: 1 } }, children }) as unknown as IRow;
    const narrow = columnWidth(alpha, [row('1')]);
    const wide = columnWidth(alpha, [row('1', [row('0.000000001')])]);
    expect(wide).toBeGreaterThan(narrow);
    expect(columnWidth(alpha, [row('x'.repeat(500))])).toBeLessThan(300);
  });
});

describe('findColumns', () => {
  it('matches label and whole name, whatever the case', () => {
    expect(findColumns([acc, alpha, eta], 'SGD.AL')).toEqual([alpha]);
    expect(findColumns([acc, alpha, eta], ' eta ')).toEqual([eta]);
    expect(findColumns([acc, alpha, eta], '')).toHaveLength(3);
  });
});

describe('moved', () => {
  const from = { row: 0, column: 1 };
  it.each([
    ['ArrowUp', { row: -1, column: 1 }],
    ['ArrowDown', { row: 1, column: 1 }],
    ['ArrowLeft', { row: 0, column: 0 }],
    ['ArrowRight', { row: 0, column: 2 }],
    ['End', { row: 0, column: 4 }],
    ['Home', { row: 0, column: 0 }],
    ['PageDown', { row: 2, column: 1 }]
  ])('%s', (key, place) => {
    expect(moved(from, key, 3, 5)).toEqual(place);
  });

  it('stays inside, and knows no other key', () => {
    expect(moved({ row: -1, column: 0 }, 'ArrowUp', 3, 5)).toEqual({
      row: -1,
      column: 0
    });
    expect(moved(from, 'x', 3, 5)).toBeNull();
  });
});

describe('moveColumn', () => {
  it('exchanges neighbours and stops at the ends', () => {
    expect(moveColumn(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(moveColumn(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  });
});
