import * as React from 'react';

import { groupTitle } from '../../compare/columns';
import { useComparison } from '../context';
import type { IEngine } from './engine';
import type { IGridColumn } from './layout';
import { GROUP_HEIGHT, groupHeads, ROW_HEIGHT, RUN, SELECT } from './layout';
import type { IColumnWindow } from './row';
import { placeStyle } from './row';

/** What the heads are drawn from. */
export interface IHeadProps {
  engine: IEngine;
  window: IColumnWindow;
  /** Place of the head that has the grid's tab stop, −1 when it is in a row. */
  active: number;
}

/** Two rows of heads: groups, then names. */
export function Head({
  engine,
  window,
  active
}: IHeadProps): React.ReactElement {
  const { columns } = engine;
  const fixed = window.places.filter(at => columns[at].left !== null);
  const rest = window.places.filter(at => columns[at].left === null);
  const draw = (at: number): React.ReactElement => (
    <ColumnHead
      key={columns[at].id}
      grid={columns[at]}
      at={at}
      engine={engine}
      active={active === at}
    />
  );
  return (
    <>
      <GroupRow columns={columns} />
      <div
        role="row"
        aria-rowindex={2}
        className="rf-Grid-heads"
        style={{ height: ROW_HEIGHT }}
      >
        {fixed.map(draw)}
        <span role="presentation" style={{ flex: `0 0 ${window.before}px` }} />
        {rest.map(draw)}
        <span role="presentation" style={{ flex: `0 0 ${window.after}px` }} />
      </div>
    </>
  );
}

function GroupRow({
  columns
}: {
  columns: readonly IGridColumn[];
}): React.ReactElement {
  const { model, trans } = useComparison();
  const picks = {
    last: trans.__('last'),
    min: trans.__('min'),
    max: trans.__('max')
  };
  // The name of a group that scrolls stays in sight beside the pinned columns.
  const fixed = columns.reduce(
    (width, column) => width + (column.left === null ? 0 : column.size),
    8
  );
  let at = 1;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="rf-Grid-groups"
      style={{ height: GROUP_HEIGHT }}
    >
      {groupHeads(columns).map(head => {
        const place = at;
        at += head.count;
        const title = head.group
          ? groupTitle(head.group, trans)
          : trans.__('Run');
        return (
          <span
            key={head.id}
            role="columnheader"
            aria-colindex={place}
            aria-colspan={head.count}
            className="rf-GroupHead"
            data-first={head.group !== null || undefined}
            style={placeStyle(head)}
          >
            <span style={head.left === null ? { left: fixed } : undefined}>
              {head.group === 'metrics'
                ? `${title} · ${picks[model.state.pick]}`
                : title}
            </span>
          </span>
        );
      })}
    </div>
  );
}

function ColumnHead(props: {
  grid: IGridColumn;
  at: number;
  engine: IEngine;
  active: boolean;
}): React.ReactElement {
  const { grid, at, engine, active } = props;
  const { column } = grid;
  const sorted = engine.sorting.find(item => item.id === grid.id);
  const sortable = column !== null && column.kind !== 'curve';
  return (
    <span
      role="columnheader"
      aria-colindex={at + 1}
      className={column?.numeric ? 'rf-Head rf-mod-number' : 'rf-Head'}
      data-first={grid.first || undefined}
      data-place={`-1:${at}`}
      tabIndex={active ? 0 : -1}
      title={column?.title}
      style={placeStyle(grid)}
      {...(sortable && {
        'aria-sort': sortWord(sorted),
        'data-sortable': true,
        onClick: (event: React.MouseEvent) =>
          engine.sort(grid.id, event.shiftKey)
      })}
    >
      {sorted && (
        <span className="rf-Head-sort" aria-hidden="true">
          {sorted.desc ? '↓' : '↑'}
        </span>
      )}
      <HeadName grid={grid} />
    </span>
  );
}

function sortWord(
  sorted: { desc: boolean } | undefined
): 'ascending' | 'descending' | 'none' {
  if (!sorted) {
    return 'none';
  }
  return sorted.desc ? 'descending' : 'ascending';
}

function HeadName({ grid }: { grid: IGridColumn }): React.ReactElement {
  const { trans } = useComparison();
  switch (grid.id) {
    case SELECT:
      return <span className="rf-Spoken">{trans.__('Selected')}</span>;
    case RUN:
      return (
        <span className="rf-Head-name">
          {trans.__('Name and what changed')}
        </span>
      );
    default:
      return <span className="rf-Head-name">{grid.column?.label}</span>;
  }
}
