import * as React from 'react';

import type { ICell, IColumn, IRow } from '../../compare/shapes';
import { useComparison } from '../context';
import { CellContent } from './cell';
import type { IGridRow } from './engine';
import type { IGridColumn } from './layout';
import { ROW_HEIGHT, RUN, SELECT } from './layout';
import { RunCell } from './runCell';

/** What a row is drawn from. */
export interface IGridRowProps {
  item: IGridRow;
  /** 0-based place among the rows. */
  index: number;
  columns: readonly IGridColumn[];
  /** Places of the columns that are drawn, and the empty room around the scrolling ones. */
  window: IColumnWindow;
  /** Place of the column that has the grid's tab stop, −1 when it is in another row. */
  active: number;
  against: IRow | null;
  selected: boolean;
  hovered: boolean;
  onToggle: (id: string) => void;
  onSelect: (id: string) => void;
}

/** The columns in sight: places in order, room before and after the scrolling ones in px. */
export interface IColumnWindow {
  places: readonly number[];
  before: number;
  after: number;
}

/** One row of the table. */
export const GridRow = React.memo(function GridRow(
  props: IGridRowProps
): React.ReactElement {
  const { item, index, columns, window } = props;
  const { model } = useComparison();
  const { row } = item;
  const fixed = window.places.filter(at => columns[at].left !== null);
  const rest = window.places.filter(at => columns[at].left === null);
  const draw = (at: number): React.ReactElement => (
    <GridCell key={columns[at].id} {...props} at={at} />
  );
  return (
    <div
      role="row"
      className="rf-Grid-row"
      style={{ height: ROW_HEIGHT }}
      aria-rowindex={index + 3}
      aria-selected={props.selected}
      data-baseline={row.baseline || undefined}
      data-hover={props.hovered || undefined}
      data-run={row.run_id}
      onMouseEnter={() => model.setHover({ runId: row.run_id })}
      onMouseLeave={() => model.setHover({ runId: null })}
    >
      {fixed.map(draw)}
      <Room width={window.before} />
      {rest.map(draw)}
      <Room width={window.after} />
    </div>
  );
});

function Room({ width }: { width: number }): React.ReactElement | null {
  return width > 0 ? (
    <span role="presentation" style={{ flex: `0 0 ${width}px` }} />
  ) : null;
}

function GridCell(props: IGridRowProps & { at: number }): React.ReactElement {
  const { item, at, columns, active, against } = props;
  const { trans } = useComparison();
  const grid = columns[at];
  const { row } = item;
  const shared = {
    'aria-colindex': at + 1,
    'data-place': `${props.index}:${at}`,
    tabIndex: active === at ? 0 : -1,
    style: placeStyle(grid)
  };
  if (grid.id === SELECT) {
    return (
      <span {...shared} role="gridcell" className="rf-Cell rf-mod-select">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={props.selected}
          aria-label={trans.__('Select %1', row.label)}
          onChange={() => props.onSelect(row.id)}
        />
      </span>
    );
  }
  if (grid.id === RUN) {
    return (
      <span {...shared} role="rowheader" className="rf-Cell rf-mod-run">
        <RunCell item={item} onToggle={() => props.onToggle(row.id)} />
      </span>
    );
  }
  const cell = row.cells[grid.id];
  return (
    <span
      {...shared}
      role="gridcell"
      className={cellClass(grid, cell, row.baseline)}
      data-first={grid.first || undefined}
      title={cell?.kind === 'delta' ? undefined : cell?.title}
    >
      <CellContent cell={cell} row={row} against={against?.cells[grid.id]} />
    </span>
  );
}

/** Pinned cells stick to the left edge. */
export function placeStyle(column: {
  size: number;
  left: number | null;
}): React.CSSProperties {
  const size = { flex: `0 0 ${column.size}px`, width: column.size };
  return column.left === null
    ? size
    : { ...size, position: 'sticky', left: column.left, zIndex: 1 };
}

function cellClass(
  grid: IGridColumn,
  cell: ICell | undefined,
  baseline: boolean
): string {
  const { column } = grid;
  return [
    'rf-Cell',
    column && `rf-mod-${column.kind}`,
    column?.numeric && 'rf-Number',
    column && !baseline && weightClass(column, cell)
  ]
    .filter(Boolean)
    .join(' ');
}

/** What is not the run's own is grey; of params and environment, what the baseline has too. */
function weightClass(column: IColumn, cell: ICell | undefined): string {
  if (cell?.kind === 'inherited' || cell?.kind === 'missing') {
    return `rf-mod-${cell.kind}`;
  }
  const judged = column.kind === 'param' || column.kind === 'environment';
  return judged ? (cell?.differs ? 'rf-mod-differs' : 'rf-mod-same') : '';
}
