/** The order of rows. What is no finite number of the run's own never comes first. */
import type { ICell, IRow, ISort } from './shapes';

/** Ranks that hold in both directions: own numbers and texts, then NaN and ±Inf, then the rest. */
enum Rank {
  Own,
  NotFinite,
  Inherited,
  Missing
}

const collator = new Intl.Collator('en', { numeric: true });

/** The rows sorted, children in their groups too; the baseline's row stays first. */
export function sortRows(
  rows: readonly IRow[],
  sorts: readonly ISort[]
): IRow[] {
  const sorted = [...rows]
    .map(row => ({ ...row, children: sortRows(row.children, sorts) }))
    .sort((a, b) => compareRows(a, b, sorts));
  const isPinned = (row: IRow) => row.baseline && row.kind !== 'result';
  return [...sorted.filter(isPinned), ...sorted.filter(row => !isPinned(row))];
}

/** The rows in an order that was fixed before; new rows come last, in their own order. */
export function keepOrder(
  rows: readonly IRow[],
  order: readonly string[]
): IRow[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const placeOf = (row: IRow) => place.get(row.id) ?? order.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b));
}

function compareRows(a: IRow, b: IRow, sorts: readonly ISort[]): number {
  for (const { column, descending } of sorts) {
    const order = compareCells(a.cells[column], b.cells[column], descending);
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}

/** By rank first, which no direction turns round, then by number or text. */
export function compareCells(
  a: ICell | undefined,
  b: ICell | undefined,
  descending: boolean
): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || !a || !b) {
    return rank;
  }
  const order =
    a.value !== null && b.value !== null
      ? compareNumbers(a.value, b.value)
      : collator.compare(a.text, b.text);
  return descending ? -order : order;
}

function rankOf(cell: ICell | undefined): Rank {
  if (!cell || cell.kind === 'missing' || cell.kind === 'curve') {
    return Rank.Missing;
  }
  if (cell.kind === 'inherited') {
    return Rank.Inherited;
  }
  return cell.value === null || Number.isFinite(cell.value)
    ? Rank.Own
    : Rank.NotFinite;
}

/** NaN equals NaN, so that it keeps its place. */
function compareNumbers(a: number, b: number): number {
  return a === b || (Number.isNaN(a) && Number.isNaN(b)) ? 0 : a < b ? -1 : 1;
}
