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
            <span>
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
  const { trans } = useComparison();
  const sorted = engine.sorting.find(item => item.id === grid.id);
  const sortable = grid.column !== null && grid.column.kind !== 'curve';
  const name =
    grid.id === SELECT
      ? trans.__('Selected')
      : grid.id === RUN
        ? trans.__('Name and what changed')
        : grid.column?.label;
  return (
    <span
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={
        sortable
          ? sorted
            ? sorted.desc
              ? 'descending'
              : 'ascending'
            : 'none'
          : undefined
      }
      className={`rf-Head ${grid.column?.numeric ? 'rf-mod-number' : ''}`}
      data-first={grid.first || undefined}
      data-place={`-1:${at}`}
      data-sortable={sortable || undefined}
      tabIndex={active ? 0 : -1}
      title={grid.column?.title}
      style={placeStyle(grid)}
      onClick={
        sortable ? event => engine.sort(grid.id, event.shiftKey) : undefined
      }
    >
      {sorted && (
        <span className="rf-Head-sort" aria-hidden="true">
          {sorted.desc ? '↓' : '↑'}
        </span>
      )}
      <span className={grid.id === SELECT ? 'rf-Spoken' : 'rf-Head-name'}>
        {name}
      </span>
    </span>
  );
}
