/** Pure geometry of the table: which columns, how wide, where the focus goes. */
import { allRows } from '../../compare/rows';
import type { ColumnGroup, IColumn, IRow } from '../../compare/shapes';

/** Fixed columns before the discovered ones. */
export const SELECT = 'select';
export const RUN = 'run';

/** Heights in px: rows, heads, group heads. */
export const ROW_HEIGHT = 28;
export const GROUP_HEIGHT = 24;

const SELECT_WIDTH = 32;
const RUN_WIDTH = 216;
const CURVE_WIDTH = 76;
const NARROWEST = 56;
const WIDEST = 220;
/** Mean width of a character in px: in heads, numbers, and in the small fonts of the others. */
const CHARACTER = { head: 6.6, metric: 7.6, small: 6.2 };
/** Padding of both sides, and room for the sort glyph. */
const PADDING = 18;
const GLYPH = 4;

/** A column as the grid draws it. */
export interface IGridColumn {
  id: string;
  /** Null for the two fixed columns. */
  column: IColumn | null;
  group: ColumnGroup | null;
  size: number;
  /** Distance from the left edge for a pinned column; null for one that scrolls. */
  left: number | null;
  /** The first of its group: a line stands before it. */
  first: boolean;
}

/** Width of a column in px: wide enough for its head and its longest text, within limits. */
export function columnWidth(column: IColumn, rows: readonly IRow[]): number {
  const head = column.label.length * CHARACTER.head + PADDING + GLYPH;
  if (column.kind === 'curve') {
    return Math.max(CURVE_WIDTH, Math.min(head, WIDEST));
  }
  const longest = rows.reduce(
    (length, row) => Math.max(length, longestText(row, column.id)),
    0
  );
  const small = column.kind === 'delta' || !column.numeric;
  const character = small ? CHARACTER.small : CHARACTER.metric;
  const width = Math.max(head, longest * character + PADDING);
  return Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
}

function longestText(row: IRow, id: string): number {
  return allRows([row]).reduce((length, each) => {
    const cell = each.cells[id];
    const text = cell?.delta ? cell.delta.text : (cell?.text ?? '');
    const marks = cell && (cell.of > 1 || cell.kind === 'inherited') ? 5 : 0;
    return Math.max(length, text.length + marks);
  }, 0);
}

/** Width of a fixed column. */
function fixedWidth(id: string): number {
  return id === SELECT ? SELECT_WIDTH : RUN_WIDTH;
}

/** The columns whose name holds the text. */
export function findColumns(
  columns: readonly IColumn[],
  text: string
): IColumn[] {
  const wanted = text.trim().toLowerCase();
  return columns.filter(
    column =>
      !wanted ||
      column.label.toLowerCase().includes(wanted) ||
      column.key.toLowerCase().includes(wanted)
  );
}

/** Columns in the order in which they are drawn, the pinned ones first, with their offsets. */
export function gridColumns(
  columns: readonly IColumn[],
  pinned: readonly string[],
  widthOf: (column: IColumn) => number
): IGridColumn[] {
  const isPinned = (column: IColumn): boolean => pinned.includes(column.id);
  const ordered = [
    ...columns.filter(isPinned),
    ...columns.filter(column => !isPinned(column))
  ];
  const grid: IGridColumn[] = [];
  let left = 0;
  for (const id of [SELECT, RUN]) {
    const size = fixedWidth(id);
    grid.push({ id, column: null, group: null, size, left, first: false });
    left += size;
  }
  ordered.forEach((column, index) => {
    const size = widthOf(column);
    const fixed = isPinned(column);
    const before = ordered[index - 1];
    grid.push({
      id: column.id,
      column,
      group: column.group,
      size,
      left: fixed ? left : null,
      first:
        !before || before.group !== column.group || isPinned(before) !== fixed
    });
    left += fixed ? size : 0;
  });
  return grid;
}

/** Neighbours of one group under one group head. */
export interface IGroupHead {
  id: string;
  group: ColumnGroup | null;
  /** How many columns it stands over. */
  count: number;
  size: number;
  left: number | null;
}

/** The heads of the groups, in order; pinned columns have group heads of their own. */
export function groupHeads(columns: readonly IGridColumn[]): IGroupHead[] {
  const heads: IGroupHead[] = [];
  for (const column of columns) {
    const last = heads[heads.length - 1];
    const joins =
      last &&
      last.group === column.group &&
      (last.left === null) === (column.left === null);
    if (joins) {
      last.size += column.size;
      last.count += 1;
    } else {
      heads.push({
        id: `${column.left === null ? 'scrolls' : 'pinned'}:${column.id}`,
        group: column.group,
        count: 1,
        size: column.size,
        left: column.left
      });
    }
  }
  return heads;
}

/** A place in the grid: row −1 is the heads. */
export interface IPlace {
  row: number;
  column: number;
}

/** Where a key moves the focus in a grid of this size; null when it is no such key. */
export function moved(
  place: IPlace,
  key: string,
  rows: number,
  columns: number,
  page = 10
): IPlace | null {
  const clamp = (row: number, column: number): IPlace => ({
    row: Math.min(Math.max(row, -1), rows - 1),
    column: Math.min(Math.max(column, 0), columns - 1)
  });
  const { row, column } = place;
  switch (key) {
    case 'ArrowUp':
      return clamp(row - 1, column);
    case 'ArrowDown':
      return clamp(row + 1, column);
    case 'ArrowLeft':
      return clamp(row, column - 1);
    case 'ArrowRight':
      return clamp(row, column + 1);
    case 'PageUp':
      return clamp(row - page, column);
    case 'PageDown':
      return clamp(row + page, column);
    case 'Home':
      return clamp(row, 0);
    case 'End':
      return clamp(row, columns - 1);
    default:
      return null;
  }
}

/** The order of columns after one of them moved a step to the left or right. */
export function moveColumn(
  order: readonly string[],
  id: string,
  step: -1 | 1
): string[] {
  const from = order.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= order.length) {
    return [...order];
  }
  const next = [...order];
  [next[from], next[to]] = [next[to], next[from]];
  return next;
}
