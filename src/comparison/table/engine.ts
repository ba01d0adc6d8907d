import {
  columnPinningFeature,
  createExpandedRowModel,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable
} from '@tanstack/react-table';
import type { ColumnDef, SortingState } from '@tanstack/react-table';
import * as React from 'react';

import type { IColumn, IRow, ITable } from '../../compare/shapes';
import type { IComparisonState } from '../../tokens';
import type { IGridColumn } from './layout';
import { columnWidth, gridColumns, RUN, SELECT } from './layout';

/** Only what the table uses; rows come sorted from the model. */
const features = tableFeatures({
  columnPinningFeature,
  rowExpandingFeature,
  rowSortingFeature,
  expandedRowModel: createExpandedRowModel()
});

type Column = ColumnDef<typeof features, IRow>;

/** A row as it is drawn: group rows are followed by their children while they are open. */
export interface IGridRow {
  row: IRow;
  depth: number;
  open: boolean;
}

/** What the grid draws and does. */
export interface IEngine {
  rows: IGridRow[];
  columns: IGridColumn[];
  sorting: SortingState;
  /** Sort by a column; again: the other way, then not at all. `add`: after the columns so far. */
  sort: (id: string, add: boolean) => void;
  /** Open or close a group row. */
  toggle: (id: string) => void;
}

/** Rows, columns and sort order out of the comparison's table and state. */
export function useEngine(
  table: ITable,
  shown: readonly IColumn[],
  state: IComparisonState,
  update: (change: Partial<IComparisonState>) => void
): IEngine {
  const { pinnedColumns, expanded, sort } = state;
  const sorting = React.useMemo(
    () => sort.map(item => ({ id: item.column, desc: item.descending })),
    [sort]
  );
  const columns = React.useMemo(
    () => [fixed(SELECT), fixed(RUN), ...shown.map(columnDef)],
    [shown]
  );
  const open = React.useMemo(
    () => Object.fromEntries(expanded.map(id => [id, true])),
    [expanded]
  );
  const pinning = React.useMemo(
    () => ({ start: [SELECT, RUN, ...pinnedColumns], end: [] }),
    [pinnedColumns]
  );
  const engine = useTable({
    features,
    columns,
    data: table.rows,
    getRowId: row => row.id,
    getSubRows: row => row.children,
    manualSorting: true,
    state: { sorting, expanded: open, columnPinning: pinning },
    onSortingChange: change => {
      const next = typeof change === 'function' ? change(sorting) : change;
      update({
        sort: next.map(item => ({ column: item.id, descending: item.desc }))
      });
    }
  });
  const rows = engine.getRowModel().rows;
  return {
    rows: React.useMemo(
      () =>
        rows.map(({ original, depth, id }) => ({
          row: original,
          depth,
          open: Boolean(open[id])
        })),
      [rows, open]
    ),
    columns: React.useMemo(
      () => gridColumns(shown, pinnedColumns, c => columnWidth(c, table.rows)),
      [shown, pinnedColumns, table.rows]
    ),
    sorting,
    sort: (id, add) => engine.getColumn(id)?.toggleSorting(undefined, add),
    toggle: React.useCallback(
      (id: string) =>
        update({
          expanded: expanded.includes(id)
            ? expanded.filter(other => other !== id)
            : [...expanded, id]
        }),
      [expanded, update]
    )
  };
}

function fixed(id: string): Column {
  return { id, enableSorting: false };
}

function columnDef(column: IColumn): Column {
  return {
    id: column.id,
    accessorFn: row => row.cells[column.id]?.value,
    enableSorting: column.kind !== 'curve',
    sortDescFirst: column.direction !== 'lower' && column.numeric
  };
}
